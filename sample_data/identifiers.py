"""Identifiers that pass their check digits and name nobody.

NHS numbers lie in the test range 999, pupil numbers in the unused authority 999, PNC serials above 9,000,000 and CRO serials
above 900,000; CRNs and prison numbers begin with Z. Each function takes a running number and gives that many-th identifier,
spread over its range so that neighbours do not look alike. NHS numbers run out after some 900,000 people: None from there on.
"""

PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def nhs(n: int) -> str | None:
    """The n-th number of the range 999; None where its check digit would be 10 or the range is used up."""
    if n >= 1_000_000:
        return None
    nine = f"999{n * 611_953 % 1_000_000:06d}"
    check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(nine)) % 11
    return None if check == 10 or nine == "999999999" else nine + str(check % 11)


def pnc(n: int, year: int) -> str:
    """The n-th PNC identifier of a year, in its long form."""
    serial = 9_000_000 + n * 611_953 % 1_000_000
    return f"{year}/{serial}{PNC_LETTERS[int(f'{year % 100}{serial:07d}') % 23]}"


def cro(n: int, year: int) -> str:
    """The n-th CRO number of a year."""
    serial = 900_000 + n * 61_957 % 100_000
    return f"{serial}/{year % 100:02d}{PNC_LETTERS[int(f'{year % 100}{serial:06d}') % 23]}"


def crn(n: int) -> str:
    """The n-th case reference number."""
    return f"{'ZYWV'[n // 1_000_000 % 4]}{n * 611_953 % 1_000_000:06d}"


def noms(n: int) -> str:
    """The n-th prison number."""
    n = n * 611_953 % 5_760_000
    return f"Z{n % 10_000:04d}{LETTERS[n // 10_000 % 24]}{LETTERS[n // 240_000 % 24]}"


def upn(n: int) -> str:
    """The n-th unique pupil number of the unused authority 999."""
    digits = f"999{n * 611_953 % 1_000_000_000:09d}"
    return UPN_LETTERS[sum(int(d) * i for i, d in enumerate(digits, 2)) % 23] + digits
