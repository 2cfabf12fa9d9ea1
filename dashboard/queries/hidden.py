"""What is hidden until it is opened with a reason: addresses, and the untouched text of a record."""

import pandas as pd

from dashboard import current
from timeline.access import User, require
from timeline.masking import HIDDEN as UNSHOWN
from timeline.masking import masked

HIDDEN = {
    "mention": "select concat_ws(', ', address, postcode) from made.mentions where mention_id = $id",
    "place": "select place from made.reports where report_id = $id",
    "period": "select place from made.periods where period_id = $id",
    "record": "select raw from made.rows where row_id = $id",
    "words": "select words from made.reports where report_id = $id",
}
"""What can be opened, and where it is."""


def hidden(user: User, kind: str, id: str) -> str | None:
    """What is hidden, for a user who may open it; who calls this has written the reason down first."""
    require(user, "hidden:open")
    found = current.ask(HIDDEN[kind], id=id) if kind in HIDDEN else pd.DataFrame()
    return None if found.empty else found.iat[0, 0]


def known_addresses(reports: list[str]) -> list[str]:
    """Every address that is known of anyone whom these reports name, from all the reports that name that person.

    Those known now are among them where the request reads what was known then: an address is hidden whoever wrote it down first."""
    asks = (current.ask, current.ask_newest) if current.kept() else (current.ask,)
    return sorted({address for ask in asks for address in ask(KNOWN, reports=reports)["address"]})


KNOWN = """
    with named as (select mention_id from made.mentions where report_id in (select unnest($reports::varchar[]))),
    same as (select unnest(mention_ids) as mention_id from made.people
             where list_has_any(mention_ids, (select list(mention_id) from named)))
    select distinct address from made.mentions
    where address is not null and (mention_id in (from same) or mention_id in (from named))
    union select place from made.reports where place is not null and report_id in (select unnest($reports::varchar[]))"""


def addresses_hidden(told: pd.DataFrame, known: list[str]) -> pd.DataFrame:
    """The frame with these addresses, and every postcode, hidden in its `words`."""
    return told.assign(words=pd.Series([masked(words, known) for words in told["words"]], told.index, dtype=object))


WHERE_ONE_LIVES = ("address", "postcode", "place", "place_postcode", "words", "conditions", "")
"""Fields whose cells may say where a person lives; the last is the row as a whole, of which a piece is quoted."""


def values_hidden(found: pd.DataFrame) -> pd.DataFrame:
    """Issues without their `value`: it is hidden in the sentence where its `field` may say where a person lives, and so is every postcode."""
    because = [masked(row.because.replace(row.value, UNSHOWN) if row.value and row.field.split(".")[-1] in WHERE_ONE_LIVES else row.because, [])
               for row in found.itertuples()]
    return found.assign(because=pd.Series(because, found.index, dtype=object)).drop(columns="value")
