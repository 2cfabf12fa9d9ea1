"""Who may see what: a user, the roles, and what each role permits. What is not permitted here is denied."""

from dataclasses import dataclass

LOOKING = frozenset({"frame:view", "family:view", "person:view", "event:view", "record:view", "hidden:open"})
"""What may be done on a page of what was known then."""
READING = LOOKING - {"hidden:open"} | {"families:view", "search", "coverage:view", "quality:view", "patterns:view", "perpetrators:view", "compare:view"}
REVIEWING = frozenset({"links:view", "decide", "meetings:view", "return:view", "household:open"})
PERMISSIONS = {"coordinator": READING | REVIEWING | {"hidden:open", "safe:open", "signal:dismiss", "meetings:run", "document:make", "referral:enter",
                                                    "transfer:make"},
               "analyst": READING | REVIEWING | {"load:run", "inspection:view"},
               "auditor": frozenset({"frame:view", "audit:view"}),
               "administrator": frozenset({"frame:view", "accounts:manage", "exclusions:manage"})}
"""`decide` answers who is who, agrees as the second person, takes back and writes notes; `hidden:open` opens an address or a record's own text,
with a reason, and `safe:open` one that must not become known to whoever is said to have harmed the people there; `signal:dismiss`
dismisses a signal, which is for whoever answers for what is done about it; `meetings:run` calls meetings, makes their agendas and keeps their actions;
`document:make` makes a chronology that can be carried away. `referral:enter` enters a referral; `transfer:make`
says that a case goes to another area's MARAC. An analyst does none of these, and reads what `meetings:view` shows.
`household:open` opens another household of somebody who is said to have caused harm, with a reason. `return:view` shows the quarterly return and makes
its file, which holds numbers alone. `load:run` takes in agencies' files, says what they are
and makes the tables of them; `inspection:view` answers an inspection's questions and draws the sample of cases: both are an analyst's.
`audit:view` reads who looked at what; `accounts:manage` sees accounts, ends sessions and sets limits; `exclusions:manage` says who alone may see
a restricted record or a person: whoever does these sees no family."""


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
