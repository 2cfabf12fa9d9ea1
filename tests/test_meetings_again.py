"""What was kept for a family at a meeting is found again after a run in which people were joined and the family's id was given up.

The people and families are made by the stages themselves, from two records and what a person answered."""

from datetime import date

import pytest

from dashboard import queries
from tests import published
from tests.made import made
from tests.named import mention, mentions
from timeline import actions, families, meetings, naming, notes, people, snapshot
from timeline.access import User
from timeline.tables import TABLES

pytestmark = pytest.mark.slow
ADA = User("ada", "coordinator")
FIRST, LATER = "police:n:1#carer", "gp:n:2#carer"
SAME = dict(answer_id="D-1", kind="same person", left_id=LATER, right_id=FIRST, verdict="yes", state="standing", reason="I know her", decided_by="ann",
            decided_on="2026-03-03")
DUE = date(2026, 12, 10)


def told() -> list[dict]:
    """Two mothers, each with a child at a home of their own, as two agencies name them."""
    homes = (("police:n:1", "QJ11AA", "sara", "khan", "ali"), ("gp:n:2", "QJ22BB", "zahra", "mir", "bea"))
    return [mention(f"{report}#{role}", role=role, forename=name, surname=surname, dob=dob, postcode=place, address_key=f"{place}|5", relationship=relationship,
                    known_on=f"2024-0{report[-1]}-01", received_on=f"2024-0{report[-1]}-02")
            for report, place, mother, surname, child in homes
            for role, name, dob, relationship in (("carer", mother, "1990-03-04", "mother"), ("child", child, "2019-06-01", None))]


def run(home, *said) -> list[str]:
    """Publish what the stages make of the records with these answers; the ids of the families."""
    with snapshot.working(home) as s:
        s["reports"] = made("reports", *(dict(report_id=report, category="school_roll", known_on=f"2024-0{report[-1]}-01", received_on="2024-03-02")
                                         for report in ("police:n:1", "gp:n:2")))
        s["mentions"], s["judgements"] = mentions(*told()), made("judgements", *said)
        s["pairs"], s["primaries"] = made("pairs"), made("primaries")
        s["people"] = people.resolve(s["mentions"], s["pairs"], s["judgements"])
        s["families"] = families.group(s["reports"], s["mentions"], s["people"], s["judgements"], s["primaries"])
        ids = [id for (id,) in s["families"].project("family_id").distinct().order("family_id").fetchall()]
        s["headlines"] = made("headlines", *(dict(family_id=id, name=id, area="Calderbrook") for id in ids))
        s["naming"] = naming.find(s["people"], s["mentions"])
        for name in TABLES.keys() - {"reports", "mentions", "judgements", "pairs", "primaries", "people", "naming", "families", "headlines"}:
            s[name] = made(name)
        s.describe(as_of="2024-12-01", until="", own_settings="", settings="test", model="test", acute_days=90, high_days=365)
        s.publish()
    return ids


def home_of(mention_id: str) -> str:
    """The family that holds this mention now."""
    return next(id for id in queries.families(ADA, everyone=True)["family_id"] if mention_id in queries.anchors(ADA, id))


@pytest.fixture
def kept(tmp_path):
    """A meeting at which both families were put on the agenda, each with an action and a note; and the ids that they had."""
    before = run(tmp_path)
    with published.served(tmp_path) as server, server.app_context():
        database = server.extensions["database"]
        meeting = meetings.call(database, ADA, "call", "Calderbrook", date(2026, 12, 3))
        ids = {held: home_of(held) for held in (FIRST, LATER)}
        for held, family in ids.items():
            anchor = queries.anchor(ADA, family)
            meetings.add(database, ADA, f"add {held}", meeting, anchor, "Referred.")
            whom = queries.mention_of(ADA, _holder(family))
            actions.agree(database, ADA, f"act {held}", anchor, "Police", f"An action of {held}.", "agency", DUE, whom, meeting)
            notes.write(database, ADA, f"note {held}", anchor, f"A note of {held}.", meeting=meeting)
    assert sorted(ids.values()) == before and len(before) == 2
    return tmp_path, meeting, ids


def _holder(family: str) -> str:
    return next(row.person_id for row in queries.members(ADA, family).itertuples() if row.part == "carer")


def test_after_two_mothers_are_joined_all_stands_with_the_one_family_and_after_it_is_taken_back_with_each_its_own(kept):
    home, meeting, ids = kept
    (one,) = run(home, SAME)
    with published.served(home) as server, server.app_context():
        items = queries.agenda(ADA, meeting)
        assert set(items["family_id"]) == {one} and list(items["again"]) == [None, 1] and list(items["open_actions"]) == [2, 2]
        assert sorted(queries.actions(ADA, one)["what"]) == [f"An action of {LATER}.", f"An action of {FIRST}."]
        assert queries.actions(ADA, one)["named"].nunique() == 1
        assert sorted(queries.notes(ADA, one)["words"]) == [f"A note of {LATER}.", f"A note of {FIRST}."]
    assert run(home) == sorted(ids.values())
    with published.served(home) as server, server.app_context():
        assert list(queries.agenda(ADA, meeting)["family_id"]) == [ids[FIRST], ids[LATER]]
        for held, family in ids.items():
            assert list(queries.actions(ADA, family)["what"]) == [f"An action of {held}."]
            assert list(queries.notes(ADA, family)["words"]) == [f"A note of {held}."]
