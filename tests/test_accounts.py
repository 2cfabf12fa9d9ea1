"""Signing in, sessions that end, and accounts that lock."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from timeline import accounts
from timeline.access import User
from timeline.database import Database


@pytest.fixture
def database(database):
    accounts.set_password(database, "ada", "analyst", "right")
    return database


def later(**much):
    return datetime.now(UTC) + timedelta(**much)


def test_the_right_password_opens_a_session_of_that_user(database):
    assert accounts.signed_in(database, accounts.sign_in(database, "ada", "right")) == User("ada", "analyst")


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody", "right"), ("", ""), ("ada", "")])
def test_anything_else_opens_none(database, name, password):
    assert accounts.sign_in(database, name, password) is None


@pytest.mark.parametrize("token", [None, "", "guessed"])
def test_a_token_that_was_never_given_opens_nothing(database, token):
    assert accounts.signed_in(database, token) is None


def test_a_session_ends_after_fifteen_minutes_without_a_request(database):
    token = accounts.sign_in(database, "ada", "right")
    assert accounts.signed_in(database, token, later(minutes=14))
    assert accounts.signed_in(database, token, later(minutes=28)), "the request before kept it awake"
    assert accounts.signed_in(database, token, later(minutes=44)) is None


def test_a_session_ends_after_twelve_hours_however_busy(database):
    token, at = accounts.sign_in(database, "ada", "right"), 0
    while at < 12 * 60 - 10:
        at += 10
        assert accounts.signed_in(database, token, later(minutes=at))
    assert accounts.signed_in(database, token, later(minutes=at + 12)) is None


def test_signing_out_ends_the_session_at_once(database):
    token = accounts.sign_in(database, "ada", "right")
    accounts.sign_out(database, token)
    assert accounts.signed_in(database, token) is None


def test_a_new_password_ends_every_session(database):
    token = accounts.sign_in(database, "ada", "right")
    accounts.set_password(database, "ada", "analyst", "newer")
    assert accounts.signed_in(database, token) is None
    assert accounts.sign_in(database, "ada", "right") is None


def test_a_changed_role_counts_at_once(database):
    token = accounts.sign_in(database, "ada", "right")
    with database.write() as connection:
        connection.execute(sa.text("update accounts set role = 'coordinator'"))
    assert accounts.signed_in(database, token).role == "coordinator"


def test_ten_wrong_passwords_lock_the_account_even_for_the_right_one(database):
    for _ in range(10):
        accounts.sign_in(database, "ada", "wrong")
    assert accounts.sign_in(database, "ada", "right") is None
    with database.write() as connection:
        connection.execute(sa.text("update accounts set locked_until = '2020-01-01T00:00:00+00:00'"))
    assert accounts.sign_in(database, "ada", "right"), "the lock has passed"


def test_neither_password_nor_token_is_kept_as_it_is(database, tmp_path):
    token = accounts.sign_in(database, "ada", "right")
    with database.read() as connection:
        kept = str(connection.execute(sa.text("select * from accounts, sessions")).all())
    assert "$argon2id$" in kept and token not in kept and "'right'" not in kept


def test_the_demo_has_a_coordinator_and_an_analyst_with_new_passwords_each_time(tmp_path):
    first, second = accounts.ensure_demo(tmp_path), accounts.ensure_demo(tmp_path)
    database = Database(tmp_path)
    assert not any(accounts.sign_in(database, name, password) for name, password in first)
    roles = [accounts.signed_in(database, accounts.sign_in(database, name, password)).role for name, password in second]
    assert roles == ["coordinator", "analyst"]
    database.close()
