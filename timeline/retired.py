"""An id that names nothing any more still opens: an id is made from the record that founded what it named, and that record is somewhere.

Why the id was given up is told as far as the tables say: what it named was joined with something founded earlier, its people
belong elsewhere now, or an agency took the record back.
"""

from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 5   # answers told of one person


@dataclass(frozen=True)
class Retired:
    """Why an id names nothing now, in sentences, and who or what holds the record that it was founded on: (table, id, name) of each."""

    why: tuple[str, ...]
    now: tuple[tuple[str, str, str], ...]


def find(ask: Callable[..., list[tuple]], key: str) -> Retired | None:
    """What is known of the retired person's, family's or event's id `key`; None where no record founded it, or it is not retired.

    `ask` takes a query over the snapshot's tables in `made`, and what it names, and gives the rows."""
    kind, _, founded = key.partition("-")
    if ask(NAMED, key=key) or kind not in FOUNDED:
        return None
    records = ask(FOUNDED[kind], founded=founded) or (ask(FOUNDED_BY_TWO, founded=founded) if kind == "F" else [])
    if not records:
        return _gone(ask, kind, founded)
    return {"P": _person, "F": _family, "E": _event}[kind](ask, records[0][0])


NAMED = """
    select 1 from made.people where person_id = $key union all select 1 from made.families where family_id = $key
    union all select 1 from made.events where event_id = $key limit 1"""
OF_MENTIONS = "select mention_id from made.mentions where left(md5(mention_id), 16) = $founded"
FOUNDED = {"P": OF_MENTIONS, "F": OF_MENTIONS, "E": "select report_id from made.reports where left(md5(report_id), 16) = $founded"}
FOUNDED_BY_TWO = """
    with named as (select person_id, n.report_id, mention_id, received_on from made.naming n join made.mentions using (mention_id)),
    first as (select person_id, arg_min(mention_id, {'received_on': received_on, 'mention_id': mention_id}) as mention_id from named group by person_id),
    together as (select distinct a.person_id as child_id, b.person_id as adult_id from named a join named b using (report_id)
                 where a.person_id <> b.person_id and a.person_id in (select person_id from made.families where part = 'child'))
    select child.mention_id from together join first child on child.person_id = child_id join first adult on adult.person_id = adult_id
    where left(md5(child.mention_id || adult.mention_id), 16) = $founded limit 1"""


def _person(ask, mention: str) -> Retired:
    """Of a person: joined with one founded earlier."""
    (person, name, mentions, because), = ask("""
        select person_id, name, mention_ids, because from made.people where list_contains(mention_ids, $mention)""", mention=mention)
    said = ask("""
        select distinct because from made.judgements where kind = 'same person' and verdict = 'yes' and state = 'standing'
        and list_contains($ids, left_id) and list_contains($ids, right_id) order by because limit $longest""", ids=mentions, longest=LONGEST)
    return Retired((f"The record that it was founded on, {mention}, is now one of those of {name}, of whom we had another record first: {because.rstrip('.')}.",
                    *(f"That they are one person: {sentence}" for (sentence,) in said)), (("person", person, name),))


def _family(ask, mention: str) -> Retired:
    """Of a family: its founder was joined with somebody, or belongs to another family now."""
    (person, name), = ask("select person_id, name from made.people where list_contains(mention_ids, $mention)", mention=mention)
    homes = ask("""
        select family_id, coalesce(h.name || ' family', family_id), part, f.because from made.families f left join made.headlines h using (family_id)
        where person_id = $person order by part = 'linked person', f.until is not null, since desc, family_id""", person=person)
    found = {family: title for family, title, _, _ in homes}
    return Retired((f"The person whose record {mention} it was founded on is now {name}.",
                    *(f"{name} is now {part} of the {title}: {because.rstrip('.')}." for _, title, part, because in homes),
                    *([] if homes else [f"{name} is in no family now."])),
                   tuple(("family", family, title) for family, title in found.items()) or (("person", person, name),))


def _event(ask, report: str) -> Retired:
    """Of an event: told together with an account that we had first."""
    (event, title, because), = ask("""
        select event_id, coalesce(title, category), because from made.events left join (select category, title from made.categories) using (category)
        where list_contains(report_ids, $report)""", report=report)
    why = because.rstrip(".")
    return Retired((f"The report that it was founded on, {report}, is now an account of an event of which we had another account first: {why}.",),
                   (("event", event, title),))


def _gone(ask, kind: str, founded: str) -> Retired | None:
    """Of what was founded on a record that no longer stands."""
    anchor = "report_id" if kind == "E" else "report_id || '#' || slot"
    rows = ask(f"""
        with changed as (select distinct report_id from made.versions where report_id is not null and state <> 'current'
                         or report_id not in (select report_id from made.reports)),
        slots as (select distinct slot from made.mentions)
        select report_id, state, because, report_id in (select report_id from made.reports) as stands
        from (select distinct report_id from changed, slots where left(md5({anchor}), 16) = $founded) join made.versions using (report_id)
        order by list_position(['withdrawn', 'quarantined', 'current', 'superseded', 'exact duplicate'], state), row_id limit 1""", founded=founded)
    for report, state, because, stands in rows:
        if stands:
            return Retired((f"It was founded on the report {report}, which its agency has since corrected: the report no longer names that person.",), ())
        if state == "current":
            return Retired((f"It was founded on the report {report}, which no agency had recorded by the day that this snapshot shows.",), ())
        return Retired((f"It was founded on the report {report}, which is {state}: {because}",), ())
    return None
