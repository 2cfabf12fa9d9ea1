"""What was asked of the tables of one connection before: tables that nobody writes answer the same question in the same way for ever.

Answers are kept with the connection that gave them and go with it: a newer snapshot is another connection, and so is what an account sees from which
something is hidden. They are kept as bytes, so that whoever is answered gets an answer of his or her own, which no other request can have changed."""

import pickle
import threading
from collections import namedtuple
from collections.abc import Callable
from functools import lru_cache
from weakref import WeakKeyDictionary

import duckdb
import pandas as pd

ROOM = 24_000_000
"""Bytes of answers that a process keeps of one connection, of which there is one for those who see all and one for each limited sight of it; the answer
that nobody asked for longest goes first."""
_kept: WeakKeyDictionary[duckdb.DuckDBPyConnection, "Answered"] = WeakKeyDictionary()
_lock = threading.Lock()


class Answer(pd.DataFrame):
    """An answer, whose rows can be gone through quickly: pandas makes a series of each column first, of which a page has hundreds."""

    @property
    def _constructor(self):
        return Answer

    def itertuples(self, index=True, name="Pandas"):
        """As a frame's own."""
        rows = self.to_numpy(dtype=object).tolist()
        if index:
            rows = [[at, *row] for at, row in zip(self.index, rows, strict=True)]
        return map(_row(name, ("Index",) * index + tuple(self.columns)), rows)


@lru_cache(maxsize=1000)
def _row(name: str | None, columns: tuple[str, ...]) -> Callable[[list], tuple]:
    return tuple if name is None else namedtuple(name, columns, rename=True)._make


class Answered:
    """The answers of one connection."""

    def __init__(self, room: int = ROOM):
        self._room, self._taken = room, 0
        self._answers: dict[tuple[str, str], bytes] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, question: tuple[str, str]) -> bytes | None:
        """The answer to this question, where it is kept."""
        with self._lock:
            answer = self._answers.pop(question, None)
            if answer is not None:
                self._answers[question] = answer  # the last asked for stands last
            return answer

    def keep(self, question: tuple[str, str], answer: bytes) -> None:
        """Keep an answer, and let go of what there is no more room for; one that would take a tenth of the room is not kept."""
        if _size(question, answer) > self._room // 10:
            return
        with self._lock:
            self._forget(question)
            self._answers[question] = answer
            self._taken += _size(question, answer)
            while self._taken > self._room:
                self._forget(next(iter(self._answers)))

    def _forget(self, question: tuple[str, str]) -> None:
        if question in self._answers:
            self._taken -= _size(question, self._answers.pop(question))


def answer(connection: duckdb.DuckDBPyConnection, sql: str, asked: dict) -> pd.DataFrame:
    """The answer to one query over tables that are only read, as a frame of plain Python values; an empty cell is None."""
    with _lock:
        kept = _kept.setdefault(connection, Answered())
    question = sql, repr(asked)
    told = kept.find(question)
    if told is None:
        told = pickle.dumps(_told(connection, sql, asked), pickle.HIGHEST_PROTOCOL)
        kept.keep(question, told)
    names, rows = pickle.loads(told)
    return Answer(rows, columns=pd.Index(names, dtype=object), dtype=object)


def _told(connection: duckdb.DuckDBPyConnection, sql: str, asked: dict) -> tuple[list[str], list[tuple]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [column[0] for column in cursor.description], cursor.fetchall()


def _size(question: tuple[str, str], answer: bytes) -> int:
    return sum(map(len, question)) + len(answer)
