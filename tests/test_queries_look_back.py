"""Looking back from an event: held against a planted family whose raisings, and who held what on which day, are counted by hand."""

from datetime import date

import pytest

from dashboard import queries
from tests import published
from tests.made import Map
from tests.published import FAMILY, FATHER, MOTHER, OTHER_FAMILY
from timeline.access import Denied, User

ADA = User("ada", "coordinator")
GRAVE, DAY = "E-grave", date(2024, 6, 1)
EVENTS = [
    # event, kind, gravity, day, who knew when
    ("E-early", "abuse", 2, "2024-01-10", Map(police="2024-01-10", gp="2024-03-01")),
    ("E-second", "abuse", 3, "2024-02-10", Map(ed="2024-02-12")),
    ("E-other", "abuse", 5, "2024-04-01", Map(police="2024-04-01")),
    (GRAVE, "abuse", 5, "2024-06-01", Map(police="2024-06-01")),
    ("E-visit", "contact", None, "2024-07-01", Map(gp="2024-07-01")),
    ("E-undated", "abuse", 5, None, Map(gp="2024-07-01")),
]
RAISINGS = [
    # signal, rule, raised, level, until, what it became later, events, reports
    ("S-passed", "R14", "2024-01-20", "review", "2024-05-01", [("2024-05-01", None)], ["E-early"], []),
    ("S-stood", "R01", "2024-02-12", "review", None, [], ["E-early", "E-second"], []),
    ("S-fell", "R03", "2024-02-20", "same day", "2024-03-19", [("2024-03-19", "review")], ["E-early"], []),
    ("S-again", "R02", "2024-02-25", "review", "2024-03-01", [("2024-03-01", None), ("2024-05-20", "review")], ["E-second"], ["gp:planted:told"]),
    ("S-again", "R02", "2024-05-20", "review", None, [], ["E-second"], ["gp:planted:told"]),
    ("S-event", "R05", "2024-06-01", "review", None, [], [GRAVE], []),
    ("S-record", "R11", "2024-06-01", "note", None, [], [], [f"police:planted:{GRAVE}"]),
    ("S-same-day", "R15", "2024-06-01", "MARAC criterion met", None, [], ["E-second"], []),
    ("S-later", "R10", "2024-08-01", "note", None, [], ["E-second"], []),
]


def story():
    """The published story with these events on the first family's timeline, these raisings, and one event on the other's."""
    tables = published.story()
    tables["categories"] += [dict(category="planted", title="Planted event", kind="abuse")]
    tables["timelines"] = [dict(family_id=OTHER_FAMILY, event_id="E-undated")]
    for position, (event, kind, gravity, day, known) in enumerate(EVENTS, start=1):
        at = day and f"{day} 21:30:00"
        tables["reports"] += [dict(report_id=f"police:planted:{event}", row_id="police.csv:4", agency="police", known_on=min(known.values()),
                                   category="planted")]
        tables["events"] += [dict(event_id=event, kind=kind, category="planted", gravity=gravity, occurred_from=at, occurred_to=at, agencies=list(known),
                                  precision="minute" if day else "undated", known_on=min(known.values()), report_ids=[f"police:planted:{event}"])]
        tables["timelines"] += [dict(family_id=FAMILY, event_id=event, position=position, known_on=known)]
    tables["reports"] += [dict(report_id="gp:planted:told", row_id="police.csv:4", agency="gp", known_on="2024-02-20", notified_to="schools",
                               notified_on="2024-03-01", category="planted", occurred_from="2024-02-19", occurred_to="2024-02-19", precision="day")]
    tables["raisings"] = [
        dict(signal_id=signal, rule=rule, family_id=FAMILY, person_id=FATHER, harmed_id=MOTHER, raised_on=raised, level=level, until=until,
             later=[{"on_day": on, "level": to} for on, to in later], because=f"What {signal} said that day.", evidence=evidence, reports=reports)
        for signal, rule, raised, level, until, later, evidence, reports in RAISINGS]
    return tables


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    published.publish(home, story())
    with published.served(home) as made:
        yield made


@pytest.fixture(autouse=True)
def here(server):
    with server.app_context():
        yield server


def raised(signal, event=GRAVE, on=DAY):
    """The raisings of this signal, seen from the event."""
    return [row for row in queries.raisings(ADA, FAMILY, event, on).itertuples() if row.signal_id == signal]


def test_the_gravest_event_comes_first_of_equals_the_latest_and_no_undated_one_at_all():
    found = queries.serious(ADA, FAMILY)
    assert list(found["event_id"]) == [GRAVE, "E-other", "E-visit", "E-second", "E-early"]
    assert list(found["serious"]) == [True, True, False, False, False]


def test_a_family_without_a_dated_event_has_none():
    assert queries.serious(ADA, OTHER_FAMILY).empty


def test_raisings_stand_in_order_of_day_and_those_before_the_event_do_not_rest_on_it():
    found = queries.raisings(ADA, FAMILY, GRAVE, DAY)
    assert list(found["raised_on"]) == sorted(found["raised_on"]) and len(found) == len(RAISINGS)
    before = {(row.signal_id, row.days) for row in found.itertuples() if row.before}
    assert before == {("S-passed", 133), ("S-stood", 110), ("S-fell", 102), ("S-again", 97), ("S-again", 12), ("S-same-day", 0)}
    assert {row.signal_id for row in found.itertuples() if row.on_event} == {"S-event", "S-record"}


@pytest.mark.parametrize(("signal", "stood", "then", "changed"), [
    ("S-stood", True, "review", None), ("S-passed", False, None, "2024-05-01"), ("S-fell", False, "review", "2024-03-19"),
    ("S-again", False, "review", "2024-05-20"), ("S-same-day", True, "MARAC criterion met", None)])
def test_whether_it_still_stood_is_asked_of_the_eve_of_the_event(signal, stood, then, changed):
    row = raised(signal)[0]
    assert (row.stood, row.level_then, row.changed_on and str(row.changed_on)) == (stood, then, changed)


def test_seen_from_an_earlier_event_it_had_not_passed_yet():
    (row,) = raised("S-passed", "E-other", date(2024, 4, 1))
    assert (row.stood, row.level_then, row.days) == (True, "review", 72)


def test_an_agency_held_what_it_had_recorded_or_been_told_of_by_the_day_of_raising():
    (row,) = raised("S-stood")
    assert row.records == 2 and [(h["agency"], h["knew"]) for h in row.held] == [("ed", 1), ("police", 1)], "the GP was told later"
    assert row.whole == []
    assert raised("S-fell")[0].whole == ["police"]


def test_who_was_told_of_a_record_holds_it_from_that_day():
    first, second = raised("S-again")
    assert [piece["agencies"] for piece in first.rested] == [["ed"], ["gp"]]
    assert [piece["agencies"] for piece in second.rested] == [["ed"], ["gp", "schools"]]


def test_what_it_rests_on_is_said_by_kind_day_and_title():
    piece = raised("S-again")[0].rested[1]
    assert (piece["kind"], piece["id"], str(piece["since"])[:10], piece["title"]) == ("record", "gp:planted:told", "2024-02-19", "Planted event")


def test_nothing_is_told_of_another_family():
    assert queries.raisings(ADA, OTHER_FAMILY, GRAVE, DAY).empty


def test_a_role_that_permits_nothing_is_told_nothing():
    for ask in (lambda user: queries.serious(user, FAMILY), lambda user: queries.raisings(user, FAMILY, GRAVE, DAY)):
        with pytest.raises(Denied):
            ask(User("eve", "stranger"))
