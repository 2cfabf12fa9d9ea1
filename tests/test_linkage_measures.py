"""The measures of who is who count what they say: planted truths small enough to count by hand."""

import duckdb
import pytest

from benchmarks.linkage import events, families, joins, mixed, moves, review, table
from benchmarks.linkage.truth import hold
from sample_data.population import FAMILIES, PEOPLE
from tests.made import made
from timeline import model


def placed(*rows):
    """Mentions as (mention, person, family, made, role); each is a writing of its own, and none is in truth nobody."""
    return relation("mention_id, person, family, made, role, writing_id", [(*row, row[0]) for row in rows])


def relation(columns, rows):
    """A relation of text cells."""
    lines = ", ".join("(" + ", ".join(f"'{cell}'" for cell in row) + ")" for row in rows)
    names = columns.split(", ")
    return duckdb.sql(f"select * from (values {lines}) as given({columns})" if rows
                      else f"select {', '.join(f'null::varchar as {name}' for name in names)} limit 0").materialize()


def crowd(*groups):
    """Mentions by (person, made, how many)."""
    return placed(*[(f"r{person}{put}{n}#a", person, "", put, "victim") for person, put, count in groups for n in range(count)])


def test_pairs_are_counted_over_true_and_made_people():
    found = joins.overall(crowd(("ann", "A", 3), ("ann", "B", 1), ("bob", "B", 2)))
    assert found["precision"] == (4, 6) and found["recall"] == (4, 7)   # made: 3 + 3 pairs; truly: 6 + 1; both: 3 + 1
    assert found["B-cubed recall"][0] == pytest.approx(9 / 4 + 1 / 4 + 2) and found["B-cubed precision"][0] == pytest.approx(3 + 1 / 3 + 4 / 3)


def test_pairs_apart_by_what_they_share_add_up_to_all_pairs():
    told = crowd(("ann", "A", 3), ("ann", "B", 1), ("bob", "B", 2))
    postcodes = dict(zip([row[0] for row in told.fetchall()], ["QJ1", "QJ1", "QJ2", "QJ2", "QJ2", "QJ3"], strict=True))
    mentions = made("mentions", *[{"mention_id": mention, "postcode": postcode} for mention, postcode in postcodes.items()])
    found, whole = joins.by_kind(told, mentions), joins.overall(told)
    for measure in ("precision", "recall"):
        parts = [found[f"{measure} where they share {kind}"] for kind in joins.KINDS]
        assert tuple(map(sum, zip(*parts, strict=True))) == whole[measure]
    assert found["recall where they share a home"] == (1, 2)


def test_a_stratum_is_counted_for_each_mention_of_a_pair():
    people = relation(", ".join(PEOPLE), [("ann", "Welsh", "f", "", "Ann", "Rees"), ("bob", "Irish", "m", "", "Bob", "Quinn")])
    found = joins.by_stratum(crowd(("ann", "A", 2), ("bob", "A", 1)), people)
    assert found["precision of Welsh"] == (2, 4) and found["precision of Irish"] == (0, 2) and found["recall of Welsh"] == (2, 2)


def test_a_couple_is_mixed_where_one_made_person_holds_mentions_of_both():
    drawn = relation(", ".join(PEOPLE), [(who, "Welsh", "f", "", forename, "Rees") for who, forename in
                                         (("amy", "Amy"), ("ann", "Ann"), ("bea", "Bea"), ("bet", "Bea"), ("cat", "Bea"))])
    couples = relation("kind, person_l, person_r", [("twins_with_other_names", "amy", "ann"), ("two_women_of_one_name", "bea", "bet")])
    told = crowd(("amy", "A", 1), ("ann", "A", 1), ("bea", "B", 1), ("bet", "C", 1), ("cat", "C", 1))
    found = mixed.couples(told, drawn, couples)
    assert found["twins mixed"] == (1, 1) and found["namesakes mixed"] == (0, 1) and found["others of one name mixed"] == (1, 2)
    assert found["people mixed with somebody"] == (4, 5)


def link(left, right, place, queued=True):
    return {"link_id": f"{left}{right}", "person_id_l": left, "person_id_r": right, "place": place if queued else None, "queued": queued}


def test_the_queue_is_right_where_its_two_people_share_a_true_one():
    told = crowd(("ann", "A", 2), ("ann", "B", 1), ("bob", "C", 1))
    found = review.queue(told, made("links", link("A", "B", 1), link("B", "C", 2), link("A", "C", None, queued=False)))
    assert found == {"review items": (2, 3), "precision of the queue": (1, 2), "recall by the queue": (2, 3)}


def test_the_first_tenth_of_the_queue_recovers_what_its_true_answers_join():
    told = crowd(("ann", "A", 2), ("ann", "B", 1), ("bob", "C", 1), ("bob", "D", 1), ("cat", "E", 1), ("cat", "F", 1))
    compared = made("pairs", {"mention_id_l": "rannA0#a", "mention_id_r": "rannB0#a"}, {"mention_id_l": "rbobC0#a", "mention_id_r": "rbobD0#a"})
    links = made("links", link("A", "B", 1), *[link(f"X{n}", f"Y{n}", n) for n in range(2, 10)], link("C", "D", 10))
    assert review.order(told, compared, links) == {"recovered by the first tenth of the queue": (2, 3)}   # cat was never compared


def test_a_move_is_linked_queued_or_lost_with_its_cause():
    told = placed(*[(f"r{n}#a", person, family, put, "suspect") for n, (person, family, put) in enumerate([
        ("abe", "f1", "A"), ("abe", "f2", "A"), ("ben", "f1", "B"), ("ben", "f2", "C"), ("col", "f1", "D"), ("col", "f2", "E")])])
    mentions = made("mentions", *[{"mention_id": f"r{n}#a", "forename": "abc"[n // 2] * 5 + str(n), "surname": f"x{n}"} for n in range(6)])
    found = moves.followed(told, mentions, made("pairs"), made("links", link("B", "C", 1)), model.load())
    assert found["moves linked"] == found["moves queued"] == found["moves lost: never blocked"] == (1, 3) and found["moves linked or queued"] == (2, 3)


def test_a_family_that_holds_the_children_of_two_is_counted_and_so_is_whom_they_share():
    told = placed(("r1#a", "kid1", "f1", "K1", "child"), ("r1#b", "mum1", "f1", "M1", "victim"), ("r1#c", "abe", "f1", "S", "suspect"),
                  ("r2#a", "kid2", "f2", "K2", "child"), ("r2#b", "mum2", "f2", "M2", "victim"), ("r2#c", "abe", "f2", "S", "suspect"))
    known = relation(", ".join(FAMILIES), [(f"f{n}", f"{who}{n}", part) for n in (1, 2) for who, part in (("kid", "child"), ("mum", "carer"))])
    rows = [{"family_id": "F", "person_id": who, "part": part, "since": "2024-01-01"}
            for who, part in (("K1", "child"), ("M1", "carer"), ("K2", "child"), ("S", "linked person"))]
    found = families.members(made("families", *rows), hold(told), told, known)
    assert found["family members precision"] == (2, 3) and found["family members recall"] == (2, 4)
    assert found["families that hold two"] == (1, 1) and found["families joined through a perpetrator"] == (1, 1)


def test_reports_of_one_event_are_counted_in_pairs():
    told = relation("report_id, event", [("r1", "e1"), ("r2", "e1"), ("r3", "e2"), ("r1", "e1")])
    found = events.accounts(made("events", {"event_id": "E1", "report_ids": ["r1", "r3"]}, {"event_id": "E2", "report_ids": ["r2"]}), told)
    assert found == {"events precision": (0, 1), "events recall": (0, 1)}


def test_the_figures_of_several_seeds_add_up():
    one = {"precision": (1, 2), "recall": (1, 4), "recall by the queue": (1, 4), "recall of Welsh": (1, 2), "recall of Irish": (1, 4)}
    both = table.together([one, one])
    assert both["precision"] == (2, 4) and both["recall with the queue"] == (4, 8) and both["recall by custom, gap"] == (0.25, 1)
