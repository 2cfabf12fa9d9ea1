"""How long a look at the whole audit takes, and the auditor's questions: `python -m benchmarks.audit [LINES]`, a million without a number.

The lines are written as the product seals and chains them, some thousands at once: three in five open a family's, a person's or an event's page that shows
five others, one in ten a list of twenty families, the others a search, a sign-in or a decision."""

import random
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from timeline.audit import anchor, asked, unusual, verifying
from timeline.audit.asked import Within
from timeline.audit.lines import Head, Sealing, content, indexed, named
from timeline.database import Database, audit_named
from timeline.database import audit as lines

AT_ONCE, ACCOUNTS, FAMILIES = 20_000, 60, 20_000
LATE = date(2025, 3, 1)
BEGINS = datetime.fromisoformat("2025-01-01T08:00:00+00:00")


def main(count: int) -> None:
    """Write the lines, and print what each look took."""
    with tempfile.TemporaryDirectory() as folder, closing(Database(Path(folder))) as database:
        _timed(f"writing {count:,} lines", lambda: _write(database, count))
        kept = anchor.read(anchor.path(database.home))
        looked = _timed("looking whether all is as written", lambda: verifying.look(database, kept))
        print(f"{looked.lines:,} lines, {len(looked.findings)} findings, to line {looked.head.number:,}")
        things = [_id(kind, number) for kind in "FPE" for number in range(70)]
        looks = _timed("who has looked at a family of 210 ids", lambda: asked.looks(database, things, Within(), 50))
        done = _timed("what has an account done", lambda: asked.of_account(database, "account-7", Within(), 50))
        _timed("what has an account done on a day", lambda: asked.of_account(database, "account-7", Within(LATE, LATE), 50))
        _timed("every account and every action", lambda: (asked.accounts(database), asked.actions(database)))
        last = datetime.fromisoformat(looked.until).date()
        prompts = _timed("unusual access of four weeks", lambda: unusual.prompts(unusual.read(asked.since(database, last - timedelta(weeks=4))), {}))
        print(f"{looks[0]['found']:,} looks, {done[0]['found']:,} lines of the account, {len(prompts)} prompts")


def _timed(what: str, do):
    clock, processor = time.perf_counter(), time.process_time()
    found = do()
    print(f"| {what} | {time.process_time() - processor:.2f} | {time.perf_counter() - clock:.2f} |", flush=True)
    return found


def _write(database: Database, count: int) -> None:
    chance, sealing, before = random.Random(1), Sealing(database.home), ""
    for first in range(1, count + 1, AT_ONCE):
        written, index = [], []
        for number in range(first, min(first + AT_ONCE, count + 1)):
            line = _line(chance, number)
            said = content(line)
            seal = sealing.seal(number, said)
            before = sealing.chain(before, seal, said)
            written.append({"number": number, **line, "seal": seal, "chain": before})
            index += [{"number": number, "place": place, "how": how, "thing": thing} for place, (how, thing) in enumerate(indexed(line), 1)]
        with database.write() as connection:
            connection.execute(lines.insert(), written)
            connection.execute(audit_named.insert(), index)
    anchor.put(anchor.path(database.home), Head(count, before))


def _line(chance: random.Random, number: int) -> dict:
    """A line of somebody's day."""
    kind, by = chance.randrange(10), chance.randrange(ACCOUNTS)
    of = _id("FPE"[kind % 3], chance.randrange(FAMILIES))
    families = [_id("F", chance.randrange(FAMILIES)) for _ in range(20)] if kind == 6 else []
    people = [_id("P", chance.randrange(3 * FAMILIES)) for _ in range(5)] if kind < 6 else []
    action, subject = ("view family", of) if kind < 6 else {6: ("view families", ""), 7: ("search", f"name='{number}'")}.get(kind, ("sign in", ""))
    return {"by": f"account-{by}", "action": action, "subject": subject, **named(subject, families, people, None, None), "snapshot": "snap-0123456789abcdef",
            "reason": None, "session": f"{by:012x}", "outcome": "done", "at": (BEGINS + timedelta(seconds=20 * number)).isoformat(timespec="microseconds")}


def _id(kind: str, number: int) -> str:
    return f"{kind}-{number:016x}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
