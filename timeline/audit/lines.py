"""One line of the audit: what it says, what it names, and the two values that seal it.

The *seal* is the line's number encrypted with AES-SIV, with everything that the line says as what must fit it: opened, it gives the number under which the
line was written, and it does not open where anything that the line says was changed. The *chain* is a keyed hash over the seal and the chain of the line
before. So a line tells by itself whether it is as it was written and where it stood, and its neighbours tell what is missing between them."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from timeline import keys

NAMING = ("family", "person", "record", "document", "shown")
"""The columns that hold ids, one in a line of text: the first four of what was opened or acted upon, the last of what was only shown."""

SAID = ("at", "by", "action", "subject", *NAMING, "snapshot", "reason", "session", "outcome")
"""What a line says, in the order in which it is sealed."""

NUMBER = 8  # bytes
BETWEEN = "\x1f"
CLEARED = str.maketrans("\x00\x1e\x1f", "   ")  # what no line holds: what stands between the columns when they are sealed, and what PostgreSQL does not keep
SAID_SQL = f" || '{BETWEEN}' || ".join(f"""coalesce('+' || "{name}", '-')""" for name in SAID)
NAMED_SQL = " || ".join(f"""coalesce('{name} ' || replace({name}, '\n', '\n{name} ') || '\n', '')""" for name in NAMING)
"""SQL of what `content` and `indexed` make of a line, so that a look at a million need not."""

ID = re.compile(r"(?<![\w-])[FPEL]-[0-9a-z]{10,16}(?![\w-])")
COLUMNS = {"F": "family", "P": "person", "E": "record", "L": "record"}
FOUND = re.compile(r"[FP]-[0-9a-z]{10,16}(?![\w-])")  # in an answer a letter may stand before it, of a slash that is written \u002f


@dataclass(frozen=True)
class Head:
    """The last line of the audit: its number and its chain. 0 and '' before the first."""

    number: int
    chain: str


class Sealing:
    """The keys with which the lines of one home are sealed and chained."""

    def __init__(self, home: Path):
        """Raises keys.NoKey."""
        held = keys.of(home)
        self._siv, self._key = AESSIV(held.derived("audit seal")), held.derived("audit")

    def seal(self, number: int, content: str) -> str:
        """The seal of a line with this number and content."""
        return self._siv.encrypt(number.to_bytes(NUMBER, "big"), [content.encode()]).hex()

    def opened(self, seal: str, content: str) -> int | None:
        """The number under which the line was written; None where the line or its seal is not as it was written."""
        try:
            return int.from_bytes(self._siv.decrypt(bytes.fromhex(seal), [content.encode()]), "big")
        except (InvalidTag, ValueError):
            return None

    def chain(self, before: str, seal: str, content: str) -> str:
        """The chain of a line that has this seal and content and stands after the line with the chain `before`."""
        return hmac.digest(self._key, f"{before}{BETWEEN}{seal}{BETWEEN}{content}".encode(), "sha256").hex()


def content(line: dict[str, str | None]) -> str:
    """All that a line says, as it is sealed: its columns in order, each after a plus, or a minus where it is empty."""
    return BETWEEN.join("-" if line[name] is None else f"+{line[name]}" for name in SAID)


def cleared(line: dict[str, str | None]) -> dict[str, str | None]:
    """The line without what no line may hold."""
    return {name: told.translate(CLEARED) if told else told for name, told in line.items()}


def indexed(line: dict[str, str | None]) -> list[tuple[str, str]]:
    """What a line names, as the index holds it: how, and what, in order."""
    return [(how, thing) for how in NAMING if line[how] for thing in line[how].split("\n")]


def named(subject: str, families: Iterable[str], people: Iterable[str], record: str | None, document: str | None) -> dict[str, str | None]:
    """What a line names, by column: the ids in its subject, the record whose text or address was opened, the document that was made, and the
    families and people that were shown beside these."""
    ids = list(dict.fromkeys(ID.findall(subject)))
    columns = {name: [id for id in ids if COLUMNS[id[0]] == name] for name in ("family", "person", "record")}
    columns["record"] += [record] if record and record not in ids else []
    columns["document"] = [document] if document else []
    columns["shown"] = sorted({*families, *people} - set(ids))
    return {name: "\n".join(" ".join(one.split()) for one in things) or None for name, things in columns.items()}


def shown(answer: str) -> set[str]:
    """The ids of families and people that stand in an answer."""
    return set(FOUND.findall(answer))

