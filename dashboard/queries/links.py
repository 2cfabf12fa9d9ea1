"""Links to review: the queue in its order, less what was answered since the snapshot was made; and the two people of one link.

Gravity, history and the match weight are in none of these: they must not sway whoever looks at the records."""

import pandas as pd

from dashboard import current
from dashboard.queries.decisions import standing
from dashboard.queries.disclosures import NOT_ASKED_ABOUT
from dashboard.queries.here import only
from timeline.access import User, require

SIZE = 20
LISTS = ("left", "waiting", "contradicted", "changed", "unsure", "mine")
"""The lists of links: not answered; waiting for a second person; contradicted; the record changed since; unsure; answered by me."""

REASONS = {
    "households": "moves",
    "conflict": "len(conflicts) > 0",
    "no birth date": "list_contains(missing, 'date of birth')",
    "common name": "rarity = 'The name is common.'",
    "agree": "len(conflicts) = 0 and not list_contains(missing, 'date of birth')",
}
"""Why a link is in the queue, as far as a reviewer may know it before she answers."""

ANSWERED = """
    said as (select unnest($said::STRUCT(answer_id VARCHAR, left_id VARCHAR, right_id VARCHAR, verdict VARCHAR, waits BOOLEAN, decided_by VARCHAR)[],
                           recursive := true)),
    spoken as (select left_id as mention_id from said union select right_id from said),
    holder as materialized (select person_id, mention_id from made.naming semi join spoken using (mention_id)),
    placed as (
        select least(l.person_id, r.person_id) as person_id_l, greatest(l.person_id, r.person_id) as person_id_r, verdict, decided_by,
               answer_id, coalesce(changed, false) as changed,
               case when j.state = 'contradicted' then j.state when waits then 'waiting' when verdict = 'unsure' then verdict else 'answered' end as state
        from said join holder as l on l.mention_id = left_id join holder as r on r.mention_id = right_id
        left join (select answer_id, left_id, right_id, state, changed from made.judgements) as j using (answer_id, left_id, right_id)
        where l.person_id <> r.person_id),
    told as (
        select person_id_l, person_id_r, bool_or(changed) as changed, bool_or(decided_by = $me) as mine,
               arg_max(answer_id, (state = 'waiting', len(answer_id), answer_id)) as answer_id,
               if(bool_or(verdict = 'yes') and bool_or(verdict = 'no'), 'contradicted',
                  arg_min(state, list_position(['contradicted', 'waiting', 'answered', 'unsure'], state))) as now
        from placed group by all),
    listed as (
        select l.* exclude (match_weight, because), answer_id, coalesce(now, 'left') as now, coalesce(t.changed, false) as changed,
               coalesce(mine, false) as mine
        from made.links as l left join told as t using (person_id_l, person_id_r)),
    shown as (
        select *, list_filter([now, if(changed, 'changed', null), if(mine, 'mine', null)], lambda name: name is not null) as lists from listed)
"""
"""The links with `now`, the LISTS that each stands in now: by what people have answered until this minute."""


def review(user: User, which: str = "left", reason: str | None = None, page: int | None = 1) -> pd.DataFrame:
    """A page of a list of links, or all of it without one, in the order of review, each with the names of the two and the families that each is
    named with; `found` counts them all."""
    require(user, "links:view")
    return current.ask(f"""
        with {ANSWERED},
        families as (select person_id, list(distinct {{family_id: family_id, name: h.name}} order by {{family_id: family_id, name: h.name}}) as names
                     from made.families join made.headlines as h using (family_id)
                     where person_id in (select person_id_l from made.links union select person_id_r from made.links) group by person_id)
        select link_id, person_id_l, person_id_r, l.name as left_name, coalesce(lf.names, []) as left_families, r.name as right_name,
               coalesce(rf.names, []) as right_families, moves, conflicts, missing, rarity, count(*) over () as found
        from shown join made.people as l on l.person_id = person_id_l join made.people as r on r.person_id = person_id_r
        left join families as lf on lf.person_id = person_id_l left join families as rf on rf.person_id = person_id_r
        where list_contains(lists, $which) and {REASONS.get(reason, "true")}
        order by place nulls last, link_id limit $size offset $start""",
        which=which, size=SIZE if page else None, start=SIZE * (page - 1) if page else 0, **_now(user))


def review_counts(user: User) -> dict[str, int]:
    """How many links stand in each of LISTS, and how many are left for each of REASONS."""
    require(user, "links:view")
    counts = [f"count(*) filter (list_contains(lists, '{name}')) as \"{name}\"" for name in LISTS]
    counts += [f"count(*) filter (now = 'left' and {test}) as \"{name}\"" for name, test in REASONS.items()]
    return current.ask(f"with {ANSWERED} select {', '.join(counts)} from shown", **_now(user)).to_dict("records")[0]


def doubted(user: User, page: int = 1) -> pd.DataFrame:
    """A page of the joined people who may be two, each with the reason; `found` counts them all."""
    require(user, "links:view")
    return current.ask("""
        select person_id, p.name, d.because, count(*) over () as found
        from made.doubts as d join made.people as p using (person_id)
        order by p.name, person_id limit $size offset $start""", size=SIZE, start=SIZE * (page - 1))


def link(user: User, link_id: str):
    """The link, one row: its two people with their mentions, what agrees, conflicts and is missing, how rare the name is, which of LISTS it
    stands in `now`, its `turn` among the `left_over` and the `next` one left.

    `pairs` are what to ask about: those of the answer that stands and waits, or is the latest, else what the link rests on. Raises NotHere."""
    require(user, "links:view")
    return only(current.ask(f"""
        with {ANSWERED}, mine as materialized (from shown where link_id = $id), waiting as (select link_id, place from shown where now = 'left'),
        two as materialized (from made.people where person_id in (select person_id_l from mine union all select person_id_r from mine))
        select mine.*, l.name as left_name, l.mention_ids as left_mentions, r.name as right_name, r.mention_ids as right_mentions,
               coalesce((select list({{l: left_id, r: right_id}} order by left_id, right_id) from said where answer_id = mine.answer_id),
                        [{{l: mention_id_l, r: mention_id_r}}]) as pairs,
               (select count(*) from waiting) as left_over, (select count(*) from waiting where place <= mine.place) as turn,
               (select arg_min(link_id, (coalesce(place <= mine.place, false), place)) from waiting where link_id <> $id) as next
        from mine join two as l on l.person_id = person_id_l join two as r on r.person_id = person_id_r""",
        id=link_id, **_now(user)), f"link {link_id}")


def written(user: User, mention_ids: list[str], beside: list[str]) -> pd.DataFrame:
    """These mentions as the agencies wrote them, in the order in which they knew: no address, and of an identifier its last three signs.

    `address` says only how the address compares with the addresses of the mentions `beside`."""
    require(user, "links:view")
    return current.ask(f"""
        with these as materialized (from made.mentions where mention_id in (select unnest($ids::varchar[]))),
        told_in as materialized (from made.reports where report_id in (select report_id from these)),
        others as (select distinct postcode, address_key from made.mentions where mention_id in (select unnest($beside::varchar[])))
        select mention_id, report_id, these.name, other_names, dob, dob_precision, sex, role, these.agency, w.system, these.known_on, these.relationship,
               list_transform(map_entries(identifiers), lambda x: x.key || ' ending ' || right(x.value, 3)) as identifiers, address_kind,
               postcode is not null or address is not null as has_address,
               case when postcode is null then 'not recorded'
                    when not exists (select 1 from others where others.postcode is not null) then 'nothing to compare it with'
                    when address_key in (select address_key from others where address_key is not null) then 'same dwelling as the other person'
                    when postcode in (select postcode from others where postcode is not null) then 'same postcode as the other person'
                    else 'differs from the other person''s' end as address,
               w.file, w.line_from, w.line_to
        from these join told_in as r using (report_id) join made.rows as w using (row_id)
        where {NOT_ASKED_ABOUT} order by these.known_on, these.agency, mention_id""", ids=list(mention_ids), beside=list(beside))


def _now(user: User) -> dict:
    """What was answered until this minute about who is who, and who asks."""
    said = standing(user)
    same = said[said["kind"] == "same person"]
    return {"said": same[["answer_id", "left_id", "right_id", "verdict", "waits", "decided_by"]].to_dict("records"), "me": user.name}
