"""Two people who may be one: proposed to a person, with what speaks for it and against it.

A link is proposed where two people were left apart whose best pair of mentions is alike enough and not vetoed: nothing
confirmed it, a guard asks for a review, or joining them would have put two people into one. Across households that is the
rule (R18 in docs/signals.md): an innocent family pays for a false link, so a person looks first.
"""

import duckdb

from timeline.links import answered, clashes, places, words, worth
from timeline.links.doubts import doubt
from timeline.model import CROWD, PROPOSE, RELATIVE

__all__ = ["doubt", "propose"]


def propose(mentions, pairs, people, judgements, reports) -> duckdb.DuckDBPyRelation:
    """The `links`: one for each two people left apart, resting on their best pair of mentions, and one for each two of whom an
    answer is unsure, waits or is contradicted, however unlike they are."""
    owners = duckdb.sql("select person_id, unnest(mention_ids) as mention_id from people").materialize()
    apart = _apart(mentions, pairs, owners)
    alike = duckdb.sql("""
        select distinct on (person_id_l, person_id_r) * from apart
        order by person_id_l, person_id_r, weight desc, mention_id_l, mention_id_r""").materialize()
    answers = answered.find(judgements, owners)
    unlike = answered.unlike(answers, alike, mentions, pairs)
    best = duckdb.sql("from alike union all by name from unlike").materialize()
    clashing = clashes.find(best, mentions, pairs, owners)
    astray = places.find(best.project("person_id_l, person_id_r"), mentions, reports, owners)
    said = words.say(best, clashing, astray, mentions).materialize()
    weighed = worth.weigh(said, mentions, owners)
    settled = answered.settle(weighed, answers)
    return duckdb.sql("""
        select 'L-' || left(md5(mention_id_l || ' ' || mention_id_r), 16) as link_id, person_id_l, person_id_r, state,
               mention_id_l, mention_id_r, match_weight, agrees, conflicts, missing, rarity, moves, queued, place, because
        from settled order by person_id_l, person_id_r""").materialize()


def _apart(mentions, pairs, owners):
    """Pairs of mentions of two people, alike enough, or alike enough with a relative in common.

    Where several people share one writing, the one with most mentions stands for them, lest each be linked with each."""
    holders = duckdb.sql("""
        select writing_id, person_id, min(mention_id) as mention_id,
               row_number() over (partition by writing_id order by count(*) desc, person_id) as place
        from mentions join owners using (mention_id) group by writing_id, person_id""").materialize()
    relatives = _relatives(mentions, owners)
    return duckdb.sql(f"""
        with held as materialized (from holders),
        relations as materialized (from relatives),
        near as (
            select p.match_weight, p.because, p.shares, l.person_id as person_l, r.person_id as person_r, l.mention_id as named_l, r.mention_id as named_r
            from pairs as p join held as l on l.writing_id = p.mention_id_l join held as r on r.writing_id = p.mention_id_r
            where gate <> 'veto' and l.person_id <> r.person_id and l.place = 1 and (r.place = 1 or p.mention_id_l = p.mention_id_r)),
        turned as materialized (
            select match_weight, because, shares, least(person_l, person_r) as person_id_l, greatest(person_l, person_r) as person_id_r,
                   if(person_l < person_r, named_l, named_r) as mention_id_l, if(person_l < person_r, named_r, named_l) as mention_id_r from near),
        kin as (select distinct a.person_id as person_id_l, b.person_id as person_id_r from relations as a join relations as b using (relative)
                semi join turned as t on t.person_id_l = a.person_id and t.person_id_r = b.person_id),
        lifted as (select t.*, k.person_id_l is not null as kin, match_weight + if(kin, {RELATIVE} - least(shares.address, 0), 0) as weight
                   from turned as t left join kin as k using (person_id_l, person_id_r))
        from lifted where weight >= {PROPOSE}""").materialize()


def _relatives(mentions, owners):
    return duckdb.sql(f"""
        with placed as materialized (select report_id, person_id from mentions join owners using (mention_id)),
        together as materialized (
            select distinct a.person_id, b.person_id as relative from placed as a join placed as b using (report_id) where a.person_id <> b.person_id)
        from together where relative in (select relative from together group by relative having count(*) <= {CROWD})""").materialize()
