"""As known on a day, as known to an agency or to the partnership: which view an address asks for, and turning a request to it.

An address asks by its query: `known_on` (a day), `known_to` ("agencies", which is any of them, "partnership", or one agency) and
`known_of` (the family around which the view is made, which a family's own address need not say). Every link on a page of a view
carries them (parts.address). A view is looked at and nothing is decided from it."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from dashboard import current, parts, queries, theme
from dashboard.asknown import making
from timeline.access import User
from timeline.asknown import AGENCIES, PARTNERSHIP, View


class Wrong(Exception):
    """An address that asks for what cannot be shown; the message says why and what to do."""


@dataclass(frozen=True)
class Asked:
    """A view, and the family around which it is made, by its id in the newest snapshot."""

    family_id: str
    view: View

    @property
    def query(self) -> dict[str, str]:
        """The query of an address that asks for it."""
        return {"known_on": self.view.on.isoformat() if self.view.on else "", "known_to": self.view.by, "known_of": self.family_id}

    @property
    def words(self) -> str:
        """How it is read: 'as known to schools by 1 March 2024'."""
        knower = {AGENCIES: "any agency", PARTNERSHIP: "the partnership"}.get(self.view.by) or theme.agency(self.view.by)
        return f"as known to {knower}" + (f" by {parts.day(self.view.on)}" if self.view.on else "")


def of(user: User, page, ids: dict[str, str], query: dict[str, str]) -> Asked | None:
    """The view that this page's address asks for; None where it asks for none. Raises Wrong, queries.NotHere."""
    if not (query.get("known_on") or query.get("known_to")) or page.PATHS[0].split("/")[1] not in parts.AS_KNOWN:
        return None
    family_id = query.get("known_of") or ids.get("family_id")
    if not family_id:
        raise Wrong("This address does not say of which family. Open it from the page of the family, as it was known then.")
    asked = Asked(family_id, View(_day(query.get("known_on")), query.get("known_to") or AGENCIES))
    _refuse(user, asked)
    return asked


def _day(text: str | None):
    on = parts.typed_day(text)
    if text and on is None:
        raise Wrong(f"“{text}” is not a day. Write day, month and year, such as 27/3/2024.")
    return on


def _refuse(user: User, asked: Asked) -> None:
    """Raise Wrong for what is known to nobody, or of a day that the newest snapshot cannot tell of."""
    view = asked.view
    if view.agency not in (None, *queries.holders(user, asked.family_id)):
        raise Wrong(f"“{view.agency}” recorded nothing of this family and was told of nothing, as far as the records supplied show. "
                    "Choose one from the list on the family's page.")
    if not view.agency and not view.on:
        raise Wrong("Give a day, or choose one agency: what all of them know now is the family's page itself.")
    reaches = queries.reaches(user)
    if view.on and view.by == PARTNERSHIP and view.on > reaches.received:
        raise Wrong(f"Nothing was received after {parts.day(reaches.received)}: choose that day or an earlier one.")
    if view.on and view.by != PARTNERSHIP and view.on > reaches.shows:
        raise Wrong(f"These timelines show what was known by {parts.day(reaches.shows)}: choose that day or an earlier one.")


def turned(user: User, asked: Asked, path) -> User:
    """Turn the request to the view kept at `path`; the user, as one who looks back and changes nothing."""
    current.read_instead(path, asked.query)
    return replace(user, looks_back=True)


def turning(find):
    """What the gate turns a callback of a page with: from the page's whole address to the view that it asks for, waiting for it if
    it must be made anew. `find` gives the page of a path, and the ids in it."""
    def turn(user: User, href: str) -> User:
        parted = urlsplit(href)
        page, ids = find(parted.path)
        asked = of(user, page, ids, dict(parse_qsl(parted.query))) if page else None
        return turned(user, asked, making.wait(asked.family_id, asked.view)) if asked else user
    return turn
