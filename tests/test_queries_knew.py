"""Who knew what, and when: held against a planted family whose agencies and days are counted by hand."""

from datetime import date

import pytest

from dashboard import queries
from tests import published
from tests.made import Map
from tests.published import FAMILY, OTHER_FAMILY
from timeline.access import Denied, User

ADA = User("ada", "coordinator")
ABUSE, SHOWN, ALL = ["abuse"], ["abuse", "concern"], ["abuse", "concern", "contact", "movement"]
PLANTED = [
    # event, kind, from, to, precision, the reports (agency, known on, whom it told, when), and who knew when
    ("E-visit", "contact", "2024-01-01", "2024-01-01", "day", [("gp", "2024-01-01", None, None)], Map(gp="2024-01-01")),
    ("E-assault", "abuse", "2024-03-20", "2024-03-20", "day", [("police", "2024-03-20", "schools", "2024-03-21"), ("ed", "2024-03-23", None, None)],
     Map(police="2024-03-20", schools="2024-03-21", ed="2024-03-23")),
    ("E-worry", "concern", "2024-04-01", "2024-04-30", "month", [("schools", "2024-04-10", None, None)], Map(schools="2024-04-10")),
    ("E-calls", "abuse", "2024-05-02", "2024-05-02", "day", [("police", "2024-05-02", "gp", None)], Map(police="2024-05-02", gp="2024-05-02")),
    ("E-release", "movement", "2024-12-01", "2024-12-01", "day", [("probation", "2024-11-28", None, None)], Map(probation="2024-11-28")),
    ("E-undated", "abuse", None, None, "undated", [("ed", "2024-06-01", None, None)], Map(ed="2024-06-01")),
]


def story():
    """The published story with six planted events on the first family's timeline in place of its own, and none on the other's."""
    tables = published.story()
    tables["categories"] += [dict(category=kind, title=f"Planted {kind}", kind=kind) for kind in ALL]
    tables["timelines"] = []
    for position, (event, kind, first, last, precision, accounts, known) in enumerate(PLANTED, start=1):
        ids = [f"{agency}:planted:{event}" for agency, *_ in accounts]
        tables["reports"] += [dict(report_id=id, row_id="police.csv:4", agency=agency, known_on=day, notified_to=told, notified_on=told_on)
                              for id, (agency, day, told, told_on) in zip(ids, accounts, strict=True)]
        tables["events"] += [dict(event_id=event, kind=kind, category=kind, occurred_from=first and f"{first} 00:00:00",
                                  occurred_to=last and f"{last} 23:59:00", precision=precision, gravity=3 if kind == "abuse" else None,
                                  report_ids=ids, agencies=[agency for agency, *_ in accounts])]
        tables["timelines"] += [dict(family_id=FAMILY, event_id=event, position=position, known_on=known)]
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


def knew(event):
    return next(row.knew for row in queries.knew(ADA, FAMILY, ALL).itertuples() if row.event_id == event)


def how(known):
    return known["day"], known["least"], known["most"], known["recorded"], known["told_by"], known["undated"]


@pytest.mark.parametrize(("kinds", "events"), [(ABUSE, ["E-assault", "E-calls", "E-undated"]), (SHOWN, ["E-assault", "E-worry", "E-calls", "E-undated"]),
                                               (ALL, [event for event, *_ in PLANTED])])
def test_the_events_are_those_of_the_kinds_asked_for_in_order_of_occurrence(kinds, events):
    assert list(queries.knew(ADA, FAMILY, kinds)["event_id"]) == events


def test_each_agencys_day_says_how_long_after_and_by_whom_it_was_told():
    told = knew("E-assault")
    assert set(told) == {"police", "schools", "ed"}
    assert how(told["police"]) == (date(2024, 3, 20), 0, 0, True, [], False)
    assert how(told["schools"]) == (date(2024, 3, 21), 1, 1, False, ["police"], False)
    assert how(told["ed"]) == (date(2024, 3, 23), 3, 3, True, [], False)


def test_a_telling_on_no_recorded_day_stands_on_the_tellers_day_and_is_marked():
    assert how(knew("E-calls")["gp"]) == (date(2024, 5, 2), 0, 0, False, ["police"], True)


@pytest.mark.parametrize(("event", "agency", "least", "most"), [
    ("E-worry", "schools", 0, 9), ("E-release", "probation", -3, -3), ("E-undated", "ed", None, None)])
def test_the_days_after_are_no_more_exact_than_the_events_own_day(event, agency, least, most):
    known = knew(event)[agency]
    assert (known["least"], known["most"]) == (least, most)


@pytest.mark.parametrize(("kinds", "events", "most", "agencies"), [
    (ABUSE, 3, 2, ["ed", "police"]), (SHOWN, 4, 2, ["ed", "police", "schools"]), (ALL, 6, 2, ["ed", "gp", "police", "schools"]),
    (["concern"], 1, 1, ["schools"]), (["strength"], 0, 0, [])])
def test_the_most_that_one_agency_saw_is_counted_and_whose_it_is(kinds, events, most, agencies):
    found = queries.most_seen(ADA, FAMILY, kinds)
    assert (found.events, found.most, found.agencies) == (events, most, agencies)


def test_each_agency_has_its_count_its_first_day_and_the_days_from_the_first_agencys_to_its_own():
    rows = [(row.agency, row.knew, row.told, row.first_on, row.days_after) for row in queries.knowers(ADA, FAMILY, SHOWN).itertuples()]
    assert rows == [("police", 2, 0, date(2024, 3, 20), 0), ("schools", 2, 1, date(2024, 3, 21), 1), ("ed", 2, 0, date(2024, 3, 23), 3),
                    ("gp", 1, 1, date(2024, 5, 2), 43), ("probation", 0, 0, None, None)]


def test_of_all_events_another_agency_is_the_first():
    days = {row.agency: row.days_after for row in queries.knowers(ADA, FAMILY, ALL).itertuples()}
    assert days == {"gp": 0, "police": 79, "schools": 80, "ed": 82, "probation": 332}


@pytest.mark.parametrize(("agency", "on", "stood"), [
    ("police", "2024-03-19", ["later", "later", "later", "later"]), ("police", "2024-03-20", ["known", "later", "later", "later"]),
    ("schools", "2024-03-20", ["not known", "later", "later", "later"]), ("police", "2024-04-15", ["known", "not known", "later", "later"]),
    ("ed", "2024-06-01", ["known", "not known", "not known", "known"]), ("probation", "2025-01-01", ["not known"] * 4)])
def test_on_a_day_an_event_is_known_to_an_agency_or_not_or_lies_ahead(agency, on, stood):
    on = date.fromisoformat(on)
    assert list(queries.knew(ADA, FAMILY, SHOWN, agency, on)["as_known"]) == stood
    counted = queries.known_then(ADA, FAMILY, SHOWN, agency, on)
    assert (counted.known, counted.events) == (stood.count("known"), len(stood) - stood.count("later"))


@pytest.mark.parametrize(("on", "beyond"), [("2024-12-01", False), ("2024-12-02", True)])
def test_a_day_after_the_snapshot_is_said_to_be(on, beyond):
    assert queries.known_then(ADA, FAMILY, SHOWN, "police", date.fromisoformat(on)).beyond is beyond


def test_without_a_day_nothing_is_said_of_one():
    assert set(queries.knew(ADA, FAMILY, SHOWN)["as_known"]) == {None}


def test_a_family_without_events_is_known_to_nobody():
    assert queries.knew(ADA, OTHER_FAMILY, ALL).empty and queries.knowers(ADA, OTHER_FAMILY, ALL).empty
    assert queries.most_seen(ADA, OTHER_FAMILY, ALL).events == 0


@pytest.mark.parametrize("question", [queries.knew, queries.knowers, queries.most_seen])
def test_a_role_that_permits_nothing_is_told_nothing(question):
    with pytest.raises(Denied):
        question(User("eve", "stranger"), FAMILY, ALL)
