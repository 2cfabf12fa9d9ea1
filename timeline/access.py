"""Who may see what: a user, the roles, and what each role permits. What is not permitted here is denied."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LOOKING = frozenset({"frame:view", "family:view", "person:view", "event:view", "record:view", "hidden:open"})
"""What may be done on a page of what was known then."""
READING = LOOKING - {"hidden:open"} | {"families:view", "search", "coverage:view", "quality:view", "patterns:view", "perpetrators:view", "compare:view"}
REVIEWING = frozenset({"links:view", "decide", "meetings:view", "return:view"})
PERMISSIONS = {"coordinator": READING | REVIEWING | {"hidden:open", "signal:dismiss", "meetings:run", "document:make", "referral:enter", "transfer:make"},
               "analyst": READING | REVIEWING | {"load:run", "inspection:view"},
               "auditor": frozenset({"frame:view", "audit:view"}),
               "administrator": frozenset({"frame:view", "accounts:manage", "exclusions:manage"})}
"""`decide` answers who is who, agrees as the second person, takes back and writes notes; `hidden:open` opens an address or a record's own text,
with a reason; `signal:dismiss` dismisses a signal, which is for whoever answers for what is done about it; `meetings:run` calls meetings, makes
their agendas and keeps their actions; `document:make` makes a chronology that can be carried away. `referral:enter` enters
a referral; `transfer:make` says that a case goes to another area's MARAC. An analyst does none of these, and reads what `meetings:view` shows.
`return:view` shows the quarterly return and makes its file, which holds numbers alone. `load:run` takes in agencies' files, says what they are
and makes the tables of them; `inspection:view` answers an inspection's questions and draws the sample of cases: both are an analyst's.
`audit:view` reads who looked at what; `accounts:manage` sees accounts, ends sessions and sets limits; `exclusions:manage` says who alone may see
a restricted record or a person: whoever does these sees no family."""

HIDDEN = "[address hidden]"
POSTCODE = r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b"
STREETS = {"road": "road|rd", "street": "street|st", "avenue": "avenue|ave|av", "close": "close|cl", "drive": "drive|dr",
           "lane": "lane|ln", "court": "court|ct", "place": "place|pl", "crescent": "crescent|cres", "terrace": "terrace|terr|tce",
           "gardens": "gardens|gdns", "grove": "grove|gr", "house": "house|hse", "square": "square|sq"}
"""The last word of a street and how it is shortened."""


class Denied(Exception):
    """This user may not do this."""


@dataclass(frozen=True)
class User:
    """A signed-in person: the name that the audit keeps, and the role. Who `looks_back`, at what was known then, changes nothing there. `areas`
    and `agencies` are those whose records alone this person may see; None where there is no such limit."""

    name: str
    role: str
    looks_back: bool = False
    areas: frozenset[str] | None = None
    agencies: frozenset[str] | None = None


def may(user: User, permission: str) -> bool:
    """Whether the user's role permits it. An unknown role permits nothing."""
    return permission in PERMISSIONS.get(user.role, frozenset()) and (not user.looks_back or permission in LOOKING)


def require(user: User, permission: str) -> None:
    """Raise Denied unless the user may."""
    if not may(user, permission):
        raise Denied(f"{user.role} may not {permission}")


def masked(words: str | None, addresses: Iterable[str]) -> str | None:
    """The agency's words with every postcode, and every part of these addresses, hidden.

    A known address may be spelt in a way that this does not find, so what leaves the partnership is never made like
    this but from fields that hold no address."""
    if not words:
        return words
    parts = {part.strip() for address in addresses for part in re.split(r"[,\n]", address or "")}
    known = sorted((part for part in parts if _tells(part)), key=len, reverse=True)
    pattern = "|".join([POSTCODE, *map(_spelt, known)])
    return re.sub(rf"(?:{pattern})(?:[\s,]+(?:{pattern}))*", HIDDEN, words, flags=re.IGNORECASE)


def _tells(part: str) -> bool:
    """A part of an address that tells where: it has a number, or more than one word; a town alone does not."""
    return len(part) > 4 and (any(c.isdigit() for c in part) or " " in part)


def _spelt(part: str) -> str:
    """A pattern of the part: any spacing and punctuation between its words, its house number or its 'Road' may be left
    out but not both, and 'Road' may be short."""
    words = [re.escape(word) for word in re.findall(r"\w+", part)]
    number = words.pop(0) if words[0][0].isdigit() and len(words) > 1 else None
    street = STREETS.get(words[-1].lower()) if len(words) > 1 else None
    name = r"\W+".join(words[:-1] if street else words)
    end = rf"\W+(?:{street})" if street else ""
    if number is None:
        return rf"\b{name}{end}\b"
    return rf"\b(?:{number}\W+{name}(?:{end})?|{name}{end})\b" if end else rf"\b(?:{number}\W+)?{name}\b"
