"""Which addresses must not come to be known to whoever is said to have harmed the people who live there, and which records may tell of one.

Guarded is an address that its source marks as safe, one in a record that its agency handles as confidential or of a move to a refuge (but for that of
the person named there as suspected), and one to which somebody moved after a separation of whoever is said to have harmed that person. Opening one takes
more than opening another (`safe:open`). The words of a record that may tell of one are hidden whole: a spelling that nobody foresaw passes a mask."""

from dashboard import current
from timeline.access import User, require

WORDS_HIDDEN = "[this agency's words are hidden: they may tell of an address that must not become known]"

WHO = """
    asked as (select unnest($reports::varchar[]) as report_id),
    named as materialized (from made.mentions where report_id in (from asked)),
    who as materialized (
        select person_id, mention_id from made.naming where person_id in (select person_id from made.naming semi join named using (mention_id))),
    theirs as materialized (
        select person_id, m.*, r.category, r.handling, role in ('suspect', 'offender', 'respondent') as said_to_harm
        from who join made.mentions m using (mention_id) join made.reports r on r.report_id = m.report_id),
    marked as (
        from theirs where address_kind = 'safe' or not said_to_harm and (coalesce(handling = 'confidential', false) or category = 'refuge')),
    sources as (select distinct harmed_id as person_id, source_id from made.harms where harmed_id in (select person_id from who)),
    moved as (
        select distinct home.place_key
        from made.periods home join sources using (person_id)
        join made.periods parting on parting.kind = 'separation' and source_id in (parting.person_id, parting.other_person_id)
        where home.kind = 'residence' and home.since >= parting.since and coalesce(parting.state, '') <> 'reversed'
              and home.person_id in (select person_id from who)),
    places as (select address_key as place_key from marked where address_key is not null union from moved where place_key is not null)"""
"""SQL of the guarded dwellings of whoever the reports $reports name, in `places`, and of the mentions that are marked themselves, in `marked`."""

ADDRESSES = f"""
    with {WHO} select mention_id from named where mention_id in (select mention_id from marked) or address_key in (from places)"""

RECORDS = f"""
    with {WHO}
    select report_id from asked
    where report_id in (select report_id from made.reports where category = 'refuge')
    or report_id in (select report_id from named where address_kind = 'safe' or coalesce(address, postcode) is not null and (
                         mention_id in (select mention_id from marked) or address_key in (select address_key from marked)))
    or report_id in (select report_id from named join made.characteristics using (mention_id) where kind = 'safe contact')"""
"""Of these reports those whose words are hidden whole: they give an address that is marked as safe or confidential, tell of a move to a refuge, or hold a way
to make contact that adds no danger. In the words of others, such as those that give a home moved to after a separation, addresses are masked."""

PLACES = f"with {WHO} select place_key from places"

REPORTS_OF = {
    "mention": "select report_id from made.mentions where mention_id = $id",
    "place": "select report_id from made.reports where report_id = $id",
    "words": "select report_id from made.reports where report_id = $id",
    "period": "select unnest(report_ids) as report_id from made.periods where period_id = $id",
    "record": "select report_id from made.reports where row_id = $id",
}
"""The reports that tell whether something that is hidden is guarded, by its kind."""

HOLDS = {
    "mention": "select $id in (select unnest($mentions::varchar[]))",
    "place": "select bool_or(place_key in (select unnest($places::varchar[]))) from made.reports where report_id = $id",
    "period": "select bool_or(place_kind = 'safe' or place_key in (select unnest($places::varchar[]))) from made.periods where period_id = $id",
}


def guarded(user: User, kind: str, id: str) -> bool:
    """Whether what is hidden, of this kind (queries.hidden), may tell of a guarded address. A row of which no report was made, since it was set aside or
    replaced, always may: nothing in it was read as an address. So may a way to make contact."""
    require(user, "hidden:open")
    if kind not in (*REPORTS_OF, "contact"):
        return False
    reports = list(current.ask(REPORTS_OF[kind], id=id)["report_id"]) if kind in REPORTS_OF else []
    if not reports or kind in ("words", "record") and guarded_records(reports):
        return True
    held, places = guarded_mentions(reports), sorted(_ids(PLACES, reports))
    return bool(held) if kind == "record" else kind in HOLDS and bool(current.ask(HOLDS[kind], id=id, **{
        name: value for name, value in (("mentions", sorted(held)), ("places", places)) if f"${name}" in HOLDS[kind]}).iat[0, 0])


def guarded_mentions(reports: list[str]) -> set[str]:
    """The mentions of these reports whose address is guarded."""
    return _ids(ADDRESSES, reports)


def guarded_records(reports: list[str]) -> set[str]:
    """The reports among these whose words are hidden whole."""
    return _ids(RECORDS, reports)


def _ids(sql: str, reports: list[str]) -> set[str]:
    """Those of the snapshot that the request reads, and of the whole newest: an address is guarded whenever that was written down, and wherever."""
    asks = (current.ask, current.ask_whole) if current.kept() else (current.ask_whole,)
    return {id for ask in asks for id in ask(sql, reports=sorted(reports)).iloc[:, 0]} if reports else set()
