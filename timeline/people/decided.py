"""What people answered about who is who, brought to bear on the units: who must be one, who must stay two, and in what words.

Answers speak of mentions, and mentions written alike are one unit. Where answers tell two of one unit apart (themselves, or
through those whom they were said to be), the unit comes apart: those of whom the same was said stay together, and those of
whom nothing was said stay with the most. A person split by hand is such a case: everyone who leaves was told apart from
everyone who stays.
"""

from itertools import combinations

import duckdb
import networkx as nx
import pandas as pd

FIRST = "'inf'::double"  # the weight of an edge that is taken before any other
JOINS = "kind = 'same person' and verdict = 'yes' and state = 'standing'"
PARTS = "kind = 'same person' and verdict = 'no' and state in ('standing', 'contradicted')"


def held(judgements):
    """The pairs of mentions that must be one and those that must stay two: of a contradiction only the "no" holds."""
    joined = duckdb.sql(f"select left_id, right_id from judgements where {JOINS}").materialize()
    parted = duckdb.sql(f"select left_id, right_id from judgements where {PARTS}").materialize()
    return joined, parted


def of_units(told, named):
    """The pairs of mentions `told` as pairs of units."""
    return duckdb.sql("""
        with units as materialized (select mention_id, u from named where mention_id in (select unnest([left_id, right_id]) from told))
        select distinct l.u as l, r.u as r from told join units as l on l.mention_id = left_id join units as r on r.mention_id = right_id
        where l.u <> r.u""").materialize()


def come_apart(named, joined, parted):
    """`named` with a number of its own for everyone who must leave a unit; and, as edges, who is written alike and left apart so."""
    unit = dict(duckdb.sql("""
        with told as (from joined union all from parted)
        select mention_id, u from named where mention_id in (select unnest([left_id, right_id]) from told)""").fetchall())
    moved, alike, number = [], [], duckdb.sql("select coalesce(max(u), -1) + 1 from named").fetchall()[0][0]
    for u, parts in sorted(_groups(unit, joined.fetchall(), parted.fetchall()).items()):
        numbers = [u, *range(number, number := number + len(parts) - 1)]
        moved += [(mention_id, n) for n, part in zip(numbers, parts, strict=True) for mention_id in part]
        alike += combinations(numbers, 2)
    moving, beside = pd.DataFrame(moved, columns=["mention_id", "u"]), pd.DataFrame(alike, columns=["l", "r"])
    units = duckdb.sql("""
        select mention_id, writing_id, coalesce(m.u, n.u)::integer as u
        from named as n left join (select mention_id::varchar as mention_id, u::integer as u from moving) as m using (mention_id)""").materialize()
    return units, duckdb.sql(f"select l::integer as l, r::integer as r, {FIRST} as weight, 'written alike' as reason from beside").materialize()


def _groups(unit, joined, parted) -> dict[int, list[list[str]]]:
    """The units that must come apart, each with its groups of mentions of whom the same was said, the largest first."""
    chain = _numbered([*joined, *((mention_id, mention_id) for mention_id in unit)])
    home = _numbered([*((unit[left], unit[right]) for left, right in joined), *((u, u) for u in unit.values())])
    torn = {home[unit[left]] for left, right in parted if home[unit[left]] == home[unit[right]]}
    foes: dict[int, set[int]] = {}
    for left, right in parted:
        foes.setdefault(chain[left], set()).add(chain[right])
        foes.setdefault(chain[right], set()).add(chain[left])
    linked = {mention_id for pair in joined for mention_id in pair}
    groups: dict[int, dict] = {}
    for mention_id in sorted(unit):
        if home[unit[mention_id]] in torn:
            said = chain[mention_id] if mention_id in linked else frozenset(foes[chain[mention_id]])
            groups.setdefault(unit[mention_id], {}).setdefault(said, []).append(mention_id)
    return {u: sorted(parts.values(), key=lambda part: (-len(part), part[0])) for u, parts in groups.items()}


def _numbered(pairs) -> dict:
    """Each thing with the number of those that it hangs together with."""
    return {thing: number for number, part in enumerate(nx.connected_components(nx.Graph(pairs))) for thing in part}


def say(drawn, judgements):
    """The `people` as drawn, each `because` with who joined them, or told them apart from somebody, and when."""
    told = duckdb.sql(f"""
        with said as (
            select answer_id, unnest([left_id, right_id]) as mention_id,
                   if(verdict = 'yes', 'joined by ', 'told apart from somebody else by ') || decided_by
                   || if(seconded_by is null, '', ' and ' || seconded_by) || ' on ' || strftime(decided_on, '%-d %B %Y')
                   || if(verdict = 'yes', ': ' || reason, '') as sentence, verdict = 'no' as parting, decided_on
            from judgements where {JOINS} or {PARTS}),
        members as (select person_id, unnest(mention_ids) as mention_id from drawn),
        once as (select distinct person_id, answer_id, sentence, parting, decided_on from members join said using (mention_id))
        select person_id, string_agg(sentence, '; ' order by parting, decided_on, answer_id) as sentences from once group by person_id""").materialize()
    return duckdb.sql("""
        select drawn.* replace (if(sentences is null, because, rtrim(because, ': ') || '; ' || sentences) as because)
        from drawn left join told using (person_id) order by person_id""").materialize()
