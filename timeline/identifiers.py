"""Identifiers that a person carries: their written form and their check rule, as SQL.

Each function takes an SQL expression of a cell and gives the SQL of its canonical form, which is NULL where the cell is not
a valid identifier of that kind. So `nhs(x) is not null` says that x is valid. The rules and the test vectors are those of
the NHS data dictionary, the Ministry of Justice's person record and the Department for Education's census checks. A number
that passes its check and yet names nobody (0000000000, 000000/00Z) is not valid.
"""

PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
TITLES = {"nhs": "NHS number", "pnc": "PNC number", "cro": "CRO number", "crn": "probation number", "noms": "prison number",
          "upn": "pupil number", "local_id": "local number"}
"""How each kind is read."""

CENTURY = 50  # a two-digit PNC year below this is 20xx: the file began in the 1950s


def nhs(text: str) -> str:
    """Ten digits without blanks; the tenth checks the others modulo 11."""
    digits = f"regexp_replace({text}, '[\\s-]', '', 'g')"
    total = " + ".join(f"{_digit(digits, i)} * {11 - i}" for i in range(1, 11))
    return (f"case when regexp_full_match({digits}, '[0-9]{{10}}') and ({total}) % 11 = 0"
            f" and {digits} <> repeat(left({digits}, 1), 10) then {digits} end")


def pnc(text: str) -> str:
    """`2002/0073319Z`: a four-digit year, seven digits of serial, a letter that checks the last two of the year and them.

    The slash may be left out, the year may have two digits and the serial lose its leading zeros."""
    written = _tight(text)
    slashed = f"regexp_extract({written}, '^([0-9]{{4}}|[0-9]{{2}})/([0-9]{{1,7}})([A-Z])$', ['year', 'serial', 'letter'])"
    long = f"regexp_extract({written}, '^([0-9]{{4}})([0-9]{{6,7}})([A-Z])$', ['year', 'serial', 'letter'])"
    short = f"regexp_extract({written}, '^([0-9]{{2}})([0-9]{{1,7}})([A-Z])$', ['year', 'serial', 'letter'])"
    parts = f"(case when contains({written}, '/') then {slashed} when length({written}) > 10 then {long} else {short} end)"
    year = (f"(case when length({parts}.year) = 4 then {parts}.year"
            f" when try_cast({parts}.year as int) < {CENTURY} then '20' || {parts}.year else '19' || {parts}.year end)")
    serial = f"lpad({parts}.serial, 7, '0')"
    checked = _letter(PNC_LETTERS, f"try_cast(right({parts}.year, 2) || {serial} as bigint)")
    return (f"case when {parts}.letter = {checked} and {serial} <> '0000000'"
            f" then {year} || '/' || {serial} || {parts}.letter end")


def cro(text: str) -> str:
    """`065656/91H`, six digits, year and letter; or a short file, `SF05/482703J`, as written. The same letters as a PNC."""
    written = _tight(text)
    usual = f"regexp_extract({written}, '^([0-9]{{1,6}})/([0-9]{{2}})([A-Z])$', ['serial', 'year', 'letter'])"
    short = f"regexp_extract({written}, '^SF([0-9]{{2}})/([0-9]{{1,6}})([A-Z])$', ['year', 'serial', 'letter'])"
    serial = f"lpad({usual}.serial, 6, '0')"
    usual_checked = _letter(PNC_LETTERS, f"try_cast({usual}.year || {serial} as bigint)")
    short_checked = _letter(PNC_LETTERS, f"try_cast({short}.year || {short}.serial as bigint)")
    return (f"case when {usual}.letter = {usual_checked} and {serial} <> '000000'"
            f" then {serial} || '/' || {usual}.year || {usual}.letter"
            f" when {short}.letter = {short_checked} then {written} end")


def crn(text: str) -> str:
    """Delius case reference number: a letter and six digits."""
    return _shaped(text, "[A-Z][0-9]{6}")


def noms(text: str) -> str:
    """Prison number: a letter, four digits, two letters."""
    return _shaped(text, "[A-Z][0-9]{4}[A-Z]{2}")


def upn(text: str) -> str:
    """Unique pupil number: a letter that checks the twelve characters after it; a temporary one ends in a letter."""
    written = _tight(text)
    total = " + ".join(f"{_digit(written, i)} * {i}" for i in range(2, 13))
    last = f"coalesce({_digit(written, 13)}, strpos('{UPN_LETTERS}', substr({written}, 13, 1)) - 1)"
    checked = _letter(UPN_LETTERS, f"({total} + {last} * 13)")
    return (f"case when regexp_full_match({written}, '[A-Z][0-9]{{11}}[0-9{UPN_LETTERS}]')"
            f" and left({written}, 1) = {checked} then {written} end")


RULES = {"nhs": nhs, "pnc": pnc, "cro": cro, "crn": crn, "noms": noms, "upn": upn}


def _tight(text: str) -> str:
    return f"upper(regexp_replace({text}, '\\s', '', 'g'))"


def _digit(text: str, position: int) -> str:
    return f"try_cast(substr({text}, {position}, 1) as int)"


def _letter(letters: str, number: str) -> str:
    return f"substr('{letters}', (({number}) % 23)::int + 1, 1)"


def _shaped(text: str, pattern: str) -> str:
    return f"case when regexp_full_match({_tight(text)}, '{pattern}') then {_tight(text)} end"
