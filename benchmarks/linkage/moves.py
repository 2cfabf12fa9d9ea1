"""People said to have caused harm whom the agencies name with two families: seen to be one, queued for review, or lost.

Each loss has a cause: no two of the writings were ever compared; compared, and below the band that is proposed; vetoed by a
guard; alike enough and not proposed; proposed and not put into the queue."""

import duckdb

from timeline.model import PROPOSE
from timeline.pairs import blocking, writings

CAUSES = ("never blocked", "below the band", "vetoed", "not proposed", "not queued")
ACCUSED = ("suspect", "offender")


def followed(placed, mentions, pairs, links, model) -> dict:
    """Of the moves between two families how many were linked, queued, or lost by each cause."""
    moved = _moved(placed, links).materialize()
    total, linked, queued = duckdb.sql("""
        select count(*), count(*) filter (linked), count(*) filter (queued and not linked) from moved""").fetchall()[0]
    lost = duckdb.sql("select person, family_l, family_r, shown from moved where not linked and not queued").materialize()
    causes = _causes(placed, lost, pairs, mentions, model)
    return ({"moves linked or queued": (linked + queued, total), "moves linked": (linked, total), "moves queued": (queued, total)}
            | {f"moves lost: {cause}": (causes.get(cause, 0), total) for cause in CAUSES})


def _moved(placed, links):
    """A row per accused person and two of the families with which he or she is named: whether linked, queued, or shown at least."""
    return duckdb.sql(f"""
        with placed as materialized (from placed),
        links as materialized (select person_id_l, person_id_r, queued from links),
        sides as materialized (select distinct person, family, made from placed
                               where family <> '' and person in (select person from placed where role in {ACCUSED})),
        couples as materialized (select l.person, l.family as family_l, r.family as family_r, l.made as made_l, r.made as made_r
                                 from sides as l join sides as r on l.person = r.person and l.family < r.family)
        select person, family_l, family_r, bool_or(made_l = made_r) as linked, bool_or(coalesce(queued, false)) as queued,
               bool_or(queued is not null) as shown
        from couples left join links on person_id_l = least(made_l, made_r) and person_id_r = greatest(made_l, made_r)
        group by person, family_l, family_r""")


def _causes(placed, lost, pairs, mentions, model) -> dict:
    """How many of the lost moves have each cause: the furthest that any two of their writings came."""
    if not lost.fetchall():
        return {}
    tried = duckdb.sql("""
        with placed as materialized (from placed)
        select distinct person, family_l, family_r, shown, least(l.writing_id, r.writing_id) as writing_l, greatest(l.writing_id, r.writing_id) as writing_r
        from lost join placed as l using (person) join placed as r using (person)
        where l.family = family_l and r.family = family_r""").materialize()
    shaped = writings.shape(mentions, model)
    blocked = blocking.block(shaped, mentions)
    compared = duckdb.sql("""
        with shaped as materialized (select k, writing_id from shaped)
        select l.writing_id as writing_l, r.writing_id as writing_r
        from blocked join shaped as l on l.k = join_key_l join shaped as r on r.k = join_key_r""").materialize()
    return dict(duckdb.sql(f"""
        with come as (
            select person, family_l, family_r,
                   max(case when shown then 4 when p.gate <> 'veto' and p.match_weight >= {PROPOSE} then 3 when p.gate = 'veto' then 2
                            when c.writing_l is not null or writing_l = writing_r then 1 else 0 end) as furthest
            from tried left join compared as c using (writing_l, writing_r)
            left join pairs as p on p.mention_id_l = writing_l and p.mention_id_r = writing_r
            group by person, family_l, family_r)
        select {list(CAUSES)}[furthest + 1], count(*) from come group by all""").fetchall())
