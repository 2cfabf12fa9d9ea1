"""The snapshot that a request reads: the newest when the request began, and the same until it ends; or, where its address asks
what was known on a day or to somebody (asknown/), the file of that view.

The engine publishes a snapshot as a new file and moves a pointer to it; here each file is opened once, read through a
cursor per question, and closed when a newer one stands in its place and nobody reads it any more."""

import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from flask import Flask, current_app, g, has_app_context

from timeline import snapshot


class NoSnapshot(Exception):
    """Nothing has been published in this home yet."""


@dataclass
class Opened:
    """One open snapshot file and how many requests read it."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    readers: int = 0


class Shelf:
    """The open snapshots of one home."""

    def __init__(self, home: Path):
        self._home = home
        self._lock = threading.Lock()
        self._opened: dict[Path, Opened] = {}

    def take(self, path: Path | None = None) -> Opened:
        """The current snapshot, or the one at `path`, held open until it is given back. Raises NoSnapshot."""
        with self._lock:
            path = path or snapshot.current(self._home)
            if path is None or not path.exists():
                raise NoSnapshot
            if path not in self._opened:
                self._opened[path] = Opened(path, snapshot.open(path))
            self._opened[path].readers += 1
            self._close_unused(but=snapshot.current(self._home))
            return self._opened[path]

    def give_back(self, opened: Opened) -> None:
        """Say that one reader is done with it."""
        with self._lock:
            opened.readers -= 1
            self._close_unused(but=snapshot.current(self._home))

    def opened(self) -> list[Path]:
        """The snapshots that are open now."""
        return list(self._opened)

    def close(self) -> None:
        """Close every snapshot."""
        with self._lock:
            for opened in self._opened.values():
                opened.connection.close()
            self._opened.clear()

    def _close_unused(self, but: Path | None) -> None:
        for path, opened in list(self._opened.items()):
            if path != but and not opened.readers:
                opened.connection.close()
                del self._opened[path]


def install(server: Flask, home: Path) -> None:
    """Let requests of this server read the snapshots of this home."""
    server.extensions["shelf"] = Shelf(home)

    @server.teardown_appcontext
    def done(_error):
        for opened in g.pop("opened", {}).values():
            server.extensions["shelf"].give_back(opened)


def ask(sql: str, **asked) -> pd.DataFrame:
    """The answer to one query over the tables in `made`, as a frame of plain Python values; an empty cell is None."""
    return _answer(_opened(g.get("viewed")), sql, asked)


def ask_newest(sql: str, **asked) -> pd.DataFrame:
    """The answer to one query over the newest snapshot, whatever else the request reads."""
    return _answer(_opened(None), sql, asked)


def ask_of(path: Path, sql: str, **asked) -> pd.DataFrame:
    """The answer to one query over another file of this home that is written once and read like a snapshot; the file is held open until the request ends."""
    return _answer(_opened(path), sql, asked)


def read_instead(path: Path, kept: dict[str, str]) -> None:
    """From here on this request reads the snapshot at `path`, and `kept` stands in the query of every link to another page of it."""
    g.viewed, g.kept = path, kept


def kept() -> dict[str, str]:
    """What the query of a link to another page of the same view must hold; nothing where the request reads the newest snapshot."""
    return g.get("kept", {}) if has_app_context() else {}


def _answer(opened: Opened, sql: str, asked: dict) -> pd.DataFrame:
    cursor = opened.connection.cursor()
    cursor.execute(sql, asked)
    names = [column[0] for column in cursor.description]
    frame = pd.DataFrame(cursor.fetchall(), columns=names, dtype=object)
    cursor.close()
    return frame


def name() -> str | None:
    """The name of the snapshot that this request reads, as the audit keeps it; None where there is none yet."""
    try:
        return path().stem
    except NoSnapshot:
        return None


def newest() -> str | None:
    """The name of the newest snapshot, whatever else the request reads; None where there is none yet."""
    try:
        return newest_path().stem
    except NoSnapshot:
        return None


def path() -> Path:
    """The file of the snapshot that this request reads. Raises NoSnapshot."""
    return _opened(g.get("viewed")).path


def newest_path() -> Path:
    """The file of the newest snapshot, whatever else the request reads. Raises NoSnapshot."""
    return _opened(None).path


def about() -> dict[str, str]:
    """What the run said of itself: as of which day, with which settings and model."""
    return snapshot.about(_opened(g.get("viewed")).connection.cursor())


def _opened(path: Path | None) -> Opened:
    """The snapshot at `path`, or the newest, held open until the request ends."""
    held = g.setdefault("opened", {})
    if path not in held:
        held[path] = current_app.extensions["shelf"].take(path)
    return held[path]
