"""Referrals to MARAC that were entered here: kept append-only, and read by a run as one more extract.

A referral is entered whole; a correction is a new version of it and a withdrawal needs a reason. Nothing is changed or taken away. A run reads
the lines through the layout `marac-by-hand`, so that a referral is a record like any other: its row names who typed it, and its report is
`marac:coordinator:H-1`. One file for each day of entry and area, since a file has one day on which it was received. Why so: docs/adr/0016."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from timeline import agencies, kept, memory
from timeline.access import User, require
from timeline.agencies import titles
from timeline.database import Database
from timeline.database import referrals as lines
from timeline.kept import NotTaken
from timeline.tables import RELATIONSHIPS

LAYOUT = agencies.BY_HAND
REPORT = "marac:coordinator:"
CRITERIA = ("professional judgement", "visible high risk", "potential escalation", "repeat")
MOST_TICKS = 27
CHILDREN = 4
COLUMNS = ("Referral", "Step", "Referred On", "Referring Agency", "Relationship", "Words", "Change", "Victim", "Victim Born", "Victim Sex",
           "Victim Safe Contact", "Victim Language", "Victim Access Needs", "Said To Harm", "Said To Harm Born", "Said To Harm Sex",
           *(f"Child {number}{part}" for number in range(1, CHILDREN + 1) for part in ("", " Born", " With Victim")), "Entered By", "Entered At", "Why Changed")


@dataclass(frozen=True)
class Person:
    """A person as a referral names him or her. `anchor` is a mention of the person whom the author chose from the records, if one was chosen."""

    name: str
    born: str = ""
    sex: str = ""
    anchor: str = ""
    lives_here: str = ""
    safe_contact: str = ""
    language: str = ""
    access_needs: str = ""


@dataclass(frozen=True)
class Referral:
    """What a referral says: of which area's MARAC, on which day, by which agency and who there, about whom, why, and in words."""

    area: str
    on: date
    agency: str
    referrer: str
    victim: Person
    source: Person | None
    children: tuple[Person, ...]
    relationship: str
    criteria: tuple[str, ...]
    ticks: int | None
    words: str


@dataclass(frozen=True)
class Standing:
    """A referral as it stands: its id, its last version, who entered it and when, how often it was corrected, and why it was withdrawn, if so."""

    referral_id: str
    said: Referral
    by: str
    at: str
    versions: int
    withdrawn: str | None
    number: int


@dataclass(frozen=True)
class Version:
    """A line that was kept of a referral: entered, corrected or withdrawn, by whom, when and why; and what it said, None of a withdrawal."""

    act: str
    by: str
    at: str
    why: str | None
    said: Referral | None


@dataclass(frozen=True)
class Entered:
    """The referrals as an extract: the folder, None where nothing was entered; and the number of the last line that it takes account of."""

    folder: Path | None
    last: int


def enter(database: Database, user: User, key: str, said: Referral) -> str:
    """Keep a referral and return its id. `key` is the request's own: the same key again keeps nothing new and returns the same id.

    Raises NotTaken where it is not whole, Denied."""
    require(user, "referral:enter")
    return kept.keep(database, lines.c.line_id, "H", key, user, act="entered", said=_written(said))


def correct(database: Database, user: User, key: str, referral_id: str, said: Referral, why: str) -> str:
    """Keep a new version of a referral, with the reason; the id of the line. Its area and whom it chose from the records stay as they are.

    Raises NotTaken where it is withdrawn or not whole, Denied."""
    require(user, "referral:enter")
    def allowed():
        before = _stands(database, referral_id).said
        if (before.area, _anchors(before)) != (said.area, _anchors(said)):
            raise NotTaken("A correction is about the same people and area: withdraw this referral and enter a new one.")

    return kept.keep(database, lines.c.line_id, "H", key, user, allowed, act="corrected", about=referral_id, said=_written(said), why=_reason(why))


def withdraw(database: Database, user: User, key: str, referral_id: str, why: str) -> str:
    """Keep that a referral is withdrawn, with the reason; the id of the line. Raises NotTaken where it is withdrawn already, Denied."""
    require(user, "referral:enter")
    return kept.keep(database, lines.c.line_id, "H", key, user, lambda: _stands(database, referral_id), act="withdrawn", about=referral_id, why=_reason(why))


def every(database: Database, until: date | None = None) -> list[Standing]:
    """Every referral as it stands, the latest entered first; as it stood at the end of the day `until`, if given."""
    found: dict[str, Standing] = {}
    for line in _read(database, until):
        if line.erased_by:
            continue
        if line.act == "entered":
            found[line.line_id] = Standing(line.line_id, _read_out(line.said), line.by, line.at, 1, None, line.number)
        elif line.act == "corrected":
            before = found[line.about]
            found[line.about] = replace(before, said=_read_out(line.said), versions=before.versions + 1, number=line.number)
        else:
            found[line.about] = replace(found[line.about], withdrawn=line.why, number=line.number)
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def versions(database: Database, referral_id: str) -> list[Version]:
    """Every line that was kept of a referral, oldest first."""
    return [Version(line.act, line.by, line.at, line.why, _read_out(line.said) if line.said else None)
            for line in _read(database, None) if referral_id in (line.line_id, line.about) and not line.erased_by]


def last(database: Database) -> int:
    """The number of the last line kept: a snapshot whose fact `entered` is less does not yet show what was entered since."""
    with database.read() as connection:
        return connection.execute(sa.select(sa.func.coalesce(sa.func.max(lines.c.number), 0))).scalar()


def named(referral_id: str, said: Referral) -> list[tuple[str, Person]]:
    """Everybody whom the referral names, each with the id that the mention will have."""
    people = [("victim", said.victim), *([("source", said.source)] if said.source else []),
              *((f"child{number}", child) for number, child in enumerate(said.children, 1))]
    return [(f"{REPORT}{referral_id}#{slot}", person) for slot, person in people]


def whole(said: Referral) -> None:
    """Raises NotTaken with the first thing of a referral that is missing or cannot be."""
    people = [person for _, person in named("", said)]
    chosen = [person.anchor for person in people if person.anchor]
    wrong = [
        (not said.area, "Say of which area's MARAC."), (not said.agency, "Say which agency refers."),
        (said.on > datetime.now(UTC).date(), "The day of the referral cannot be later than today."),
        (any(not person.name for person in people), "Each person needs a name; write what is known of it."),
        (len(said.children) > CHILDREN, f"A referral names at most {CHILDREN} children; the others are in the family's records."),
        (not said.criteria or set(said.criteria) - set(CRITERIA), "Say by which criterion the case is referred."),
        ("visible high risk" in said.criteria and not 0 < (said.ticks or 0) <= MOST_TICKS, f"Say how many ticks, from 1 to {MOST_TICKS}."),
        (said.relationship not in ("", *RELATIONSHIPS), "Choose a relationship from the list."),
        (len(chosen) != len(set(chosen)), "The same person cannot stand in two places of one referral.")]
    for is_so, sentence in wrong:
        if is_so:
            raise NotTaken(sentence)
    kept.words(said.words, "Say in words why the case is referred.")
    for text in (said.referrer, said.victim.safe_contact, said.victim.language, said.victim.access_needs, *(person.name for person in people)):
        kept.words(text or "-", "")


@contextmanager
def extract(database: Database, until: date | None = None) -> Iterator[Entered]:
    """Every version of every referral, as files that a run reads; they are gone when the block ends. `until` as in `every`."""
    found = _read(database, until)
    with memory.temporary(database.home) as folder:
        yield Entered(_filed(folder, found) if any(not line.erased_by for line in found) else None, max((line.number for line in found), default=0))


# --- how it is kept


def _written(said: Referral) -> str:
    whole(said)
    return json.dumps(asdict(said) | {"on": said.on.isoformat()}, ensure_ascii=False)


def _read_out(text: str) -> Referral:
    told = json.loads(text)
    return Referral(**told | {
        "on": date.fromisoformat(told["on"]), "victim": Person(**told["victim"]), "source": Person(**told["source"]) if told["source"] else None,
        "children": tuple(Person(**child) for child in told["children"]), "criteria": tuple(told["criteria"])})


def _reason(why: str) -> str:
    return kept.words(why, "Say why: the reason is kept with the referral.")


def _anchors(said: Referral) -> list[tuple[str, str]]:
    return [(slot, person.anchor) for slot, person in named("", said) if person.anchor]


def _stands(database: Database, referral_id: str) -> Standing:
    found = next((one for one in every(database) if one.referral_id == referral_id), None)
    if found is None or found.withdrawn is not None:
        raise NotTaken("This referral no longer stands: somebody has withdrawn it, or it was never entered.")
    return found


def _read(database: Database, until: date | None) -> list:
    query = sa.select(lines).order_by(lines.c.number)
    if until is not None:
        query = query.where(sa.func.substr(lines.c.at, 1, 10) <= until.isoformat())
    with database.read() as connection:
        return list(connection.execute(query))


# --- as an extract


def _filed(folder: Path, found: list) -> Path:
    """Write a file for each day of entry and area, with what extracts.toml must say of it. A withdrawal repeats what it withdraws; of a referral whose
    content was removed there is nothing to write."""
    said: dict[str, Referral] = {}
    rows, shows = [], date.min
    for line in (one for one in found if not one.erased_by):
        referral_id = line.about or line.line_id
        said[referral_id] = _read_out(line.said) if line.said else said[referral_id]
        shows = max(shows, said[referral_id].on)
        rows.append(((line.at[:10], said[referral_id].area), shows, _row(line, referral_id, said[referral_id])))
    rows.sort(key=lambda row: row[0])
    toml = [_file(folder, *place, list(inside)) for place, inside in groupby(rows, key=lambda row: row[0])]
    (folder / "extracts.toml").write_text("\n".join(toml), encoding="utf-8")
    return folder


def _file(folder: Path, entered_on: str, area: str, rows: list) -> str:
    """Write one file; what extracts.toml says of it. It shows the latest day of a referral until then, which is never after the day of entry."""
    name = f"entered_by_hand_{entered_on}_{quote(area, safe=' ')}.csv"
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *(cells for _, _, cells in rows)])
    shows = max(day for _, day, _ in rows)
    return "\n".join([f"[files.{json.dumps(name)}]", f'supplier = "{LAYOUT}"', f"area = {json.dumps(area, ensure_ascii=False)}", f"as_at = {shows}",
                      f"received_on = {entered_on}", 'extent = "delta"', f"covers_from = {shows}", f"covers_to = {shows}",
                      'searched_for = "referrals that were entered by hand"', ""])


def _row(line, referral_id: str, said: Referral) -> list[str]:
    source = said.source or Person("")
    victim = said.victim
    children = [*said.children, *[Person("")] * CHILDREN][:CHILDREN]
    return [referral_id, "referral", said.on.isoformat(), said.agency, said.relationship, _words(said), "withdrawn" if line.act == "withdrawn" else "",
            victim.name, victim.born, victim.sex, victim.safe_contact, victim.language, victim.access_needs, source.name, source.born, source.sex,
            *(cell for child in children for cell in (child.name, child.born, child.lives_here)), line.by, line.at, line.why or ""]


def _words(said: Referral) -> str:
    """Who refers, by which criteria, and the author's words."""
    criteria = ", ".join(f"{name} ({said.ticks} ticks)" if name == "visible high risk" else name for name in said.criteria)
    by = titles.title(said.agency) + (f", {said.referrer}" if said.referrer else "")
    return f"Referred by {by}. Criteria: {criteria}. {said.words}"
