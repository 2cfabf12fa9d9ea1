"""What an answer would change is worked out beside the server; whatever becomes of that, the form gets an answer and errs to caution."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard import app, beside, foreseen
from tests import published
from timeline import access, effects
from timeline.access import User
from timeline.effects import Effects

pytestmark = pytest.mark.slow

ADA = User("ada", "analyst")
PAIR = [(f"{published.CRIME}#victim", f"{published.VISIT}#patient")]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A dashboard on the small published story."""
    home = tmp_path_factory.mktemp("foreseen")
    published.publish(home)
    return app.create(home).server


def dies(*_) -> None:
    """In place of working it out: the end of the process."""
    os._exit(1)


def dawdles(*_) -> None:
    """In place of working it out: longer than anybody waits."""
    time.sleep(5)


def nothing(*_) -> Effects:
    """In place of working it out: no change."""
    return Effects()


def ask(server) -> Effects:
    with server.test_request_context("/"):
        return foreseen.foresee(ADA, "same person", PAIR, "yes")


def test_a_process_that_breaks_is_told_as_not_known_and_the_next_question_gets_new_ones(server, monkeypatch):
    monkeypatch.setattr(effects, "foresee", dies)
    monkeypatch.setattr(foreseen, "WAITED", 300)
    found = ask(server)
    assert found.needs_second
    assert found.sentences == (found.unknown,)
    assert "could not be worked out" in found.unknown
    monkeypatch.setattr(effects, "foresee", nothing)
    assert ask(server) == Effects()


def test_giving_up_broken_processes_leaves_those_that_another_reader_has_started(server, monkeypatch):
    monkeypatch.setattr(effects, "foresee", nothing)
    broken = beside.processes()
    beside.replace(broken)
    started = beside.processes()
    beside.replace(broken)
    assert started is beside.processes() is not broken
    assert ask(server) == Effects()


def test_nobody_waits_longer_than_the_limit(server, monkeypatch):
    monkeypatch.setattr(effects, "foresee", dawdles)
    monkeypatch.setattr(foreseen, "WAITED", 1)
    found = ask(server)
    assert found.needs_second
    assert "longer than 1 second" in found.unknown


def test_who_asks_while_many_wait_is_told_so_at_once_and_the_others_threads_stay_free(server, monkeypatch):
    monkeypatch.setattr(effects, "foresee", dawdles)
    monkeypatch.setattr(foreseen, "WAITED", 2)
    with ThreadPoolExecutor(foreseen.MOST + 1) as many:
        found = [one.result() for one in [many.submit(ask, server) for _ in range(foreseen.MOST + 1)]]
    assert sorted("too many people" in one.unknown for one in found) == [False] * foreseen.MOST + [True]
    assert all(one.needs_second for one in found)


def test_whoever_may_not_see_every_family_is_shown_no_effects(server):
    with server.test_request_context("/"), pytest.raises(access.Denied):
        foreseen.foresee(User("eve", "nobody"), "same person", PAIR, "yes")
