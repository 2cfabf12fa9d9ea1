"""The neighbourhood of an answer: everybody, and every record, that what it says can reach.

From the people of the answer's anchors some steps outwards, a step being to whoever is named in one report with a person, is
recorded at one address, stands in one family's file, is written alike, or is spoken of in one answer. All that is recorded of these people is taken, so
that the tables made of it are, for the families of the anchors, those of the whole run (tests/test_effects.py holds it to that).
"""

import json
from pathlib import Path

import pandas as pd

from timeline import snapshot
from timeline.model import PROPOSE

STEPS = 3      # fewer, and what the neighbours' neighbours say of who is who is missing; measured on the sample and on 100,000 rows, where two gave the same
DWELLING = 60  # people at one address key beyond which it is no dwelling and leads to nobody
WHOLE = ("files", "codes", "categories", "coverage")
OF_ROWS = ("rows", "issues", "versions")


def take(s, published: Path, answers: pd.DataFrame, anchors: list[str]) -> dict[str, str]:
    """Fill `s` with the gathered tables of the published snapshot, but of reports and people only those near the anchors
    (mentions or reports); returns what that snapshot says of itself. It stays attached, as `before`.

    `answers` are those that stand: the snapshot may not yet show what they tie together."""
    facts = reach(s, published, answers, anchors)
    _copy(s)
    return facts


def reach(s, published: Path, answers: pd.DataFrame, anchors: list[str]) -> dict[str, str]:
    """Attach the published snapshot to `s` as `before`, and find in `near.records` the reports near the anchors; returns what that
    snapshot says of itself."""
    snapshot.attach(s.connection, published, "before")
    s.connection.execute("create schema near")
    _index(s)
    _tie(s, answers)
    _seed(s, anchors)
    for step in range(STEPS):
        if not _step(s, step):
            break
    _records(s)
    return dict(s.connection.execute("select fact, value from before.made.about").fetchall())


def closed(s) -> bool:
    """Whether nothing leads out of what was taken: the last step brought nobody, no address was passed over for having too many people, and no
    report of these people names anybody else. Then not the files of the anchors alone, but all tables made of it are those of the whole run."""
    return s.connection.execute(f"""
        select not exists (from near.persons where step = {STEPS - 1})
           and not exists (from near.naming semi join near.records using (report_id) anti join near.persons using (person_id))
           and not exists (
               select address_key from near.naming semi join (from near.naming semi join near.persons using (person_id)) using (address_key)
               group by address_key having count(distinct person_id) > {DWELLING})""").fetchall()[0][0]


def _index(s) -> None:
    """Who is named in which report, at which address, in which writing."""
    s.connection.execute("create view near.naming as from before.made.naming")


def _tie(s, answers: pd.DataFrame) -> None:
    """The people whom one answer speaks of, each beside each, either way round. A dismissed signal says nothing of who is who."""
    gathers = answers[answers["kind"] != "signal dismissed"]
    said = json.dumps(sorted(set(zip(gathers["left_id"], gathers["right_id"], strict=True))))
    s.connection.execute("""
        create table near.ties as
        with said as (select unnest(from_json($said::json, '[["VARCHAR"]]')) as pair),
        both_ways as (select pair[1] as one, pair[2] as other from said union select pair[2], pair[1] from said),
        ends as materialized (
            select distinct one as anchor, person_id from both_ways join near.naming on mention_id = one
            union select distinct one, person_id from both_ways join near.naming on report_id = one)
        select l.person_id, r.person_id as tied_id from both_ways join ends l on l.anchor = one join ends r on r.anchor = other""", {"said": said})


def _seed(s, anchors: list[str]) -> None:
    s.connection.execute("""
        create table near.persons as
        select distinct person_id, -1 as step from near.naming
        where list_contains($anchors, mention_id) or list_contains($anchors, report_id)""", {"anchors": anchors})


def _step(s, step: int) -> int:
    """Whoever is beside the people of the last step, and not yet there; how many came."""
    return s.connection.execute(f"""
        insert into near.persons
        with ring as materialized (select person_id from near.persons where step = {step - 1}),
        known as materialized (from near.naming semi join ring using (person_id)),
        homes as (
            select n.address_key from near.naming as n semi join known using (address_key)
            group by n.address_key having count(distinct person_id) <= {DWELLING}),
        written as (select distinct writing_id from known),
        alike as (
            select mention_id_l as writing_id from before.made.pairs
            where mention_id_r in (from written) and gate <> 'veto' and match_weight >= {PROPOSE}
            union select mention_id_r from before.made.pairs
            where mention_id_l in (from written) and gate <> 'veto' and match_weight >= {PROPOSE}),
        files as (select family_id from before.made.families semi join ring using (person_id)
                  union select family_id from before.made.perpetrators semi join ring using (person_id)),
        beside as (
            select person_id from near.naming semi join known using (report_id)
            union select person_id from near.naming semi join homes using (address_key)
            union select person_id from near.naming semi join alike using (writing_id)
            union select person_id from before.made.families semi join files using (family_id)
            union select person_id from before.made.perpetrators semi join files using (family_id)
            union select person_id_l from before.made.links where person_id_r in (from ring)
            union select person_id_r from before.made.links where person_id_l in (from ring)
            union select tied_id from near.ties semi join ring using (person_id))
        select distinct person_id, {step} from beside anti join near.persons using (person_id)""").fetchall()[0][0]


def _records(s) -> None:
    """Every report that names one of them, tells of the same event, bears or quotes the same reference, or founds a writing."""
    bare = "regexp_replace(upper({0}), '[^A-Z0-9]', '', 'g')"
    own = bare.format("substr(incident_ref, instr(incident_ref, ':') + 1)")
    s.connection.execute(f"""
        create table near.records as
        with known as materialized (from near.naming semi join near.persons using (person_id)),
        mine as materialized (select distinct report_id from known),
        told as (select unnest(report_ids) as report_id from before.made.events where list_has_any(report_ids, (select list(report_id) from mine))),
        refs as materialized (
            select distinct unnest([{own}, {bare.format("other_ref")}]) as ref from before.made.reports semi join mine using (report_id))
        from mine
        union from told
        union select report_id from before.made.mentions where mention_id in (select writing_id from known)
        union select report_id from before.made.reports where incident_ref is not null and {own} in (from refs)""")


def _copy(s) -> None:
    """The tables as a run gathers them, of these records alone; what is the same for all is read where it stands."""
    run = s.connection.execute
    for name in WHOLE:
        run(f'create view made."{name}" as from before.made."{name}"')
    for name in ("reports", "mentions"):
        run(f'create table made."{name}" as from before.made."{name}" semi join near.records using (report_id)')
    run("create view made.characteristics as from before.made.characteristics semi join made.mentions using (mention_id)")
    for name in OF_ROWS:
        run(f'create view made."{name}" as from before.made."{name}" semi join made.reports using (row_id)')
    run("""create table made.pairs as
           with here as materialized (select writing_id from made.mentions where mention_id = writing_id)
           from before.made.pairs where mention_id_l in (from here) and mention_id_r in (from here)""")
