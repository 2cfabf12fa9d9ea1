"""Cells of any text, read as dates, clocks, identifiers, names and addresses, and the laws that hold whatever is written in them.

What reads them is SQL, which no coverage is seen of; so a plain reading of dates in Python stands beside it, which is an oracle and guides as well."""

import re
from datetime import date, datetime, timedelta

import duckdb

from timeline import addresses, dates, identifiers, names

KINDS = {"safe", "institution", "shared house", "no fixed abode", "home", "unknown"}
BY = date(2025, 3, 31)
MOST = 40
"""Cells of one case."""


def hold(data: bytes) -> None:
    """Read each line of the bytes as a cell. Raises AssertionError where a law is broken."""
    cells = sorted({line for line in data.decode("utf-8", "replace").replace("\0", "").split("\n")[:MOST] if line.strip()})
    if cells:
        _dates(cells)
        _identifiers(cells)
        _names(cells)
        _addresses(cells)


def _dates(cells: list[str]) -> None:
    given = duckdb.sql("select unnest($cells) as t, unnest($styles) as s", params={
        "cells": [cell for cell in cells for _ in dates.STYLES], "styles": [*dates.STYLES] * len(cells)}).materialize()
    found = duckdb.sql(f"""select t, s, {dates.exact('t', 's')}, {dates.earliest('t', 's')}, {dates.latest('t', 's')}, {dates.precision('t', 's')},
        {dates.past('t', 's', f"date '{BY}'")}, {dates.clock('t')}, {dates.clock_after('t')} from given""").fetchall()
    for text, style, exact, earliest, latest, precision, past, clock, after in found:
        assert (earliest is None) == (latest is None) == (precision is None), (text, style)
        assert earliest is None or earliest <= latest, (text, style)
        assert (precision == "day") == (exact is not None) and (exact is None or exact == earliest == latest), (text, style)
        assert past == exact or (exact - past).days in (36524, 36525), (text, style)
        assert all(time is None or timedelta(0) <= time <= timedelta(days=1) for time in (clock, after)), text
        assert exact == plainly(text, style), (text, style, exact)


def plainly(text: str, style: str) -> date | None:
    """A day read by Python, where its year has four digits or the style says two."""
    day = re.sub(r"([0-9])[ T][0-9].*$", r"\1", text.strip(" "))
    if not re.fullmatch(dates.SHAPES[style], day):
        return None
    try:
        return datetime.strptime(day, dates.STYLES[style]).date()
    except ValueError:
        return None


def _identifiers(cells: list[str]) -> None:
    """What is valid is valid in its canonical form, which is its own."""
    for name in identifiers.RULES:
        canonical = [one for one in _canonical(name, cells) if one]
        assert _canonical(name, canonical) == canonical, (name, canonical)


def _canonical(name: str, cells: list[str]) -> list[str | None]:
    given = duckdb.sql("select unnest($cells)::varchar as t", params={"cells": cells})
    return [found for (found,) in duckdb.sql(f"select {identifiers.RULES[name]('t')} from given").fetchall()]


def _names(cells: list[str]) -> None:
    """Every cell is read once; what is read is ASCII, and the family name that was read is one when it is read again."""
    written = duckdb.sql("""select t as name, null::varchar as forename, null::varchar as middle_names, null::varchar as surname,
        null::varchar as previous_surname, null::varchar as alias from (select unnest($cells) as t)""", params={"cells": cells}).materialize()
    read = names.read(written).project("name, first_name, family_name, other_names").fetchall()
    assert sorted(name for name, *_ in read) == cells
    for name, first, family, others in read:
        assert all(re.fullmatch("[a-z ]+", part) for part in (first, family, *(others or ())) if part is not None), (name, first, family, others)


def _addresses(cells: list[str]) -> None:
    """Every cell is read once, as an address and as a postcode; a postcode that was read is read the same again."""
    written = duckdb.sql("""select t as address, null::varchar as postcode from (select unnest($cells) as t)
        union all select null, t from (select unnest($cells) as t)""", params={"cells": cells}).materialize()
    read = addresses.read(written).project("address, postcode, place_postcode, place_key, place_kind").fetchall()
    assert len(read) == 2 * len(cells)
    for address, postcode, place, key, kind in read:
        assert kind in KINDS and (key is None or place is not None and key.startswith(place + "|")), (address, postcode)
    found = {place for _, _, place, _, _ in read if place}
    again = duckdb.sql("select null::varchar as address, unnest($found)::varchar as postcode", params={"found": sorted(found)})
    assert {place for _, _, place, _, _ in addresses.read(again).project("address, postcode, place_postcode, place_key, place_kind").fetchall()} == found
