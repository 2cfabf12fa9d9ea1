"""Which joined people may be two, for a person to look at: nothing is parted here.

A person is doubted who would have been in two places at once; who bears more family names, or more first names, than one life
explains; or who is among the most often named of the load and hangs together by one weak likeness alone.
"""

import duckdb
import networkx as nx
import pandas as pd

from timeline.links import places
from timeline.model import SURE

FAMILY_NAMES, FIRST_NAMES = 3, 2  # so many that are not written for one another are explained by marriages and by-names
LARGE = 0.999  # the share of people who are named no oftener than those whose bridges are looked at
FEW = 3  # mentions that must hang by a thread, or it is only a stray
ALIKE = "(jaro_winkler_similarity({a}, {b}) >= 0.85 or damerau_levenshtein({a}, {b}) <= 2 or list_has_any(string_split({a}, ' '), string_split({b}, ' ')))"


def often(people) -> int | None:
    """How often those are named, at the most, who are not among the most often named of the load; None where nobody is named."""
    return duckdb.sql(f"select quantile_disc(len(mention_ids), {LARGE}) from people").fetchall()[0][0]


def doubt(mentions, pairs, people, reports, times: int | None = None) -> duckdb.DuckDBPyRelation:
    """The `doubts`: each doubted person with the reasons, a sentence each. `times` is what `often` says of the load, where these are a part of it."""
    owners = duckdb.sql("select person_id, unnest(mention_ids) as mention_id from people").materialize()
    astray = places.find(duckdb.sql("select person_id as person_id_l, person_id as person_id_r from people"), mentions, reports, owners)
    written = duckdb.sql("""
        select person_id, writing_id, any_value(forename) as forename, any_value(surname) as surname, count(*) as times
        from mentions join owners using (mention_id) where person_id in (select person_id from people where len(mention_ids) > 2)
        group by person_id, writing_id""").materialize()
    names, bridged = _named_too_variously(written, pairs), _hanging_by_a_thread(people, written, pairs, often(people) if times is None else times)
    return duckdb.sql("""
        with told as (
            select person_id_l as person_id, 1 as turn, 'In two places at once: ' || unnest(places) || '.' as because from astray
            union all from names union all from bridged)
        select person_id, string_agg(because, ' ' order by turn, because) as because from told group by person_id order by person_id""").materialize()


def _named_too_variously(written, pairs):
    """People with too many family names or first names: of names that are written for one another the least counts.

    First names are also one where two of the person's writings with them were compared and nothing spoke against their being one."""
    return duckdb.sql(f"""
        with said as materialized (from written),
        names as materialized (
            select distinct person_id, 'family' as part, surname as name from said where surname is not null
            union select distinct person_id, 'first', forename from said where length(forename) > 1),
        various as materialized (
            select * from names semi join (select person_id, part from names group by all
                                           having count(*) > if(part = 'family', {FAMILY_NAMES}, {FIRST_NAMES})) using (person_id, part)),
        compared as materialized (
            select distinct l.person_id, least(l.forename, r.forename) as a, greatest(l.forename, r.forename) as b
            from said as l join pairs on mention_id_l = l.writing_id join said as r on r.writing_id = mention_id_r and r.person_id = l.person_id
            where gate = 'ok' and l.person_id in (select person_id from various)),
        lesser as (
            select distinct v.person_id, v.part, v.name from various as v join various as w using (person_id, part)
            where w.name < v.name and ({ALIKE.format(a="v.name", b="w.name")}
                or v.part = 'first' and (v.person_id, w.name, v.name) in (select (person_id, a, b) from compared)))
        select person_id, if(part = 'family', 2, 3) as turn,
               if(part = 'family', 'Family', 'First') || ' names that are not written for one another: '
               || string_agg(name, ', ' order by name) || '.' as because
        from various anti join lesser using (person_id, part, name) group by person_id, part
        having count(*) > if(part = 'family', {FAMILY_NAMES}, {FIRST_NAMES})""").materialize()


def _hanging_by_a_thread(people, written, pairs, times):
    """The people who are named more than so many times and of whom one weak likeness alone holds two parts together, each of several writings."""
    large = duckdb.sql("select person_id from people where len(mention_ids) > $times", params={"times": times}).materialize()
    held = duckdb.sql("""
        with theirs as materialized (select person_id, writing_id from written semi join large using (person_id))
        select l.person_id, mention_id_l, mention_id_r, match_weight
        from pairs join theirs as l on l.writing_id = mention_id_l join theirs as r on r.writing_id = mention_id_r and r.person_id = l.person_id
        where gate = 'ok' and mention_id_l <> mention_id_r order by all""").df()
    counts = dict(duckdb.sql("select writing_id, times from written semi join large using (person_id)").fetchall())
    parts = [(person_id, *sides) for person_id, edges in held.groupby("person_id") if (sides := _thread(edges, counts))]
    told = pd.DataFrame(parts, columns=["person_id", "lesser", "greater"])
    return duckdb.sql("""
        select person_id::varchar as person_id, 4 as turn, 'Many mentions, and one weak likeness alone holds ' || lesser::integer || ' of them to the other '
               || greater::integer || '.' as because from told""").materialize()


def _thread(edges, times) -> tuple[int, int] | None:
    """How many mentions lie on either side of the likeness, weaker than SURE, that alone holds them together: the most even parting.

    None where there is no such likeness, or only a few mentions hang by it."""
    graph = nx.Graph()
    graph.add_weighted_edges_from(edges[["mention_id_l", "mention_id_r", "match_weight"]].itertuples(index=False))
    weak = [(one, other) for one, other in nx.bridges(graph) if graph[one][other]["weight"] < SURE]
    whole = sum(times[writing] for writing in graph)
    lesser = 0
    for one, other in weak:
        cut = nx.restricted_view(graph, [], [(one, other)])
        side = sum(times[writing] for writing in nx.node_connected_component(cut, one))
        lesser = max(lesser, min(side, whole - side))
    return (lesser, whole - lesser) if lesser >= FEW else None
