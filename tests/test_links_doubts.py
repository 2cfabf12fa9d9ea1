"""Which joined people are shown to a person as perhaps two: too many names, two places at once, a thread; and who is not."""

import duckdb
import pytest

from tests.made import made
from tests.named import mention, mentions
from timeline import links, tables


def doubted(rows, likenesses=(), people=None, reports=(), others=0, table=None) -> dict[str, str]:
    """Person to sentence, when all of these mentions are one person, unless `people` says otherwise; beside so many `others` who are named once."""
    people = people or {"P-1": [row["mention_id"] for row in rows]}
    alike = made("pairs", *(dict(mention_id_l=min(a, b), mention_id_r=max(a, b), match_weight=weight, gate=gate) for a, b, weight, gate in likenesses))
    gathered = made("people", *(dict(person_id=p, mention_ids=ids) for p, ids in people.items()))
    stranger = made("people", dict(person_id="P-x", mention_ids=["x#p"]))
    crowd = stranger.join(duckdb.sql(f"from range({others})"), "true").project("* exclude (range)")
    found = links.doubt(table or mentions(*rows), alike, gathered.union(crowd), made("reports", *reports))
    tables.check("doubts", found)
    return dict(found.fetchall())


def named(*names) -> list[dict]:
    return [mention(f"gp:n:{n}#p", forename=forename, surname=surname) for n, (forename, surname) in enumerate(names)]


def test_four_family_names_that_are_not_written_for_one_another_are_told():
    rows = named(*(("sarah", surname) for surname in ("ashford", "kelly", "nowak", "begum")))
    assert doubted(rows) == {"P-1": "Family names that are not written for one another: ashford, begum, kelly, nowak."}


@pytest.mark.parametrize("surnames", [
    ("ashford", "kelly", "nowak"),                             # two marriages
    ("ashford", "ashfrod", "kelly", "kelley"),                 # slips of the pen
    ("ashford", "ashford kelly", "kelly", "nowak"),            # a double-barrelled name
    ("lee", "lui", "kelly", "nowak"),                          # two letters written otherwise, in a short name
    ("margaretta", "margxrxtxa", "kelly", "nowak")])           # three, in a long name that begins alike
def test_names_that_one_life_explains_are_not(surnames):
    assert doubted(named(*(("sarah", surname) for surname in surnames))) == {}


def test_three_first_names_are_told_and_names_that_are_written_for_one_another_are_one():
    rows = named(("william", "pike"), ("bob", "pike"), ("ahmed", "pike"), ("w", "pike"))
    assert doubted(rows) == {"P-1": "First names that are not written for one another: ahmed, bob, william."}
    assert doubted(named(("william", "pike"), ("willaim", "pike"), ("ahmed", "pike"))) == {}
    assert doubted(named(("william", "pike"), ("bob", "pike"), ("ahmed", "pike")), [("gp:n:0#p", "gp:n:1#p", 9.0, "ok")]) == {}


def test_three_letters_written_otherwise_in_a_short_name_make_another_name():
    rows = named(*(("sarah", surname) for surname in ("lee", "kim", "roy", "tsa")))
    assert doubted(rows) == {"P-1": "Family names that are not written for one another: kim, lee, roy, tsa."}


def test_a_first_name_is_one_with_another_only_by_a_comparison_of_those_two_that_nothing_spoke_against():
    rows = named(("william", "pike"), ("bob", "pike"), ("ahmed", "pike"))
    doubt = {"P-1": "First names that are not written for one another: ahmed, bob, william."}
    assert doubted(rows, [("gp:n:0#p", "gp:n:1#p", 9.0, "review"), ("gp:n:1#p", "gp:n:2#p", 9.0, "veto")]) == doubt
    assert doubted(rows, [("gp:n:1#p", "gp:n:2#p", 9.0, "ok")]) == {}
    rows = named(*(("sarah", surname) for surname in ("ashford", "kelly", "nowak", "begum")))
    assert doubted(rows, [("gp:n:0#p", "gp:n:1#p", 9.0, "ok")]) == {"P-1": "Family names that are not written for one another: ashford, begum, kelly, nowak."}


def test_family_names_first_names_and_two_places_are_told_in_that_order_places_first():
    rows = named(*zip(("william", "bob", "ahmed", "ahmed"), ("ashford", "kelly", "nowak", "begum"), strict=True))
    rows[0] |= {"role": "offender"}
    rows[1] |= {"role": "suspect"}
    reports = [dict(report_id="gp:n:0", agency="gp", category="custody", since="2024-03-01", until="2024-06-01"),
               dict(report_id="gp:n:1", agency="gp", kind="abuse", physical=True, occurred_from="2024-04-10", occurred_to="2024-04-10")]
    places, families, firsts = "In two places at once: ", "Family names that ", "First names that "
    because = doubted(rows, reports=reports)["P-1"]
    assert because.startswith(places) and because.index(places) < because.index(families) < because.index(firsts)


def test_names_of_several_people_are_not_counted_together():
    rows = named(*((name, "pike") for name in ("william", "bob", "ahmed", "peter")))
    assert doubted(rows, people={"P-1": ["gp:n:0#p", "gp:n:1#p"], "P-2": ["gp:n:2#p", "gp:n:3#p"]}) == {}


SIDES = "abcd"
CROWDS = {  # parts of so many writings, all alike within; the likenesses between parts (of which, of which, the weight, the gate); and what is told
    "thread": ((4, 4), [("a", "b", 8.9, "ok")], (4, 4)), "strong": ((4, 4), [("a", "b", 9.0, "ok")], None),
    "few": ((3, 5), [("a", "b", 7.0, "ok")], (3, 5)), "strays": ((2, 6), [("a", "b", 7.0, "ok")], None), "other-few": ((5, 3), [("a", "b", 7.0, "ok")], (3, 5)),
    "two": ((4, 4), [("a", "b", 7.0, "ok"), ("a", "b", 7.0, "ok")], None), "reviewed": ((4, 4), [("a", "b", 7.0, "ok"), ("a", "b", 7.0, "review")], (4, 4)),
    "most even": ((2, 1, 5), [("a", "b", 7.0, "ok"), ("b", "c", 7.0, "ok")], (3, 5)),
    "one strong": ((3, 3, 3), [("a", "b", 7.0, "ok"), ("b", "c", 9.0, "ok")], (3, 6))}


@pytest.fixture(scope="module")
def threads() -> dict[str, str]:
    """The doubts of one load of all these people, and of thousands who are named once."""
    rows, alike, people = [], [], {}
    for case, (parts, between, _) in CROWDS.items():
        ids = {side: [f"gp:{case}:{side}{n}#p" for n in range(size)] for side, size in zip(SIDES, parts, strict=False)}
        people[case] = [one for part in ids.values() for one in part]
        rows += [mention(one, forename="sarah", surname="ashford") | {"writing_id": one} for one in people[case]]
        alike += [(one, other, 20.0, "ok") for part in ids.values() for one in part for other in part if one < other]
        alike += [(ids[left][min(n, len(ids[left]) - 1)], ids[right][n], weight, gate) for n, (left, right, weight, gate) in enumerate(between)]
    rows += [mention(f"gp:often:{n}#p", forename="sarah", writing_id=f"gp:often:{min(n, 3)}#p") for n in range(8)]  # four writings, the last of five mentions
    people["often"] = [row["mention_id"] for row in rows[-8:]]
    alike += [("gp:often:0#p", "gp:often:1#p", 20.0, "ok"), ("gp:often:1#p", "gp:often:2#p", 20.0, "ok"), ("gp:often:2#p", "gp:often:3#p", 7.0, "ok"),
              ("gp:few:a0#p", "gp:few:b4#p", 7.0, "veto"), ("gp:few:a0#p", "gp:often:0#p", 20.0, "ok"), ("gp:few:b0#p", "gp:often:0#p", 20.0, "ok")]
    return doubted(rows, alike, people, others=12_000, table=made("mentions", *rows))


@pytest.mark.parametrize("case", [*CROWDS, "often"])
def test_many_mentions_are_told_where_one_weak_likeness_alone_holds_them_together_and_no_few_strays(threads, case):
    sides = CROWDS[case][2] if case in CROWDS else (3, 5)
    told = f"Many mentions, and one weak likeness alone holds {sides[0]} of them to the other {sides[1]}." if sides else None
    assert threads.get(case) == told


def test_nobody_is_named_too_often_where_all_are_named_alike():
    rows = [mention(f"gp:n:{n}#p", forename="sarah") | {"writing_id": f"gp:n:{n}#p"} for n in range(6)]
    ids = [row["mention_id"] for row in rows]
    alike = [(ids[n], ids[n + 1], 7.0 if n == 2 else 20.0, "ok") for n in range(5)]
    assert doubted(rows, alike, {"P-1": ids}, table=made("mentions", *rows)) == {}


def test_a_joined_person_in_two_places_at_once_is_told_and_stays_one():
    rows = [mention("prison:n:1#o", forename="darren", role="offender"), mention("police:n:2#s", forename="darren", role="suspect"),
            mention("gp:n:3#p", forename="darren")]
    reports = [dict(report_id="prison:n:1", agency="prison", category="custody", since="2024-03-01", until="2024-06-01"),
               dict(report_id="police:n:2", agency="police", category="common_assault", kind="abuse", physical=True,
                    occurred_from="2024-04-10", occurred_to="2024-04-10")]
    assert doubted(rows, reports=reports) == {"P-1": "In two places at once: in custody from 1 March 2024 to 1 June 2024, recorded by prison, "
                                                     "while named by police as at an incident on 10 April 2024."}


def test_nobody_is_doubted_where_there_is_nobody():
    assert doubted([], people={"P-1": []}) == {}
