"""Which reports speak of one event.

What a person said holds whatever the records say (`answers.py`). Else, first by what they say of one another: a shared incident
reference, another agency's reference as written, a record copied from another's. Then accounts by different agencies are taken
for one where they speak of the same person harmed, on the same day or the next, and name no different source and no different
place; nor do two that differ become one through a third that names neither. An account that gives only a month or a year is
never joined by its date. What one agency keeps under two references stays two events: an account joins the nearest of them and
never chains them together. States, orders and ordinary contacts are an event each, unless they share a reference.
"""

from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from timeline.agencies import titles
from timeline.events import answers
from timeline.events.answers import Whole

LONGEST = 2          # days: exact accounts further apart than this are not joined by their dates
SHORTEST_REF = 4     # letters and figures: a shorter reference is no evidence
TREATED = ("injury_by_assault", "ed_attendance")   # an attendance follows what it treats
SAME_DAY_ONLY = ("stalking", "control", "economic", "breach")   # goes on for days: the next day's is another


@dataclass(frozen=True)
class Told:
    """What accounts that are one so far tell together: from when to when, by which agencies of their own, and whom and where they name."""

    first: date
    last: date
    agencies: frozenset
    sources: frozenset
    adults: frozenset
    places: frozenset

    def agrees(self, other) -> bool:
        """Whether the accounts of both may be one event."""
        return (not self.agencies & other.agencies and (max(self.last, other.last) - min(self.first, other.first)).days <= LONGEST
                and all(mine & theirs or not (mine and theirs) for mine, theirs in (
                    (self.sources, other.sources), (self.adults, other.adults), (self.places, other.places))))

    def beside(self, other) -> "Told":
        """What both tell."""
        return Told(min(self.first, other.first), max(self.last, other.last), self.agencies | other.agencies, self.sources | other.sources,
                    self.adults | other.adults, self.places | other.places)


def together(reports, mentions, people, said) -> duckdb.DuckDBPyRelation:
    """A row per report that shares its event with another: the least report_id of that event (`gathered`), and why they are one,
    in words. A report that is not here is an event of its own. What people `said` (`answers.heard`) goes before all else."""
    quoted = _held(_quoted(reports).materialize(), said)
    units = _units(quoted).materialize()
    datable = _datable(reports, units).materialize()
    accounts = _accounts(datable, _sides(datable, mentions, people)).materialize()
    likely = _likely(accounts).materialize()
    joined = _joined(likely, accounts, Whole(answers.pairs(said, "yes", units), answers.pairs(said, "no", units)))
    return duckdb.sql("""
        with joined as materialized (from joined),
        units as (select report_id, unit from units union select unit, unit from joined),
        gathered as (
            select report_id, unit, coalesce(joined.gathered, unit) as gathered from units left join joined using (unit)),
        reasons as (
            select gathered, because from quoted join gathered using (report_id) where report_id <> first_id
            union all select gathered, because from joined where because is not null)
        select report_id, gathered, reasons
        from gathered left join (
            select gathered, list_sort(list(distinct because)) as reasons from reasons group by gathered) using (gathered)
        qualify count(*) over (partition by gathered) > 1""")


def _quoted(reports):
    """A row per report that shares or quotes an incident's reference: the incident's first report, and why, in words; `turn` puts
    the agency's own reference first, then what was copied, then what is quoted.

    An order or a state that bears a crime's reference is no account of the crime: it joins only its own kind."""
    accounts = duckdb.sql("""
        select report_id, agency, incident_ref, other_ref, copied_from, kind, occurred_from::date as day,
               if(kind in ('abuse', 'concern', 'contact'), 'account', kind) as sort
        from reports""").materialize()
    incidents = duckdb.sql("""
        select incident_ref, sort, agency, min(report_id) as first_id, count(*) as reports, min(day) as day,
               substr(incident_ref, instr(incident_ref, ':') + 1) as ref, regexp_replace(upper(ref), '[^A-Z0-9]', '', 'g') as bare
        from accounts where incident_ref is not null group by incident_ref, sort, agency""").materialize()
    return duckdb.sql(f"""
        with accounts as materialized (from accounts), incidents as materialized (from incidents)
        select report_id, first_id, 1 as turn, {titles.named("agency")} || ' keeps them under one reference, ' || ref as because
        from accounts join incidents using (incident_ref, sort, agency) where reports > 1
        union all
        select report_id, min(first_id) as first_id, if(any_value(copied_from) is null, 3, 2) as turn,
               min({titles.named("a.agency")} || if(copied_from is null, ' quotes a reference of ', ' repeats a record of ')
                   || {titles.named("i.agency")} || ', ' || ref) as because
        from accounts a join incidents i
          on i.bare = regexp_replace(upper(a.other_ref), '[^A-Z0-9]', '', 'g') and i.agency <> a.agency and i.sort = a.sort
        where i.sort = 'account' and length(bare) >= {SHORTEST_REF} and coalesce(copied_from, i.agency) = i.agency
          and (copied_from is not null or kind = 'abuse' or abs(a.day - i.day) <= {LONGEST})
        group by report_id having count(distinct i.incident_ref) = 1""")


def _held(quoted, said):
    """`quoted` without what would join two reports that a person keeps apart: the best reference goes first."""
    apart = answers.pairs(said, "no")
    if not apart:
        return quoted
    one = duckdb.sql("select left_id as report_id, right_id as first_id from said where verdict = 'yes'")
    hanging = _units(duckdb.sql("select report_id, first_id from quoted union all from one")).materialize()
    edges = duckdb.sql("""
        with hanging as materialized (from hanging),
        torn as (select l.unit from said join hanging l on l.report_id = left_id join hanging r on r.report_id = right_id and r.unit = l.unit
                 where verdict = 'no')
        select report_id, first_id from quoted join hanging using (report_id) where unit in (from torn)
        order by turn, report_id, first_id""").fetchall()
    whole = Whole(answers.pairs(said, "yes"), apart)
    refused = pd.DataFrame([edge for edge in edges if not whole.join(*edge)], columns=["report_id", "first_id"], dtype=object)
    return duckdb.sql("""
        from quoted anti join (select report_id::varchar as report_id, first_id::varchar as first_id from refused)
        using (report_id, first_id)""").materialize()


def _units(quoted):
    """A row per report in `quoted`, and the least report_id of those that references join it to."""
    nodes = duckdb.sql("""
        with quoted as materialized (from quoted)
        select report_id from quoted union select first_id from quoted order by report_id""").df()
    edges = duckdb.sql("select report_id, first_id from quoted").df()
    ids = nodes.report_id.to_numpy(dtype=object)
    left, right = (np.searchsorted(ids, edges[end].to_numpy(dtype=object)) for end in ("report_id", "first_id"))
    graph = coo_array((np.ones(len(edges)), (left, right)), shape=(len(ids), len(ids)))
    nodes["label"] = connected_components(graph, directed=False)[1] if len(ids) else []
    return duckdb.sql("select report_id::varchar as report_id, min(report_id) over (partition by label)::varchar as unit from nodes")


def _datable(reports, units):
    """The reports that may be joined by their date: accounts of abuse, dated to the day. Alone, a report is its own unit."""
    return duckdb.sql(f"""
        select report_id, coalesce(unit, report_id) as unit, agency, type, place_key, copied_from, kind = 'abuse' as abuse,
               category in {TREATED} as treated, occurred_from::date as day, coalesce(occurred_to, occurred_from)::date as last
        from reports left join units using (report_id)
        where precision in ('minute', 'day', 'range') and last - day <= {LONGEST}
          and (kind = 'abuse' or category in ('child_abuse_concern', 'parental_conflict', 'police_notice')
               or (category = 'ed_attendance' and factors['injury'] = 'yes'))""")


def _sides(datable, mentions, people):
    """A row per report: who may be harmed as it tells, which adults are said to be, and by whom."""
    who = duckdb.sql("select person_id, unnest(mention_ids) as mention_id from people")
    return duckdb.sql("""
        select report_id, list(distinct person_id) filter (role not in ('suspect', 'respondent', 'offender', 'witness', 'caller', 'contact')) as harmed,
               coalesce(list(distinct person_id) filter (role in ('victim', 'patient', 'applicant')), []) as adults,
               coalesce(list(distinct person_id) filter (role in ('suspect', 'respondent', 'offender')), []) as sources
        from (from mentions semi join datable using (report_id)) join who using (mention_id) group by report_id""")


def _accounts(datable, sides):
    """The datable reports and what each says of people; one that names nobody harmed is left out."""
    return duckdb.sql("select * from datable join sides using (report_id) where harmed is not null")


def _likely(accounts):
    """A row per pair of units that may be one event, whether on one day and of one type, and why."""
    named = duckdb.sql("select unnest(harmed) as person_id, * exclude (harmed) from accounts")
    return duckdb.sql(f"""
        with every as materialized (from named),
        pairs as (
            select least(a.unit, b.unit) as unit_l, greatest(a.unit, b.unit) as unit_r, a.day <= b.last and b.day <= a.last as same_day,
                   a.type is not distinct from b.type as same_type, {titles.named("a.agency")} || ' and ' || {titles.named("b.agency")} as agencies
            from every a join every b on a.person_id = b.person_id and a.agency < b.agency and a.unit <> b.unit
            where a.day <= b.last + 1 and b.day <= a.last + 1 and (a.abuse or b.abuse)
              and (a.sources = [] or b.sources = [] or list_has_any(a.sources, b.sources))
              and (a.adults = [] or b.adults = [] or list_has_any(a.adults, b.adults))
              and coalesce(a.place_key = b.place_key, true)
              and coalesce(a.copied_from, b.agency) = b.agency and coalesce(b.copied_from, a.agency) = a.agency
              and (same_day or (coalesce(a.type, '') not in {SAME_DAY_ONLY} and coalesce(b.type, '') not in {SAME_DAY_ONLY}
                                and not (a.treated and a.day < b.day) and not (b.treated and b.day < a.day))))
        select unit_l, unit_r, bool_or(same_day) as same_day, bool_or(same_day and same_type) as same_type,
               min(agencies) || ' speak of the same person harmed on ' || if(bool_or(same_day), 'the same day', 'two days together') as because
        from pairs group by unit_l, unit_r""")


def _joined(likely, accounts, whole):
    """A row per unit that its date or a person joins to another: its event's least unit, and why.

    The likeliest pairs are joined first: same day before next day, same type before another. A union is refused that would hold two
    independent accounts by one agency, exact accounts more than two days apart, accounts that name other sources, other adults harmed or
    other places, or two that a person keeps apart; what a person joined is one in `whole` from the start."""
    units = duckdb.sql("""
        with pairs as materialized (select unit_l, unit_r from likely)
        select unit, min(day), max(last), list(distinct agency) filter (copied_from is null), flatten(list(sources)), flatten(list(adults)),
               list(place_key) filter (place_key is not null)
        from accounts semi join (select unit_l as unit from pairs union select unit_r from pairs) using (unit) group by unit""")
    held = {unit: Told(first, last, *(frozenset(named or ()) for named in lists)) for unit, first, last, *lists in units.fetchall()}
    root = {unit: unit for unit in held}
    why = {}
    likeliest_first = duckdb.sql("select unit_l, unit_r, because from likely order by same_day desc, same_type desc, unit_l, unit_r")
    for unit_l, unit_r, because in likeliest_first.fetchall():
        a, b = sorted((_root(root, unit_l), _root(root, unit_r)))
        if a != b and held[a].agrees(held[b]) and whole.join(a, b):
            root[b] = a
            held[a] = held[a].beside(held[b])
            why[b] = because
    return _as_table(sorted({*root, *whole}), whole, why)


def _root(root, unit):
    while root[unit] != unit:
        unit = root[unit]
    return unit


def _as_table(units, whole, why):
    rows = [(unit, whole.least(unit), why.get(unit)) for unit in units]
    frame = pd.DataFrame(rows, columns=["unit", "gathered", "because"], dtype=object)
    return duckdb.sql("select unit::varchar as unit, gathered::varchar as gathered, because::varchar as because from frame").materialize()
