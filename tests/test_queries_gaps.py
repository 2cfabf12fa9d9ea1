"""Silence is told with what each agency supplied of it: nothing, not one row, some of it, others' records, or a search in vain."""

import pytest

from dashboard import queries
from tests import published
from tests.published import CALLS, FAMILY, OTHER_FAMILY
from timeline.access import User

ADA = User("ada", "coordinator")
MONTHS = [f"2024-{month:02}-01" for month in range(3, 13)]


def covered(agency: str, *states: str) -> list[dict]:
    """The agency's months from March on, in these states; the last of them lasts."""
    told = [*states, *[states[-1]] * (len(MONTHS) - len(states))]
    return [dict(agency=agency, system="any", area="Calderbrook", month=month, state=state) for month, state in zip(MONTHS, told, strict=True)]


@pytest.fixture(scope="module")
def silences(tmp_path_factory):
    """The gaps of the family: its events are of 20 March and 2 September, and the snapshot of 1 December."""
    home, tables = tmp_path_factory.mktemp("gaps"), published.story()
    for event in tables["events"]:
        if event["event_id"] == CALLS:
            event |= dict(occurred_from="2024-09-02 10:00:00", occurred_to="2024-09-02 10:00:00")
    tables["coverage"] = [*covered("probation", "not supplied"), *covered("housing", "supplied", "silent"), *covered("gp", "supplied"),
                          *covered("marac", "searched and none"), *covered("idva", "supplied", "not supplied", "supplied"),
                          *[month | {"system": "old"} for month in covered("schools", "not supplied")], *covered("schools", "supplied")]
    published.publish(home, tables)
    with published.served(home) as server, server.app_context():
        yield queries.gaps(ADA, FAMILY), queries.gaps(ADA, OTHER_FAMILY)


def test_a_gap_lies_between_two_events_and_the_last_reaches_to_the_snapshots_day(silences):
    told = [(str(gap.since), str(gap.until), gap.event_id, gap.length) for gap in silences[0].itertuples()]
    assert told == [("2024-03-20", "2024-09-02", CALLS, "5 months"), ("2024-09-02", "2024-12-01", None, "2 months")]


def test_what_each_agency_supplied_of_it_is_told_by_agency(silences):
    because = silences[0].at[1, "because"]
    assert "probation supplied nothing in that time." in because
    assert "nothing came, or not from every system, from schools." in because  # one of the schools' two systems supplied nothing
    assert "Not one row came in that time from housing: it was quiet, or a feed was lost." in because
    assert "Records of that time, and none of this family, came from GP, IDVA service." in because
    assert "Searched for the people asked about, and none found: MARAC." in because


def test_months_in_part_without_anything_are_told_as_such_and_all_ends_with_a_caution(silences):
    because = silences[0].at[0, "because"]
    assert "For some of that time nothing came, or not from every system, from housing, IDVA service, schools." in because
    assert because.endswith("What nobody recorded may still have happened.")


def test_a_family_without_a_dated_event_has_no_gap(silences):
    assert silences[1].empty


def test_events_nearer_than_a_quarter_leave_no_gap(tmp_path):
    published.publish(tmp_path)
    with published.served(tmp_path) as server, server.app_context():
        assert [str(gap.since) for gap in queries.gaps(ADA, FAMILY).itertuples()] == ["2024-05-02"]
