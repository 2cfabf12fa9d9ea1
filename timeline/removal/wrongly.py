"""A person who was wrongly included: where records name him or her, and what is removed of each."""

from collections import Counter
from dataclasses import dataclass

import duckdb

from timeline import referrals
from timeline.files import BadInput
from timeline.keeping.rows import RECORD, as_written
from timeline.removal import What


class NotNamed(BadInput):
    """No record names a person by this id; the message says what to give."""


@dataclass(frozen=True)
class Named:
    """A record that names the person: its agency, the mention, where it stands, in which role, and every way in which its versions write the name."""

    agency: str
    report_id: str
    mention: str
    where: str
    role: str
    names: tuple[str, ...]


def find(reader: duckdb.DuckDBPyConnection, id: str) -> list[Named]:
    """Every record that names the person with this id (P-...), or the one that this mention (report#slot) names, in the published snapshot on this
    connection. Raises NotNamed."""
    ask = reader.cursor()
    ask.execute("use made")
    found = ask.execute(f"""
        with wanted as (select unnest(mention_ids) as mention from people where person_id = $id union select mention_id from mentions where mention_id = $id),
        slots as (select r.agency, r.row_id, {RECORD} as report_id, unnest(r.people) as p from rows as r where r.part = 'record')
        select agency, report_id, report_id || '#' || p.slot as mention, string_agg(distinct row_id, ' and ' order by row_id), any_value(p.role),
               list(distinct {as_written('p')} order by {as_written('p')})
        from slots join wanted on wanted.mention = report_id || '#' || p.slot group by agency, report_id, p.slot order by mention""", {"id": id}).fetchall()
    if not found:
        raise NotNamed(f"No record names {id}. Give a person's id (P-...) as that person's page has it, or a mention: a record's id, # and the place in it.")
    return [Named(*line[:5], tuple(line[5])) for line in found]


def what(named: list[Named]) -> What:
    """What goes: the person out of each record, and whole each referral that was entered here by hand, of which no part can be kept."""
    whole = {one.report_id: "" for one in named if by_hand(one)}
    people = tuple((one.mention, name) for one in named if not by_hand(one) for name in one.names)
    return What(whole, people, dict(sorted(Counter(one.agency for one in named).items())))


def by_hand(one: Named) -> bool:
    """Whether the record is a referral that was entered here."""
    return one.report_id.startswith(referrals.REPORT)
