"""What an agency's records leave out, held against a planted family whose blanks are counted by hand."""

import pytest

from dashboard import queries
from tests import published
from tests.published import CRIME, FAMILY, VISIT
from timeline.access import User

ADA = User("ada", "coordinator")


def story():
    """The published story, in which one crime's kind says nothing of the type, and the child was seen by nobody and heard by the police."""
    tables = published.story()
    tables["categories"] = [dict(row, type="unspecified" if row["category"] == "common_assault" else "control") for row in tables["categories"]]
    for mention in tables["mentions"]:
        if mention["mention_id"] == f"{CRIME}#child":
            mention["heard"] = "yes"
    tables["characteristics"] = [dict(mention_id=f"{CRIME}#victim", kind="ethnicity", value="A3")]
    return tables


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    published.publish(home, story())
    with published.served(home) as server, server.app_context():
        yield {(row.agency, row.item): row for row in queries.omissions(ADA, FAMILY).itertuples()}


def test_each_blank_is_counted_with_the_records_that_leave_it(here):
    seen = here["police", "whether a child was seen"]
    assert (seen.missing, seen.total, seen.what, seen.report_ids) == (1, 1, "records that name a child", [CRIME])


def test_what_is_recorded_is_not_left_out(here):
    assert ("police", "whether a child was heard") not in here


def test_a_type_of_abuse_is_left_out_where_the_kind_of_record_says_none(here):
    police = here["police", "type of abuse"]
    assert (police.missing, police.total, police.report_ids) == (1, 2, [CRIME]) and ("ed", "type of abuse") not in here


def test_people_are_counted_once_for_each_agency_and_whoever_is_only_linked_with_the_family_is_not(here):
    assert [(here[agency, "ethnicity"].missing, here[agency, "ethnicity"].total, here[agency, "ethnicity"].report_ids) for agency in ("police", "ed")] == [
        (1, 2, [CRIME]), (1, 1, [VISIT])]
