"""Making the timelines anew after an answer, beside the server, and saying how far that is.

`timeline update` runs as a process of its own, one at a time whichever process of the server began it; whatever is answered meanwhile, it runs
once more. Nothing that can happen to it loses an answer: they are kept before it starts, and the last snapshot stands until it has published
the next."""

import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from dash import Input, Output, State, ctx, dcc, html, no_update, set_props
from flask import Flask, current_app

import timeline
from dashboard import current, gate, yielding
from dashboard.turn import Turn
from timeline import cli, decisions, keys, memory, referrals, sealed, snapshot
from timeline.access import User
from timeline.database import Database

COMMAND = (sys.executable, "-m", "timeline.cli", "update")
TRY_AGAIN = 5.0    # seconds until the next try, while another run is at work
LOOK_AGAIN = 3000  # milliseconds between two looks of a page, while an update runs
BY_HAND = "Run: timeline update"
NOT_BEGUN = "The disk of this program is full, or it may not write there."


@dataclass(frozen=True)
class Progress:
    """How far the timelines are: how many answers and referrals they do not show, since when they are being made anew, why that failed."""

    answers: int
    since: datetime | None = None
    failed: str | None = None
    referrals: int = 0

    @property
    def sentence(self) -> str:
        """What a reader is told; empty where the timelines show everything."""
        if not self.answers + self.referrals:
            return ""
        counts = ((self.answers, "answer"), (self.referrals, "entered referral"))
        waiting = " and ".join(f"{number} {what}{'s' * (number > 1)}" for number, what in counts if number)
        waiting += " is" if self.answers + self.referrals == 1 else " are"
        if self.since:
            return f"{waiting} not yet in these timelines; they are being made anew since {self.since:%H:%M}."
        if self.failed:
            return f"{waiting} kept but not yet in these timelines: making them anew failed. {self.failed} {BY_HAND}"
        return f"{waiting} not yet in these timelines. {BY_HAND}"


class Updater:
    """The updates of one home."""

    def __init__(self, database: Database, command: tuple[str, ...] = COMMAND):
        self._database, self._command = database, command
        self._turn, self._stop = Turn(database.home / "updating"), threading.Event()

    def start(self) -> None:
        """See to it that what was decided until now comes into the timelines; returns at once."""
        held = None
        with suppress(OSError):  # what was kept stays kept, the line of the shell says that it is not yet shown, and the next answer tries again
            held = self._turn.take() if any(self._behind()) else None
        if held:
            threading.Thread(target=self._work, args=(held,), daemon=True, name="updates").start()

    def progress(self) -> Progress:
        """How far it is now, whichever process of the server is at it."""
        answers, entered = self._behind()
        try:
            return Progress(answers, *self._turn.state(), entered)
        except OSError:
            return Progress(answers, None, NOT_BEGUN, entered)

    def stop(self) -> None:
        """Start no further update; one that runs goes on to its end."""
        self._stop.set()

    def _work(self, held: TextIO) -> None:
        """Update until nothing is behind. Whatever breaks it off is said, and the next answer starts it anew."""
        failed = "The update could not be run."
        try:
            failed = self._until_nothing_is_behind()
        finally:
            self._turn.end(held, failed)
        if not failed and not self._stop.is_set():
            self.start()  # whoever answered before the turn was given up found it taken

    def _until_nothing_is_behind(self) -> str | None:
        """Why an update failed; None where none did."""
        while any(self._behind()) and not self._stop.is_set():
            code, said = self._update()
            if code == cli.BUSY:
                self._stop.wait(TRY_AGAIN)
            elif code:
                return _why(code, said)
        return None

    def _update(self) -> tuple[int, str]:
        done = yielding.run(self._command, env=keys.environment(self._database.home), cwd=Path(timeline.__file__).parents[1],
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return done.returncode, done.stderr

    def _behind(self) -> tuple[int, int]:
        """How many answers, agreements and takings back, and how many versions of referrals, the current snapshot does not take account of.

        One that shows what was known by an earlier day takes account of nothing later, and lacks nothing."""
        facts = self._shown()
        if facts is None or facts.get("until"):
            return 0, 0
        return (max(0, decisions.last(self._database) - int(facts.get("decided", 0))),
                max(0, referrals.last(self._database) - int(facts.get("entered", 0))))

    def _shown(self) -> dict[str, str] | None:
        """What the current snapshot says of itself; None where there is none, or none that can be opened: then every page says so."""
        with suppress(sealed.Damaged, memory.NoMemory):
            published = snapshot.current(self._database.home)
            return _facts(published) if published else None
        return None


@lru_cache(maxsize=snapshot.KEPT)
def _facts(published: Path) -> dict[str, str]:
    """What a published snapshot says of itself; its file never changes."""
    with snapshot.open(published) as reader:
        return snapshot.about(reader)


def _why(code: int, said: str) -> str:
    """The sentence that the command ended with, if it is one of its own; a crash is only said to be one, since its words may hold data."""
    if code in (cli.USED_WRONGLY, cli.NOT_PUBLISHED) and said.strip():
        return said.strip().splitlines()[-1]
    return f"The update ended with code {code}." if code > 0 else "The update was stopped."


def install(server: Flask) -> None:
    """Give this server its updates; none is started until somebody asks for it."""
    server.extensions["updater"] = Updater(server.extensions["database"])


def start() -> None:
    """After an answer was kept: make the timelines anew, and let the page that asked follow it."""
    current_app.extensions["updater"].start()
    set_props("progress-look", {"disabled": False})


def state() -> Progress:
    """How far the timelines of this server are."""
    return current_app.extensions["updater"].progress()


def line() -> html.Div:
    """The line of the shell that says how far the timelines are, and looks again by itself only while they are being made."""
    return html.Div([dcc.Store(id="progress-shown"), dcc.Interval(id="progress-look", interval=LOOK_AGAIN, disabled=True),
                     html.Div(id="progress", role="status", className="govuk-width-container govuk-body-s")])


@gate.secured("frame:view", Output("progress", "children"), Output("progress-look", "disabled"), Output("progress-shown", "data"),
              Input("progress-look", "n_intervals"), Input("made-from", "children"), State("progress-shown", "data"),
              State("address", "pathname"), State("address", "search"))
def look(user: User, _looks, _made_from, shown: str | None, path: str | None, search: str | None):
    """How far the timelines are, and whether a newer snapshot stands than the page was made from; the page itself is left alone."""
    page_changed = ctx.triggered_id != "progress-look"
    newest, progress = current.newest(), state()
    newer = not page_changed and shown is not None and newest != shown
    said = [progress.sentence]
    if newer:
        here = f"/{(path or '').lstrip('/')}{search or ''}"
        reload = html.A("Reload the page to see them", href=here, className="govuk-link")
        said += [" " * bool(progress.sentence), "Newer timelines stand than this page shows. ", reload]
    return said, progress.since is None, newest if page_changed else no_update
