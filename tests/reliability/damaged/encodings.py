"""Damage to what bytes mean."""

from tests.extracts import HEADER
from tests.reliability.damaged.truth import Refused, asked, broken, case, good, header, of

ACCENTS = (good("R1", First="Zoë", Note="£5 – café"), good("R2", Last="O’Neill"))
LOST = "expected characters of the encoding that the rest of the file is written in. "

CASES = [
    case("utf-8", *ACCENTS, end="\r\n"),
    case("a byte order mark", *ACCENTS, encoding="utf-8-sig"),
    case("two byte order marks", *ACCENTS, encoding="utf-8-sig", above=b"\xef\xbb\xbf"),
    case("cp1252", *ACCENTS, encoding="cp1252"),
    case("utf-16 with a mark", *ACCENTS, encoding="utf-16-le", above=b"\xff\xfe"),
    case("utf-16 the other way round with a mark", *ACCENTS, encoding="utf-16-be", above=b"\xfe\xff"),
    case("utf-16 without a mark", *ACCENTS, encoding="utf-16-le"),
    case("utf-16 the other way round without a mark", *ACCENTS, encoding="utf-16-be"),
    case("one byte of cp1252 in plain text", good("R1"), of(good("R2", Last="O\udc92Neill").text, "R2", Last="O’Neill")),
    case("one byte of cp1252 beside one accent of utf-8", good("R1", First="Zoë"), of(good("R2", Last="O\udc92Neill").text, "R2", Last="O’Neill")),
    case("more lines of cp1252 than accents of utf-8", good("R1", First="Zoë"),
         *(of(good(f"R{n}", First="Zo\udceb \udceb\udce8\udcea").text, f"R{n}", First="Zoë ëèê") for n in range(2, 12))),
    case("a bad byte beside names that cp1252 cannot write", good("R1", First="Łucja", Last="ثناء"), of(good("R2", Note="\udca35").text, "R2", Note="£5")),
    case("an accent and its neighbour in cp1252 that would be one character of utf-8", of(good("R1", Last="ANDR\udcc9\udc92S").text, "R1", Last="ANDRÉ’S"),
         of(good("R2", Last="ANDR\udcc9").text, "R2", Last="ANDRÉ")),
    case("a byte order mark within cp1252", good("R1", First="Zoë"), of(f"\udcef\udcbb\udcbf{good('R2').text}", "R2"), encoding="cp1252"),
    case("one letter of Polish beside a byte of cp1252", good("R1", First="Paweł"), of(good("R2", Note="\udca35").text, "R2", Note="£5")),
    case("a byte that no encoding explains", good("R1"), asked(of(good("R2", Note="a\udc81b").text, "R2", Note="a\x81b"), (", line 3", LOST))),
    case("utf-8 that was once read as cp1252", asked(good("R1", Last="Oâ€™Neill"), (", line 2", "â€™Neill", LOST)),
         asked(good("R2", First="ZoÃ«"), (", line 3", "ZoÃ«", LOST)), good("R3", First="Ân")),
    case("Mac Roman, which cannot be told from cp1252", of(good("R1", First="Ren\udc8ee").text, "R1", First="RenŽe")),
    case("combining accents stay as they were written", good("R1", First="Zoe\u0308", Last="O\u0301")),
    case("a byte order mark before the header and each line", *(of(f"\ufeff{line.text}", line.cells["Ref"], **{
        name: cell for name, cell in line.cells.items() if name != "Ref"}) for line in ACCENTS), encoding="utf-8-sig"),
    case("cut within a character", good("R1", First="Zoë"), asked(of(good("R2", Note="O’").text, "R2", Note="Oâ€"), (", line 3", "Oâ€", LOST)),
         last_end=False, cut=1),
    case("utf-16 that is cut within a character", good("R1", First="Zoë"), asked(of(good("R2", Note="ab").text, "R2", Note="a\ufffd"), (", line 3", LOST)),
         encoding="utf-16-le", above=b"\xff\xfe", last_end=False, cut=1),
    case("a file that was put behind itself, each with a mark", good("R1", First="Zoë"), header(f"\ufeff{HEADER}"), good("R1", First="Zoë"),
         encoding="utf-8-sig"),
    case("a second half in utf-16", good("R1", First="Zoë"),
         broken("".join(f"{mark}\0" for mark in good("R2").text), "a NUL byte in it", "text"), broken("\0", "a NUL byte in it", "text")),
]

REFUSED = [
    Refused("nothing but a byte order mark", b"\xef\xbb\xbf", ("The file is empty.", "Ask the supplier to send it again, or take it out of the folder.")),
    Refused("nothing but a mark of utf-16", b"\xff\xfe", ("The file is empty.",)),
    Refused("utf-32", HEADER.encode("utf-32"), ("No layout fits",)),
]
