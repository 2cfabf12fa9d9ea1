"""Damage to what stands in cells, each line of it whole."""

from tests.extracts import record
from tests.reliability.damaged.truth import asked, case, good, of

NOT_USED = "The row is not used: ask the supplier to correct it and send it again."
USED_WITHOUT = "The row is used without this value: ask the supplier to correct it."
BEFORE = "expected the value as it was before a spreadsheet changed it; have the column formatted as text before it is saved. "


def no_day(line: int, found: str) -> tuple[str, ...]:
    """The sentence for a record of which no day can be read."""
    return f", line {line}, column Day: found '{found}', expected a day on which it was recorded or happened, written dd/mm/yyyy. ", NOT_USED


CASES = [
    case("formulas", good("R1", Note="=HYPERLINK(1)"), good("R2", Note="+44 1632 960001"), asked(good("=A1+1"), (
        ", line 4, column Ref: found '=A1+1', " + BEFORE, NOT_USED))),
    case("references and numbers that a spreadsheet rounded", asked(good("1.23E+18"), (", line 2, column Ref: found '1.23E+18', " + BEFORE, NOT_USED)),
         asked(good("R2", NHS="9.43477E+09"), (", line 3, column NHS: found '9.43477E+09', " + BEFORE, USED_WITHOUT)),
         asked(good("R3", NHS="#N/A"), (", line 4, column NHS: found '#N/A', " + BEFORE, USED_WITHOUT))),
    case("days that are numbers", asked(good("R1", Day="45123"), (
        ", line 2, column Day: found '45123', expected a day written dd/mm/yyyy, not the number that a spreadsheet keeps for it. ", NOT_USED),
        no_day(2, "45123"))),
    case("days the other way round, which can be told above twelve alone", asked(good("R1", Day="03/25/2024"), (
        ", line 2, column Day: found '03/25/2024', expected a day that exists, written dd/mm/yyyy. ", NOT_USED), no_day(2, "03/25/2024")),
        good("R2", Day="03/04/2024")),
    case("characters that nobody sees", of("\u200bR1\u200e," + record("", "\u202aseen\u202c", First="An\ufeffn")[1:], "R1")),
    case("joiners and letters from right to left", good("R1", First="שרה", Last="علی\u200cرضا", Note="أ ب")),
    case("blanks that do not break", of(record("R1\u00a0", "\u00a0", Last="\u00a0Roe"), "R1", Note="")),
    case("people called Null, None and NA", good("R1", Last="Null"), good("R2", Last="None"), good("R3", First="Na", Last="Nil-Unk")),
    case("words that mean nothing", of(record("R1", "n/a", First="NULL", Last="unknown", Born="99", Q1="-"), "R1", First="", Last="", Born="", Q1="", Note="")),
    case("control characters", good("R1", Note="a\x07b\x1bc"), of(record("R2", "a\x1fb"), "R2", Note="a b")),
    case("script in a cell", good("R1", Note="<script>alert(1)</script>"), good("R2", Last="O'Neill; drop table rows")),
    case("a code of many characters", asked(good("R1", Kind="X" * 5000), (
        f", line 2, column Kind: found '{'X' * 200} ...', expected the meaning of a code", "Add the code to the layout"))),
]
