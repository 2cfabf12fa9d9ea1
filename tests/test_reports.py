"""Reports: what happened when, what the codes mean, and what a source does not say."""

from datetime import date, datetime

import pytest

from tests.made import made
from timeline import reports, tables
from timeline.settings import load

CATEGORIES = load().categories
KNOWN = [("category", "105/01", "common_assault"), ("category", "008-77", "strangulation"), ("answer", "y", "yes"), ("answer", "n", "no"),
         ("outcome", "16", "no further action"), ("relationship", "ex wife", "ex-spouse"), ("notified_to", "school", "schools")]


def shaped(*records: dict, codes=KNOWN, states=("current",)) -> list[dict]:
    """The reports of records (our fields, and `style` or `asked` of the row), known by their number from 1."""
    lines = [dict(row_id=f"f:{n}", layout="crimes", agency="police", system="niche", area="Calderbrook", part="record", people=[],
                  date_style=record.pop("style", "dd/mm/yyyy"), as_at="2024-05-31", received_on="2024-06-01",
                  asked=[dict(factor=f, answer=a) for f, a in record.pop("asked", {}).items()],
                  fields={field: record.get(field) for field in tables.REPORT_FIELDS}) for n, record in enumerate(map(dict, records), 1)]
    rows = made("rows", *lines)
    versions = made("versions", *(dict(row_id=line["row_id"], report_id=f"police:niche:{n}", state=states[n % len(states) - 1])
                                  for n, line in enumerate(lines, 1)))
    found = reports.shape(rows, versions, made("codes", *(dict(layout="crimes", field=f, code=c, means=m) for f, c, m in codes)), CATEGORIES)
    tables.check("reports", found)
    return [dict(zip(found.columns, row, strict=True)) for row in found.order("row_id").fetchall()]


def one(**record) -> dict:
    return shaped(dict(category="105/01", recorded_on="12/03/2024") | record)[0]


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")


@pytest.mark.parametrize(("cells", "earliest", "latest", "precision"), [
    (dict(occurred_from="10/03/2024", occurred_from_time="21:30"), "10/03/2024 21:30", "10/03/2024 21:30", "minute"),
    (dict(occurred_from="10/03/2024"), "10/03/2024 00:00", "10/03/2024 23:59", "day"),
    (dict(occurred_from="10/03/2024 21:30"), "10/03/2024 21:30", "10/03/2024 21:30", "minute"),
    (dict(occurred_from="10/03/2024 00:00:00"), "10/03/2024 00:00", "10/03/2024 23:59", "day"),
    (dict(occurred_from="10/03/2024", occurred_to="10/03/2024"), "10/03/2024 00:00", "10/03/2024 23:59", "day"),
    (dict(occurred_from="08/03/2024", occurred_to="10/03/2024"), "08/03/2024 00:00", "10/03/2024 23:59", "range"),
    (dict(occurred_from="10/03/2024", occurred_from_time="2100", occurred_to="11/03/2024", occurred_to_time="0130"),
     "10/03/2024 21:00", "11/03/2024 01:30", "range"),
    (dict(occurred_from="10/03/2024", occurred_from_time="22:00", occurred_to_time="01:00"), "10/03/2024 22:00", "11/03/2024 01:00", "range"),
    (dict(occurred_to="10/03/2024"), "10/03/2024 00:00", "10/03/2024 23:59", "day"),
    (dict(occurred_from="02/2024"), "01/02/2024 00:00", "29/02/2024 23:59", "month"),
    (dict(occurred_from="2023"), "01/01/2023 00:00", "31/12/2023 23:59", "year"),
    (dict(occurred_from="10/03/2024", occurred_to="08/03/2024"), "08/03/2024 23:59", "10/03/2024 00:00", "range"),
])
def test_it_happened_within_what_the_cells_allow(cells, earliest, latest, precision):
    report = one(**cells)
    assert (report["occurred_from"], report["occurred_to"], report["precision"]) == (moment(earliest), moment(latest), precision)


@pytest.mark.parametrize("category", ["common_assault", "child_welfare_concern", "separation"])
def test_abuse_a_concern_or_a_life_event_without_a_day_is_undated(category):
    report = one(category=category)
    assert (report["occurred_from"], report["occurred_to"], report["precision"]) == (None, None, "undated")


@pytest.mark.parametrize("category", ["gp_contact", "marac_referral", "tenancy", "progress"])
def test_a_contact_a_protective_step_a_move_or_a_strength_happens_when_it_is_recorded(category):
    report = one(category=category)
    assert (report["occurred_from"], report["occurred_to"], report["precision"]) == (moment("12/03/2024 00:00"), moment("12/03/2024 23:59"), "day")


def test_an_agency_knows_when_it_records_and_not_when_it_happened():
    assert one(occurred_from="10/01/2024")["known_on"] == date(2024, 3, 12)


def test_without_a_day_of_recording_an_agency_knows_when_it_is_over():
    assert one(recorded_on=None, occurred_from="10/01/2024", occurred_to="12/01/2024")["known_on"] == date(2024, 1, 12)


def test_nobody_tells_us_on_the_day_of_receipt_what_is_recorded_later():
    assert one(recorded_on="01/01/2030")["known_on"] == date(2024, 6, 1)


def test_without_any_day_what_an_extract_shows_was_known_by_its_day():
    assert one(recorded_on=None)["known_on"] == date(2024, 5, 31)


@pytest.mark.parametrize("code", ["105/01", " 105/01 ", "105/01".upper()])
def test_a_code_is_found_however_it_is_spaced_and_cased(code):
    assert (one(category=code)["category"], one(category=code)["gravity"]) == ("common_assault", 3)


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2014", "\u2011"])
def test_a_code_is_found_whatever_dash_excel_made_of_it(dash):
    assert one(category=f"008{dash}77")["category"] == "strangulation"


def test_a_word_that_is_ours_already_needs_no_code():
    report = one(category="gp_contact", statement="opinion", separation="planned", notified_to="health", handling="restricted")
    assert [report[f] for f in ("category", "statement", "separation", "notified_to", "handling")] == \
        ["gp_contact", "opinion", "planned", "health", "restricted"]


def test_a_code_without_a_meaning_leaves_its_cell_empty_and_never_a_default():
    report = one(outcome="99", relationship="pal", separation="maybe", grade="5", handling="secret")
    assert {report[f] for f in ("outcome", "relationship", "separation", "grade", "handling")} == {None}


def test_codes_of_another_field_mean_nothing_here():
    assert one(outcome="y")["outcome"] is None


def test_codes_are_translated_by_field():
    report = one(outcome="16", relationship="Ex  Wife", notified_to="School", notified_on="13/03/2024")
    assert [report[f] for f in ("outcome", "relationship", "notified_to", "notified_on")] == \
        ["no further action", "ex-spouse", "schools", date(2024, 3, 13)]


def test_only_current_rows_make_reports():
    kept = shaped(*[dict(category="105/01", recorded_on="12/03/2024")] * 4, states=("current", "superseded", "withdrawn", "exact duplicate"))
    assert [report["row_id"] for report in kept] == ["f:1"]


def test_factors_are_what_the_category_asserts_and_what_was_asked():
    report = one(category="008-77", asked={"weapon": "Y", "stalking": "N", "pregnancy": None, "isolation": "?", "strangulation": "N"})
    assert report["factors"] == {"weapon": "yes", "stalking": "no", "pregnancy": "not asked", "isolation": "not asked", "strangulation": "yes"}


def test_a_factor_that_nobody_asked_is_absent():
    assert one()["factors"] == {}


def test_abuse_is_an_allegation_unless_the_source_says_more():
    assert (one()["statement"], one(statement="fact")["statement"], one(category="tenancy")["statement"]) == ("allegation", "fact", "fact")


def test_rows_of_one_incident_share_its_reference():
    assert {one(incident_ref=ref)["incident_ref"] for ref in ("CR/123/24", " cr/123/24", "CR /123/24")} == {"police:CR/123/24"}


def test_a_copy_refers_to_its_original_as_the_original_calls_itself():
    assert one(category="police_notice", copied_from="Police", other_ref="cr/123/24")["other_ref"] == one(incident_ref="CR/123/24")["incident_ref"]


def test_a_reference_of_an_unnamed_agency_has_no_agency():
    assert one(other_ref="cr 9")["other_ref"] == "CR9"


def test_the_place_is_kept_as_written_with_its_key():
    report = one(place="Flat 2, 12 High Street", place_postcode="cb1 2ab")
    assert (report["place"], report["place_key"]) == ("Flat 2, 12 High Street", "CB12AB|12|2")


def test_a_month_stands_for_its_first_day_where_something_begins_and_its_last_where_it_ends():
    report = one(category="tenancy", since="02/2024", until="03/2024")
    assert (report["since"], report["until"]) == (date(2024, 2, 1), date(2024, 3, 31))


def test_the_order_of_rows_changes_nothing():
    records = [dict(category="105/01", recorded_on=f"{day:02}/03/2024", occurred_from=f"0{day % 9 + 1}/03/2024") for day in range(1, 20)]
    there, back = shaped(*records), shaped(*records[::-1])
    cut = {(r["known_on"], r["occurred_from"]) for r in there}
    assert cut == {(r["known_on"], r["occurred_from"]) for r in back}


def test_a_style_of_its_own_reads_each_files_days():
    found = shaped(dict(category="105/01", recorded_on="20240312", style="yyyymmdd"), dict(category="105/01", recorded_on="03/12/2024", style="mm/dd/yyyy"))
    assert {report["known_on"] for report in found} == {date(2024, 3, 12)}

