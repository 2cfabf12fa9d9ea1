"""Characteristics: as recorded, apart, and nowhere else."""

from tests.made import made
from timeline import characteristics, mentions, tables


def person(slot, **cells):
    return {"slot": slot, **{field: cells.get(field) for field in tables.PERSON_FIELDS}}


def tables_of(*people):
    rows = made("rows", dict(row_id="f:1", layout="crimes", agency="police", system="niche", part="record", date_style="dd/mm/yyyy", people=list(people)))
    return rows, made("reports", dict(row_id="f:1", report_id="p:1"))


def test_each_characteristic_is_kept_in_the_agencys_own_words():
    found = characteristics.shape(*tables_of(person("v", role="victim", ethnicity="A3", language=" Urdu, interpreter "), person("s", role="suspect")))
    tables.check("characteristics", found)
    assert sorted(found.fetchall()) == [("p:1#v", "ethnicity", "A3"), ("p:1#v", "language", "Urdu, interpreter")]


def test_what_is_not_recorded_makes_no_line():
    assert characteristics.shape(*tables_of(person("v", role="victim", disability=" "))).fetchall() == []


def test_a_row_without_a_report_makes_no_line():
    rows, _ = tables_of(person("v", role="victim", ethnicity="A3"))
    assert characteristics.shape(rows, made("reports")).fetchall() == []


def test_no_mention_holds_one():
    rows, reports = tables_of(person("v", role="victim", ethnicity="Martian", language="Quenya", disability="Oneirism"))
    cells = str(mentions.shape(rows, reports, made("codes")).fetchall())
    assert not any(word in cells for word in ("Martian", "Quenya", "Oneirism"))


def test_when_somebody_can_be_contacted_is_kept_as_recorded():
    found = characteristics.shape(*tables_of(person("v", role="victim", safe_contact="Text only, weekdays before 3")))
    assert found.fetchall() == [("p:1#v", "safe contact", "Text only, weekdays before 3")]
