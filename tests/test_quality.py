"""Quality: each measure on planted records, and its laws."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import made
from timeline import quality
from timeline.tables import PERSON_FIELDS, REPORT_FIELDS, check

COLUMNS = ("recorded_on", "occurred_from", "victim.dob", "victim.ethnicity", "child.dob", "child.present", "child.seen", "child.heard")
DAY = date(2024, 3, 20)
NAMED = dict(role="victim", name="Sara Khan", dob="1990-03-04")
CHILD = dict(role="child", name="Ali Khan", dob="2019-05-01", present="yes", seen="yes", heard="yes")


def report(ref="P1", recorded="20/03/2024", **more) -> dict:
    """A report of abuse that happened and was recorded on one day, and what its row holds."""
    return dict(report_id=f"police:niche:{ref}", row_id=f"p.csv:{ref}", agency="police", system="niche", area="A", occurred_from=f"{DAY} 00:00:00",
                occurred_to=f"{DAY} 23:59:00", known_on=DAY, kind="abuse", type="physical") | more | {"recorded": recorded}


def lacks(*told, columns=COLUMNS, numbers=None, ethnicity=(), issues=()):
    """What is measured of reports, each with the people whom it names by slot, as rows by reference."""
    rows = [dict(row_id=one["row_id"], layout="v", date_style="dd/mm/yyyy", part="record", fields=_fields(one["recorded"]), people=_people(numbers))
            for one, _ in told]
    reports = [{name: value for name, value in one.items() if name != "recorded"} for one, _ in told]
    mentions = [dict(mention_id=f"{one['report_id']}#{slot}", report_id=one["report_id"], slot=slot) | person
                for one, people in told for slot, person in people.items()]
    found = quality.measure(
        made("rows", *rows), made("reports", *reports), made("mentions", *mentions),
        made("characteristics", *[dict(mention_id=mention, kind="ethnicity", value="A") for mention in ethnicity]),
        made("codes", *[dict(layout="v", field="column", code=column, means=column) for column in columns]), made("issues", *issues)).materialize()
    check("quality", found)
    return {row["report_id"].split(":")[-1]: row for row in found.df().astype(object).where(lambda frame: frame.notna(), None).to_dict("records")}


def _fields(recorded):
    return {name: recorded if name == "recorded_on" else None for name in REPORT_FIELDS}


def _people(numbers):
    return [{name: (numbers or {}).get(name) for name in ("slot", *PERSON_FIELDS)}]


def one(people=None, recorded="20/03/2024", more=None, **given):
    """What is measured of one report."""
    return lacks((report(recorded=recorded, **more or {}), {"victim": NAMED} if people is None else people), **given)["P1"]


@pytest.mark.parametrize(("people", "missing"), [
    ({"victim": NAMED}, False), ({"victim": NAMED | {"dob": None}}, True), ({"victim": NAMED, "child": CHILD | {"dob": None}}, True),
    ({"victim": NAMED | {"dob": None, "name": None}}, None), ({"child": CHILD | {"dob": None, "role": "unborn"}}, None),
    ({"caller": NAMED | {"dob": None}}, None), ({}, None)])
def test_a_birth_date_is_missing_where_somebody_named_has_none_and_the_file_has_a_column_for_it(people, missing):
    assert one(people)["birth_missing"] is missing


def test_an_ethnicity_is_missing_where_somebody_named_has_none_recorded_and_the_file_has_a_column_for_it():
    assert one()["ethnicity_missing"] is True
    assert one(ethnicity=["police:niche:P1#victim"])["ethnicity_missing"] is False
    assert one({"child": CHILD})["ethnicity_missing"] is None


@pytest.mark.parametrize(("child", "unsaid", "unseen", "unheard"), [
    (dict(present="yes", seen="yes", heard="yes"), False, False, False), (dict(present="yes", seen="no", heard="not asked"), False, True, True),
    (dict(present="no", seen="not asked", heard="not asked"), False, None, None), (dict(present="not asked"), True, None, None)])
def test_a_child_who_was_present_is_to_be_recorded_as_seen_and_as_heard(child, unsaid, unseen, unheard):
    found = one({"child": CHILD | dict(seen="not asked", heard="not asked") | child})
    assert (found["presence_unsaid"], found["not_seen"], found["not_heard"]) == (unsaid, unseen, unheard)


def test_one_child_of_two_who_was_not_heard_is_enough():
    found = one({"child": CHILD, "other": CHILD | dict(heard="no")}, columns=(*COLUMNS, "other.heard"))
    assert (found["not_seen"], found["not_heard"]) == (False, True)


def test_a_file_without_a_column_is_not_asked():
    found = one({"victim": NAMED | {"dob": None}, "child": CHILD | dict(heard="no")}, columns=("recorded_on",))
    assert {found[name] for name in ("birth_missing", "ethnicity_missing", "not_seen", "not_heard", "presence_unsaid", "recording_untold")} == {None}


@pytest.mark.parametrize(("kind", "type_", "unspecified"), [("abuse", "unspecified", True), ("abuse", "control", False), ("contact", None, None)])
def test_the_type_of_abuse_is_asked_of_what_has_a_type(kind, type_, unspecified):
    assert one(more=dict(kind=kind, type=type_))["type_unspecified"] is unspecified


@pytest.mark.parametrize(("more", "recorded", "days"), [
    (dict(), "20/03/2024", 0), (dict(known_on=date(2024, 4, 1)), "01/04/2024", 12), (dict(known_on=date(2024, 3, 31)), "03/2024", None),
    (dict(), None, None), (dict(known_on=date(2024, 3, 19)), "19/03/2024", None), (dict(occurred_from=None, occurred_to=None), "20/03/2024", None),
    (dict(occurred_from="2024-03-19 22:00:00"), "20/03/2024", 0), (dict(occurred_from="2024-03-01 00:00:00"), "20/03/2024", None)])
def test_days_until_it_was_recorded_are_told_by_whole_days_alone(more, recorded, days):
    found = one(more=more, recorded=recorded)
    assert (found["days_to_record"], found["recording_untold"]) == (days, days is None)


def test_how_long_it_was_until_it_was_recorded_is_asked_of_abuse_and_concerns_alone():
    found = one(more=dict(kind="contact", type=None))
    assert (found["days_to_record"], found["recording_untold"]) == (None, None)


@pytest.mark.parametrize(("notified_to", "notified_on", "days", "untold"), [
    ("schools", date(2024, 3, 22), 2, False), ("schools", None, None, True), (None, date(2024, 3, 20), 0, False), ("schools", date(2024, 3, 19), None, True),
    (None, None, None, None)])
def test_days_until_another_agency_was_told_are_those_that_the_report_gives(notified_to, notified_on, days, untold):
    found = one(more=dict(notified_to=notified_to, notified_on=notified_on))
    assert (found["days_to_tell"], found["telling_untold"]) == (days, untold)


def test_days_until_another_agency_was_told_are_else_told_by_the_first_that_repeats_the_report():
    copy = dict(agency="schools", other_ref="police:LOG7", copied_from="police", kind="concern", type=None)
    found = lacks((report(incident_ref="police:LOG7"), {}), (report("S1", **copy, known_on=date(2024, 3, 25)), {}),
                  (report("S2", **copy, known_on=date(2024, 3, 23)), {}), (report("P2", incident_ref="police:LOG8"), {}))
    assert [found[ref]["days_to_tell"] for ref in ("P1", "P2", "S1", "S2")] == [3, None, None, None]
    assert [found[ref]["telling_untold"] for ref in ("P1", "P2", "S1", "S2")] == [False, None, None, None]


@pytest.mark.parametrize(("code", "field", "fails"), [
    ("identifier fails its check", "victim.nhs", True), ("spreadsheet damage", "victim.nhs", True), ("spreadsheet damage", "incident_ref", False),
    ("placeholder name", "victim.name", False)])
def test_an_identifier_fails_that_does_not_pass_its_check_or_was_damaged(code, field, fails):
    noted = [dict(row_id="p.csv:P1", field=field, code=code, severity="query")]
    assert one(numbers={"nhs": "9990000018"}, issues=noted)["number_fails"] is fails
    assert one(issues=noted)["number_fails"] is None, "a report that gives no number is not asked"


def test_a_code_that_means_nothing_to_us_is_counted():
    assert one(issues=[dict(row_id="p.csv:P1", field="outcome", code="unknown code", severity="query")])["code_unknown"] is True
    assert one()["code_unknown"] is False


def test_every_report_of_the_sample_that_a_file_supplied_is_measured_once_and_no_row_that_was_set_aside(sample):
    measured, supplied, current = (sample.execute(f"select report_id from made.{of} order by all").fetchall() for of in (
        "quality", "reports join made.rows using (row_id) where layout <> 'marac-by-hand'", "versions where state = 'current'"))
    assert measured and measured == supplied and set(measured) <= set(current)


ANSWER = st.sampled_from(["yes", "no", "not asked"])
PERSON = st.fixed_dictionaries({"role": st.sampled_from(["child", "victim", "unborn"]), "name": st.sampled_from(["Ali", None]),
                                "dob": st.sampled_from([None, "2019-05-01"]), "present": ANSWER, "seen": ANSWER, "heard": ANSWER})


@settings(max_examples=3, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["abuse", "concern", "contact"]), PERSON, PERSON), min_size=2, max_size=5))
def test_what_is_said_of_a_report_depends_on_no_other_report_and_on_no_order(told):
    records = [(report(f"R{n}", kind=kind), {"victim": first, "child": second}) for n, (kind, first, second) in enumerate(told)]
    together = lacks(*reversed(records))
    assert together == {ref: row for record in records for ref, row in lacks(record).items()}


def test_the_months_are_those_of_the_coverage(sample):
    measured = sample.execute("select agency, system, area, month, count(*) from made.quality group by all").fetchall()
    supplied = {tuple(key): n for *key, n in sample.execute("select agency, system, area, month, rows from made.coverage").fetchall()}
    assert measured and all(supplied[key] == number for *rest, number in measured if (key := tuple(rest)) in supplied)


def test_it_takes_a_filtered_table_for_what_it_is():
    rows = made("rows", dict(row_id="p.csv:P1", layout="v", part="record"), dict(row_id="p.csv:P2", layout="w", part="record"))
    reports = made("reports", dict(report_id="a", row_id="p.csv:P1"), dict(report_id="b", row_id="p.csv:P2"))
    found = quality.measure(rows.filter("layout = 'v'"), reports, *(made(name) for name in ("mentions", "characteristics", "codes", "issues")))
    assert duckdb.sql("select report_id from found").fetchall() == [("a",)]
