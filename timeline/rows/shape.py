"""The SQL that gathers a record's cells under our names, written from the supplier's layout.

A cell that means nothing becomes NULL; the raw text keeps it. What a code means is not asked here: fields hold the supplier's
code, or our own word where the layout gives it as a constant.
"""

import re

from timeline.agencies import ANSWERED, CODED, Layout, plain
from timeline.tables import ASKED_TYPE, FIELDS_TYPE, IDENTIFIERS, PEOPLE_TYPE, PERSON_FIELDS, REPORT_FIELDS

NOTHING = ("", "-", "--", ".", "..", "n/a", "n/k", "nk", "n.k.", "unk", "unknown", "not known", "not recorded", "none recorded",
           "not specified", "not stated", "not entered", "blank", "(blank)", "nil", "[redacted]", "redacted",
           "#n/a", "#value!", "#ref!", "#name?", "#multivalue")
NOTHING_BUT_A_NAME = ("null", "none", "na")  # people are called Null, None and Na
NAMES = ("name", "forename", "middle_names", "surname", "previous_surname", "alias")
CHECKED = tuple(name for name in IDENTIFIERS if name != "local_id")
JOINED_BY_SLASH = ("ref", "incident_ref")


def literal(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


class Shape:
    """The SQL for one file: `cells` names each cell that is read, cleaned, over a list `c`; the others are written over these."""

    def __init__(self, layout: Layout, columns: list[str]):
        self._layout, self._places, self._named = layout, {plain(name): place for place, name in enumerate(columns, 1)}, {}
        self.fields, self.people, self.asked = self._fields(), self._people(), self._asked()
        self.cells = ", ".join(f"{sql} as {name}" for sql, name in self._named.items())

    def _fields(self) -> str:
        words = {name: literal(word) for name, word in self._layout.constant.items()}
        return f"{_struct(words | self._read(self._layout.report), REPORT_FIELDS)}::{FIELDS_TYPE}"

    def _people(self) -> str:
        return f"{_those_there([self._person(slot, cells) for slot, cells in self._layout.people.items()], 'it')}::{PEOPLE_TYPE}"

    def _person(self, slot: str, cells: dict) -> str:
        """SQL for one person's struct, NULL where no cell of the slot holds anything."""
        words = {"slot": literal(slot)} | {name: literal(word) for name, word in cells.items() if isinstance(word, str)}
        read = self._read({name: columns for name, columns in cells.items() if isinstance(columns, tuple)})
        return f"case when coalesce({', '.join(read.values())}) is not null then {_struct(words | read, ['slot', *PERSON_FIELDS])} end"

    def _asked(self) -> str:
        answers = [f"{{'factor': {literal(factor)}, 'answer': {self._value('answer', columns)}}}"
                   for factor, columns in self._layout.asked.items()]
        return f"{_those_there(answers, 'it.answer')}::{ASKED_TYPE}"

    def _read(self, mapped: dict[str, tuple[str, ...]]) -> dict[str, str]:
        return {name: self._value(name, columns) for name, columns in mapped.items()}

    def _value(self, name: str, columns: tuple[str, ...]) -> str:
        """SQL for one field: its column's cell, or its columns' cells joined; a joined reference needs its first part."""
        cells = [self._cell(name, self._places[plain(column)]) for column in columns]
        if len(cells) == 1:
            return cells[0]
        if name in JOINED_BY_SLASH:
            return f"case when {cells[0]} is not null then concat_ws('/', {', '.join(cells)}) end"
        return f"nullif(concat_ws(' ', {', '.join(cells)}), '')"

    def _cell(self, name: str, place: int) -> str:
        """The name of a cleaned cell."""
        text = f"trim(c[{place}])"
        sql = f"case when regexp_full_match({text}, {literal(self._nothing(name))}) then null else {text} end"
        return self._named.setdefault(sql, f"v{len(self._named)}")

    def _nothing(self, name: str) -> str:
        """A pattern of what means nothing in this field. A word that the layout has a code for means that; damage to an identifier stays."""
        words = {*NOTHING, *(value.lower() for value in self._layout.nothing)} | (set() if name in NAMES else set(NOTHING_BUT_A_NAME))
        if name in CHECKED:
            words = {word for word in words if not word.startswith("#")}
        if name in CODED or name in ANSWERED:
            words -= {code.lower() for code in self._layout.codes.get("answer" if name in ANSWERED else name, {})}
        either = "|".join(map(re.escape, sorted(words)))
        return f"(?i:{either})|NULL|null|NONE|none|NA|na" if name in NAMES else f"(?i:{either})"


def _those_there(structs: list[str], there: str) -> str:
    return f"list_filter([{', '.join(structs)}], lambda it: {there} is not null)" if structs else "[]"


def _struct(values: dict[str, str], names) -> str:
    return "{" + ", ".join(f"'{name}': {values.get(name, 'null::varchar')}" for name in names) + "}"
