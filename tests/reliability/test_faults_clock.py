"""A clock that was ahead and is set right, or leaps: what is kept goes by its number and not by the clock, and nobody is kept out, or in, for as long as it
was wrong."""

import os
import random
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa

from tests.brought import started
from tests.reliability import SEED, amount
from tests.reliability.test_faults_planted import publish
from timeline import accounts, audit, compared, decisions, jobs, kept, snapshot
from timeline.access import User
from timeline.accounts import invitations, second_factor, sessions, tries
from timeline.accounts.passwords import Refused
from timeline.database import Database
from timeline.database import accounts as kept_accounts

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
YEAR, LEAP = timedelta(days=365), timedelta(minutes=10)
ADA, BEN = User("ada", "analyst"), User("ben", "analyst")


@pytest.fixture
def home(tmp_path):
    """A home with an account of ada's."""
    with closing(Database(tmp_path)) as database:
        accounts.set_password(database, "ada", "analyst", "right")
    return tmp_path


@pytest.fixture
def opened(home):
    """The database of this home."""
    with closing(Database(home)) as database:
        yield database


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock by which lines of answers and of the audit are dated."""
    def at(now: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return now.astimezone(tz)
        monkeypatch.setattr(kept, "datetime", Clock)
        monkeypatch.setattr(audit, "datetime", Clock)
    return at


def begun(database, now) -> str:
    with database.write() as connection:
        return sessions.start(connection, "ada", "", now)


@pytest.mark.parametrize(("since", "now", "open"), [
    (NOW, NOW, True), (NOW, NOW - LEAP, True), (NOW, NOW + LEAP, True), (NOW + YEAR, NOW, False), (NOW, NOW + YEAR, False),
    (NOW + timedelta(hours=1), NOW, False)])
def test_a_session_survives_a_small_leap_and_none_lasts_longer_for_a_clock_that_was_ahead(opened, since, now, open):
    token = begun(opened, since)
    assert (sessions.signed_in(opened, token, now) is not None, len(sessions.of(opened, "ada", token, now))) == (open, int(open))
    assert sessions.signed_in(opened, begun(opened, now), now), "who signs in anew is signed in"


def test_a_code_that_was_used_while_the_clock_was_ahead_keeps_nobody_out_and_still_none_works_twice(opened):
    kept_secret = second_factor.new(opened, "ada")
    with opened.write() as connection:
        connection.execute(kept_accounts.update().values(secret=kept_secret))
    code = pyotp.TOTP(second_factor.secret(opened, "ada", kept_secret)).at

    def passes(now) -> bool:
        with opened.read() as connection:
            account = connection.execute(sa.select(kept_accounts)).first()
        return second_factor.passes(opened, account, code(now), now)

    assert [passes(NOW), passes(NOW)] == [True, False]
    assert [passes(NOW + YEAR), passes(NOW + YEAR), passes(NOW + LEAP), passes(NOW + LEAP)] == [True, False, True, False]
    assert not passes(NOW), "set back by minutes, a code that was used is still used"


def test_a_wait_after_wrong_tries_never_lasts_longer_than_it_may(opened):
    for _ in range(tries.FREE):
        tries.begin(opened, "ada", NOW + YEAR)
    assert not tries.begin(opened, "ada", NOW + YEAR)
    assert tries.begin(opened, "ada", NOW), "the clock is right again"
    assert not tries.begin(opened, "ada", NOW), "and what it counted still counts"


def test_an_invitation_does_not_hold_longer_for_a_clock_that_was_ahead(opened):
    token = invitations.make(opened, ADA, "ada", invitations.PASSWORD, NOW + LEAP)
    assert invitations.find(opened, token, NOW).name == "ada"
    token = invitations.make(opened, ADA, "ada", invitations.PASSWORD, NOW + YEAR)
    with pytest.raises(Refused):
        invitations.find(opened, token, NOW)


def test_answers_and_the_audit_go_by_their_numbers(database, clock):
    times = random.Random(SEED).choices([NOW - YEAR, NOW - LEAP, NOW, NOW + LEAP, NOW + YEAR], k=amount(12, 60))
    for number, time in enumerate(times):
        clock(time)
        audit.write(database, ADA, "answer", f"{number}")
        decisions.answer(database, ADA, f"k {number}", "same person", [(f"a:b:{number}#x", "c:d:1#y", "s")], "yes", "seen", needs_second=True)
    assert list(decisions.history(database)["key"]) == [f"k {number}" for number in range(len(times))]
    assert audit.verify(database).number == len(times)
    clock(NOW - YEAR)  # long before it was given, by the clock
    decisions.second(database, BEN, "agrees", "D-1", "so it is")
    decisions.take_back(database, ADA, "back", "D-2", "it is not")
    stands = decisions.standing(database).answers.set_index("answer_id")
    assert stands.loc["D-1", "seconded_by"] == "ben" and "D-2" not in stands.index
    assert decisions.last(database) == len(times) + 2


def test_snapshots_are_kept_and_swept_in_the_order_in_which_they_were_published(either_home):
    drawn, order = random.Random(SEED), []
    for number in range(amount(6, 40)):
        order.insert(0, publish(either_home, f"of {number}"))
        for path in snapshot.files(either_home / "snapshots"):
            when = (NOW + drawn.uniform(-1, 1) * YEAR).timestamp()
            os.utime(path, (when, when))
        assert snapshot.current(either_home) == order[0]
        assert snapshot.published(either_home) == order[:snapshot.KEPT]
        assert set(snapshot.files(either_home / "snapshots")) == set(order[:snapshot.KEPT])


def test_a_comparison_that_was_just_asked_for_is_there_whatever_the_clock_says_of_the_others(tmp_path, monkeypatch):
    folder = tmp_path / "compared" / compared.ASKED
    folder.mkdir(parents=True)
    for number in range(compared.MOST_ASKED + 3):
        other = folder / f"of-{number}.duckdb"
        other.touch()
        os.utime(other, ((NOW + YEAR).timestamp(),) * 2)
    monkeypatch.setattr(compared, "compare", lambda before, after, out: (out.touch(), out)[1])
    made = compared.asked(tmp_path / "snap-1.duckdb", tmp_path / "snap-2.duckdb", tmp_path)
    assert made.exists() and len(list(folder.iterdir())) == compared.MOST_ASKED


def test_jobs_are_taken_in_the_order_in_which_they_were_started(database, clock):
    clock(NOW + YEAR)
    started(database, "check")
    clock(NOW)
    started(database, "load")
    assert [job.job_id for job in jobs.recent(database)] == ["J-2", "J-1"]
    assert [jobs.take(database).job_id, jobs.take(database).job_id] == ["J-1", "J-2"]
