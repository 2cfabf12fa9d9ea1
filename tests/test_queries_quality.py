"""What the pages say of data quality is what an independent count of the snapshot's tables says, and each number opens as many records."""

import statistics
from collections import defaultdict
from datetime import date, datetime

import pytest

from dashboard import current, queries
from dashboard.quality import chosen, month
from dashboard.queries import NotHere
from tests import published
from timeline.access import User
from timeline.dates import STYLES
from timeline.quality.measures import KEYED, MEASURES

ANALYST = User("ben", "analyst")
AREA, FIRST, LAST = "Calderbrook", date(2019, 4, 1), date(2025, 4, 1)
CHECKED = ("nhs", "pnc", "cro", "crn", "noms", "upn")


@pytest.fixture(scope="module")
def here(sample_home):
    with published.served(sample_home) as server, server.app_context():
        yield


@pytest.fixture(scope="module")
def counted(here):
    """Each record of the sample, measured in Python from the tables that the agencies' files were read into: agency, month, and by measure whether it
    lacks it (None where it is not asked), a lag's days or None."""
    tables = {name: current.ask(f"from made.{name}").to_dict("records") for name in ("reports", "rows", "mentions", "characteristics", "codes", "issues")}
    return list(_measured(tables))


def _measured(tables):
    rows = {row["row_id"]: row for row in tables["rows"]}
    columns, people, issues = defaultdict(set), defaultdict(list), defaultdict(list)
    for code in tables["codes"]:
        columns[code["layout"]] |= {code["code"]} if code["field"] == "column" else set()
    for mention in tables["mentions"]:
        people[mention["report_id"]].append(mention)
    for issue in tables["issues"]:
        issues[issue["row_id"]].append(issue)
    ethnic = {one["mention_id"] for one in tables["characteristics"] if one["kind"] == "ethnicity"}
    copies = defaultdict(list)
    for report in tables["reports"]:
        if report["copied_from"] and report["other_ref"]:
            copies[report["copied_from"], report["other_ref"]].append(report["known_on"])
    for report in tables["reports"]:
        row = rows[report["row_id"]]
        if row["layout"] == "marac-by-hand":
            continue
        has = columns[row["layout"]]
        said = _of_people(report, people[report["report_id"]], has, ethnic) | _of_days(report, row, has, copies)
        numbers = [person[kind] for person in row["people"] for kind in CHECKED if person[kind]]
        wrong = issues[report["row_id"]]
        said["type"] = None if report["type"] is None else report["type"] == "unspecified"
        said["numbers"] = any(one["code"] == "identifier fails its check" or one["code"] == "spreadsheet damage" and one["field"].split(".")[-1] in CHECKED
                              for one in wrong) if numbers else None
        said["codes"] = any(one["code"] == "unknown code" for one in wrong)
        yield report["agency"], report["known_on"].replace(day=1), said


def _of_people(report, people, has, ethnic) -> dict:
    def some(test, of):
        return any(map(test, of)) if of else None
    named = [m for m in people if m["name"] and m["role"] != "unborn"]
    children = [m for m in people if m["role"] == "child"]
    there = [m for m in children if m["present"] == "yes"]
    return {
        "birth": some(lambda m: m["dob"] is None, [m for m in named if f"{m['slot']}.dob" in has]),
        "ethnicity": some(lambda m: m["mention_id"] not in ethnic, [m for m in named if f"{m['slot']}.ethnicity" in has]),
        "present": some(lambda m: m["present"] == "not asked",
                        [m for m in children if f"{m['slot']}.present" in has and report["kind"] in ("abuse", "concern")]),
        "seen": some(lambda m: m["seen"] != "yes", [m for m in there if f"{m['slot']}.seen" in has]),
        "heard": some(lambda m: m["heard"] != "yes", [m for m in there if f"{m['slot']}.heard" in has])}


def _of_days(report, row, has, copies) -> dict:
    known = report["known_on"] if _whole(row["fields"]["recorded_on"], row["date_style"]) else None
    happened = report["occurred_to"].date() if report["occurred_to"] and (report["occurred_to"].date() - report["occurred_from"].date()).days <= 1 else None
    told = report["notified_on"] or min(copies[report["agency"], report["incident_ref"]], default=None)
    return {"recording": _days(happened, known) if report["kind"] in ("abuse", "concern") and {"recorded_on", "occurred_from"} <= has else None,
            "telling": _days(known, told) if told or report["notified_to"] else None}


def _whole(text, style) -> bool:
    try:
        return bool(text) and bool(datetime.strptime(text.split(" ")[0].split("T")[0], STYLES[style]))
    except ValueError:
        return False


def _days(since, until):
    """The days, or True where they do not tell."""
    return until.toordinal() - since.toordinal() if since and until and until >= since else True


def expected(counted, agency, key, of_month=None):
    """How many lack it, of how many, and a lag's days in order."""
    cells = [said[key] for who, when, said in counted if who == agency and of_month in (None, when) and said[key] is not None]
    days = sorted(cell for cell in cells if cell is not True) if KEYED[key].days else []
    return sum(cell is True for cell in cells), len(cells), days


def said(row):
    return row.counted, row.asked, (row.told, row.middle, row.most)


def told(days):
    """Of the days: how many, the median, and the least that nine in ten keep within."""
    within = next((day for day in days if sum(one <= day for one in days) * 10 >= len(days) * 9), None)
    return len(days), statistics.median(days) if days else None, within


def test_over_all_months_each_agencys_numbers_are_those_of_an_independent_count(here, counted):
    found = list(queries.quality_overview(ANALYST, AREA, date(2000, 1, 1), LAST).itertuples())
    assert {row.agency for row in found} == {agency for agency, *_ in counted} and len(found) == len({row.agency for row in found}) * len(MEASURES)
    for row in found:
        lacking, asked, days = expected(counted, row.agency, row.key)
        assert said(row) == (lacking, asked, told(days)), (row.agency, row.key)
        assert row.counted <= row.asked <= row.rows


@pytest.mark.parametrize("agency", ["police", "schools", "gp", "health visiting", "probation"])
def test_each_months_numbers_are_those_of_an_independent_count(here, counted, agency):
    found = list(queries.quality_months(ANALYST, AREA, agency, FIRST, LAST).itertuples())
    assert [row.key for row in found[:len(MEASURES)]] == [measure.key for measure in MEASURES]
    for row in found:
        lacking, asked, days = expected(counted, agency, row.key, row.month)
        assert said(row) == (lacking, asked, told(days)), (row.month, row.key)


def test_a_month_is_a_gap_where_there_is_no_record_of_it_and_only_there(here, counted):
    known = {when for who, when, _ in counted if who == "police"}
    months = queries.quality_months(ANALYST, AREA, "police", FIRST, LAST).drop_duplicates("month")
    assert {row.month for row in months.itertuples() if row.gap is None} == {when for when in known if FIRST <= when <= LAST}
    assert all(row.share is None and row.says == "none to ask" for row in months.itertuples() if row.gap)
    assert set(months["gap"].dropna()) == {"covered, everyone was searched for, and no row came: a quiet month or a lost feed"}


def test_each_number_opens_as_many_records(here):
    for row in queries.quality_overview(ANALYST, AREA, FIRST, LAST).itertuples():
        for part, number in (("lacking", row.counted), ("asked", row.asked), ("told", row.told)):
            if row.agency in ("police", "gp") and (part != "told" or KEYED[row.key].days):
                opened = queries.quality_records(ANALYST, KEYED[row.key], part, AREA, row.agency, FIRST, LAST)
                assert (opened["found"].iloc[0] if len(opened) else 0) == number, (row.agency, row.key, part)


def test_each_systems_records_of_a_month_are_as_many_as_its_coverage_says(here):
    for row in queries.quality_supply(ANALYST, AREA, "schools", date(2024, 9, 1), date(2025, 3, 1)).itertuples():
        opened = queries.quality_records(ANALYST, KEYED["codes"], "asked", AREA, "schools", row.month, row.month, system=row.system)
        assert (opened["found"].iloc[0] if len(opened) else 0) == row.rows, (row.system, row.month)


def test_pages_of_records_hold_each_once_and_the_longest_wait_first(here):
    def ask(page):
        return queries.quality_records(ANALYST, KEYED["recording"], "told", AREA, "gp", FIRST, LAST, page)
    pages = [ask(page) for page in (1, 2)]
    ids = [id for page in pages for id in page["report_id"]]
    days = [day for page in pages for day in page["days"]]
    assert len(ids) == len(set(ids)) == pages[0]["found"].iloc[0] > queries.QUALITY_SIZE
    assert days == sorted(days, reverse=True)


def test_what_a_file_has_no_column_for_is_said_and_what_is_asked_of_children_only_where_there_are_any(here):
    keys = {(row.agency, row.system): set(row.keys) for row in queries.no_column(ANALYST, AREA).itertuples()}
    assert "seen" in keys["schools", "encompass"] and "heard" not in keys["schools", "encompass"]
    assert "seen" in keys["idva", "casework"] and not {"present", "seen", "heard"} & keys["probation", "delius-contacts"]
    assert keys["police", "niche"] == {"telling"} and not {"recording", "telling"} & keys["housing", "tenancies"], "no abuse stands there"


def test_every_row_that_was_set_aside_is_reached_by_its_reason(here):
    where = queries.Where(AREA)
    reasons = [row for row in queries.wrong_reasons(ANALYST, where).itertuples() if row.severity == "error"]
    reached = {row for reason in reasons for row in queries.wrong_rows(ANALYST, where, "error", reason.code, reason.field, None)["row_id"]}
    assert reached == set(current.ask("select row_id from made.versions where state = 'quarantined'")["row_id"]) != set()
    assert not reached & set(current.ask("select row_id from made.reports join made.quality using (report_id)")["row_id"]), "no measure counts it"


def test_rows_are_narrowed_by_agency_and_by_the_months_that_their_file_shows(here):
    def rows(**where):
        return set(queries.wrong_rows(ANALYST, queries.Where(**where), "error", None, "", None)["agency"])
    assert rows(agency="police") == {"police"} and len(rows()) > 1
    assert rows(agency="police", since=date(2025, 4, 1), until=date(2025, 4, 1)) == set()
    assert rows(agency="schools", system="mis") == set() != rows(agency="schools")
    assert rows(agency="police", since=date(2025, 3, 1), until=date(2025, 3, 1)) == {"police"}


@pytest.mark.parametrize(("given", "since", "until"), [
    ({}, date(2024, 5, 1), LAST), ({"span": "24"}, date(2023, 5, 1), LAST), ({"span": "all"}, FIRST, LAST), ({"span": "1e9"}, date(2024, 5, 1), LAST),
    ({"month": "2024-02"}, date(2024, 2, 1), date(2024, 2, 1)), ({"month": "2024-13"}, date(2024, 5, 1), LAST)])
def test_months_are_chosen_by_a_span_or_one_by_one(here, given, since, until):
    what = chosen(ANALYST, given)
    assert (what.area, what.agency, what.since, what.until) == (AREA, None, since, until)


def test_an_agency_or_area_that_supplies_nothing_is_said(here):
    for given in ({"area": "Elsewhere"}, {"agency": "circus"}):
        with pytest.raises(NotHere):
            chosen(ANALYST, given)
    assert month("2024-3") is month("soon") is month(None) is None
