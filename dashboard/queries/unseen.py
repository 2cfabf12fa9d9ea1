"""What people keep about a record or person that is hidden from the user: it is found by its anchors, and left out like the record itself."""

from collections.abc import Iterable

import pandas as pd
from flask import current_app

from dashboard import current
from timeline import kept, referrals
from timeline.access import User, require
from timeline.kept import NotTaken
from timeline.referrals import Standing

HIDDEN = "This {what} is about records that this account may not see: somebody who sees them must change it."


def unseen(anchors: Iterable[str]) -> set[str]:
    """Of these mentions and reports those that this user may not see.

    For one who is limited to areas or agencies also those that are in no snapshot: nothing says of which area they were."""
    asked, sight = set(anchors), current.sees()
    found = current.ask_hidden("""
        with asked as (select unnest($asked::varchar[]) as id)
        select id from asked where id in (select mention_id from hidden.mentions union all from hidden.reports)
        or $limited and id not in (select mention_id from made.mentions union all select report_id from made.reports)""",
        asked=sorted(asked), limited=sight.areas is not None or sight.agencies is not None) if asked else None
    return asked & sight.excluded | (set() if found is None else set(found["id"]))


def without_unseen(found: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The lines of which no anchor in these columns is hidden from the user."""
    hidden = unseen(anchor for column in columns for anchor in found[column] if anchor)
    return found[~pd.concat([found[column].isin(hidden) for column in columns], axis=1).any(axis=1)] if hidden else found


def refuse_hidden(user: User, what: str, id: str) -> None:
    """Raise NotTaken where this line of kept.ANCHORED is about somebody who is hidden from the user, who may then not change how it stands."""
    require(user, "frame:view")
    anchor = kept.anchor_of(current_app.extensions["database"], what, id)
    if anchor and unseen([anchor]):
        raise NotTaken(HIDDEN.format(what=what))


def entered(user: User) -> list[Standing]:
    """The referrals that were entered here and that this user may see, the latest first: those whose record, and all of whose people, are not hidden."""
    require(user, "referral:enter")
    every, sight = referrals.every(current_app.extensions["database"]), current.sees()
    names = current.ask_hidden("select forename, surname from hidden.names where forename is not null")
    barred = set() if names is None else set(names.itertuples(index=False, name=None))
    hidden = unseen(anchor for one in every for anchor in _anchors(one))
    return [one for one in every if not hidden & set(_anchors(one)) and not any(_names(one, who) for who in barred)
            and (sight.areas is None or one.said.area in sight.areas) and (sight.agencies is None or "marac" in sight.agencies)]


def _anchors(one: Standing) -> list[str]:
    """The record that the referral is read as, and whom its author chose from the records."""
    return [referrals.REPORT + one.referral_id, *(person.anchor for _, person in referrals.named(one.referral_id, one.said) if person.anchor)]


def _names(one: Standing, who: tuple[str, str]) -> bool:
    written = " ".join([one.said.words, *(person.name for _, person in referrals.named(one.referral_id, one.said))]).lower()
    return all(part in written for part in who)
