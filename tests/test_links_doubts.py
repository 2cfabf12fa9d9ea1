"""Which joined people are shown to a person as perhaps two: too many names, two places at once, a thread; and who is not."""

import pytest

from tests.made import made
from tests.named import mention, mentions
from timeline import links, tables


def doubted(rows, likenesses=(), people=None, reports=()) -> dict[str, str]:
    """Person to sentence, when all of these mentions are one person, unless `people` says otherwise."""
    people = people or {"P-1": [row["mention_id"] for row in rows]}
    alike = made("pairs", *(dict(mention_id_l=min(a, b), mention_id_r=max(a, b), match_weight=weight, gate=gate) for a, b, weight, gate in likenesses))
    found = links.doubt(mentions(*rows), alike, made("people", *(dict(person_id=p, mention_ids=ids) for p, ids in people.items())),
                        made("reports", *reports))
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
    ("ashford", "ashford kelly", "kelly", "nowak")])           # a double-barrelled name
def test_names_that_one_life_explains_are_not(surnames):
    assert doubted(named(*(("sarah", surname) for surname in surnames))) == {}


def test_three_first_names_are_told_and_names_that_are_written_for_one_another_are_one():
    rows = named(("william", "pike"), ("bob", "pike"), ("ahmed", "pike"), ("w", "pike"))
    assert doubted(rows) == {"P-1": "First names that are not written for one another: ahmed, bob, william."}
    assert doubted(named(("william", "pike"), ("willaim", "pike"), ("ahmed", "pike"))) == {}
    assert doubted(named(("william", "pike"), ("bob", "pike"), ("ahmed", "pike")), [("gp:n:0#p", "gp:n:1#p", 9.0, "ok")]) == {}


def test_names_of_several_people_are_not_counted_together():
    rows = named(*((name, "pike") for name in ("william", "bob", "ahmed", "peter")))
    assert doubted(rows, people={"P-1": ["gp:n:0#p", "gp:n:1#p"], "P-2": ["gp:n:2#p", "gp:n:3#p"]}) == {}


def crowd(bridge: float, sides=(4, 4), second=None):
    """A person of two parts, within each of which all are alike, with one likeness between them; and many who are named once."""
    rows = [mention(f"gp:n:{n}#p", forename="sarah", surname="ashford", postcode=f"QJ{n}AA") for n in range(sum(sides))]
    ids = [row["mention_id"] for row in rows]
    parts = ids[:sides[0]], ids[sides[0]:]
    alike = [(a, b, 20.0, "ok") for part in parts for a in part for b in part if a < b]
    alike += [(parts[0][0], parts[1][0], bridge, "ok")] + ([(parts[0][1], parts[1][1], second, "ok")] if second else [])
    others = [mention(f"ed:n:{n}#p", forename="darren", surname="pike") for n in range(1100)]
    people = {"P-1": ids} | {f"P-x{n}": [row["mention_id"]] for n, row in enumerate(others)}
    return doubted([*rows, *others], alike, people)


def test_many_mentions_that_one_weak_likeness_holds_together_are_told():
    assert crowd(7.0) == {"P-1": "Many mentions, and one weak likeness alone holds 4 of them to the other 4."}


@pytest.mark.parametrize("more", [dict(bridge=15.0), dict(bridge=7.0, second=7.0), dict(bridge=7.0, sides=(7, 1))])
def test_a_strong_likeness_two_weak_ones_or_one_stray_mention_are_no_doubt(more):
    assert crowd(**more) == {}


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
