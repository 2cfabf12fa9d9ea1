"""Making the timelines anew after an answer, beside the server, and saying how far that is.

What was answered is first laid over the snapshot (overlaying.py), so that the files which it changes are right at once. Then `timeline update` runs
as a process of its own, one at a time whichever process of the server began it; whatever is answered meanwhile, it runs once more. Nothing that can
happen to it loses an answer: they are kept before it starts, and the last snapshot stands until it has published the next."""

import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from dash import Input, Output, State, ctx, dcc, html, no_update, set_props
from flask import Flask, current_app

import timeline
from dashboard import beside, current, gate, overlaying, yielding
from dashboard.overlaying import Layer
from dashboard.turn import Turn
from timeline import cli, decisions, keys, referrals
from timeline.access import User
from timeline.database import Database

COMMAND = (sys.executable, "-m", "timeline.cli", "update")
TRY_AGAIN = 5.0    # seconds until the next try, while another run is at work
LONGEST = 10.0     # seconds that what is at work here may take to end
LAID_SOON, LOOK_AGAIN = 2500, 5000  # milliseconds between two looks of a page: while an answer is being laid over the snapshot; while an update runs
BY_HAND = "Run: timeline update"
NOT_BEGUN = "The disk of this program is full, or it may not write there."


@dataclass(frozen=True)
class Progress:
    """How far the timelines are: how many answers and referrals the snapshot does not show, since when they are being made anew, why that failed.

    Of the answers `laid` are laid over the snapshot; `laying` says that others are being, and `unlaid` why they could not be."""

    answers: int
    since: datetime | None = None
    failed: str | None = None
    referrals: int = 0
    laid: int = 0
    laying: bool = False
    unlaid: str | None = None

    @property
    def sentence(self) -> str:
        """What a reader is told; empty where the timelines show everything."""
        return " ".join(part for part in (self._shown(), self._awaited()) if part)

    def _shown(self) -> str:
        """What is laid over the snapshot, and what waits for it."""
        if not self.laid:
            return ""
        said = f"{_counted((self.laid, 'answer'))} laid over the snapshot, in the files that {'it changes' if self.laid == 1 else 'they change'};"
        if self.answers > self.laid or self.referrals:
            return f"{said} figures of the whole area are as before."
        if self.since:
            return f"{said} the full timelines are being made anew since {self.since:%H:%M}."
        why = f"making the full timelines anew failed. {self.failed}" if self.failed else "the full timelines are not made yet."
        return f"{said} {why} {BY_HAND}"

    def _awaited(self) -> str:
        """What the pages do not show at all."""
        answers = self.answers - self.laid
        if not answers + self.referrals:
            return ""
        waiting = _counted((answers, "answer"), (self.referrals, "entered referral"))
        if answers and self.laying:
            return f"{_counted((answers, 'answer'))} being worked into the files that {'it changes' if answers == 1 else 'they change'}."
        if self.since:
            why = f" What was answered cannot be shown before that: {self.unlaid}" if answers and self.unlaid else ""
            return f"{waiting} not yet in these timelines; they are being made anew since {self.since:%H:%M}.{why}"
        if self.failed:
            return f"{waiting} kept but not yet in these timelines: making them anew failed. {self.failed} {BY_HAND}"
        return f"{waiting} not yet in these timelines. {BY_HAND}"


def _counted(*counts: tuple[int, str]) -> str:
    """Numbers of things in words, with the verb."""
    said = " and ".join(f"{number} {what}{'s' * (number > 1)}" for number, what in counts if number)
    return said + (" is" if sum(number for number, _ in counts) == 1 else " are")


class Updater:
    """The updates of one home, and what is laid over its snapshot until they are done, if a `layer` is given."""

    def __init__(self, database: Database, command: tuple[str, ...], layer: Layer | None = None):
        self._database, self._command, self._layer = database, command, layer
        self._turn, self._stop = Turn(database.home / "updating"), threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """See to it that what was decided until now comes into the timelines; returns at once."""
        held = None
        with suppress(OSError):  # what was kept stays kept, the line of the shell says that it is not yet shown, and the next answer tries again
            held = self._turn.take() if any(self._behind()) else None
        if held:
            self._begin("updates", self._work, held)
        elif self._layer:
            self._begin("overlays", self._layer.lay)  # an update that runs will not show it for minutes

    def progress(self) -> Progress:
        """How far it is now, whichever process of the server is at it."""
        answers, entered = self._behind()
        laid = self._laid(answers) if self._layer and answers else ()
        try:
            return Progress(answers, *self._turn.state(), entered, *laid)
        except OSError:
            return Progress(answers, None, NOT_BEGUN, entered, *laid)

    def stop(self) -> None:
        """Start no further update and break off what is being laid; an update that runs goes on to its end by itself."""
        self._stop.set()
        until = time.monotonic() + LONGEST
        while any(thread.is_alive() for thread in self._threads) and time.monotonic() < until:
            beside.end()  # again: what was about to be laid begins only now
            time.sleep(0.1)

    def _begin(self, name: str, work, *given) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True, name=name)
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()

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
            if self._layer:
                self._layer.lay()  # before the update takes the machine
            code, said = self._update()
            if code == cli.BUSY:
                self._stop.wait(TRY_AGAIN)
            elif code:
                return _why(code, said)
        return None

    def _update(self) -> tuple[int, str]:
        done = yielding.run(self._command, self._stop, env=keys.environment(self._database.home), cwd=Path(timeline.__file__).parents[1],
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return done.returncode, done.stderr

    def _behind(self) -> tuple[int, int]:
        """How many answers, agreements and takings back, and how many versions of referrals, the current snapshot does not take account of.

        One that shows what was known by an earlier day takes account of nothing later, and lacks nothing."""
        stands = overlaying.published(self._database.home)
        if stands is None or stands[1].get("until"):
            return 0, 0
        _path, facts = stands
        return (max(0, decisions.last(self._database) - int(facts.get("decided", 0))),
                max(0, referrals.last(self._database) - int(facts.get("entered", 0))))

    def _laid(self, answers: int) -> tuple[int, bool, str | None]:
        """Of so many answers that the snapshot does not show, how many are laid over it, whether others are being, and why they could not be."""
        missing = max(0, decisions.last(self._database) - self._layer.laid())
        since, why = self._layer.state()
        return max(0, answers - missing), missing > 0 and since is not None, why if missing else None


def _why(code: int, said: str) -> str:
    """The sentence that the command ended with, if it is one of its own; a crash is only said to be one, since its words may hold data."""
    if code in (cli.USED_WRONGLY, cli.NOT_PUBLISHED) and said.strip():
        return said.strip().splitlines()[-1]
    return f"The update ended with code {code}." if code > 0 else "The update was stopped."


def install(server: Flask) -> None:
    """Give this server its updates; none is started until somebody asks for it."""
    server.extensions["updater"] = Updater(server.extensions["database"], COMMAND, Layer(server.extensions["database"]))


def start() -> None:
    """After an answer was kept: make the timelines anew, and let the page that asked follow it."""
    current_app.extensions["updater"].start()
    set_props("progress-look", {"disabled": False})


def state() -> Progress:
    """How far the timelines of this server are."""
    return current_app.extensions["updater"].progress()


def line() -> html.Div:
    """The line of the shell that says how far the timelines are, and looks again by itself only while they are being made."""
    return html.Div([dcc.Store(id="progress-shown"), dcc.Interval(id="progress-look", interval=LAID_SOON, disabled=True),
                     html.Div(id="progress", role="status", className="govuk-width-container govuk-body-s")])


@gate.secured("frame:view", Output("progress", "children"), Output("progress-look", "disabled"), Output("progress-look", "interval"),
              Output("progress-shown", "data"), Input("progress-look", "n_intervals"), Input("made-from", "children"), State("progress-shown", "data"),
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
    return said, progress.since is None and not progress.laying, LAID_SOON if progress.laying else LOOK_AGAIN, newest if page_changed else no_update
