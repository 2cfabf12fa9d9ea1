"""Five hundred tamperings with the audit, of every kind and at random places: each is found, and it is said what was done and to which lines.

Whoever tampers has the database and knows this program, and has not the key. Each tampering is done to the same short audit, and undone."""

import random
from collections import Counter

import pytest
import sqlalchemy as sa

from tests.test_audit import F1, P1, USER, unguarded
from timeline import audit, keys
from timeline.audit import verifying
from timeline.audit.lines import SAID, Sealing, content
from timeline.database import audit as lines

LENGTH, TAMPERINGS = 12, 500


class Undone(Exception):
    """The tampering is to be undone."""


@pytest.fixture
def twelve_lines(database):
    for number in range(LENGTH):
        audit.write(database, USER, f"view {number}", f"{F1} {number}", "snap-1", "weekly meeting", people=[P1], record="r", document="d", session="s")
    return database


def everything(connection):
    return [dict(row) for row in connection.execute(sa.select(lines).order_by(lines.c.number)).mappings()]


def put_back(connection, rows):
    connection.execute(lines.delete())
    if rows:
        connection.execute(lines.insert(), rows)


def numbered(rows, first=1):
    return [row | {"number": number} for number, row in enumerate(rows, first)]


def run(first, last):
    return [("removed", first, last, None)]


def altering(rows, chance, _key):
    at, column = chance.randrange(LENGTH), chance.choice([*SAID, "seal", "chain"])
    was = rows[at][column]
    rows[at][column] = chance.choice([(was or "")[:-1] + "x", "", "00", "another", *([None] if column in SAID[4:12] and was else [])])
    return rows, [("altered", at + 1, at + 1, None)]


def altering_many(rows, chance, _key):
    first, last = sorted(chance.sample(range(1, LENGTH + 1), 2))
    for row in rows[first - 1:last]:
        row["by"] = "somebody else"
    return rows, [("altered", first, last, None)]


def removing(rows, chance, _key):
    first = chance.randint(1, LENGTH - 2)
    last = chance.randint(first, LENGTH - 1)
    kept = rows[:first - 1] + rows[last:]
    if chance.random() < 0.5:
        return kept, run(first, last)
    return numbered(kept), [*run(first, last), ("renumbered", last + 1, LENGTH, first)]


def cutting_off(rows, chance, _key):
    kept = chance.randint(0, LENGTH - 1)
    return rows[:kept], [("cut off", kept + 1, LENGTH, None)]


def exchanging(rows, chance, _key):
    one, other = sorted(chance.sample(range(LENGTH), 2))
    rows[one], rows[other] = rows[other], rows[one]
    return numbered(rows), [("exchanged", one + 1, other + 1, other + 1)]


def moving(rows, chance, _key):
    one, other = 0, 1
    while abs(one - other) < 2:
        one, other = chance.sample(range(1, LENGTH + 1), 2)
    rows.insert(other - 1, rows.pop(one - 1))
    between = ("renumbered", one + 1, other, one) if one < other else ("renumbered", other, one - 1, other + 1)
    return numbered(rows), [("moved", one, one, other), between]


def moving_to_the_end(rows, chance, _key):
    """Not the last but one: of that it is as true that the last was moved before it."""
    one = chance.randint(1, LENGTH - 2)
    rows[one - 1]["number"] = LENGTH + chance.randint(1, 9)
    return rows, [("moved", one, one, rows[one - 1]["number"])]


def putting_in(rows, chance, key):
    """A forged line, sealed with another key or with nonsense, the later ones renumbered."""
    at = chance.randint(1, LENGTH + 1)
    forged = rows[0] | {"by": "somebody else", "seal": key.seal(at, "forged"), "chain": chance.choice(["", "f" * 64])}
    rows.insert(at - 1, forged)
    return numbered(rows), [("put in", at, at, None), *([("renumbered", at, LENGTH, at + 1)] if at <= LENGTH else [])]


def putting_in_a_copy(rows, chance, _key):
    """An old line once more, word by word with its seal, so that it looks as if something had been done again."""
    at, of = 1, 1
    while of in (at, at - 1):
        at, of = chance.randint(1, LENGTH + 1), chance.randint(1, LENGTH)
    rows.insert(at - 1, dict(rows[of - 1]))
    return numbered(rows), [("put in", at, at, None), *([("renumbered", at, LENGTH, at + 1)] if at <= LENGTH else [])]


def renumbering(rows, chance, _key):
    first, by = chance.randint(1, LENGTH), chance.randint(1, 9)
    return rows[:first - 1] + numbered(rows[first - 1:], first + by), [("renumbered", first, LENGTH, first + by)]


def writing_anew(rows, _chance, key):
    """Every line sealed and chained again, as the product does it, with another key."""
    before = ""
    for row in rows:
        row["by"] = "somebody else"
        said = content(row)
        row["seal"] = key.seal(row["number"], said)
        before = row["chain"] = key.chain(before, row["seal"], said)
    return rows, [("altered", 1, LENGTH, None)]


def replaying(rows, chance, key):
    """An older copy of the database, and lines that were written to it with another key."""
    kept = chance.randint(1, LENGTH - 1)
    said = content(rows[0])
    later = [rows[0] | {"number": number, "seal": key.seal(number, said)} for number in range(kept + 1, LENGTH + 1)]
    return rows[:kept] + later, [("altered", kept + 1, LENGTH, None)]


KINDS = (altering, altering_many, removing, cutting_off, exchanging, moving, moving_to_the_end, putting_in, putting_in_a_copy, renumbering, writing_anew,
         replaying)


def test_each_of_five_hundred_tamperings_is_found_and_named(twelve_lines, monkeypatch):
    chance, kept, sealing = random.Random(20261122), audit.head(twelve_lines), Sealing(twelve_lines.home)
    with monkeypatch.context() as other:
        other.setattr(keys, "of", lambda _home: keys.Keys(b"another key that is 32 bytes lon", False))
        another = Sealing(twelve_lines.home)
    done = Counter()
    with pytest.raises(Undone), twelve_lines.write() as connection:
        unguarded(connection)
        original = everything(connection)
        for number in range(TAMPERINGS):
            tamper = KINDS[number % len(KINDS)]
            rows, expected = tamper([dict(row) for row in original], chance, another)
            put_back(connection, rows)
            named = [finding[:4] for finding in verifying.looked_over(connection, sealing, kept).findings]
            assert sorted(named, key=str) == sorted(expected, key=str), (tamper.__name__, number)
            done[tamper.__name__] += 1
        raise Undone
    assert sum(done.values()) == TAMPERINGS and min(done.values()) > 40
    assert audit.verify(twelve_lines) == kept, "the audit is as it was"
