"""Damage to quotes."""

from tests.extracts import HEADER
from tests.reliability import amount
from tests.reliability.damaged.truth import Case, broken, case, good, header, of

UNCLOSED, MISPLACED = "a quote that opens a cell and is never closed", "a quote where none may stand"
START = "12/03/2024,HV,Ann,Roe,01/02/1990,9434765919,Y,"
LARGE = amount(1, 20) << 20


def end_empty(ref: str, first: str) -> str:
    """A line whose first name is `first`, and whose last cell is empty."""
    return f"{ref},12/03/2024,HV,{first},Roe,01/02/1990,9434765919,Y,,"


CASES = [
    case("inch marks", good("R1", Note='a 6" knife'), good("R2", Note='6"'), good("R3", First='Ann "Annie"')),
    case("smart quotes are text", good("R1", Note="“never” he said")),
    case("a doubled quote", of(f'R1,{START},"said ""no"""', "R1", Note='said "no"'), of(f'R2,{START},""', "R2", Note="")),
    case("quotes that nobody doubled", of(f'R1,{START},"he said "no" to them"', "R1", Note='he said "no" to them'), good("R2")),
    case("a quote behind a backslash", of(f'R1,{START},"said \\"go\\", twice"', "R1", Note='said "go", twice'), good("R2")),
    case("a cell that ends with a backslash", of(f'R1,{START},"C:\\dir\\"', "R1", Note="C:\\dir\\"), good("R2")),
    case("every cell quoted", header('"' + HEADER.replace(",", '","') + '"'), of('"' + good("R1").text.replace(",", '","') + '"', "R1")),
    Case("a blank behind a quote in the header", (header('"Ref" ,"Day" ,' + HEADER.split(",", 2)[2]), good("R1"))),
    case("a quoted cell of several lines", of(f'R1,{START},"one,\r\ntwo\r\n\r\nthree"', "R1", count=4, Note="one,\r\ntwo\r\n\r\nthree"), good("R2"),
         end="\r\n"),
    case("a lone CR and a lone LF within quotes", of(f'R1,{START},"one\rtwo\nthree"', "R1", count=3, Note="one\rtwo\nthree"), good("R2"), end="\r\n"),
    case("an unclosed quote spoils its own line", good("R1"), broken(f'R2,{START},"never', UNCLOSED), good("R3"), good("R4", Note='6"')),
    case("an unclosed quote before a record of two lines", broken(f'R1,{START},"never', UNCLOSED),
         of('R2,12/03/2024,HV,"An\nn",Roe,01/02/1990,9434765919,Y,,seen', "R2", count=2, First="An\nn"), good("R3")),
    case("an unclosed quote on each of three lines", *(broken(f'R{n},{START},"never', UNCLOSED) for n in (1, 2, 3)), good("R4")),
    case("an unclosed quote in the last line", good("R1"), broken(f'R2,{START},"cut sho', UNCLOSED), last_end=False),
    case("a stray quote closes far below", broken('R1,"12/03/2024,HV,Ann,Roe,01/02/1990,9434765919,Y,,seen', UNCLOSED), good("R2"),
         of('R3,12/03/2024,HV,Ann,Roe,01/02/1990,9434765919,Y,,seen"', "R3", Note='seen"'), good("R4")),
    case("an opening quote is gone", good("R1"), broken(f'R2,{START},said no, twice"', "11 cells", "10"), good("R3")),
    case("an opening quote is gone, and the last cell is empty", of(end_empty("R1", "Ann"), "R1", Note=""),
         broken(end_empty("R2", 'Roe, Ann"'), "11 cells", "10"), of(end_empty("R3", '"Roe, Ann"'), "R3", First="Roe, Ann", Note="")),
    case("text behind a closing quote", broken(f'R1,{START.replace("Ann,Roe", chr(34) + "Ann" + chr(34) + "x,Roe" + chr(34))},seen', MISPLACED), good("R2")),
    case("a large cell without quotes", good("R1", Note="x" * LARGE), good("R2")),
    case("a large quoted cell with commas and doubled quotes",
         of(f'R1,{START},"' + 'a,""b"", ' * (LARGE // 10) + '"', "R1", Note=('a,"b", ' * (LARGE // 10)).strip()), good("R2")),
    case("a thousand quotes that open cells on one line", good("R1"), broken("R2" + ',"a' * 1001, MISPLACED), good("R3")),
    case("a quoted cell of more lines than a record may have", broken(f'R1,{START},"one', UNCLOSED),
         *(broken("more", "1 cells", "10") for _ in range(2100)), of(f'R2,{START},"two"', "R2", Note="two")),
]
