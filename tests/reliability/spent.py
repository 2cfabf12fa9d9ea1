"""What a served dashboard spends while people are at work: processor time by what it goes into, memory, and how long one waits to write to the database."""

import threading
import time
from collections import defaultdict
from pathlib import Path

import psutil

from timeline.database import Database

SERVING, FORESEEING, UPDATING, CLIENTS = "pages and answers", "what an answer would change", "making the tables anew", "the people's browsers"
BETWEEN = 0.5  # seconds between two looks; what a process spends in its last ones is not seen
MB = 1024 * 1024


class Spent:
    """Processor seconds by what they were spent on, while the block lasts: of a process with all that it starts, and of this one, which holds the browsers."""

    def __init__(self, server: int, home: Path):
        self._server, self._database = psutil.Process(server), Database(home)
        self._seconds: dict[tuple[int, str], tuple[float, float]] = {}
        self.memory = self.waited = 0.0
        self._stop, self._thread = threading.Event(), threading.Thread(target=self._watch, daemon=True, name="spent")

    def __enter__(self) -> "Spent":
        self._clock, self._own = time.monotonic(), time.process_time()
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._thread.join()
        self._look()
        self._database.close()
        self.clock, own = time.monotonic() - self._clock, time.process_time() - self._own
        self.by = defaultdict(float, {CLIENTS: own})
        for (_, what), (first, last) in self._seconds.items():
            self.by[what] += last - first

    def _watch(self) -> None:
        while not self._stop.wait(BETWEEN):
            self._look()
            began = time.monotonic()
            with self._database.write():
                self.waited = max(self.waited, time.monotonic() - began)

    def _look(self) -> None:
        resident = 0
        for process in [self._server, *self._server.children(recursive=True)]:
            try:
                used, what, resident = sum(process.cpu_times()[:2]), _what(process), resident + process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
            first, _ = self._seconds.get((process.pid, what), (used if not self._seconds else 0.0, 0.0))
            self._seconds[process.pid, what] = first, used
        self.memory = max(self.memory, resident / MB)


def _what(process: psutil.Process) -> str:
    said = " ".join(process.cmdline())
    return UPDATING if "timeline.cli update" in said else FORESEEING if "multiprocessing" in said else SERVING
