"""Which way round two people were recorded as harming one another, day by day as the agencies came to know of it.

Where each of two people is said to have harmed the other, the way of fewer events, or else the later one, is 'frozen' until a person has
assessed who is the primary perpetrator, and the other is 'contested'; where nothing tells them apart both are 'undecided'.
A rule whose answers rest on one way round says nothing of a frozen one from the day on which it is, and no criterion is met by an
undecided one; what was raised before that day was raised."""

import duckdb

RESTING = ("R01", "R05", "R06", "R08", "R10", "R15")
"""The rules whose answers are about one person and one other, and rest on that way round."""


def shape(harms, events, as_of) -> duckdb.DuckDBPyRelation:
    """One row per way round and stretch of days until `as_of` in which its standing was the same: person_id, harmed_id, from_on, to_on, standing.

    Before its first stretch a way is 'clear'; the last one has no last day. A way that is never disputed is not here."""
    ways = duckdb.sql("""
        select source_id as person_id, harmed_id, coalesce(h.named_on, h.known_on) as known_on, coalesce(e.occurred_from::date, h.known_on) as day
        from harms h join events e using (event_id)
        where h.known_on <= $as_of and manner = 'named' and source_id <> 'not named' and source_id <> harmed_id and not against_decision""",
                      params={"as_of": as_of}).materialize()
    return duckdb.sql("""
        with ways as materialized (from ways),
        disputed as (select distinct person_id, harmed_id from ways where (harmed_id, person_id) in (select (person_id, harmed_id) from ways)),
        days as (
            select person_id, harmed_id, known_on as on_day from ways semi join disputed using (person_id, harmed_id)
            union select harmed_id, person_id, known_on from ways semi join disputed using (person_id, harmed_id)),
        tallies as (
            select d.person_id, d.harmed_id, on_day, count(*) as times, min(w.day) as first_on
            from days d join ways w using (person_id, harmed_id) where w.known_on <= on_day group by all),
        judged as (
            select a.person_id, a.harmed_id, a.on_day,
                   case when (a.times, b.first_on) = (b.times, a.first_on) then 'undecided'
                        when (a.times, b.first_on) < (b.times, a.first_on) then 'frozen' else 'contested' end as standing
            from tallies a join tallies b on a.person_id = b.harmed_id and a.harmed_id = b.person_id and a.on_day = b.on_day),
        turns as (
            from judged qualify standing is distinct from lag(standing) over (partition by person_id, harmed_id order by on_day))
        select person_id, harmed_id, on_day as from_on, lead(on_day) over (partition by person_id, harmed_id order by on_day) - 1 as to_on, standing
        from turns""").materialize()


def held(found, standings) -> duckdb.DuckDBPyRelation:
    """What a rule found, silent from the day on which a way round was frozen until it no longer was, and without a criterion while undecided.

    On the day on which a standing changes the rule's last answer before it is judged again."""
    return duckdb.sql("""
        with found as materialized (from found), ways as materialized (from standings),
        mine as materialized (from found semi join ways using (person_id, harmed_id)),
        again as (
            select m.* replace (w.from_on as on_day) from ways w join mine m using (person_id, harmed_id) where m.on_day < w.from_on
            qualify row_number() over (partition by m.family_id, person_id, harmed_id, w.from_on order by m.on_day desc) = 1),
        every as (from mine union all by name from again anti join mine using (family_id, person_id, harmed_id, on_day)),
        judged as (
            select e.*, w.standing from every e
            left join ways w on w.person_id = e.person_id and w.harmed_id = e.harmed_id and e.on_day between w.from_on and coalesce(w.to_on, e.on_day))
        select * exclude (standing) replace (
            case when standing = 'frozen' then null when standing = 'undecided' and level = 'MARAC criterion met' then 'review' else level end as level,
            if(standing = 'frozen', 'Recorded both ways round, and this way in fewer events or later: it is not counted until a person has assessed who is '
                                    || 'the primary perpetrator.', because) as because)
        from judged
        union all by name
        from found anti join ways using (person_id, harmed_id)""")


def counted(allegations, standings) -> duckdb.DuckDBPyRelation:
    """The allegations by named persons with the days on which each counts: from when known, but not while that way round is frozen.

    `counts_from` and `counts_to` are the first and last day of such a stretch, the last empty while it lasts; `settled` is false
    while nothing tells the two ways apart."""
    return duckdb.sql("""
        with said as materialized (from allegations where person_id <> 'not named'), ways as materialized (from standings),
        begun as (select person_id, harmed_id, min(from_on) as from_on from ways group by all),
        stretches as (
            select person_id, harmed_id, from_on, to_on, standing <> 'undecided' as settled from ways where standing <> 'frozen'
            union all select person_id, harmed_id, date '0001-01-01', from_on - 1, true from begun)
        select said.*, known_on as counts_from, null::date as counts_to, true as settled from said anti join begun using (person_id, harmed_id)
        union all by name
        select said.*, greatest(known_on, from_on) as counts_from, to_on as counts_to, s.settled
        from said join stretches s using (person_id, harmed_id) where known_on <= coalesce(to_on, known_on)""").materialize()
