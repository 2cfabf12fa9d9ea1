"""The dashboard served as users have it, by gunicorn over a sealed home, and killed: one process of it, or all of them at once.

What an answer would change is not worked out and no table is made anew: both take long, and nothing that is kept rests on them."""

import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pyotp
import pytest
import requests

from tests import published
from tests.test_serving import Visitor
from timeline import accounts, keys
from timeline.access import User
from timeline.accounts import invitations, second_factor
from timeline.database import Database

WORKERS = 2
ROOT, PASSWORD = User("root (command line)", "none"), "quarry lantern ostrich mauve"
BEGIN = """
import sys
from pathlib import Path
from dashboard import foreseen, updating
from dashboard.serving import serve
from timeline.effects import Effects

foreseen.foresee = lambda *_: Effects()
updating.COMMAND = ("false",)
serve(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), workers=int(sys.argv[3]))
"""


def sealed(environment: pytest.MonkeyPatch, home: Path) -> Path:
    """A home whose data is real: with an operator's key, a published snapshot and no account yet."""
    environment.delenv("TIMELINE_DEMO", raising=False)
    environment.setenv("TIMELINE_KEY", keys.new())
    published.publish(home)
    return home


class Server:
    """The processes that serve one home, at one address for good."""

    def __init__(self, home: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.home, self.address = home, f"http://127.0.0.1:{self._port}"
        self.whole = threading.Event()
        """That it answers, and all that it rests on, but while a test has taken something away."""
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-c", BEGIN, self.home, str(self._port), str(WORKERS)]
        with (self.home / "served.log").open("ab") as log:
            self._process = subprocess.Popen(command, start_new_session=True, stderr=log)
        until = time.monotonic() + 120
        while not self.answers():
            assert self._process.poll() is None and time.monotonic() < until, (self.home / "served.log").read_text()
            time.sleep(0.1)
        self.whole.set()

    def answers(self) -> bool:
        """Whether somebody who asks gets an answer."""
        try:
            return requests.get(f"{self.address}/health", timeout=30).text == "OK"
        except requests.RequestException:
            return False

    def workers(self) -> list[psutil.Process]:
        """The processes that answer, the master not among them."""
        return [one for one in psutil.Process(self._process.pid).children() if one.status() != psutil.STATUS_ZOMBIE and "serve" in " ".join(one.cmdline())]

    def processes(self) -> list[psutil.Process]:
        """Every process of it."""
        return [*psutil.Process(self._process.pid).children(recursive=True), psutil.Process(self._process.pid)]

    def kill_worker(self, drawn: random.Random) -> None:
        """Kill one of the processes that answer: the master starts another in its place."""
        drawn.choice(self.workers()).kill()

    def kill(self) -> None:
        """Kill every process of it at once, as a machine does that has no memory left."""
        of_it = self.processes()
        for one in of_it:
            one.kill()
        psutil.wait_procs(of_it, timeout=30)
        self._process.wait(30)

    def stop(self) -> None:
        """Stop it as a service is stopped."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(60)


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """The server of this home, answering at first and stopped when the block ends."""
    server = Server(home)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def arrived(home: Path, name: str, role: str) -> str:
    """A new account whose owner has chosen a password and enrolled a second factor; the secret of that."""
    with closing(Database(home)) as database:
        token = accounts.add(database, ROOT, name, role)
        held = second_factor.secret(database, name, invitations.find(database, token).secret)
        invitations.accept(database, token, PASSWORD, pyotp.TOTP(held).now())
    return held


def signed_in(visitor: Visitor, name: str, secret: str) -> None:
    """Sign in by the page, with a password and a code: the one of the next half minute, since the present one was used."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/sign-in").text).group(1)
    given = {"name": name, "password": PASSWORD, "code": pyotp.TOTP(secret).at(time.time() + 30), "csrf_token": token}
    assert visitor.post("/sign-in", data=given).status_code == 303
    assert visitor.get("/account/awake").status_code == 204
