"""Who is the main resident carer of each child, from when to when.

Candidates are the adults recorded with the child. Whoever is more often said to have harmed the others at home than to be
harmed by them is a candidate only where nobody else is. Of the rest the main carer is, in this order: one not named as harming
anybody; one not named with children of two nests; one who is not known only as a grown child of the home; one said to live
with the child; one who is said to be harmed; the one whom agencies oftenest name as carer of the children of the nest; the one
recorded oftenest with them; the first. So brothers and sisters at home have the same main carer, and nothing turns on a sex. A
carer in another home takes over from the day that the move is first seen; where it is not known that the homes are two, only one who
is named as a parent or carer does: whoever is merely said to live there, at no address, may have moved in with the child.
"""

import duckdb
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from timeline.agencies import titles
from timeline.families import answers

PARENTAL = ("mother", "father", "parent", "step-parent", "grandparent", "foster carer", "carer")
OF_THE_HOME = ("sibling", "child")     # a grown brother or sister of the child, or a grown child of the tenant
HOLDS_THE_CHILD = ("victim", "patient", "subject", "applicant", "tenant")
HOUSEHOLD = ("tenant", "household member")
LEARN_LATE = 183     # days for which agencies still record an old home after a move
HOUSE_OF_MANY = 12   # more people than this at one address key: a hostel or a bad key, and never a household


def settle(naming, accused, founding, said) -> duckdb.DuckDBPyRelation:
    """Rows of the families table for every child, every main carer, and whoever is recorded as pregnant.

    What people `said` (`answers.heard`) goes before what is recorded."""
    evidence = _recorded_together(naming).materialize()
    candidates = _candidates(evidence, _at_one_address(naming, evidence)).materialize()
    nests = _nests(naming, candidates).materialize()
    torn = _torn(evidence, nests)

    def recorded(known):
        spells = _spells(_ranked(known, accused, nests, torn).materialize(), founding).materialize()
        return _with_siblings(naming, spells, founding).materialize()

    def without(bars):
        known = candidates
        return recorded(duckdb.sql("from known anti join bars using (child_id, adult_id)").materialize())

    spells = answers.applied(recorded(candidates), said, founding, without).materialize()
    return _rows(naming, spells, nests, _in_two_homes(candidates, nests).materialize(), _harming(accused), founding)


def _recorded_together(naming):
    """A row per child, adult and occasion that names both. Weight 2: they live together, as recorded; 1: the adult is named as
    one who holds or cares for the child; 0: neither, or the record sets them apart."""
    return duckdb.sql(f"""
        with every as materialized (from naming)
        select child.person_id as child_id, adult.person_id as adult_id, adult.occasion, adult.agency,
               least(child.day, adult.day) as day, adult.role in ('carer', 'parent') or adult.relationship in {PARENTAL} as as_carer,
               adult.relationship in {OF_THE_HOME} as as_child, child.role = 'unborn' as unborn,
               adult.role = 'carer' as named_carer,
               if(child.spot = adult.spot, child.home, null) as home, adult.role in ('suspect', 'offender') as blamed,
               case when adult.lives_here = 'no' or (child.lives_here = 'no' and adult.role in {HOLDS_THE_CHILD}) then 0
                    when adult.lives_here = 'yes' or (child.lives_here = 'yes' and adult.role in {(*HOLDS_THE_CHILD, "offender")}) then 2
                    when child.spot = adult.spot or adult.role in {HOUSEHOLD} then 2
                    when child.spot <> adult.spot then 0
                    when child.role = 'unborn' and adult.role in {HOLDS_THE_CHILD} then 2
                    when adult.role in {HOLDS_THE_CHILD} or as_carer then 1 else 0 end as weight
        from every child join every adult on child.occasion = adult.occasion and child.person_id <> adult.person_id
        where child.minor and adult.role not in ('child', 'unborn')
          and case when adult.minor then child.role = 'unborn' or child.dob - interval 12 year > adult.dob
                   else as_carer or coalesce(child.dob - interval 12 year > adult.dob, true) end""")


def _at_one_address(naming, evidence):
    """For a child who is never named with an adult: the adults recorded at the child's address at about that time."""
    lived = duckdb.sql(f"""
        select person_id, home, min(day) as first, max(greatest(day, coalesce(least(until, received_on), day))) as last, bool_or(minor) as minor,
               min(dob) as dob, min(agency) as agency
        from naming where home is not null
        group by person_id, home
        qualify count(*) over (partition by home) <= {HOUSE_OF_MANY}""")
    return duckdb.sql(f"""
        with every as materialized (from lived)
        select child.person_id as child_id, adult.person_id as adult_id, hash('at ' || home) as occasion, adult.agency,
               greatest(child.first, adult.first) as day, home,
               false as as_carer, false as as_child, false as unborn, false as named_carer, false as blamed, 2 as weight
        from every child join every adult using (home)
        where child.minor and not adult.minor and coalesce(child.dob - interval 12 year > adult.dob, true)
          and adult.first <= child.last + {LEARN_LATE} and child.first <= adult.last + {LEARN_LATE}
          and child.person_id not in (select child_id from evidence where weight > 0)""")


def _candidates(evidence, at_one_address):
    """A row per child and adult: the evidence that the adult cares for the child. One only ever named is dated by the first day."""
    return duckdb.sql("""
        select child_id, adult_id, count(distinct occasion) as occasions, coalesce(bool_or(as_carer), false) as as_carer,
               count(distinct occasion) filter (named_carer) as times_carer,
               coalesce(bool_or(as_child), false) and not coalesce(bool_or(as_carer), false) as grown_child, bool_or(blamed) as blamed,
               max(weight) as weight,
               coalesce(min(day) filter (weight = 2), min(day)) as first,
               coalesce(max(day) filter (weight = 2), min(day)) as last,
               coalesce(list_sort(list(distinct home) filter (home is not null)), []) as homes,
               list_sort(list(distinct agency)) as agencies
        from (from evidence union all by name from at_one_address) where weight > 0 group by child_id, adult_id""")


def _nests(naming, candidates):
    """A row per child: the nest of children that it belongs to, and when it had a home.

    Children of one nest share a home, or live with the same two adults, or are named together without being recorded in
    different homes and never in one."""
    lived = duckdb.sql(f"""
        select person_id as child_id, home, min(day) as first, max(day) as last
        from (from naming where home is not null qualify dense_rank() over (partition by home order by person_id) <= {HOUSE_OF_MANY})
        where minor group by person_id, home""").materialize()
    children = duckdb.sql("""
        select n.person_id as child_id, coalesce(list(distinct l.home) filter (l.home is not null), []) as homes,
               min(l.first) as first, max(l.last) as last
        from (select distinct person_id from naming where minor) n left join lived l on l.child_id = n.person_id
        group by n.person_id order by n.person_id""").materialize()
    ties = duckdb.sql("""
        with named as materialized (select distinct occasion, person_id as child_id, homes from naming join children on child_id = person_id
                                    where minor),
        cared as materialized (select child_id, adult_id from candidates where weight = 2)
        select child_id, min(child_id) over (partition by home) as other_id from lived
        union
        select a.child_id, b.child_id from named a join named b using (occasion)
        where a.child_id < b.child_id and (a.homes = [] or b.homes = [] or list_has_any(a.homes, b.homes))
        union
        select a.child_id, b.child_id from cared a join cared b using (adult_id)
        where a.child_id < b.child_id group by a.child_id, b.child_id having count(*) > 1""").df()
    frame = children.df()
    number = pd.Series(frame.index, index=frame.child_id)
    graph = coo_array((np.ones(len(ties)), (number[ties.child_id], number[ties.other_id])), shape=(len(frame), len(frame)))
    frame["nest"] = connected_components(graph, directed=False)[1] if len(frame) else []
    return duckdb.sql("select child_id, min(child_id) over (partition by nest)::varchar as nest, first::date as first, last::date as last from frame")


def _in_two_homes(candidates, nests):
    """A row per adult whose children are in different nests at the same time: nobody alone makes two homes one."""
    return duckdb.sql("""
        with cared as materialized (
            select adult_id, nest, min(n.first) as first, max(n.last) as last from candidates join nests n using (child_id)
            group by adult_id, nest)
        select distinct a.adult_id from cared a join cared b using (adult_id)
        where a.nest < b.nest and a.first <= b.last and b.first <= a.last""")


def _torn(evidence, nests):
    """The adults who are named with children of two nests; an unborn child has no nest yet."""
    return duckdb.sql("""
        select adult_id from evidence join nests using (child_id) where not unborn group by adult_id having count(distinct nest) > 1""").materialize()


def _ranked(candidates, accused, nests, torn):
    """Each child's candidates in order, without those who are said to harm the others at home, unless nobody else is known."""
    at_home = duckdb.sql("""
        with pairs as materialized (select child_id, adult_id from candidates)
        select child_id, adult_id as person_id from pairs union select child_id, child_id from pairs""").materialize()
    between = duckdb.sql("select source_id, harmed_id, count(distinct report_id) as n from accused group by all").materialize()
    harming = duckdb.sql("""
        select child_id, source_id as adult_id, sum(n) as n from between join at_home on harmed_id = person_id group by all""").materialize()
    harmed = duckdb.sql("""
        select child_id, harmed_id as adult_id, sum(n) as n from between join at_home on source_id = person_id group by all""").materialize()
    said = duckdb.sql("""
        with counts as materialized (from between)
        select adult_id, sum(n) filter (side = 'source') as harming, sum(n) filter (side = 'harmed') as harmed from (
            select source_id as adult_id, 'source' as side, n from counts union all select harmed_id, 'harmed', n from counts)
        group by adult_id""").materialize()
    return duckdb.sql("""
        with known as (
            select c.*, coalesce(harming.n, 0) > coalesce(harmed.n, 0) as accused_at_home,
                   coalesce(said.harming, 0) > coalesce(said.harmed, 0) or (blamed and said.harmed is null) as accused, coalesce(said.harmed, 0) > 0 as harmed,
                   c.adult_id in (select adult_id from torn) as torn,
                   sum(times_carer) over (partition by c.adult_id, nest) as carer_of_children,
                   sum(occasions) over (partition by c.adult_id, nest) as with_children,
                   sum(occasions) over (partition by c.adult_id) as with_any
            from candidates c join nests using (child_id) left join harming using (child_id, adult_id) left join harmed using (child_id, adult_id)
            left join said using (adult_id))
        select *, row_number() over (partition by child_id order by accused, torn, grown_child, weight desc,
                                     harmed desc, carer_of_children desc, with_children desc, with_any desc, first, adult_id) as place
        from known
        qualify accused_at_home = bool_and(accused_at_home) over (partition by child_id)""")


def _harming(accused):
    """The people who are more often said to have harmed somebody than to be harmed."""
    return duckdb.sql("""
        with said as materialized (select distinct report_id, source_id, harmed_id from accused)
        select person_id from (select source_id as person_id, 1 as n from said union all select harmed_id, -1 from said)
        group by person_id having sum(n) > 0""").materialize()


def _spells(ranked, founding):
    """A row per child and main carer in turn. Of two candidates the better is kept, and the other only where the child is seen
    to have moved between them: to another home, recorded later and more than once or to the last, but for what agencies learn
    late. One only named as a carer, and said by none to live with the child, comes before the first who is."""
    def moved(old, new):
        return (f"{new}.weight = 2 and {old}.first < {new}.first and {old}.last <= {new}.first + {LEARN_LATE} "
                f"and ({old}.last < {new}.last or {new}.occasions > 1) "
                f"and ({new}.as_carer or {old}.homes <> [] and {new}.homes <> [])")
    apart = f"""not list_has_any(better.homes, one.homes) and (
        (({moved('better', 'one')}) or ({moved('one', 'better')}) and one.weight = 2)
        or (one.first + {LEARN_LATE} < better.first and one.as_carer and one.occasions > 1))"""
    return duckdb.sql(f"""
        with every as materialized (from ranked),
        kept as (
            from every one where not exists (
                from every better where better.child_id = one.child_id and better.place < one.place and not ({apart})))
        select child_id, adult_id, occasions, agencies, weight, accused_at_home,
               if(lag(first) over turn is null, least(first, first_day), first) as since,
               lead(first) over turn - 1 as until
        from kept join founding on person_id = child_id
        window turn as (partition by child_id order by first)""")


def _with_siblings(naming, spells, founding):
    """The spells, and one for each child without a carer who is named together with a child that has one, and not elsewhere."""
    uncared = duckdb.sql("""
        select person_id, occasion, spot, agency, day from naming
        where minor and person_id not in (select child_id from spells)""").materialize()
    siblings = duckdb.sql("""
        select one.person_id, one.agency, one.day, sibling.person_id as sibling_id
        from uncared one join naming sibling using (occasion)
        where sibling.minor and sibling.person_id <> one.person_id and coalesce(one.spot = sibling.spot, true)""").materialize()
    theirs = duckdb.sql("""
        select person_id as child_id, arg_min(adult_id, (day, adult_id)) as adult_id, 0 as occasions,
               list_sort(list(distinct agency)) as agencies, 0 as weight, false as accused_at_home,
               min(first_day) as since, null::date as until
        from siblings join spells on child_id = sibling_id and day between since and coalesce(until, day)
        join founding using (person_id) group by person_id""")
    return duckdb.sql("from spells union all by name from theirs")


def _rows(naming, spells, nests, in_two_homes, harming, founding):
    """The rows of children and carers. A family is founded by its carer; by its first child where the carer has two homes or
    nobody knows of one. A carer whom a person named, and who is said to have harmed people, is so for the children of one nest
    alone: no answer makes such a carer join two families."""
    expecting = duckdb.sql(f"""
        select person_id, list_sort(list(distinct agency)) as agencies
        from (from naming qualify not bool_or(minor) over (partition by report_id))
        where category in ('pregnancy', 'birth') and role in {HOLDS_THE_CHILD} group by person_id""").materialize()
    placed = duckdb.sql(f"""
        with first_seen as materialized (from founding)
        select spells.adult_id, spells.child_id, occasions, weight, agencies, accused_at_home, since, until,
               c.first_day as carer_since, {titles.listed("agencies")} as told,
               occasions || if(occasions = 1, ' record', ' records') as often, decided, answer, ended,
               decided and harming.person_id is not null as apart,
               if(apart or two.adult_id is not null,
                  min(k.mention_id) over (partition by spells.adult_id, apart, coalesce(nest, spells.child_id)) || c.mention_id, c.mention_id) as founded_by
        from spells join first_seen c on c.person_id = adult_id join first_seen k on k.person_id = child_id
        left join nests on nests.child_id = spells.child_id left join harming on harming.person_id = spells.adult_id
        left join in_two_homes two on two.adult_id = spells.adult_id""").materialize()
    children = duckdb.sql("""
        select founded_by, child_id as person_id, 'child' as part, since, until,
               case when decided then answer
                    when occasions = 0 then 'named by ' || told || ' with no adult, together with a child of this family'
                    when weight = 2 then 'recorded as living with the main carer by ' || told || ': ' || often
                    else 'named together with the main carer by ' || told || ': ' || often end
               || if(accused_at_home, '; no other carer is known', '')
               || if(not decided, coalesce('; ' || answer, ''), '')
               || case when ended is not null then '; then ' || ended
                       when until is not null then '; then recorded with another carer' else '' end as because
        from placed
        union all by name
        select mention_id as founded_by, child_id as person_id, 'child' as part, since, until,
               coalesce(answer || '; no other carer is known', 'no report names a carer of this child') || coalesce('; then ' || ended, '') as because
        from spells join founding on person_id = child_id where adult_id is null""").materialize()
    adults = duckdb.sql(f"""
        select founded_by, adult_id as person_id, 'carer' as part, if(apart, min(since), carer_since) as since, null::date as until,
               'main carer of ' || count(distinct child_id) || if(count(distinct child_id) = 1, ' child', ' children')
               || coalesce(', from what is recorded by ' || nullif({titles.listed("flatten(list(agencies))")}, ''), '')
               || coalesce('; ' || string_agg(distinct answer, '; ' order by answer) filter (decided), '') as because
        from placed group by founded_by, adult_id, carer_since, apart""").materialize()
    parents = duckdb.sql(f"""
        select mention_id as founded_by, person_id, 'carer' as part, first_day as since, null::date as until,
               'recorded as pregnant, or as having given birth, and with no child yet, by ' || {titles.listed("agencies")} as because
        from expecting join founding using (person_id) where person_id not in (select adult_id from placed)""").materialize()
    uncared = duckdb.sql("""
        with cared as materialized (select child_id, adult_id from placed union all select child_id, child_id from spells where adult_id is null)
        select mention_id as founded_by, person_id, 'child' as part, first_day as since, null::date as until,
               'no report names a carer of this child' as because
        from founding semi join (from naming where minor) using (person_id)
        where person_id not in (select child_id from cared union all select adult_id from cared
                                union all select person_id from expecting)""").materialize()
    return duckdb.sql("""
        select 'F-' || left(md5(founded_by), 16) as family_id, * exclude (founded_by)
        from (from children union all by name from adults union all by name from parents union all by name from uncared)""")
