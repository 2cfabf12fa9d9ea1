"""A record: a report's own line, as it came; its earlier and later versions, and what was wrong with it."""

import pandas as pd

from dashboard import current
from dashboard.queries.guarded import guarded_records
from dashboard.queries.here import NotHere
from dashboard.queries.hidden import addresses_hidden, known_addresses, values_hidden
from timeline.access import User, require
from timeline.masking import HIDDEN, masked, tells_where

NOT_SHOWN = ("words", "place", "place_postcode")
"""Fields that may say where a person lives: opened with a reason, or shown with addresses hidden. So may the conditions of an order, of a record that may tell
of a guarded address or of which no report was made: nothing in that was read as an address."""


def record(user: User, id: str):
    """The record with this report's or row's id, one row; of a report with several versions the current one.

    `event_id` is what it became part of, and `fields` what the layout read from it, without addresses. Raises NotHere."""
    require(user, "record:view")
    found = current.ask("""
        select v.row_id, v.report_id, v.state, v.replaced_by, v.because, w.file, w.file_hash, w.line_from, w.line_to, w.layout, w.agency,
               w.system, w.area, w.as_at, w.received_on, w.problem, w.fields, w.asked, p.words, p.handling, g.title, e.event_id
        from made.versions v join made.rows w using (row_id)
        left join made.reports p on p.row_id = v.row_id
        left join (select category, title from made.categories) g using (category)
        left join made.events e on list_contains(e.report_ids, p.report_id)
        where v.report_id = $id or v.row_id = $id
        order by list_position(['current', 'superseded', 'withdrawn', 'quarantined', 'exact duplicate', 'removed'], v.state), w.received_on desc,
                 v.row_id limit 1""", id=id)
    if found.empty:
        raise NotHere(f"record {id}")
    reports = list(found["report_id"].dropna())
    known, unshown = known_addresses(reports), NOT_SHOWN if found.at[0, "state"] == "current" and not guarded_records(reports) else (*NOT_SHOWN, "conditions")
    fields = {name: masked(value, known) for name, value in (found.at[0, "fields"] or {}).items() if value and name not in unshown}
    asked = [said | {"answer": HIDDEN if tells_where(said["answer"] or "") else said["answer"]} for said in found.at[0, "asked"] or []]
    return next(addresses_hidden(found).assign(fields=[fields], asked=[asked]).itertuples(index=False))


def record_people(user: User, row_id: str) -> pd.DataFrame:
    """Whom the record names, as the agency wrote it, and the person that each was gathered into; no address."""
    require(user, "record:view")
    return current.ask("""
        with named as (from made.mentions where report_id in (select report_id from made.reports where row_id = $id)),
        member as (select person_id, p.name as person, mention_id from made.naming semi join named using (mention_id) join made.people p using (person_id))
        select mention_id, slot, role, named.name, dob, dob_precision, sex, map_keys(identifiers) as identifiers, relationship, lives_here,
               present, seen, heard, address is not null or postcode is not null as has_address, address_kind, person_id, person
        from named left join member using (mention_id) order by role, mention_id""", id=row_id)


def versions(user: User, row_id: str) -> pd.DataFrame:
    """Every version of the record that this row is one of, newest first: current, superseded, withdrawn, duplicates."""
    require(user, "record:view")
    return current.ask("""
        select v.row_id, v.state, v.replaced_by, v.because, w.file, w.line_from, w.line_to, w.as_at, w.received_on
        from made.versions v join made.rows w using (row_id)
        where v.row_id = $id or v.report_id = (select report_id from made.versions where row_id = $id)
        order by w.as_at desc, w.received_on desc, v.row_id""", id=row_id)


def issues(user: User, row_id: str) -> pd.DataFrame:
    """What is wrong, or worth asking, about the row, errors first."""
    require(user, "record:view")
    return values_hidden(current.ask("select field, code, severity, value, because from made.issues where row_id = $id order by severity, field, code",
                                     id=row_id))
