"""The queue of links to review: how long, how often right, and what answering its first tenth would bring back."""

import duckdb
import networkx as nx

FIRST = 10   # the queue's first tenth


def queue(placed, links) -> dict:
    """Items per person made, the share of them that are truly one person, and the share of true pairs that they would join."""
    people, real = duckdb.sql("""
        select count(distinct made), (select sum(n * (n - 1) / 2) from (select count(*) as n from placed group by person)) from placed""").fetchall()[0]
    queued, right, found = duckdb.sql("""
        with queued as materialized (from links where queued),
        cells as materialized (select made, person, count(*) as n from placed group by all),
        truly as (select person_id_l, person_id_r, sum(l.n * r.n) as n from queued join cells as l on l.made = person_id_l
                  join cells as r on r.made = person_id_r and r.person = l.person group by all)
        select (select count(*) from queued), count(*), coalesce(sum(n), 0) from truly""").fetchall()[0]
    return {"review items": (queued, people), "precision of the queue": (right, queued), "recall by the queue": (found, real)}


def order(placed, pairs, links) -> dict:
    """Of the true pairs of mentions that were compared and not joined, the share that truthful answers to the first tenth join."""
    lacking = _lacking(placed, pairs)
    answered = duckdb.sql(f"""
        with cells as materialized (select distinct made, person from placed),
        queued as materialized (select person_id_l, person_id_r, place from links where queued),
        first as (from queued order by place limit (select ceil(count(*) / {FIRST})::bigint from queued))
        select distinct person_id_l, person_id_r from first join cells as l on l.made = person_id_l
        join cells as r on r.made = person_id_r and r.person = l.person""").fetchall()
    group = {made: number for number, one in enumerate(nx.connected_components(nx.Graph(answered))) for made in one}
    won = sum(n for left, right, n in lacking if left in group and group[left] == group.get(right))
    return {"recovered by the first tenth of the queue": (won, sum(n for _, _, n in lacking))}


def _lacking(placed, pairs):
    """The couples of made people that are truly one person and of whom two writings were compared, with the pairs of mentions lost."""
    return duckdb.sql("""
        with placed as materialized (from placed),
        cells as (select made, person, count(*) as n from placed group by all),
        apart as materialized (
            select l.made as made_l, r.made as made_r, sum(l.n * r.n) as n
            from cells as l join cells as r on l.person = r.person and l.made < r.made group by all),
        written as materialized (
            select distinct writing_id, made from placed where made in (select made_l from apart union select made_r from apart)),
        compared as (
            select distinct least(l.made, r.made) as made_l, greatest(l.made, r.made) as made_r
            from pairs join written as l on l.writing_id = mention_id_l join written as r on r.writing_id = mention_id_r)
        select made_l, made_r, n from apart semi join compared using (made_l, made_r)""").fetchall()
