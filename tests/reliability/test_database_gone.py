"""The database goes while the dashboard serves, and comes back: every answer meanwhile is one sentence, nothing is half kept, and the same process goes on."""

import time
from contextlib import closing, contextmanager

import pytest

from dashboard import foreseen, updating
from dashboard.app import create
from tests import published
from tests.conftest import EMBEDDED, POSTGRESQL
from tests.reliability.test_killed_servers import kept_by
from tests.test_answering import about, call, keep, look
from tests.test_gate import show, sign_in
from tests.test_load_pages import send
from timeline import accounts, audit, decisions, keys, uploads
from timeline.access import User
from timeline.database import Database, NotReached, embedded
from timeline.effects import Effects

pytestmark = pytest.mark.slow

UNTOLD = "It cannot be told whether what you sent"
BOUND = 20
"""Seconds in which every answer is there; the wait for a lock, half a minute for users, is a second here."""


@contextmanager
def stopped(_home, server):
    """The PostgreSQL server is not there."""
    server.kill()
    yield
    server.start()


@contextmanager
def locked(home, _server):
    """Another program holds the write lock of the file."""
    with closing(embedded.connect(home / embedded.NAME, keys.of(home).derived("database"))) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


@contextmanager
def vanished(home, _server):
    """The file is gone, and put back."""
    files = list(home.glob(f"{embedded.NAME}*"))
    for file in files:
        file.rename(file.with_name(f"away-{file.name}"))
    yield
    for file in files:
        file.with_name(f"away-{file.name}").rename(file)


GOES = [(POSTGRESQL, stopped), (EMBEDDED, locked), (EMBEDDED, vanished)]


@pytest.fixture(params=GOES, ids=lambda given: given[1].__name__)
def gone(request, tmp_path, monkeypatch):
    """The dashboard's home, and the block in which its database is gone."""
    engine, goes = request.param
    monkeypatch.setattr(embedded, "WAIT", 1)
    monkeypatch.setattr(updating, "start", lambda: None)
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects())
    with kept_by(engine, monkeypatch) as server:
        published.publish(tmp_path)
        yield tmp_path, lambda: goes(tmp_path, server)


@pytest.fixture
def app(gone):
    with published.closed(create(gone[0])) as made:
        for role in ("coordinator", "analyst"):
            accounts.set_password(made.server.extensions["database"], role, role, "right")
        yield made


def refused(answer) -> None:
    """It is one sentence, with a 503."""
    assert answer.status_code == 503 and UNTOLD in answer.text and "Traceback" not in answer.text, (answer.status_code, answer.text[:500])


def test_while_it_is_gone_each_page_and_decision_is_answered_in_time_and_afterwards_the_same_process_keeps_it_once(app, gone):
    home, goes = gone
    database, coordinator, analyst = app.server.extensions["database"], sign_in(app, "coordinator"), sign_in(app, "analyst")
    store = about(app)
    seal = look(coordinator, store)["sealed"]["data"]
    before = audit.head(database).number
    with goes():
        for ask in (lambda: show(coordinator, "/families"), lambda: show(coordinator, f"/family/{published.FAMILY}"), lambda: analyst.get("/account"),
                    lambda: coordinator.get("/take/families.csv"), lambda: send(analyst, "police.csv", b"a,b\n", key="one")):
            begun = time.monotonic()
            refused(ask())
            assert time.monotonic() - begun < BOUND
        assert coordinator.get("/health").text == "OK"
        refused(asked_to_keep(coordinator, store, seal))
    assert decisions.standing(database).answers.empty and uploads.standing(database) == [] and audit.head(database).number == before
    assert not list(home.glob("uploads/*"))
    for _ in range(2):
        assert "Kept as D-1" in keep(coordinator, store, seal)
        assert send(analyst, "police.csv", b"a,b\n", key="one").text == "upload-1"
    assert show(coordinator, "/families").status_code == 200
    assert len(decisions.standing(database).answers) == len(uploads.standing(database)) == 1
    audit.verify(database)


def asked_to_keep(client, store, seal):
    """What is answered to a decision that cannot be kept."""
    named = {part: {"answer": part, "form": store.id["form"]} for part in ("keep", "sealed")}
    return call(client, "kept", [(named["keep"], "n_clicks", 1)], [(named["sealed"], "data", seal)], named["keep"])


def test_a_file_that_was_removed_is_not_written_to_and_nothing_is_acknowledged(tmp_path):
    with closing(Database(tmp_path)) as database:
        audit.write(database, User("ada", "analyst"), "look", "something")
        (tmp_path / embedded.NAME).rename(tmp_path / "away")
        with pytest.raises(NotReached):
            audit.write(database, User("ada", "analyst"), "look", "something else")
        assert not (tmp_path / embedded.NAME).exists()
