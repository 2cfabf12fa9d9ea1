"""One line of the audit: what it says, what it names, and the two values that seal it.

The *seal* is the line's number encrypted with AES-SIV, with everything that the line says as what must fit it: opened, it gives the number under which the
line was written, and it does not open where anything that the line says was changed. The *chain* is a keyed hash over the seal and the chain of the line
before. So a line tells by itself whether it is as it was written and where it stood, and its neighbours tell what is missing between them."""

import hmac
import json
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
ID = re.compile(r"(?<![\w-])[FPEL]-[0-9a-z]{10,16}(?![\w-])")
COLUMNS = {"F": "family", "P": "person", "E": "record", "L": "record"}
FOUND = re.compile(r"(?<![\w-])[FP]-[0-9a-z]{10,16}(?![\w-])")
_encoded = json.JSONEncoder(separators=(",", ":")).encode


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

    def seal(self, number: int, said: Iterable[str | None]) -> str:
        """The seal of a line with this number that says this."""
        return self._siv.encrypt(number.to_bytes(NUMBER, "big"), [_content(said)]).hex()

    def opened(self, seal: str, said: Iterable[str | None]) -> int | None:
        """The number under which the line was written; None where the line or its seal is not as it was written."""
        try:
            return int.from_bytes(self._siv.decrypt(bytes.fromhex(seal), [_content(said)]), "big")
        except (InvalidTag, ValueError):
            return None

    def chain(self, before: str, seal: str, said: Iterable[str | None]) -> str:
        """The chain of a line that has this seal, says this and stands after the line with the chain `before`."""
        return hmac.digest(self._key, _encoded([before, seal, *said]).encode(), "sha256").hex()


def named(subject: str, families: Iterable[str], people: Iterable[str], record: str | None, document: str | None) -> dict[str, str | None]:
    """What a line names, by column: the ids in its subject, the record whose text or address was opened, the document that was made, and the
    families and people that were shown beside these."""
    ids = list(dict.fromkeys(ID.findall(subject)))
    columns = {name: [id for id in ids if COLUMNS[id[0]] == name] for name in ("family", "person", "record")}
    columns["record"] += [record] if record and record not in ids else []
    columns["document"] = [document] if document else []
    columns["shown"] = sorted({*families, *people} - set(ids))
    return {name: "\n".join(" ".join(one.split()) for one in things) or None for name, things in columns.items()}


def things(naming: Iterable[str | None]) -> list[tuple[str, str]]:
    """What a line names, from its columns of NAMING: how, and what, in order."""
    return [(how, thing) for how, told in zip(NAMING, naming, strict=True) if told for thing in told.split("\n")]


def shown(answer: str) -> set[str]:
    """The ids of families and people that stand in an answer."""
    return set(FOUND.findall(answer))


def _content(said: Iterable[str | None]) -> bytes:
    return _encoded(list(said)).encode()
