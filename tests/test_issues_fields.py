"""Issues in every field that is looked at: a layout that reads all of them, and one wrong cell in each record."""

import duckdb
import pandas as pd
import pytest

from tests.extracts import SAYS, extracts, layouts
from timeline import codes, files, issues, rows
from timeline.agencies import ANSWERED
from timeline.tables import check
from timeline.tables.vocabulary import PERSON_FIELDS, REPORT_FIELDS

COLUMNS = [*REPORT_FIELDS, *(f"child.{name}" for name in PERSON_FIELDS), "asked.weapon"]
"""The columns of the files, each named as an issue names the field."""


def layout(supplier: str, codes: str = "") -> str:
    """A layout that reads every field from the column of its name."""
    fields = "".join(f'{name} = "{name}"\n' for name in REPORT_FIELDS)
    person = "".join(f'{name} = "child.{name}"\n' if name != "role" else 'role = { column = "child.role" }\n' for name in PERSON_FIELDS)
    return (f'supplier = "{supplier}"\nagency = "health"\nsystem = "{supplier}"\ntitle = "Every field"\nbasis = "made for tests"\ndates = "dd/mm/yyyy"\n'
            f'[report]\n{fields}[people.child]\n{person}[asked]\nweapon = "asked.weapon"\n{codes}')


PLAIN = dict.fromkeys(COLUMNS, "") | {
    "category": "home_visit", "change": "replaces", "outcome": "open", "grade": "high", "statement": "fact", "relationship": "spouse", "separation": "planned",
    "handling": "restricted", "notified_to": "health", "place_postcode": "SW1A 1AA", "recorded_on": "01/04/2025", "occurred_from": "01/04/2025",
    "occurred_to": "01/04/2025", "notified_on": "01/04/2025", "since": "01/04/2025", "made_on": "01/04/2025", "served_on": "01/04/2025",
    "ended_on": "01/04/2025", "until": "01/01/2030", "due_on": "01/01/2030", "expires_on": "01/01/2030", "child.role": "child", "child.sex": "female",
    "child.relationship": "child", "child.address_kind": "home", "child.lives_here": "yes", "child.present": "no", "child.seen": "not asked",
    "child.heard": "yes", "asked.weapon": "yes", "child.name": "Kit Roe", "child.forename": "Kit", "child.surname": "Roe", "child.dob": "01/04/2025",
    "child.postcode": "gir0aa", "child.nhs": "943 476 5919", "child.pnc": "2002/0073319Z", "child.cro": "065656/91H", "child.crn": "x123456",
    "child.noms": "A1234BC", "child.upn": "A950000178301", "child.local_id": "1.5"}
"""A record of which nothing is wrong. The extract shows the day before the latest of its days."""

DAYS = {"recorded_on": "error", "occurred_from": "error"} | dict.fromkeys(
    ("occurred_to", "notified_on", "since", "made_on", "served_on", "ended_on", "until", "due_on", "expires_on", "child.dob"), "query")
"""How grave it is that a day cannot be read."""
AHEAD = ("until", "due_on", "expires_on")
CODED = {"category": "error", "change": "error", "child.role": "error"} | dict.fromkeys(
    ("outcome", "grade", "statement", "relationship", "separation", "handling", "notified_to", "child.sex", "child.relationship", "child.address_kind",
     *(f"child.{name}" for name in ANSWERED), "asked.weapon"), "query")
"""How grave it is that a code has no meaning."""
EXISTS, NO_SERIAL = "a day that exists, written dd/mm/yyyy", "a day written dd/mm/yyyy, not the number that a spreadsheet keeps for it"
BEFORE = "the value as it was before a spreadsheet changed it; have the column formatted as text before it is saved"
SHAPES = {"nhs": ("9434765918", "ten digits, the last of which checks the others"),
          "pnc": ("2002/0073319A", "year, slash, seven digits and the letter that checks them"),
          "cro": ("065656/91A", "digits, slash, year and the letter that checks them"), "crn": ("X12345", "a letter and six digits"),
          "noms": ("A1234B", "a letter, four digits and two letters"), "upn": ("B950000178301", "a letter that checks the twelve characters after it")}
FAULTS = [
    *((name, "31/13/2024", "impossible date", severity, EXISTS) for name, severity in DAYS.items()),
    *((name, number, "date as a serial number", severity, NO_SERIAL) for name, severity in DAYS.items() for number in ("45362", "45362.5")),
    *((name, "02/04/2025", "date to come", "error" if name == "recorded_on" else "query", "a day no later than the day that the extract shows, 2025-03-31")
      for name in DAYS if name not in (*AHEAD, "occurred_from")),
    *((name, "high" if name == "outcome" else "??", "unknown code", severity,
       f"the meaning of a code that [codes.{'answer' if name.split('.')[-1] in (*ANSWERED, 'weapon') else name.split('.')[-1]}] of the layout every lists")
      for name, severity in CODED.items()),
    *((f"child.{name}", wrong, "identifier fails its check", "query", what) for name, (wrong, what) in SHAPES.items()),
    *((f"child.{name}", "1.2E+15", "spreadsheet damage", "query", BEFORE) for name in (*SHAPES, "local_id")),
    ("incident_ref", "1.2E+15", "spreadsheet damage", "query", BEFORE), ("ref", "=A1", "spreadsheet damage", "error", BEFORE),
    *((f"child.{name}", "Unknown Male", "placeholder name", "query", "one person's name, or nothing") for name in ("name", "forename", "surname")),
    *((f"child.{name}", "Unknown Male", None, None, None) for name in ("middle_names", "previous_surname", "alias")),
    *((name, "Leeds", "not a postcode", "query", "a postcode such as SW1A 1AA") for name in ("place_postcode", "child.postcode")),
    *((name, "ZZ99 3VZ", "placeholder postcode", "query", "the postcode of a place; people who share this one do not live together")
      for name in ("place_postcode", "child.postcode")),
    ("child.dob", "01/01/1970", "placeholder date of birth", "query", "a true date of birth, or nothing"),
    ("category", "", "missing category", "error", "what the record is about"), ("child.role", "", "missing role", "error", "what this person is in the record"),
    ("ref", "", "missing reference", "error", "the supplier's own reference, by which a correction finds this record"),
]
"""Field, cell, and the issue that is to be found there, if there is one: code, severity, what is expected."""
NOT_USED, WITHOUT = ("The row is not used: ask the supplier to correct it and send it again.",
                     "The row is used without this value: ask the supplier to correct it.")
TO_DO = {"unknown code": "Add the code to the layout with what it means, or ask the supplier what it is.",
         "date to come": "Ask the supplier which day is right."}


CODES = '[codes.outcome]\n"Q" = "open"\n[codes.answer]\n"Q" = "no"\n[codes.notified_to]\n"Cops" = "police"\n'
WITH_CODES = {"outcome": "q", "asked.weapon": "Q", "child.seen": "Q"}
RECORDS = {
    "plain": [{}],
    "faults": [{field: cell} for field, cell, *_ in FAULTS],
    "days": [{"recorded_on": recorded, "occurred_from": occurred} for recorded, occurred in (
        ("", ""), ("", "31/13/2024"), ("", "01/03/2025"), ("01/03/2025", ""))],
    "late": [{"recorded_on": recorded, "occurred_from": occurred} for recorded, occurred in (
        ("12/03/2025", "14/03/2025"), ("12/03/2025", "13/03/2025"), ("03/2025", "01/04/2025"), ("", "13/03/2025"), ("30/03/2025", "02/04/2025"))],
    "codes": [WITH_CODES, {"grade": "Q"}, {"grade": "Q", "statement": "opinion"}, {"notified_to": "cops"}, {"notified_to": "police"}, {"asked.weapon": "??"},
              {"asked.weapon": "??", "child.heard": "??"}],
    "long": [{"category": "x" * 200}, {"category": "x" * 201}],
    "words": [{"words": "all went well at the caf\ufffd on the corner of Elm Row"}, {"words": "caf\u00e9"}],
    "other": [{}, WITH_CODES, {"grade": "high"}]}
"""Cells that differ from the plain record's. The last are in a file of another supplier, who has no codes of its own."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Of each record of RECORDS the number of its line, and its issues: field, code, severity, value and sentence."""
    folder = tmp_path_factory.mktemp("planted")
    known = layouts(folder, layout("every", CODES), "every") | layouts(folder, layout("other"), "other")
    places = [(name, nth, "b.csv" if name == "other" else "a.csv") for name, records in RECORDS.items() for nth in range(len(records))]
    text, at = {"a.csv": [",".join(COLUMNS)], "b.csv": [",".join(COLUMNS)]}, {}
    for name, nth, file in places:
        record = PLAIN | {"ref": f"{name}-{nth}"} | RECORDS[name][nth]
        text[file].append(",".join(record[column] for column in COLUMNS))
        at[file, len(text[file])] = name, nth
    inside = extracts(folder, {file: "\n".join(told) for file, told in text.items()})
    said = "".join(f'[files."{name}"]\nsupplier = "{supplier}"\n{SAYS}' for name, supplier in (("a.csv", "every"), ("b.csv", "other")))
    (inside / "extracts.toml").write_text(f'area = "Calderbrook"\n{said}', encoding="utf-8")
    read = rows.read(inside, files.find(inside, known), known).materialize()
    every = issues.find(read, codes.gather(known), pd.DataFrame({"category": ["home_visit"]})).materialize()
    check("issues", every)
    of = {name: [(line, []) for (_, line), place in at.items() if place[0] == name] for name in RECORDS}
    for file, line, *issue in duckdb.sql("""select file, line_from, field, code, severity, value, because from every join read using (row_id)
                                            order by file, line_from, field, code""").fetchall():
        name, nth = at[file, line]
        of[name][nth][1].append(tuple(issue))
    return of


def test_a_record_with_every_field_and_nothing_wrong_has_no_issue(planted):
    assert planted["plain"] == [(2, [])]


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=[f"{field}-{cell}" for field, cell, *_ in FAULTS])
def test_the_one_wrong_cell_is_told_with_its_column_and_no_other_is(planted, number):
    field, cell, code, severity, expected = FAULTS[number]
    line, issues = planted["faults"][number]
    told = f"a.csv, line {line}, column {field}: found {repr(cell) if cell else 'nothing'}, expected {expected}. "
    told += TO_DO.get(code, NOT_USED if severity == "error" else WITHOUT)
    assert issues == ([(field, code, severity, cell or None, told)] if code else [])


def test_a_day_is_missing_where_neither_can_be_read_and_the_sentence_shows_the_cell_of_its_column(planted):
    (line, no), (next_line, bad), (_, one), (_, other) = planted["days"]
    missing = "column recorded_on: found nothing, expected a day on which it was recorded or happened, written dd/mm/yyyy. " + NOT_USED
    assert no == [("recorded_on", "missing date", "error", None, f"a.csv, line {line}, {missing}")]
    assert [issue[:4] for issue in bad] == [("occurred_from", "impossible date", "error", "31/13/2024"), ("recorded_on", "missing date", "error", None)]
    assert bad[1][4] == f"a.csv, line {next_line}, {missing}"
    assert one == other == []


def test_what_happened_is_after_the_record_from_the_second_day_on(planted):
    late = ("occurred_from", "happened after it was recorded", "query")
    assert [[issue[:3] for issue in issues] for _, issues in planted["late"]] == [[late], [], [], [], [("occurred_from", "date to come", "query"), late]]
    line, ((*_, value, because),) = planted["late"][0]
    assert value == "14/03/2025" and because == (
        f"a.csv, line {line}, column occurred_from: found '14/03/2025', expected a day no later than the day it was recorded, 12/03/2025. "
        "The row is used as it is: ask the supplier which day is right.")


def test_a_code_means_what_its_own_field_and_layout_say_and_is_told_once_for_each_row(planted):
    of = {name: [[(field, value) for field, _, _, value, _ in issues] for _, issues in planted[name]] for name in ("codes", "other")}
    assert of == {"codes": [[], [("grade", "Q")], [("grade", "Q")], [], [("notified_to", "police")], [("asked.weapon", "??")],
                            [("asked.weapon", "??"), ("child.heard", "??")]],
                  "other": [[], [("asked.weapon", "Q"), ("child.seen", "Q"), ("outcome", "q")], []]}


def test_a_sentence_shows_two_hundred_characters_of_a_cell(planted):
    (_, ((*_, whole, told),)), (_, ((*_, longer, cut),)) = planted["long"]
    assert (len(whole), len(longer)) == (200, 201)
    assert f"found '{whole}', expected" in told and f"found '{whole} ...', expected" in cut


def test_a_lost_character_is_shown_with_what_stands_around_it(planted):
    (line, ((field, code, severity, value, because),)), (_, fine) = planted["words"]
    assert (field, code, severity, value, fine) == ("", "lost character", "query", "l at the caf\ufffd on the corn", [])
    assert because == f"a.csv, line {line}: found '{value}', expected characters of the encoding that the rest of the file is written in. {WITHOUT}"
