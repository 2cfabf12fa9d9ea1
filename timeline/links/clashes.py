"""Why two people cannot both be right: what their records, all of them together, say that cannot be said of one person.

This is what `people` refuses a union for, told of the two people who came of it: different numbers of one kind, one report that
names both, different sexes, dates of birth that are no slip of the pen for one another, or two of their records that a guard
tells apart. A pair of records alone may show none of it.
"""

import duckdb

from timeline.dates import ONE_DATE, in_words
from timeline.identifiers import TITLES
from timeline.tables import STRONG_IDENTIFIERS


def find(best, mentions, pairs, owners):
    """Each two people of `best` with `clashes`, a list of sentences, empty where nothing speaks against their being one."""
    linkage = duckdb.sql("select distinct person_id_l, person_id_r from best").materialize()
    theirs = duckdb.sql("""
        select person_id, report_id, writing_id, identifiers, if(dob_precision = 'year', null, dob) as dob, if(sex = 'other', null, sex) as sex
        from mentions join owners using (mention_id)
        where person_id in (select unnest([person_id_l, person_id_r]) from linkage)""").materialize()
    numbers, contradicting, vetoed = _numbers(linkage, theirs), _contradicting(linkage, theirs), _vetoed(linkage, theirs, pairs)
    return duckdb.sql("""
        with told as (from numbers union all from contradicting union all from vetoed)
        select person_id_l, person_id_r, coalesce(list(clash order by turn, clash) filter (clash is not null), []) as clashes
        from linkage left join told using (person_id_l, person_id_r) group by all""").materialize()


def _numbers(linkage, theirs):
    """Two of one kind of number."""
    titles = " ".join(f"when '{kind}' then '{TITLES[kind]}s'" for kind in STRONG_IDENTIFIERS)
    return duckdb.sql(f"""
        with given as (select person_id, unnest(map_entries(identifiers)) as number from theirs where cardinality(identifiers) > 0),
        held as materialized (select person_id, case number.key {titles} end as kind, list(distinct number.value) as numbers from given group by all),
        one as materialized (  -- held once more before it is joined: else all who hold one kind of number may be set beside one another
            select person_id_l, person_id_r, kind, numbers from linkage join held on person_id = person_id_l where kind is not null)
        select person_id_l, person_id_r, 1 as turn, 'they hold different ' || one.kind as clash
        from one join held as other on other.person_id = person_id_r and other.kind = one.kind
        where not list_has_any(one.numbers, other.numbers)""").materialize()


def _contradicting(linkage, theirs):
    """One report that names both, two sexes, or two dates of birth: an identifier in common excuses the first two, as in `people`."""
    strong = ", ".join(f"'{kind}'" for kind in STRONG_IDENTIFIERS)
    return duckdb.sql(f"""
        with held as materialized (
            select person_id, list(distinct report_id) as reports, list_sort(coalesce(list(distinct sex) filter (sex is not null), [])) as sexes,
                   coalesce(list(distinct dob) filter (dob is not null), []) as dobs,
                   list_distinct(flatten(list(list_filter(map_entries(identifiers), lambda one: one.key in ({strong}))))) as numbers
            from theirs group by person_id),
        beside as materialized (
            select person_id_l, person_id_r, list_has_any(l.numbers, r.numbers) as identified, list_has_any(l.reports, r.reports) as one_report,
                   l.sexes as sexes_l, r.sexes as sexes_r, l.dobs as dobs_l, r.dobs as dobs_r
            from linkage join held as l on l.person_id = person_id_l join held as r on r.person_id = person_id_r),
        born as (select person_id_l, person_id_r, dob_l, unnest(dobs_r) as dob_r
                 from (select person_id_l, person_id_r, unnest(dobs_l) as dob_l, dobs_r from beside)),
        differing as (select person_id_l, person_id_r, min((dob_l, dob_r)) as dobs from born
                      where dob_l <> dob_r and not {ONE_DATE.format(a='dob_l', b='dob_r')} group by all)
        select person_id_l, person_id_r, 2 as turn, 'one report names both' as clash from beside where one_report
        union all select person_id_l, person_id_r, 3, 'one is recorded as ' || array_to_string(sexes_l, ' and ') || ', the other as '
                                                      || array_to_string(sexes_r, ' and ')
        from beside where sexes_l <> sexes_r and len(sexes_l) > 0 and len(sexes_r) > 0 and not identified
        union all select person_id_l, person_id_r, 4, 'one is recorded as born on ' || {in_words("dobs[1]")} || ', the other on ' || {in_words("dobs[2]")}
        from differing""").materialize()


def _vetoed(linkage, theirs, pairs):
    """Two of their records that a guard tells apart; of several the most alike is told."""
    return duckdb.sql("""
        with written as materialized (select distinct person_id, writing_id from theirs),
        vetoes as materialized (select mention_id_l, mention_id_r, match_weight, because from pairs
                                where gate = 'veto' and mention_id_l in (select writing_id from written) and mention_id_r in (select writing_id from written)),
        apart as (
            select least(l.person_id, r.person_id) as person_id_l, greatest(l.person_id, r.person_id) as person_id_r, because, match_weight
            from vetoes join written as l on l.writing_id = mention_id_l join written as r on r.writing_id = mention_id_r
            where l.person_id <> r.person_id)
        select person_id_l, person_id_r, 5 as turn,
               'a record of each tells them apart: ' || lower(told[1]) || rtrim(told[2:], '.') as clash
        from (select person_id_l, person_id_r, arg_max(because, (match_weight, because)) as told
              from apart semi join linkage using (person_id_l, person_id_r) group by all)""").materialize()
