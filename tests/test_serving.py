"""The dashboard as it is served: by one process or by several, over a file or a server, behind a proxy or not."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests

from dashboard import serving
from dashboard.app import create
from tests import published
from tests.conftest import POSTGRESQL
from tests.test_answering import about, keep, look
from timeline import accounts, audit, cli, decisions
from timeline.database import Database
from timeline.files import BadInput

BEGIN = f"""
import os, sys, time
from pathlib import Path
from dashboard import foreseen, gate, updating
from dashboard.serving import serve
from timeline import accounts
from timeline.effects import Effects

home = Path(sys.argv[1])
answered = accounts.signed_in
def noted(*given):
    (home / f"answered-{{os.getpid()}}").touch()
    return answered(*given)
accounts.signed_in = noted
foreseen.foresee = lambda *_: Effects(needs_second=True)
begins = '''
import os, sys, time
from pathlib import Path
home = Path(os.environ["TIMELINE_HOME"])
with (home / "begun").open("a") as begun:
    begun.write("x")
while (home / "hold").exists():
    time.sleep(0.1)
(home / "ended").touch()
sys.exit({cli.NOT_PUBLISHED})
'''
updating.Updater.__init__.__defaults__ = ((sys.executable, "-c", begins), None)
serve(home, "127.0.0.1", int(sys.argv[2]), workers=int(sys.argv[3]))
"""


OF_ONE_KILLED = (b"was sent SIGKILL", b"resource_tracker: There appear to be", b"warnings.warn('resource_tracker")


class Visitor(requests.Session):
    """Somebody with a browser of their own; each request is a connection of its own, which any process may take."""

    def __init__(self, address: str):
        super().__init__()
        self.address, self.headers["Connection"] = address, "close"

    def request(self, method, path, **given):
        return super().request(method, f"{self.address}{path}", **given | {"timeout": 30, "allow_redirects": False})

    def get_cookie(self, name):
        return next((cookie for cookie in self.cookies if cookie.name == name), None)

    def sign_in(self, name: str):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/sign-in").text).group(1)
        assert self.post("/sign-in", data={"name": name, "password": "right", "csrf_token": token}).status_code == 303
        assert self.get("/families").status_code == 200


@pytest.fixture
def home(tmp_path, engine):
    published.publish(tmp_path)
    with closing(Database(tmp_path)) as database:
        for role in ("coordinator", "analyst"):
            accounts.set_password(database, role, role, "right")
    return tmp_path


@contextmanager
def served(home, workers=1, **environment):
    """Where the dashboard of this home answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", BEGIN, str(home), str(port), str(workers)], stderr=subprocess.PIPE, env=os.environ | environment)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and server.poll() is None and not _answers(port):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        _, said = server.communicate(timeout=60)
    assert [line for line in said.splitlines() if not any(word in line for word in OF_ONE_KILLED)] == [], "nothing that goes as it should is written to the log"


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/health", timeout=5).text == "OK"
    except requests.ConnectionError:
        return False


@contextmanager
def form(home):
    """The form for an answer as the coordinator's page holds it."""
    app = create(home)
    with closing(app.server.extensions["database"]), closing(app.server.extensions["shelf"]):
        yield about(app)


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
def test_on_a_server_somebody_signs_in_sees_a_page_and_keeps_an_answer(home):
    with served(home) as address, form(home) as store:
        visitor = Visitor(address)
        assert visitor.get("/families").status_code == 302
        visitor.sign_in("coordinator")
        assert visitor.get(f"/family/{published.FAMILY}").status_code == 200
        assert "Kept as D-1" in keep(visitor, store, look(visitor, store)["sealed"]["data"])
    with closing(Database(home)) as database:
        assert list(decisions.standing(database).answers["decided_by"]) == ["coordinator"]
        audit.verify(database)


@pytest.mark.slow
def test_two_processes_share_who_is_signed_in_and_keep_an_answer_and_begin_an_update_once(home):
    (home / "hold").touch()
    with served(home, workers=2) as address, form(home) as store:
        visitor = Visitor(address)
        visitor.sign_in("coordinator")
        seal = look(visitor, store)["sealed"]["data"]
        with ThreadPoolExecutor(16) as many:
            said = list(many.map(lambda _: keep(visitor, store, seal), range(32)))
            pages = list(many.map(lambda _: visitor.get("/families").status_code, range(32)))
        assert all("Kept as D-1" in answer for answer in said) and set(pages) == {200}
        assert _comes(home / "begun")  # what was answered is first laid over the snapshot
        assert (home / "begun").read_text() == "x"
        (home / "hold").unlink()
        processes = [int(file.name.removeprefix("answered-")) for file in home.glob("answered-*")]
        assert len(processes) == 2
        os.kill(processes[0], signal.SIGKILL)
        assert _again(visitor) == 200  # the next process knows the visitor
    with closing(Database(home)) as database:
        assert len(decisions.standing(database).answers) == 1
        audit.verify(database)


@pytest.mark.slow
def test_a_server_that_is_stopped_while_it_updates_says_nothing_in_its_log_and_leaves_the_update_to_go_on(home):
    (home / "hold").touch()
    with served(home) as address, form(home) as store:  # whose end holds the log to be empty
        visitor = Visitor(address)
        visitor.sign_in("coordinator")
        assert "Kept as D-1" in keep(visitor, store, look(visitor, store)["sealed"]["data"])
        assert _comes(home / "begun")
    (home / "hold").unlink()
    assert _comes(home / "ended")


def _comes(file: Path) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until and not file.exists():
        time.sleep(0.1)
    return file.exists()


def _again(visitor: Visitor, tries: int = 20) -> int:
    """The status of a page, asked for again where the process that was asked had been killed."""
    for _ in range(tries):
        try:
            return visitor.get("/families").status_code
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("no process answers")


@pytest.mark.slow
def test_behind_a_proxy_it_believes_the_proxy_and_its_cookies_travel_over_tls_alone(home):
    with served(home, TIMELINE_PROXIES="1") as address:
        given = requests.get(f"{address}/sign-in", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "timeline.example"}, timeout=30)
        cookie = given.headers["Set-Cookie"]
        assert cookie.startswith("__Host-timeline_session=") and "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "Domain" not in cookie


@pytest.mark.parametrize("given", ["one", "-1", ""])
def test_a_number_of_proxies_that_is_none_is_refused_with_a_sentence(monkeypatch, given):
    monkeypatch.setenv("TIMELINE_PROXIES", given)
    with pytest.raises(BadInput, match="number of reverse proxies"):
        serving.trusted()
