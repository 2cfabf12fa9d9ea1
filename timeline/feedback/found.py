"""What an agency is told of a row: file, line, column, what was found, what was expected, what to do.

The row itself never goes along. What was found is quoted only where its field is listed here and its shape could be nobody's name, words, number
or address; the line in the agency's own file says the rest. What was expected is ours, by the kind of issue, and is made of nothing that was found."""

import re
from dataclasses import dataclass

from timeline.issues.checks import SHAPES

NOTHING, HIDDEN = "nothing", "a value that is not repeated here: see the line"
AGAIN = "Correct it, and send the row again."
AS_TEXT = "Format the column as text before the file is opened or saved in a spreadsheet, and send the row again."
WHICH_DAY = "Tell us which day is right, or send the row again."

EXPECTED = {
    "missing reference": ("your own reference of the record", "Send the row again with its reference: without it no later correction can find it."),
    "missing category": ("the code that says what the record is about", AGAIN),
    "missing role": ("what this person is in the record", AGAIN),
    "missing date": ("a day on which it was recorded or happened", AGAIN),
    "impossible date": ("a day that exists, written as in the rest of the file", AGAIN),
    "date as a serial number": ("a day, and not the number that a spreadsheet keeps for it", AS_TEXT),
    "date to come": ("a day no later than the day that the extract shows", WHICH_DAY),
    "happened after it was recorded": ("a day no later than the day on which it was recorded", WHICH_DAY),
    "placeholder date of birth": ("a true date of birth, or nothing", "Leave it empty where nobody knows it."),
    "placeholder name": ("one person's name, or nothing", "Leave it empty where nobody knows it; put each person in a place of his or her own."),
    "not a postcode": ("a postcode, or nothing", AGAIN),
    "placeholder postcode": ("the postcode of a place, or nothing", "Leave it empty where nobody knows it."),
    "identifier fails its check": ("a number that passes its check", AGAIN),
    "spreadsheet damage": ("the value as it was before a spreadsheet changed it", AS_TEXT),
    "unreadable": ("a record with the cells that the header names", "Look for a line break, a comma or a quote inside a cell, and send the row again."),
    "unknown column": ("the columns that were agreed", "Tell us what the new or renamed column holds, before the next extract if you can."),
    "lost character": ("characters of the encoding that the rest of the file is written in", "Save the file as UTF-8, and send it again."),
    "unknown code": ("a code whose meaning we have been told", "Tell us what the code means, or correct it and send the row again."),
}
"""What each kind of issue expects and what is to be done, in the words that an agency reads."""

DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}([/.-]\d{1,4})?([ T]\d{1,2}:\d{2}(:\d{2})?)?|\d{5,8}([.]\d+)?|\d{1,2}-[A-Za-z]{3}-\d{2,4}")
CODE = re.compile(r"[A-Za-z]{0,3}\d{1,4}[A-Za-z]?(/\d{1,3}[A-Za-z]?)?|\d([.]\d+)?E[+]\d{1,2}|#(N/A|VALUE!|REF!|NAME\?|DIV/0!|NUM!|NULL!)")
DAYS = ("recorded_on", "occurred_from", "occurred_to", "notified_on", "since", "until", "due_on", "made_on", "served_on", "expires_on", "ended_on")
CODES = ("category", "outcome", "grade", "statement", "relationship", "separation", "handling", "notified_to", "change", "role", "sex", "address_kind",
         "present", "seen", "heard", "lives_here")
QUOTED = dict.fromkeys(DAYS, DAY) | dict.fromkeys(CODES, CODE)
"""The fields of which what was found may be repeated, and the shape that it must have. A date of birth, a number and a name never are."""


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong with a row, as the tables have it: `column` is the agency's own name of the column, empty for the row as a whole."""

    file: str
    line_from: int
    line_to: int
    column: str | None
    severity: str
    code: str
    field: str
    value: str | None


@dataclass(frozen=True)
class Told:
    """The same as the agency is told it."""

    file: str
    line: int
    column: str
    what: str
    found: str
    expected: str
    ask: str
    used: bool


def told(wrong: Wrong) -> Told:
    """What the agency is told of this row."""
    name = wrong.field.split(".")[-1]
    expected, ask = EXPECTED.get(wrong.code, ("a value as it was agreed", AGAIN))
    if wrong.code == "identifier fails its check" and name in SHAPES:
        expected = SHAPES[name]
    return Told(wrong.file.rsplit("/", 1)[-1], wrong.line_from, wrong.column or "the row as a whole", wrong.code, _found(name, wrong), expected, ask,
                wrong.severity != "error")


def _found(name: str, wrong: Wrong) -> str:
    if wrong.value is None:
        return NOTHING
    shape = DAY if wrong.code == "placeholder date of birth" else QUOTED.get(name)  # which is nobody's
    return wrong.value.strip() if shape and shape.fullmatch(wrong.value.strip()) else HIDDEN
