"""What is hidden until it is opened with a reason: addresses, and the untouched text of a record."""

import pandas as pd

from dashboard import current
from dashboard.queries.guarded import WORDS_HIDDEN, guarded, guarded_records
from timeline.access import User, require
from timeline.masking import HIDDEN as UNSHOWN
from timeline.masking import masked, tells_where

HIDDEN = {
    "mention": "select concat_ws(', ', address, postcode) from made.mentions where mention_id = $id",
    "place": "select place from made.reports where report_id = $id",
    "period": "select place from made.periods where period_id = $id",
    "record": "select raw from made.rows where row_id = $id",
    "words": "select words from made.reports where report_id = $id",
    "contact": "select string_agg(value, '\n' order by value) from made.characteristics where mention_id = $id and kind = 'safe contact'",
}
"""What can be opened, and where it is."""


def hidden(user: User, kind: str, id: str) -> str | None:
    """What is hidden, for a user who may open it; who calls this has written the reason down first. What may tell of a guarded address takes more."""
    require(user, "safe:open" if guarded(user, kind, id) else "hidden:open")
    found = current.ask(HIDDEN[kind], id=id) if kind in HIDDEN else pd.DataFrame()
    return None if found.empty else found.iat[0, 0]


def known_addresses(reports: list[str]) -> list[str]:
    """Every address that is known of anyone whom these reports name, and of whoever such a person is said to have harmed, from all reports.

    Those known now are among them where the request reads what was known then, and those in records that the user may not see: an address is hidden
    whoever wrote it down first."""
    asks = (current.ask, current.ask_whole) if current.kept() else (current.ask_whole,)
    return sorted({address for ask in asks for address in ask(KNOWN, reports=reports)["address"]})


KNOWN = """
    with who as materialized (select distinct person_id from made.naming where report_id in (select unnest($reports::varchar[]))),
    known as materialized (from who union select harmed_id from made.harms where source_id in (from who)),
    theirs as materialized (select mention_id from made.naming where person_id in (from known)),
    homes as materialized (select address, postcode from made.mentions where mention_id in (from theirs))
    select distinct concat_ws(', ', address, postcode) as address from homes where coalesce(address, postcode) is not null
    union select place from made.reports where place is not null and report_id in (select unnest($reports::varchar[]))"""


def addresses_hidden(told: pd.DataFrame, reports: list[str] | None = None) -> pd.DataFrame:
    """The frame with every address hidden in its `words`, and the words hidden whole where their report may tell of a guarded address.

    The report is that of `report_id`, or all `reports` that are given, for a frame whose words have several."""
    if told.empty:
        return told
    told_in = sorted(set(told["report_id"].dropna())) if reports is None else reports
    known, whole = known_addresses(told_in), guarded_records(told_in)
    of = told["report_id"] if reports is None else pd.Series([None] * len(told), told.index, dtype=object)
    words = [WORDS_HIDDEN if words and report in whole else masked(words, known) for words, report in zip(told["words"], of, strict=True)]
    return told.assign(words=pd.Series(words, told.index, dtype=object))


WHERE_ONE_LIVES = ("address", "postcode", "place", "place_postcode", "words", "conditions", "safe_contact", "")
"""Fields whose cells may say where a person lives; the last is the row as a whole, of which a piece is quoted."""


def values_hidden(found: pd.DataFrame) -> pd.DataFrame:
    """Issues without their `value`: it is hidden in the sentence where its `field`, or what it looks like, may say where a person lives, and so is
    whatever else of the sentence tells where."""
    because = [masked(row.because.replace(row.value, UNSHOWN) if row.value and _may_tell(row.field, row.value) else row.because, [])
               for row in found.itertuples()]
    return found.assign(because=pd.Series(because, found.index, dtype=object)).drop(columns="value")


def _may_tell(field: str, value: str) -> bool:
    return field.split(".")[-1] in WHERE_ONE_LIVES or tells_where(value)
