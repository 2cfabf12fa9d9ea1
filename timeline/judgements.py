"""How what people decided stands in this load: which answers hold, which wait, which contradict one another.

An answer holds whatever the likeness: a "yes" joins and a "no" keeps apart, through any chain. Answers that cannot all be true
(A is B, B is C, A is not C) are never resolved here: every "yes" among them is set aside, since a wrong link does the greater
harm, every "no" keeps apart, and all of them are shown to a person; what was said of others beside them (A is D) stands. None of
this depends on the order in which they were given.
"""

import duckdb
import networkx as nx
import pandas as pd

SEEN_MENTION = "md5(concat_ws('|', coalesce(name, ''), dob, sex, postcode, array_to_string(map_values(identifiers), ' ')))"
SEEN_REPORT = "md5(concat_ws('|', category, occurred_from, occurred_to, place_key, coalesce(words, '')))"
SEEN_FACTOR = "md5(name)"


def settle(decisions, reports, mentions) -> duckdb.DuckDBPyRelation:
    """The table `judgements`: a row per pair of anchors in `decisions` (the frame of `decisions.standing`), and how it stands."""
    said = duckdb.sql("""
        select answer_id::varchar as answer_id, kind::varchar as kind, left_id::varchar as left_id, right_id::varchar as right_id,
               since::varchar::date as since, seen::varchar as seen, verdict::varchar as verdict, reason::varchar as reason,
               decided_by::varchar as decided_by, left(decided_at::varchar, 10)::date as decided_on, seconded_by::varchar as seconded_by,
               needs_second::boolean and seconded_by is null as waits, until::varchar::date as until, signal::varchar as signal
        from decisions""").materialize()
    anchors = _anchors(said, reports, mentions)
    here = duckdb.sql("""
        with anchors as materialized (from anchors)
        select said.* exclude (seen), coalesce(md5(l.seen || r.seen) <> said.seen, false) as changed,
               case when l.id is null or r.id is null then 'not in this load'
                    when waits then 'waiting for a second person' else 'standing' end as state
        from said left join anchors as l on l.id = left_id left join anchors as r on r.id = right_id""").materialize()
    clashing = _clashing(here)
    return duckdb.sql("""
        select answer_id, kind, left_id, right_id, since, verdict, if(clash is null, state, 'contradicted') as state, changed, reason,
               decided_by, decided_on, seconded_by, until, signal,
               decided_by || if(kind = 'signal dismissed', ' dismissed it', ' said ' || verdict) || ' on ' || strftime(decided_on, '%-d %B %Y')
               || case when clash is not null then '; it contradicts ' || clash || ', so a person must look: until then nothing is joined by it'
                       when state = 'not in this load' then '; what it is about is not in this load, so it changes nothing here'
                       when state = 'standing' and seconded_by is not null then ', and ' || seconded_by || ' agreed'
                       when state = 'standing' then '' else '; it is not applied until a second person agrees' end
               || if(changed, '; the agency''s record has changed since', '') || '.' as because
        from here left join clashing using (answer_id, left_id, right_id) order by answer_id, left_id, right_id""").materialize()


def seen_of(left: str, right: str) -> str:
    """SQL for the hash that a decision keeps of what was seen, from the hashes of its two anchors."""
    return f"md5({left} || {right})"


def _anchors(said, reports, mentions):
    """The mentions and reports that answers are about, each with a hash of what it says; a factor says its name."""
    return duckdb.sql(f"""
        with named as materialized (select left_id as id from said union select right_id from said)
        select mention_id as id, {SEEN_MENTION} as seen from mentions semi join named on id = mention_id
        union all select report_id, {SEEN_REPORT} from reports semi join named on id = report_id
        union all select name, {SEEN_FACTOR} from (select distinct right_id as name from said where kind = 'factor in report')""").materialize()


def _clashing(here):
    """The rows that cannot all be true, each with whose answer it contradicts, in words."""
    rows = duckdb.sql("""
        select answer_id, kind, left_id, right_id, since::varchar, verdict, decided_by from here
        where state = 'standing' and verdict <> 'unsure' order by all""").fetchall()
    found = [*_torn([row for row in rows if row[1] == "same person"]), *_torn([row for row in rows if row[1] == "same event"]),
             *_opposed([row for row in rows if row[1] == "primary perpetrator"], lambda row: frozenset(row[2:4]), lambda row: row[2]),
             *_opposed([row for row in rows if row[1] == "child with carer"], lambda row: row[2:5:2], lambda row: row[3]),
             *_opposed([row for row in rows if row[1] == "factor in report"], lambda row: row[2:4], lambda row: row[3])]
    frame = pd.DataFrame(found, columns=["answer_id", "left_id", "right_id", "clash"])
    return duckdb.sql("select answer_id::varchar as answer_id, left_id::varchar as left_id, right_id::varchar as right_id, clash::varchar as clash from frame")


def _torn(rows):
    """Of what was said to be one or not: each "no" that runs across a chain of "yes", and every "yes" on a way from its one end to the other.

    With each such "no" as an edge beside the "yes", those ways are the rings that it closes."""
    said = nx.Graph([row[2:4] for row in rows if row[5] == "yes"])
    chain = {anchor: number for number, part in enumerate(nx.connected_components(said)) for anchor in part}
    said.add_edges_from([row[2:4] for row in rows if row[5] == "no" and chain.get(row[2], -1) == chain.get(row[3], -2)])
    ring = {frozenset(edge): number for number, part in enumerate(nx.biconnected_component_edges(said)) for edge in part}
    held = [(ring[frozenset(row[2:4])], row) for row in rows if frozenset(row[2:4]) in ring]
    spoken: dict[tuple, set] = {}
    for number, row in held:
        spoken.setdefault((number, row[5]), set()).add((row[0], row[6]))
    against = {"yes": "no", "no": "yes"}
    return [_against(row, spoken[number, against[row[5]]]) for number, row in held if (number, against[row[5]]) in spoken]


def _opposed(rows, question, whom):
    """Of what was asked about somebody: a "yes" and a "no" of one, and two answers that say "yes" of two."""
    asked: dict = {}
    for row in rows:
        asked.setdefault(question(row), []).append(row)

    def clash(one, other):
        return one[5] != other[5] if whom(one) == whom(other) else one[5] == other[5] == "yes" and one[0] != other[0]

    return [_against(row, others) for group in asked.values() for row in group
            if (others := {(other[0], other[6]) for other in group if clash(row, other)})]


def _against(row, others):
    return row[0], row[2], row[3], " and ".join(f"{by}'s {answer_id}" for answer_id, by in sorted(others))
