"""What people said of which carer a child belongs with: from a day a "yes" goes before the records, and a "no" bars that carer.

A "yes" holds until the next answer or the next move that is recorded after its day; a "no" until somebody says "yes" of the same
two. Before its day, and of other children, an answer changes nothing. A *spell* is a child with a main carer for a time; one
without `adult_id` is a time for which no carer is known.
"""

import duckdb


def heard(judgements, people, founding) -> duckdb.DuckDBPyRelation:
    """The answers that hold, a row per child, carer, verdict and day, with who said so, when and why.

    Of answers that cannot all be true, given about other records of the same people, the "no" holds alone."""
    said = duckdb.sql("""
        with answers as materialized (
            select * from judgements where kind = 'child with carer' and ((state = 'standing' and verdict = 'yes')
                                                                        or (state in ('standing', 'contradicted') and verdict = 'no'))),
        who as materialized (
            select person_id, mention_id from (select person_id, unnest(mention_ids) as mention_id from people)
            semi join (select left_id as mention_id from answers union select right_id from answers) using (mention_id)),
        worded as (
            select child.person_id as child_id, adult.person_id as adult_id, verdict, coalesce(since, first_day) as day,
                   decided_by || coalesce(' and ' || seconded_by, '') || ' said on ' || strftime(decided_on, '%-d %B %Y') || ' that from '
                   || strftime(day, '%-d %B %Y') || if(verdict = 'yes', ' this child belongs with this carer: ',
                                                       ' this child does not belong with the carer recorded before: ') || reason as answer
            from answers join who child on child.mention_id = left_id join who adult on adult.mention_id = right_id
            join founding on founding.person_id = child.person_id
            where child.person_id <> adult.person_id)
        select child_id, adult_id, verdict, day, string_agg(distinct answer, '; ' order by answer) as answer
        from worded group by child_id, adult_id, verdict, day""").materialize()
    return duckdb.sql("""
        with said as materialized (from said),
        torn as (select child_id, day from said where verdict = 'yes' group by child_id, day having count(*) > 1),
        refused as (select child_id, adult_id, day from said where verdict = 'no')
        from said where verdict = 'no' or ((child_id, day) not in (from torn) and (child_id, adult_id, day) not in (from refused))
        order by child_id, day, adult_id""").materialize()


def applied(spells, said, founding, without) -> duckdb.DuckDBPyRelation:
    """The spells when what people `said` holds, each with its `answer` in words, whether it is `decided` by answers alone, and the
    answer that `ended` it. `without(bars)` gives the recorded spells if no child could be with a carer whom `bars` names for it."""
    mine = _recorded(spells, said, founding)
    for bars in _barred(said):
        mine = _refused(mine, _recorded(without(bars), said, founding), bars)
    decided = _joined_up(_decided(mine, said))
    return duckdb.sql("""
        with said as materialized (select distinct child_id from said)
        select *, null::varchar as ended, false as decided, null::varchar as answer from spells anti join said using (child_id)
        union all by name from decided""").materialize()


def _recorded(spells, said, founding):
    """The recorded spells of the children that have an answer; one without a carer for a child that has none. `moved_on` is the
    day of a recorded move."""
    return duckdb.sql("""
        with spells as materialized (from spells semi join said using (child_id)), asked as (select distinct child_id from said)
        select *, if(row_number() over (partition by child_id order by since) > 1, since, null) as moved_on,
               false as decided, null::varchar as answer, null::varchar as ended
        from spells
        union all by name
        select child_id, first_day as since, false as decided from asked join founding on person_id = child_id
        where child_id not in (select child_id from spells)""").materialize()


def _barred(said):
    """Whom the answers bar as a child's carer and from when: in the first relation for each child's first such day, and so on."""
    every = duckdb.sql("""
        with said as materialized (from said),
        days as (
            select child_id, day as from_day, string_agg(answer, '; ' order by answer) as why,
                   row_number() over (partition by child_id order by day) as turn
            from said where verdict = 'no' group by child_id, day)
        select turn, d.child_id, from_day, why, adult_id from days d join said s on s.child_id = d.child_id and s.day <= from_day
        group by turn, d.child_id, from_day, why, adult_id having arg_max(verdict, s.day) = 'no'""").materialize()
    turns = duckdb.sql("select coalesce(max(turn), 0) from every").fetchall()[0][0]
    return [every.filter(f"turn = {turn}").project("* exclude (turn)").materialize() for turn in range(1, turns + 1)]


def _refused(spells, others, bars):
    """The spells when from its day on each child of `bars` has those of `others` instead, but never with whom it bars."""
    days = duckdb.sql("select distinct child_id, from_day, why from bars").materialize()
    instead = duckdb.sql("""
        select o.* replace (greatest(since, from_day) as since, if(moved_on > from_day, moved_on, null) as moved_on, why as answer)
        from others o join days using (child_id) anti join bars using (child_id, adult_id) where coalesce(until >= from_day, true)""").materialize()
    return duckdb.sql("""
        with marked as (
            select s.*, from_day, why, from_day is not null and coalesce(until >= from_day, true) as cut
            from spells s left join days using (child_id) where coalesce(since < from_day, true))
        select * exclude (from_day, why, cut) replace (if(cut, from_day - 1, until) as until, if(cut, why, ended) as ended) from marked
        union all by name from instead
        union all by name
        select child_id, from_day as since, false as decided, why as answer from days anti join instead using (child_id)""").materialize()


def _decided(spells, said):
    """The spells when each child is with the carer whom somebody named for it, until the next answer or recorded move."""
    named = duckdb.sql("""
        with said as materialized (from said),
        changes as (
            select y.child_id, y.adult_id, y.day, n.day as next from said y join said n
                on n.child_id = y.child_id and n.day > y.day and (n.verdict = 'yes' or n.adult_id = y.adult_id)
            union all
            select y.child_id, y.adult_id, y.day, moved_on from said y join spells s on s.child_id = y.child_id and moved_on > y.day)
        select child_id, adult_id, day as since, min(next) - 1 as until, answer, true as decided
        from said left join changes using (child_id, adult_id, day) where verdict = 'yes'
        group by child_id, adult_id, day, answer""").materialize()
    return _after(spells, named)


def _after(spells, named):
    """The spells, cut where one that is named begins, and these."""
    return duckdb.sql("""
        with others as materialized (
            select child_id, since as from_day, until as to_day, replace(answer, ' with this carer: ', ' with another carer: ') as why
            from named),
        rest as (
            from spells s where not exists (
                from others n where n.child_id = s.child_id and s.since between from_day and coalesce(to_day, s.since))),
        cut as (
            select s.child_id, s.since, min(from_day) as from_day, arg_min(why, from_day) as why
            from rest s join others n on n.child_id = s.child_id and from_day > s.since and from_day <= coalesce(s.until, from_day)
            group by s.child_id, s.since)
        select rest.* replace (coalesce(from_day - 1, until) as until, coalesce(why, ended) as ended)
        from rest left join cut using (child_id, since)
        union all by name from named""").materialize()


def _joined_up(spells):
    """The spells when those of one child with one carer that follow day by day are one."""
    return duckdb.sql("""
        with followed as (
            select *, coalesce(adult_id is not distinct from lag(adult_id) over course and lag(until) over course + 1 = since, false) as follows
            from spells window course as (partition by child_id order by since)),
        numbered as (select *, count(*) filter (not follows) over (partition by child_id order by since) as turn from followed)
        select child_id, adult_id, min(since) as since, if(bool_and(until is not null), max(until), null) as until,
               nullif(arg_max(coalesce(ended, ''), since), '') as ended, coalesce(max(occasions), 0) as occasions,
               coalesce(any_value(agencies), []) as agencies, coalesce(max(weight), 0) as weight,
               coalesce(bool_or(accused_at_home), false) as accused_at_home, bool_and(decided) as decided,
               string_agg(distinct answer, '; ' order by answer) filter (decided or not follows) as answer
        from numbered group by child_id, adult_id, turn""").materialize()
