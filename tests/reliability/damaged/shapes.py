"""Damage to lines, columns and what stands around the table."""

import gzip

from tests.extracts import HEADER, record
from tests.reliability.damaged.truth import Case, Refused, blank, broken, case, good, header, note, of

MOVED = "Ref,Day,Kind,Last,First,Born,NHS,Q1,Change,Note"
HALF = "R2,12/03/2024,HV,Ann"
EVERY = HEADER + ",Room"  # every column of the layout
OTHER = ("column names unlike those above", "the columns of line 1, in their order")


def below(number: int) -> tuple[str, str]:
    """What is found and expected of a record below the moved columns of this line."""
    return f"a record below the column names of line {number}", "one below those of line 1"


CASES = [
    case("the header alone"),
    case("the header alone without an end", last_end=False),
    case("a NUL byte", good("R1"), broken(record("R2", "a\0b"), "a NUL byte in it", "text"), good("R3")),
    case("a short line", good("R1"), broken(HALF, "4 cells", "10"), good("R3")),
    case("a long line", good("R1"), broken(record("R2", "an, unquoted, list"), "12 cells", "10"), good("R3")),
    case("a comma too many on one line", broken(record("R1", "seen,"), "11 cells", "10"), good("R2")),
    Case("a comma too many on every line below every name", (
        header(EVERY), of(record("R1", "seen,7,"), "R1"), of(record("R2", "seen,,"), "R2"))),
    Case("a comma too many on the one line that is no record of two", (
        header(EVERY), broken(record("R1", "seen, twice,"), "12 cells", "11"), of(record("R2", '"two\nlines",'), "R2", 2, Note="two\nlines"))),
    Case("a comma gone from the header", (header(EVERY + "Size", ("found the column RoomSize",)), broken(record("R1", "seen,7,"), "12 cells", "11"))),
    case("a line end within a cell without quotes", good("R1"), broken(HALF, "4 cells", "10"),
         broken("ie,Roe,01/02/1990,9434765919,Y,,seen", "7 cells", "10"), good("R3"), end="\r\n"),
    case("carriage returns alone", good("R1"), good("R2"), end="\r"),
    case("blank lines and lines of empty cells", good("R1"), blank(), blank("  "), blank(",,,,,,,,,"), good("R2"), blank()),
    case("separators of Unicode and control characters within cells", good("R1", Note="a\u2028b\x85c\x0bd\x0ce\u2029f"), good("R2")),
    Case("titles above and sums below", (
        note("Clinic visits"), blank(), note("Run by,Ann,,,,,,,,"), header(), good("R1"), note("Total,1"), note("Total,,,,,,,,,1"), note("(1 rows affected)"),
        note("End of report"))),
    Case("a line for spreadsheets above the header", (note("sep=,"), header(), good("R1"))),
    Case("records above the first whole header", (
        note(HEADER.replace("Day", "D\x07y")), broken(record("R1"), "a record above the column names", "it below them, which are on line 3"), header(),
        good("R2"))),
    case("references that begin as notes do", of(record("Report-1", '""', First="", Last="", Born="", NHS="", Q1=""), "Report-1", First="", Last="", Born="",
                                                 NHS="", Q1="", Note=""), good("Count-2"), good("Records 3")),
    case("the header again", good("R1"), header(), header('"' + HEADER.replace(",", '","') + '"'), header(HEADER.lower()), good("R2")),
    case("columns that move half way", good("R1"), broken(MOVED, *OTHER), broken(record("R2", First="Roe", Last="Ann"), *below(3)), blank(),
         header(), good("R3")),
    case("a column more from half way", good("R1"), broken(EVERY, *OTHER), broken(record("R2", "seen,7"), *below(3)), note("End of report")),
    case("another table below", good("R1"), blank(), broken("School,Town,Head", "3 cells", "10"), broken("Elm,Calderbrook,Roe", "3 cells", "10")),
    Case("a name twice that nobody reads", (header(EVERY + ",Room"), of(record("R1", "seen,7,8"), "R1"))),
    case("the file behind itself", good("R1"), header(), good("R1")),
    case("cut within a line", good("R1"), broken(HALF, "4 cells", "10"), last_end=False),
    Case("semicolons and decimal commas", (header(HEADER.replace(",", ";")), of(record("R1", "").replace(",", ";") + "1,5 kg", "R1", Note="1,5 kg"))),
    Case("tabs", (header(HEADER.replace(",", "\t")), of(record("R1", "no; yes").replace(",", "\t"), "R1", Note="no; yes"))),
    Case("pipes with commas between them", (header(HEADER.replace(",", "|")), of(record("R1", "x").replace(",", "|") + ", y", "R1", Note="x, y"),
                                            broken(HALF.replace(",", "|"), "4 cells", "10"))),
]

TITLES = "".join(f"Title {number}\n" for number in range(60))
REFUSED = [
    Refused("empty", b"", ("The file is empty.", "Ask the supplier to send it again, or take it out of the folder.")),
    Refused("blank lines alone", b"\n\n\n", ("No layout fits: no line of the first 60 names a known column.", "timeline agencies check FILE")),
    Refused("a gzip", gzip.compress(f"{HEADER}\n".encode()), ("No layout fits: no line of the first 60 names a known column.",)),
    Refused("a page of a website", b"<html><body><table><tr><td>Ref</td></tr></table></body></html>", ("No layout fits",)),
    Refused("JSON", b'[{"Ref": "R1", "Day": "12/03/2024"}]', ("No layout fits",)),
    Refused("a header with a name twice", f"{HEADER},ref\n".encode(), (
        "names the column 'ref' more than once", "Ask the supplier for one column of each name.")),
    Refused("a header without a name that is needed", HEADER.replace("NHS,", "").encode(), (
        "The closest is visits, which also needs the column nhs; found: Ref",)),
    Refused("a header below sixty titles", f"{TITLES}{HEADER}\n".encode(), ("no line of the first 60 names a known column",)),
    Refused("a header with a name of a million letters", HEADER.replace("Ref", "R" * 1_000_000).encode(), (
        "also needs the column ref; found: " + "R" * 60 + " ...",)),
]
