"""Addresses hidden in words: every postcode, grid reference and map position, every house number with a street, and every part of an address that is known.

Known addresses are looked for letter by letter: however they are spaced, cased and shortened, with letters of other alphabets, digits for letters, or
one letter wrong. A spelling that nobody foresaw is missed, so what leaves the partnership is never made like this but from fields that hold no
address, and the words of a record that may tell of a safe address are not shown at all (dashboard/queries/guarded.py)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from anyascii import anyascii

HIDDEN = "[address hidden]"
POSTCODE = r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b"
STREETS = {"road": "road|rd", "street": "street|st|str", "avenue": "avenue|ave|av", "close": "close|cl|clo", "drive": "drive|dr|drv",
           "lane": "lane|ln|la", "court": "court|ct|crt", "place": "place|pl", "crescent": "crescent|cres|cresc", "terrace": "terrace|terr|tce",
           "gardens": "gardens|gdns|garden", "grove": "grove|gr|grv", "house": "house|hse", "square": "square|sq", "way": "way|wy", "mews": "mews",
           "walk": "walk|wlk", "row": "row", "hill": "hill", "rise": "rise", "view": "view|vw", "park": "park|pk", "green": "green|grn"}
"""The last word of a street and how it is shortened."""
SHORT = {short: street for street, ways in STREETS.items() for short in ways.split("|")}
NUMBERS = frozenset({
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"})
BEFORE = NUMBERS | {"flat", "apartment", "apt", "unit", "room", "no", "number", "num"}
PLAINLY = "road|rd|street|avenue|ave|lane|crescent|cres|terrace|gardens|gdns|grove|mews"
NOT_OF_A_STREET = r"(?!(?:of|from|to|in|on|the|a|an|at|and|down|up|off|per|times?|minutes?|metres?|miles?|yards?|men|women|people|children|other)\b)"
ANYWHERE = re.compile("|".join([
    r"\b[A-Z]{1,2}(?=[0-9OIL][A-Z0-9]?[\s.-]{0,3}[0-9OIL][A-Z]{2}\b)(?=\w*\W{0,3}\w*[0-9])[0-9OIL][A-Z0-9]?[\s.-]{0,3}[0-9OIL][A-Z]{2}\b",
    r"\b(?:[A-Z][ .-]){1,2}[0-9OIL][ .-](?:[A-Z0-9][ .-])?[0-9OIL][ .-][A-Z][ .-][A-Z]\b",
    r"-?\b\d{1,2}\.\d{3,}\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}", r"/{3}[a-z]+\.[a-z]+\.[a-z]+\b", r"\bUPRN\W{0,3}\d{6,12}\b",
    r"\b[HNOST][A-HJ-Z]\s?\d{3,5}\s?\d{3,5}\b",
    rf"\b\d+[a-z]?,?\s+(?:{NOT_OF_A_STREET}[a-z'’]+\s+){{1,2}}(?:{PLAINLY})\b"]), re.IGNORECASE)
"""What tells where somebody lives whoever lives there: a postcode (with letters for digits, or spaced out), a position, a number of a property, a house
number with a street."""
NUMBERED = re.compile(r"\b\d+[a-z]?[\s,]+(?!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)[^\W\d_]{3,}", re.IGNORECASE)
"""A number and a word after it that is no month's."""
FOUND = re.compile(r"found '(.*?)', expected", re.DOTALL)
ALIKE = str.maketrans("015389", "oisebg") | str.maketrans({"l": "i", "$": "s", "|": "i", "@": "a"})
LEAST = 6  # letters of a name that is found with one of them wrong too
NEAR = 0.82  # of difflib's ratio: one letter of six is another, missing or too many


@dataclass(frozen=True)
class _Token:
    """A word of a text: its letters as they are compared, as they stand, whether it begins with a capital, and where it begins and ends."""

    alike: str
    plain: str
    capital: bool
    start: int
    end: int


@dataclass(frozen=True)
class _Part:
    """A part of a known address: the name in it, and whether it has a house number or ends in the word for a street."""

    name: str
    words: int
    numbered: bool
    street: bool


def masked(words: str | None, addresses: Iterable[str]) -> str | None:
    """The words with every part of these addresses, and whatever else tells where (ANYWHERE), hidden."""
    if not words:
        return words
    parts = {part for address in addresses if address for part in _parts(address)}
    spans = [found.span() for found in ANYWHERE.finditer(_level(words))]
    tokens = _tokens(words)
    for part in sorted(parts, key=lambda part: (part.name, part.words, part.numbered, part.street)):
        spans += _found(part, tokens)
    return _without(words, sorted(spans))


def tells_where(cell: str) -> bool:
    """Whether a cell that should hold no address looks as if it did, as it may in a row whose cells were shifted."""
    return NUMBERED.search(cell) is not None or ANYWHERE.search(_level(cell)) is not None


def sentence_hidden(because: str) -> str:
    """An issue's sentence: with what was found in the cell hidden where that looks like an address, and whatever else of it tells where."""
    return masked(FOUND.sub(lambda cell: f"found {HIDDEN}, expected" if tells_where(cell[1]) else cell[0], because), ())


def _level(words: str) -> str:
    """The words with letters of other alphabets as those of ours, where one stands for one: what is found stands at the same place."""
    return "".join(_ascii(letter) if not letter.isascii() and len(_ascii(letter)) == 1 else letter for letter in words)


@cache
def _ascii(letter: str) -> str:
    return anyascii(unicodedata.normalize("NFKC", letter)) if unicodedata.category(letter) != "Cf" else ""


def _tokens(words: str) -> list[_Token]:
    """The words of a text; letters that stand apart, as in 'A l d e r', are one word, and a number that is written onto a word is another."""
    found = []
    for run in re.finditer(r"(?:\b\w[ .-]){3,}\w\b|[^\W\d_]*[\d$|@][^\W]*|[\w'’\u200b-\u200d\u2060\ufeff\u00ad]+", words):
        number = re.match(r"\d+(?=[^\W\d_]{3,})", run.group())
        cut = run.start() + (number.end() if number else 0)
        found += [_token(words, start, end) for start, end in ((run.start(), cut), (cut, run.end())) if start < end]
    return found


def _token(words: str, start: int, end: int) -> _Token:
    plain = "".join(_ascii(letter) for letter in words[start:end]).lower()
    plain = re.sub(r"[^\w$|@]|_", "", plain)
    return _Token(plain.translate(ALIKE), plain, words[start].isupper(), start, end)


@cache
def _parts(address: str) -> frozenset[_Part]:
    return frozenset(part for said in re.split(r"[,\n;]", address) if (part := _part(said)) and _tells(said.strip()))


def _tells(part: str) -> bool:
    """A part of an address that tells where: it has a number, or more than one word; a town alone does not."""
    return len(part) > 4 and (any(c.isdigit() for c in part) or " " in part)


def _part(said: str) -> _Part | None:
    tokens = _tokens(said)
    name = list(tokens)
    while len(name) > 1 and (name[0].plain[:1].isdigit() or name[0].plain in BEFORE):
        name = name[1:]
    numbered, street = len(name) < len(tokens), len(name) > 1 and name[-1].plain in SHORT
    name = name[:-1] if street else name
    joined = "".join(token.alike for token in name)
    if not joined or name[0].plain[:1].isdigit() and len(joined) < 5:
        return None
    return _Part(joined, len(name), numbered, street)


def _found(part: _Part, tokens: list[_Token]) -> list[tuple[int, int]]:
    """Where this part of an address stands among the words, with the number, the word for a street and the flat that stand beside it."""
    spans = []
    for size in range(max(1, part.words - 1), part.words + 2):
        for at in range(len(tokens) - size + 1):
            here = "".join(token.alike for token in tokens[at:at + size])
            if here == part.name and size == part.words:
                spans += _beside(part, tokens, at, at + size, True)
            elif abs(len(here) - len(part.name)) <= 6 and (here == part.name or _nearly(here, part.name)):
                spans += _beside(part, tokens, at, at + size, False)
    return spans


def _nearly(here: str, name: str) -> bool:
    if len(name) < LEAST or here[:1] != name[:1] and here[1:] != name[1:]:
        return False
    glued = here.startswith(name) and here[len(name):] in _ENDS
    return glued or abs(len(here) - len(name)) <= 1 and SequenceMatcher(None, here, name, autojunk=False).ratio() >= NEAR


_ENDS = frozenset(short.translate(ALIKE) for short in SHORT)


def _beside(part: _Part, tokens: list[_Token], start: int, end: int, exact: bool) -> list[tuple[int, int]]:
    """The span of a name that was found, or none where nothing beside it says that an address is meant."""
    first, last = start, end
    while first and (tokens[first - 1].plain[:1].isdigit() or tokens[first - 1].plain in BEFORE):
        first -= 1
    here = "".join(token.alike for token in tokens[start:end])
    street = last < len(tokens) and tokens[last].plain in SHORT or here.startswith(part.name) and here[len(part.name):] in _ENDS
    last += last < len(tokens) and tokens[last].plain in SHORT
    while street and last < len(tokens) and (tokens[last].plain in BEFORE and last + 1 < len(tokens) and tokens[last + 1].plain[:1].isdigit()
                                             or tokens[last].plain[:1].isdigit() and tokens[last - 1].plain in BEFORE | set(SHORT)):
        last += 1
    led_to = exact and start and tokens[start - 1].plain in ("on", "off", "at") and tokens[start].capital
    meant = street or first < start or led_to or exact and not part.street and (part.numbered or part.words > 1)
    return [(tokens[first].start, tokens[last - 1].end)] if meant else []


def _without(words: str, spans: list[tuple[int, int]]) -> str:
    """The words with these spans hidden; what is parted by a comma or a blank alone is hidden as one."""
    told, at = [], 0
    for start, end in spans:
        if told and start >= at and re.fullmatch(r"[\s,]*", words[at:start]) and told[-1] == HIDDEN:
            at = max(at, end)
        elif start >= at:
            told += [words[at:start], HIDDEN]
            at = end
        else:
            at = max(at, end)
    return "".join([*told, words[at:]])
