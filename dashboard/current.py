"""The snapshot that a request reads, as its user may see it: the newest when the request began, and the same until it ends; or, where its address
asks what was known on a day or to somebody (asknown/), the file of that view.

Who the user is and what is hidden from him or her is asked anew for each request (timeline/sight), so a limit holds from the next one. Whatever a
page, an export or a callback asks, it asks here; `ask_whole` alone passes by what is hidden, for what must be told of it.

The engine publishes a snapshot as a new file and moves a pointer to it; here each file is opened once, read through a
cursor per question, and closed when a newer one stands in its place and nobody reads it any more. The newest is read with what was decided since laid
over it (timeline/overlay), as soon as that is made."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd
from flask import Flask, current_app, g, has_app_context

from dashboard import answered
from timeline import engine, exclusions, memory, overlay, sealed, sight, snapshot
from timeline.access import Denied
from timeline.overlay import Overlay
from timeline.sight import Sight

DRAWN = 24  # pictures of one snapshot, each for those who see the same of it, that are kept; the one unused longest goes first
OTHER_TABLES = ("The current snapshot was made by another version of this program, and lacks tables that this page reads. Nothing is lost: make a new one, "
                "with: timeline run EXTRACTS_FOLDER")
EARLIER = "The current snapshot was made by an earlier version of this program, so what this account may see of it cannot be told. Make a new one."
NOT_ALL = "Part of what this page compares is in records that this account may not see, so it is not shown."


class NoSnapshot(Exception):
    """Nothing has been published in this home yet."""


UNOPENED = (NoSnapshot, sealed.Damaged, memory.NoMemory)


class OtherTables(Exception):
    """The snapshot was made by another version of the program, which made other tables; the message says what to do."""


class Withheld(Denied):
    """What is shown whole or not at all, and is not to be seen whole by this user; the message says so."""


@dataclass
class Opened:
    """One open snapshot file, with the overlay that lies on it, and how many requests read it."""

    path: Path
    over: Overlay | None
    connection: duckdb.DuckDBPyConnection
    readers: int = 0
    drawn: dict[Sight, duckdb.DuckDBPyConnection | None] = field(default_factory=dict)
    """Of those who asked, each as what may be seen: a connection that shows it, None where nothing is hidden."""
    drawing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        """The name of the snapshot, and of the overlay where one lies on it."""
        return self.over.name if self.over else self.path.stem

    def seen(self, by: Sight, elsewhere: Iterable[str]) -> duckdb.DuckDBPyConnection | None:
        """What `by` may see of it, made when it is first asked for; None where nothing is hidden. `elsewhere` as sight.draw has it."""
        with self.drawing:
            if by not in self.drawn:
                self.drawn[by] = _drawn_of(self.path, by, elsewhere, self.over)
            self.drawn[by] = self.drawn.pop(by)  # the last asked for stands last
            while len(self.drawn) > DRAWN:
                self.drawn.pop(next(iter(self.drawn)))  # whoever still reads it holds its cursor, and it ends with that
            return self.drawn[by]

    def close(self) -> None:
        """Let go of the file."""
        for drawn in filter(None, self.drawn.values()):
            drawn.close()
        self.connection.close()


class Shelf:
    """The open snapshots of one home."""

    def __init__(self, home: Path):
        self._home = home
        self._lock = threading.Lock()
        self._opened: dict[tuple[Path, Overlay | None], Opened] = {}

    def take(self, path: Path | None = None) -> Opened:
        """The current snapshot with what lies on it, or the file at `path` alone, held open until it is given back. Raises NoSnapshot."""
        with self._lock:
            named = path or snapshot.current(self._home)
            if named is None or not named.exists():
                raise NoSnapshot
            opened = self._open(named, None if path else overlay.newest(self._home, named))
            opened.readers += 1
            self._close_unused()
            return opened

    def _open(self, path: Path, over: Overlay | None) -> Opened:
        if (path, over) not in self._opened:
            try:
                self._opened[path, over] = Opened(path, over, overlay.open(path, over), drawn=dict.fromkeys(self._see_all(path)))
            except (sealed.Damaged, duckdb.IOException, FileNotFoundError):
                if over is None:
                    raise
                over.path.unlink(missing_ok=True)  # what cannot be read shows nothing: the next answer, or the next snapshot, shows it
                return self._open(path, None)
        return self._opened[path, over]

    def _see_all(self, path: Path) -> set[Sight]:
        """Those from whom nothing of this snapshot is hidden, as was found before, and so nothing with another overlay on it: an overlay holds no record. Only
        whether a record names an excluded person is for the overlay to say."""
        return {by for opened in self._opened.values() if opened.path == path for by, seen in opened.drawn.items() if seen is None and not by.excluded}

    def give_back(self, opened: Opened) -> None:
        """Say that one reader is done with it."""
        with self._lock:
            opened.readers -= 1
            self._close_unused()

    def opened(self) -> list[Path]:
        """The snapshots that are open now."""
        return [path for path, _over in self._opened]

    def close(self) -> None:
        """Close every snapshot."""
        with self._lock:
            for opened in self._opened.values():
                opened.close()
            self._opened.clear()

    def _close_unused(self) -> None:
        for (path, over), opened in list(self._opened.items()):
            if not opened.readers and not (snapshot.points(path) and over == overlay.newest(self._home, path)):
                opened.close()
                del self._opened[path, over]


def _drawn_of(path: Path, by: Sight, elsewhere: Iterable[str], over: Overlay | None) -> duckdb.DuckDBPyConnection | None:
    """As sight.draw. Raises Withheld for a snapshot of an earlier version, of which it cannot be told what may be seen."""
    try:
        return sight.draw(path, by, elsewhere, over)
    except (duckdb.BinderException, duckdb.CatalogException):
        raise Withheld(EARLIER) from None


def install(server: Flask, home: Path) -> None:
    """Let requests of this server read the snapshots of this home."""
    server.extensions["shelf"] = Shelf(home)

    @server.teardown_appcontext
    def done(_error):
        for opened in g.pop("opened", {}).values():
            server.extensions["shelf"].give_back(opened)


def ask(sql: str, **asked) -> pd.DataFrame:
    """The answer to one query over the tables in `made`, as the user may see them, as a frame of plain Python values; an empty cell is None."""
    return _asked_once(g.get("viewed"), sql, asked)


def ask_newest(sql: str, **asked) -> pd.DataFrame:
    """The answer to one query over the newest snapshot, whatever else the request reads."""
    return _asked_once(None, sql, asked)


def ask_of(path: Path, sql: str, **asked) -> pd.DataFrame:
    """The answer to one query over another file of this home that is written once and read like a snapshot; the file is held open until the request ends.

    Such a file is of whole snapshots. Raises Withheld where any of the newest is hidden from the user."""
    if hides():
        raise Withheld(NOT_ALL)
    return answered.answer(_opened(path).connection, sql, asked)


def ask_whole(sql: str, **asked) -> pd.DataFrame:
    """The answer to one query over the newest snapshot, whatever is hidden from the user: for what must be told of what is hidden, and no more of it
    than that."""
    return answered.answer(_opened(None).connection, sql, asked)


def ask_hidden(sql: str, **asked) -> pd.DataFrame | None:
    """The answer to one query over what is hidden from the user and what is told of it (schemas `hidden` and `told` of timeline/sight); None where
    nothing is hidden."""
    return answered.answer(_seen(g.get("viewed")), sql, asked) if hides() else None


def reader(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection of its own, to be closed, that shows what the user may see of a file of tables."""
    opened = snapshot.open(path)
    newest = _drawn(None) if snapshot.current(current_app.extensions["database"].home) else None
    drawn = sight.draw(path, sees(), sight.shared(newest, opened) if newest else ())
    if drawn is None:
        return opened
    opened.close()
    return drawn


def hides() -> bool:
    """Whether anything of what this request reads, or of the newest snapshot, is hidden from the user."""
    return any(_drawn(path) is not None for path in {None, g.get("viewed")})


def sees() -> Sight:
    """What the user may see, as it is said at this request."""
    if "sight" not in g:
        g.sight = exclusions.sight(current_app.extensions["database"], g.get("user"))
    return g.sight


def read_instead(path: Path, kept: dict[str, str]) -> None:
    """From here on this request reads the snapshot at `path`, and `kept` stands in the query of every link to another page of it."""
    g.viewed, g.kept = path, kept


def kept() -> dict[str, str]:
    """What the query of a link to another page of the same view must hold; nothing where the request reads the newest snapshot."""
    return g.get("kept", {}) if has_app_context() else {}


def _seen(path: Path | None) -> duckdb.DuckDBPyConnection:
    """What the user may see of the snapshot at `path`, or of the newest."""
    return _drawn(path) or _opened(path).connection


def _drawn(path: Path | None) -> duckdb.DuckDBPyConnection | None:
    """A connection that shows what the user may see of the snapshot at `path`, or of the newest; None where nothing is hidden.

    What is hidden in the newest is hidden in every other, even where its agency had not yet restricted it."""
    drawn = g.setdefault("drawn", {})
    if path not in drawn:
        newest = _drawn(None) if path else None
        drawn[path] = _opened(path).seen(sees(), sight.shared(newest, _opened(path).connection) if newest else ())
    return drawn[path]


def _asked_once(path: Path | None, sql: str, asked: dict) -> pd.DataFrame:
    """The answer to a query over the snapshot at `path`, or the newest. Several parts of one page ask the same, and a request reads the same to its end."""
    answers, question = g.setdefault("answers", {}), (path, sql, repr(asked))
    if question not in answers:
        try:
            answers[question] = answered.answer(_seen(path), sql, asked)
        except (duckdb.BinderException, duckdb.CatalogException):
            if snapshot.about(_opened(path).connection).get("engine") == engine.edition():
                raise
            raise OtherTables(OTHER_TABLES) from None
    return answers[question].copy(deep=False)


def name() -> str | None:
    """The name of the snapshot that this request reads, or of the overlay with it, as the audit keeps it; None where there is none, or none that can
    be opened."""
    try:
        return _opened(g.get("viewed")).name
    except UNOPENED:
        return None


def newest() -> str | None:
    """The name of the newest snapshot, or of the overlay with it, whatever else the request reads; None where there is none, or none that can be opened."""
    try:
        return _opened(None).name
    except UNOPENED:
        return None


def path() -> Path:
    """The file of the snapshot that this request reads. Raises NoSnapshot."""
    return _opened(g.get("viewed")).path


def newest_path() -> Path:
    """The file of the newest snapshot, whatever else the request reads. Raises NoSnapshot."""
    return _opened(None).path


def overlaid() -> bool:
    """Whether answers are laid over the snapshot that this request reads."""
    return _opened(g.get("viewed")).over is not None


def touched(family_id: str) -> bool:
    """Whether what is laid over the snapshot changes something in this family's file; of a file of which something is hidden from the user it is not told."""
    opened = _opened(g.get("viewed"))
    if opened.over is None or hides():
        return False
    return bool(len(answered.answer(opened.connection, "select 1 from made.touched where family_id = $id", {"id": family_id})))


def about() -> dict[str, str]:
    """What the run said of itself: as of which day, with which settings and model."""
    facts = answered.answer(_opened(g.get("viewed")).connection, snapshot.ABOUT, {})
    return dict(facts.itertuples(index=False, name=None))


def _opened(path: Path | None) -> Opened:
    """The snapshot at `path`, or the newest, held open until the request ends."""
    held = g.setdefault("opened", {})
    if path not in held:
        held[path] = current_app.extensions["shelf"].take(path)
    return held[path]
