"""Which rows of a neighbourhood, concluded anew, stand otherwise than in the snapshot: those that came, and the keys of those that went."""

from timeline.effects.stood import OF_FAMILIES, OF_PEOPLE, OF_RECORDS, SPOKEN_OF
from timeline.tables import TABLES

OF_EVENTS = "event_id in (select event_id from was.events)"
OF_SIGNALS = "signal_id in (select signal_id from was.signals)"
NEAR = {
    "judgements": SPOKEN_OF, "people": OF_PEOPLE, "naming": OF_PEOPLE,
    "links": "person_id_l in (select person_id from near.persons) or person_id_r in (select person_id from near.persons)",
    "doubts": OF_PEOPLE, "primaries": "one_id in (select person_id from near.persons) or other_id in (select person_id from near.persons)",
    "families": OF_PEOPLE, "events": OF_RECORDS, "harms": OF_EVENTS, "periods": OF_PEOPLE, "orders": OF_RECORDS, "timelines": OF_FAMILIES,
    "perpetrators": OF_PEOPLE, "raisings": OF_FAMILIES, "signals": OF_FAMILIES, "asked": OF_FAMILIES, "dismissals": OF_SIGNALS, "headlines": OF_FAMILIES,
}
"""Of each table that a decision can change and an overlay holds, SQL for the rows of the published snapshot that are near; in an order in which
each asks only of those before it."""
WENT = "went_{}"
"""The name of the table that holds the keys of the rows which no longer stand."""
FILES = ("families", "timelines", "perpetrators", "raisings", "signals", "asked", "headlines")
"""The tables whose rows are each of one family's file."""


def find(s, about: set[str]) -> tuple[str, ...]:
    """Put in place of the concluded tables in `made` the rows of each that stand otherwise than in the snapshot or are new in it, and beside each
    the keys of the rows that no longer stand so; returns the names of the tables in which something differs.

    The table `touched` then holds the families, as they were and as they are now, in whose files anything differs."""
    run = s.connection.execute
    run("""create table near.spoken as
           from near.records union select mention_id from made.mentions union select unnest($about::varchar[])""", {"about": sorted(about)})
    run(f"delete from made.judgements where not ({SPOKEN_OF})")  # what is said of others stands as it stood
    _keep_places(s)
    for schema in ("was", "came", "went"):
        run(f"create schema {schema}")
    for name, which in NEAR.items():
        run(f'create table was."{name}" as from before.made."{name}" where {which}')
        run(f'create table came."{name}" as from made."{name}" except from was."{name}"')
        run(f'create table went."{name}" as from was."{name}" except from made."{name}"')
    run(f"create table made.touched as {_touched()}")
    return _put(s)


def _keep_places(s) -> None:
    """Give the links the places in the review that they have in the snapshot, and none to those that came into it: the others' do not move."""
    s.connection.execute("""
        create or replace table made.links as
        select l.* replace (if(l.queued, b.place, null) as place)
        from made.links l left join (select person_id_l, person_id_r, place from before.made.links) b using (person_id_l, person_id_r)""")


def _touched() -> str:
    """SQL for the families with a row of their file, a person of theirs or an event on their timeline that differs."""
    of_file = [f'select family_id from {side}."{name}"' for side in ("came", "went") for name in FILES]
    people = ("select person_id from {0}.people union select person_id from {0}.periods union select source_id from {0}.harms union "
              "select harmed_id from {0}.harms union select person_id_l from {0}.links union select person_id_r from {0}.links")
    of_people = [f'select family_id from {tables}.families where person_id in ({people.format(side)})'
                 for side, tables in (("came", "made"), ("went", "was"))]
    of_events = [f'select family_id from {tables}.timelines where event_id in (select event_id from {side}.events)'
                 for side, tables in (("came", "made"), ("went", "was"))]
    return f"select distinct family_id from ({' union all '.join((*of_file, *of_people, *of_events))}) order by 1"


def _put(s) -> tuple[str, ...]:
    run, differ = s.connection.execute, []
    for name in NEAR:
        if run(f'select exists (from came."{name}") or exists (from went."{name}")').fetchall()[0][0]:
            differ.append(name)
            keys = ", ".join(f'"{key}"' for key in TABLES[name].key)
            run(f'create or replace table made."{name}" as from came."{name}"')
            run(f'create table made."{WENT.format(name)}" as select {keys} from went."{name}"')
    return tuple(differ)
