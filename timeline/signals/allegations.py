"""Who is said to have harmed whom, in which family and when: the directed pairs that every rule counts on.

A row is one event of one directed pair in the harmed person's family. Children who were present, or live there, stand on
the row of the adult harmed beside them, so that one event is not told once per child; they have a row of their own only
where a child is named as harmed, or where no adult is said to be harmed, and then one row for all the brothers and sisters.

`standing` says which way round the pair is recorded today (`standings.py`): 'clear' one way only, else frozen, contested or undecided.
Once a person has decided who is the primary perpetrator, what goes against the decision is left out here, and the other way is
'clear'. `both_ways` is the caution that goes with every other standing, and else empty."""

import duckdb


def shape(harms, events, families, people, standings, as_of) -> duckdb.DuckDBPyRelation:
    """The allegations known by the day `as_of`, with the harmed person's family, names, children beside and standing.

    `pair` numbers family, person and harmed person within this run. `day` is empty where the event is not dated to the month
    at least. The source 'not named' stays, with standing 'clear': it never makes a pair, and rules say how many such events there are."""
    placed = _in_families(harms, families, as_of)
    return duckdb.sql("""
        with named as materialized (select person_id, name from people)
        select dense_rank() over (order by p.family_id, p.source_id, p.harmed_id)::int as pair,
               p.family_id, p.source_id as person_id, p.harmed_id, p.event_id,
               coalesce(s.name, 'a person not named') as person, coalesce(h.name, 'name not recorded') as harmed,
               p.manner, case when e.precision <> 'undated' and e.occurred_to <= e.occurred_from + interval 31 days then e.occurred_from end
                   as first_at,
               first_at::date as day, p.known_on, e.kind, e.category, e.report_ids, p.asserted_by, p.status, p.relation, p.children,
               coalesce(w.standing, 'clear') as standing,
               if(w.standing is null, null, format('{} and {} are each recorded as harming the other: a person must assess who is the primary perpetrator',
                                                   person, harmed)) as both_ways
        from placed p join events e using (event_id)
        left join named s on s.person_id = p.source_id left join named h on h.person_id = p.harmed_id
        left join standings w on w.person_id = p.source_id and w.harmed_id = p.harmed_id and w.to_on is null""").materialize()


def _in_families(harms, families, as_of):
    """Each harm in the harmed person's families, with the children beside an adult folded into the adult's row.

    A child who is named as harmed only by a later account stood beside the adult until then."""
    members = duckdb.sql("""
        select family_id, person_id, bool_or(part = 'child') as child from families where part <> 'linked person' group by all""")
    return duckdb.sql("""
        with placed as (
            select h.*, m.family_id, m.child, m.child and h.manner <> 'named' as beside, h.harmed_id as h_order
            from harms h join members m on m.person_id = h.harmed_id
            where h.known_on <= $as_of and h.source_id <> h.harmed_id and not h.against_decision),
        folded as (
            select * replace (if(child and manner = 'named' and min(known_on) filter (not child) over w <= known_on, coalesce(named_on, known_on), known_on)
                              as known_on),
                   count(*) filter (not beside) over w as adults, list(harmed_id) filter (beside) over w as beside_it
            from placed window w as (partition by family_id, event_id, source_id))
        select * exclude (beside_it) replace (case when beside then arg_min(harmed_id, (known_on, harmed_id)) filter (beside and adults = 0)
                                                                    over (partition by family_id, source_id)
                                                   else harmed_id end as harmed_id),
               list_sort(coalesce(beside_it, [])) as children
        from folded where not beside or adults = 0
        qualify not beside or row_number() over (partition by family_id, event_id, source_id, beside order by h_order) = 1""", params={"as_of": as_of})
