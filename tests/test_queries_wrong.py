"""What is wrong with which row: a row that was sent again and is used needs nobody's work, and no sentence says where somebody lives."""

from datetime import date

import pytest

from dashboard import queries
from tests import published
from timeline.access import User

ANALYST, EVERY = User("ben", "analyst"), queries.Where()


def issue(row, code, severity="error", field="category", value="??"):
    return dict(row_id=f"p.csv:{row}", code=code, severity=severity, field=field, value=value, because=f"p.csv, line {row}: found '{value}', BD5 9XX.")


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A file whose second row is set aside and was sent again, its third set aside, its fourth used with something noted, its fifth replaced."""
    home = tmp_path_factory.mktemp("wrong")
    states = {2: ("R1", "quarantined"), 6: ("R1", "current"), 3: (None, "quarantined"), 4: ("R2", "current"), 5: ("R2", "superseded")}
    published.publish(home, {
        "rows": [dict(row_id=f"p.csv:{row}", file="p.csv", line_from=row, line_to=row, agency="police", system="niche", area="A", as_at="2024-06-30",
                      part="record" if row > 1 else "header") for row in range(1, 7)],
        "versions": [dict(row_id=f"p.csv:{row}", report_id=report and f"police:niche:{report}", state=state) for row, (report, state) in states.items()],
        "quality": [dict(report_id="police:niche:R2", agency="police", system="niche", area="A", month="2024-02-01")],
        "issues": [issue(2, "unknown code"), issue(3, "unknown code"), issue(3, "missing date"), issue(1, "unknown column", "query", "", None),
                   *(issue(row, "not a postcode", "query", "victim.postcode", "9 Elm Rd") for row in (4, 5)),
                   issue(4, "lost character", "query", "", "near 9 Elm Rd he")]})
    with published.served(home) as server, server.app_context():
        yield


def test_each_reason_counts_its_rows_and_those_that_were_sent_again_and_are_used(here):
    found = {(row.severity, row.code): (row.rows, row.mended) for row in queries.wrong_reasons(ANALYST, EVERY).itertuples()}
    assert found == {("error", "unknown code"): (2, 1), ("error", "missing date"): (1, 0), ("query", "not a postcode"): (1, 0),
                     ("query", "unknown column"): (1, 0), ("query", "lost character"): (1, 0)}


def test_what_goes_back_to_the_agency_leaves_out_what_it_has_sent_again(here):
    assert [(row.line_from, row.code) for row in queries.wrong_to_return(ANALYST, EVERY).itertuples()] == [
        (1, "unknown column"), (3, "missing date"), (3, "unknown code"), (4, "lost character"), (4, "not a postcode")]


def test_no_sentence_says_where_somebody_lives(here):
    told = str(queries.wrong_rows(ANALYST, EVERY, "query", None, "").to_dict("records"))
    assert "address hidden" in told and "Elm" not in told and "BD5" not in told


def test_what_is_noted_stands_in_the_month_that_the_agency_knew_and_what_is_set_aside_in_that_of_its_file(here):
    def codes(month):
        return set(queries.wrong_reasons(ANALYST, queries.Where("A", "police", month, month))["code"])
    assert codes(date(2024, 2, 1)) == {"not a postcode", "lost character"}
    assert codes(date(2024, 6, 1)) == {"unknown code", "missing date", "unknown column"}


def test_pages_hold_each_finding_once(here):
    whole = queries.wrong_rows(ANALYST, EVERY, "error", None, "", None)
    assert len(whole) == len(queries.wrong_rows(ANALYST, EVERY, "error", None, "")) == whole["found"].iloc[0] == 3
    assert queries.wrong_rows(ANALYST, EVERY, "error", None, "", 2).empty
