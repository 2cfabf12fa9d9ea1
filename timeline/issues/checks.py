"""Checks that a cell answers by itself or beside its neighbours: dates, order in time, identifiers, names, postcodes, damage."""

from dataclasses import dataclass

import duckdb

from timeline import dates, identifiers

WHEN = ("recorded_on", "occurred_from")
PAST = ("recorded_on", "occurred_from", "occurred_to", "notified_on", "since", "made_on", "served_on", "ended_on")
TO_COME = ("until", "due_on", "expires_on")
DAMAGE = "[0-9.]+E[+][0-9]+|#(N/A|VALUE!|REF!|NAME[?]|DIV/0!|NUM!|NULL!)|#{3,}|=[A-Za-z+(@-].*"
NO_BIRTHDAY = "('1900-01-01', '1901-01-01', '1970-01-01', '1811-11-11', '9999-12-31')"
NO_NAME = ("(?i)unknown( (male|female|person))?|not known|n/?k|unk|not entered|test|xx+|do not use|(mig_error|no_show|duplicate)_.*|"
           "baby( (of .*|boy|girl))?|twin [12]|male|female|[*]+|.*[[]redacted[]].*|mr ?(&|and) ?mrs .*")
NO_POSTCODE = "(?i)(ZZ99|NF1 ?1).*"
POSTCODE = "(?i)([A-Z][A-HJ-Y]?[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|GIR ?0A{2})"
SHAPES = {"nhs": "ten digits, the last of which checks the others", "pnc": "year, slash, seven digits and the letter that checks them",
          "cro": "digits, slash, year and the letter that checks them", "crn": "a letter and six digits",
          "noms": "a letter, four digits and two letters", "upn": "a letter that checks the twelve characters after it"}


@dataclass(frozen=True)
class Check:
    """A condition that makes an issue, the value that it is about, and what was expected; the last three are SQL."""

    field: str
    code: str
    severity: str
    condition: str
    value: str
    expected: str


def of_reports(rows):
    """Issues of records' own cells, without their sentences."""
    checks = [_missing("ref", "the supplier''s own reference, by which a correction finds this record"), _missing("category", "what the record is about"),
              _missing_date(), _damaged("ref", "error"), _damaged("incident_ref", "query"), _late(), _postcode("place_postcode"),
              _placeless("place_postcode"), *(_impossible(name) for name in (*PAST, *TO_COME)), *(_serial(name) for name in (*PAST, *TO_COME)),
              *(_future(name) for name in PAST)]
    records = duckdb.sql(f"""
        select row_id, '' as slot, date_style, as_at, cell, {_days(*PAST, *TO_COME)}, {dates.latest('cell.recorded_on', 'date_style')} as recorded_by
        from (select row_id, date_style, as_at, fields as cell from rows where part = 'record')""")
    return _found(checks, records)


def of_people(rows):
    """Issues of people's cells, without their sentences; the field is the slot's and its own name."""
    checks = [_missing("role", "what this person is in the record"), _impossible("dob"), _serial("dob"), _future("dob"), _placeholder_birth(),
              _postcode("postcode"), _placeless("postcode"), *(_name(name) for name in ("name", "forename", "surname")),
              *(_fails(name) for name in identifiers.RULES), *(_damaged(name, "query") for name in (*identifiers.RULES, "local_id"))]
    everyone = duckdb.sql(f"""
        select row_id, cell.slot || '.' as slot, date_style, as_at, cell, {_days('dob')}
        from (select row_id, date_style, as_at, unnest(people) as cell from rows where len(people) > 0)""")
    return _found(checks, everyone)


def _found(checks: list[Check], holders):
    """What the checks find. First each holder of cells is told the numbers of the checks that it fails, and most fail none."""
    numbers = ", ".join(f"case when {check.condition} then {number}::tinyint end" for number, check in enumerate(checks))

    def of_check(part: str) -> str:
        return " ".join(f"when {number} then {getattr(check, part)}" for number, check in enumerate(checks))

    names = ", ".join(f"({number}, '{check.field}', '{check.code}', '{check.severity}')" for number, check in enumerate(checks))
    return duckdb.sql(f"""
        with failed as (select *, unnest(list_filter([{numbers}], lambda it: it is not null)) as number from holders)
        select row_id, slot || field as field, code, severity, case number {of_check('value')} end as value,
               case number {of_check('expected')} end as expected
        from failed join (values {names}) as checks(number, field, code, severity) using (number)""")


def _missing(name: str, what: str) -> Check:
    return Check(name, f"missing {name}".replace(" ref", " reference"), "error", f"cell.{name} is null", "null", f"'{what}'")


def _missing_date() -> Check:
    neither = " and ".join(f"day_{name} is null" for name in WHEN)
    return Check("recorded_on", "missing date", "error", neither, "cell.recorded_on",
                 "'a day on which it was recorded or happened, written ' || date_style")


def _impossible(name: str) -> Check:
    severity = "error" if name in WHEN else "query"
    return Check(name, "impossible date", severity, f"cell.{name} is not null and day_{name} is null and not {_is_serial(name)}", f"cell.{name}",
                 "'a day that exists, written ' || date_style")


def _serial(name: str) -> Check:
    severity = "error" if name in WHEN else "query"
    return Check(name, "date as a serial number", severity, f"{_is_serial(name)}", f"cell.{name}",
                 "'a day written ' || date_style || ', not the number that a spreadsheet keeps for it'")


def _future(name: str) -> Check:
    severity = "error" if name == "recorded_on" else "query"
    return Check(name, "date to come", severity, f"day_{name} > as_at + 1", f"cell.{name}",
                 "'a day no later than the day that the extract shows, ' || as_at")


def _late() -> Check:
    return Check("occurred_from", "happened after it was recorded", "query", "day_occurred_from > recorded_by + 1",
                 "cell.occurred_from", "'a day no later than the day it was recorded, ' || cell.recorded_on")


def _placeholder_birth() -> Check:
    return Check("dob", "placeholder date of birth", "query", f"day_dob::varchar in {NO_BIRTHDAY}", "cell.dob", "'a true date of birth, or nothing'")


def _name(name: str) -> Check:
    return Check(name, "placeholder name", "query", f"regexp_full_match(trim(cell.{name}), '{NO_NAME}')", f"cell.{name}", "'one person''s name, or nothing'")


def _postcode(name: str) -> Check:
    return Check(name, "not a postcode", "query", f"not regexp_full_match(trim(cell.{name}), '{POSTCODE}') and not {_placeless(name).condition}",
                 f"cell.{name}", "'a postcode such as SW1A 1AA'")


def _placeless(name: str) -> Check:
    return Check(name, "placeholder postcode", "query", f"regexp_full_match(trim(cell.{name}), '{NO_POSTCODE}')", f"cell.{name}",
                 "'the postcode of a place; people who share this one do not live together'")


def _fails(name: str) -> Check:
    condition = f"cell.{name} is not null and {identifiers.RULES[name](f'cell.{name}')} is null and not {_damaged(name, 'query').condition}"
    return Check(name, "identifier fails its check", "query", condition, f"cell.{name}", f"'{SHAPES[name]}'")


def _damaged(name: str, severity: str) -> Check:
    return Check(name, "spreadsheet damage", severity, f"regexp_full_match(cell.{name}, '{DAMAGE}')", f"cell.{name}",
                 "'the value as it was before a spreadsheet changed it; have the column formatted as text before it is saved'")


def _days(*names: str) -> str:
    """Each cell of a date as the first day that it may mean, in a column of its own."""
    return ", ".join(f"{dates.earliest(f'cell.{name}', 'date_style')} as day_{name}" for name in names)


def _is_serial(name: str) -> str:
    return f"coalesce(regexp_full_match(cell.{name}, '[0-9]{{5}}([.][0-9]+)?'), false)"
