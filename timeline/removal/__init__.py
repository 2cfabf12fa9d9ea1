"""Removing content for good: what is past its date, and a person who was wrongly included.

`order` keeps what is to go, as keyed hashes, and empties in the same moment what people wrote here about it (lines.py). `fulfil` does the rest, and
can be done again after whatever broke it off: the uploads' bytes (rewriting.py), the tables in one step, and every file that was made of earlier tables.
What it cannot reach it names. Why so: docs/adr/0030."""

import json
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from timeline import audit, backup, decisions, files, keeping, kept, locks, memory, pipeline, referrals, snapshot, uploaded, uploads
from timeline.access import User
from timeline.database import Database
from timeline.database.declared import audit as audited
from timeline.database.declared import erasures
from timeline.keeping import hashed
from timeline.loading import worker
from timeline.removal import lines, rewriting

PAST, PERSON = "past its date", "a person wrongly included"
MADE_OF_TABLES = ("views", "overlays", "compared", "checks", "drafts")
BUSY = "Content is being removed, or a backup is being made, in another process. Nothing was changed; try again when that has ended."
BEYOND = ("the agencies' own files, wherever they lie: a later run reads them and leaves these records out",
          "documents and tables that were carried away", "what users typed as a search or a reason, which stands in the audit")
UNREAD = "the upload {file}, of which nobody has said what it is: take it out under Load, or say what it is and run this again"


@dataclass(frozen=True)
class Removed:
    """What was removed: by which order, how many records of each agency and people, how many lines that people wrote, which uploads were written anew, which
    other files went, and what could not be reached, a sentence each."""

    order_id: str
    records: dict[str, int]
    people: int
    lines: dict[str, int]
    rewritten: tuple[str, ...]
    files: int
    beyond: tuple[str, ...]


@contextmanager
def alone(home: Path):
    """Nobody else removes content or makes a backup while the block lasts. Raises snapshot.Busy."""
    with locks.held(home / backup.LOCK) as free:
        if not free:
            raise snapshot.Busy(BUSY)
        yield


@dataclass(frozen=True)
class What:
    """What is to go: records (each as an order keeps a hash of it, with the month in which it was known), people out of records that stay (a mention, and
    the person as that record writes the name), and how many records of each agency these are."""

    records: dict[str, str]
    people: tuple[tuple[str, str], ...]
    counts: dict[str, int]

    @property
    def ids(self) -> set[str]:
        return set(self.records) | {mention for mention, _ in self.people}

    def hashes(self, key: bytes) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
        """What an order keeps of the records, and of each person: the record, the person as it writes the name, and the mention."""
        people = [(mention.split("#")[0], f"{mention.split('#')[0]}#{name}", mention) for mention, name in self.people]
        return ({hashed(key, record): month for record, month in self.records.items()},
                sorted(tuple(hashed(key, one) for one in person) for person in people))


def lines_about(database: Database, what: What) -> dict[str, int]:
    """How many lines that people wrote would be emptied, by table."""
    keeps, moved = keeping.of(database), _moved(database, what.ids)
    records, people = what.hashes(keeps.key)
    would = replace(keeps, records={one: keeping.mark("R-0") for one in records}, mentions={mention: "R-0" for _, _, mention in people})
    with database.read() as connection:
        return lines.count(connection, would, moved)


def order(database: Database, user: User, kind: str, why: str, what: What) -> str:
    """Keep that this is removed, and why; the order's id. What people wrote about it is emptied in the same moment."""
    records, people = what.hashes(keeping.secret(database.home))
    moved, order_id = _moved(database, what.ids), ""
    def ordered(connection: sa.Connection) -> None:
        nonlocal order_id
        order_id = _append(connection, user, act="ordered", kind=kind, why=why, records=json.dumps(records), mentions=json.dumps(people),
                           said=json.dumps({"records": what.counts, "people": len({mention for mention, _ in what.people})}))
        emptied = lines.empty(connection, keeping.seen(connection, database.home), moved)
        _append(connection, user, act="emptied", about=order_id, said=json.dumps(emptied))

    audit.write(database, user, "order a removal", kind, reason=why, also=ordered)
    return order_id


def unfinished(database: Database) -> list[str]:
    """The orders that were broken off before all was done, the earliest first."""
    with database.read() as connection:
        said = connection.execute(sa.select(erasures).order_by(erasures.c.number)).all()
    done = {line.about for line in said if line.act == "done"}
    return [line.erasure_id for line in said if line.act == "ordered" and line.erasure_id not in done]


def fulfil(database: Database, user: User) -> list[Removed]:
    """Do what was ordered and is not done; what each order removed. Whatever broke it off, it is done again. Raises snapshot.Busy, what a run raises, and
    rewriting.NotRewritten."""
    orders = unfinished(database)
    if not orders:
        return []
    _rewrite(database, user)
    written = uploads.rewritten(database, f"R-{keeping.of(database).last}")
    _publish(database)
    gone = _sweep(database)
    database.compact()
    return [_done(database, user, order_id, written, gone) for order_id in orders]


def again(database: Database, user: User) -> list[str]:
    """Write anew the uploads that came since an order and bring again what it removed; their names. The tables have kept it out already."""
    written = _rewrite(database, user) if keeping.of(database).last else []
    if written:
        worker.sweep(database)
    return written


def _append(connection: sa.Connection, user: User, **said) -> str:
    return kept.append(connection, erasures.c.erasure_id, "R", None, user, **said)


def _moved(database: Database, going: set[str]) -> dict[str, str]:
    """Of each mention that a line is anchored on and that goes, another of the same person that stays, where there is one."""
    current = snapshot.current(database.home)
    if current is None:
        return {}
    with database.read() as connection:
        anchors = [one for one in lines.anchored(connection) if one in going or one.split("#")[0] in going]
    with snapshot.open(current) as reader:
        of = {mention: ids for (ids,) in reader.execute("select mention_ids from made.people").fetchall() for mention in ids} if anchors else {}
    stays = {anchor: [one for one in of.get(anchor, ()) if one not in going and one.split("#")[0] not in going] for anchor in anchors}
    return {anchor: min(others) for anchor, others in stays.items() if others}


def _rewrite(database: Database, user: User) -> list[str]:
    """Write anew the bytes of each upload that holds something which was ordered to be removed; their names."""
    keeps, written = keeping.of(database), []
    with snapshot.in_memory(), uploaded.extract(database, uploads.last(database)) as loaded, memory.temporary(database.home) as room:
        if loaded.folder is None:
            return []
        found = files.find(loaded.folder, loaded.layouts, needed=False)
        for file in loaded.read:
            content = rewriting.rewritten(loaded.folder, file, found, loaded.layouts, keeps, room)
            if content is not None and uploads.rewrite(database, user, file.split("/")[0], content, f"R-{keeps.last}"):
                written.append(file)
    return written


def _publish(database: Database) -> None:
    """Make the tables anew without what was ordered to be removed, unless they were."""
    with snapshot.working(database.home) as s:
        before = snapshot.current(database.home)
        keeps, facts = keeping.of(database), uploaded.facts(database)
        if before is None or facts.get("removed", "0") == str(keeps.last):
            return
        _settings, until = pipeline.judged_by(facts)
        last, job = uploaded.loaded(database)
        with referrals.extract(database, until) as entered, uploaded.extract(database, last, uploaded.marks(facts), job) as loaded:
            pipeline.again(before, decisions.standing(database, until), s, entered, loaded, keeps)


def _sweep(database: Database) -> int:
    """Take away every file that was made of earlier tables, and bytes that nobody needs; how many files."""
    home, current = database.home, snapshot.current(database.home)
    made = [path for name in MADE_OF_TABLES for path in (home / name).rglob("*") if path.is_file()]
    old = [path for path in snapshot.published(home) if path != current]
    for path in (*made, *old):
        path.unlink(missing_ok=True)
    worker.sweep(database)
    snapshot.forget(home)
    return len(made) + len(old)


def _done(database: Database, user: User, order_id: str, written: list[str], gone: int) -> Removed:
    """Keep that the order is done; what it removed."""
    with database.read() as connection:
        said = {line.act: json.loads(line.said) for line in connection.execute(sa.select(erasures).where(
            (erasures.c.erasure_id == order_id) | (erasures.c.about == order_id))).all()}
        beyond = (*BEYOND, *_unread(database), *_backups(connection))
    told = Removed(order_id, said["ordered"]["records"], said["ordered"]["people"], said["emptied"], tuple(written), gone, beyond)
    said = json.dumps({"lines": told.lines, "rewritten": written, "files": gone, "beyond": beyond})
    audit.write(database, user, "remove content", order_id, also=lambda connection: _append(connection, user, act="done", about=order_id, said=said))
    return told


def _backups(connection: sa.Connection) -> list[str]:
    """The backups that were made earlier, as the audit has them."""
    made = connection.execute(sa.select(audited.c.subject, audited.c.at).where(audited.c.action == "back up").order_by(audited.c.number)).all()
    return [f"the backup {line.subject} of {line.at[:10]}" for line in made]


def _unread(database: Database) -> list[str]:
    return [UNREAD.format(file=one.file) for one in uploads.standing(database) if not one.sayings and not one.taken_out]
