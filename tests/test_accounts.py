"""Signing in, sessions that end, and the waits after wrong tries."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from timeline import accounts
from timeline.access import PERMISSIONS, User
from timeline.accounts import sessions, tries
from timeline.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def database(database):
    accounts.set_password(database, "ada", "analyst", "right")
    return database


def after(**much):
    return NOW + timedelta(**much)


def sign_in(database, name="ada", password="right", now=NOW, **more):
    return accounts.sign_in(database, name, password, now=now, **more)


def lines(database):
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(sa.text('select "by", action, subject, reason from audit order by number'))]


def change(database, sql):
    with database.write() as connection:
        connection.execute(sa.text(sql))


# --- who comes in


def test_the_right_password_opens_a_session_of_that_user(database):
    assert accounts.signed_in(database, sign_in(database), NOW) == User("ada", "analyst")


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody", "right"), ("", ""), ("ada", ""), ("ADA", "right")])
def test_anything_else_opens_none_and_is_written_down(database, name, password):
    assert sign_in(database, name, password) is None
    assert lines(database)[-1][1] == "sign in refused"


def test_what_was_typed_for_a_name_that_nobody_has_is_written_down_as_a_digest(database):
    for typed in ("my secret pass phrase", "my secret pass phrase", "another"):
        sign_in(database, typed, "right")
    said = lines(database)
    assert "secret" not in str(said) and "another" not in str(said)
    assert said[0][2] == said[1][2] != said[2][2], "the same words can be told to be the same"


def test_a_disabled_account_opens_to_nobody_and_its_sessions_at_once_no_more(database):
    token = sign_in(database)
    accounts.disable(database, User("root", "none"), "ada", "has left")
    assert accounts.signed_in(database, token, NOW) is None and sign_in(database) is None
    accounts.enable(database, User("root", "none"), "ada")
    assert accounts.signed_in(database, token, NOW) is None and sign_in(database)


def test_neither_password_nor_token_is_kept_as_it_is(database):
    token = sign_in(database)
    with database.read() as connection:
        kept = str(connection.execute(sa.text("select * from accounts, sessions")).all())
    assert "$argon2id$" in kept and token not in kept and "'right'" not in kept


def test_every_refusal_costs_the_same_one_hash_and_the_same_writes(database, monkeypatch):
    accounts.set_password(database, "off", "analyst", "right")
    accounts.disable(database, User("root", "none"), "off")
    accounts.add(database, User("root", "none"), "invited", "analyst")
    accounts.add(database, User("root", "none"), "elsewhere", "analyst", subject="4711")
    hashes, writes = [], []
    verify, write = PasswordHasher.verify, Database.write
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: hashes.append(1) or verify(*given))
    monkeypatch.setattr(Database, "write", lambda self: writes.append(1) or write(self))
    costs = set()
    for name in ("ada", "nobody", "another", "off", "invited", "elsewhere"):
        hashes.clear(), writes.clear()
        assert sign_in(database, name, "wrong") is None
        costs.add((len(hashes), len(writes)))
    assert len(costs) == 1 and costs.pop()[0] == 1


# --- sessions


@pytest.mark.parametrize("token", [None, "", "guessed"])
def test_a_token_that_was_never_given_opens_nothing(database, token):
    assert accounts.signed_in(database, token) is None


def test_each_sign_in_has_a_token_of_its_own(database):
    assert len({sign_in(database) for _ in range(3)}) == 3


def test_a_session_ends_after_fifteen_minutes_without_a_request(database):
    token = sign_in(database)
    assert accounts.signed_in(database, token, after(minutes=14))
    assert accounts.signed_in(database, token, after(minutes=28)), "the request before kept it awake"
    assert accounts.signed_in(database, token, after(minutes=44)) is None


def test_a_session_ends_after_eight_hours_however_busy(database):
    token = sign_in(database)
    assert all(accounts.signed_in(database, token, after(minutes=at)) for at in range(10, 8 * 60 + 1, 10))
    assert accounts.signed_in(database, token, after(minutes=8 * 60 + 1)) is None


def test_signing_out_ends_the_session_at_once(database):
    token = sign_in(database)
    accounts.sign_out(database, token)
    assert accounts.signed_in(database, token, NOW) is None


def test_a_new_password_ends_every_session(database):
    token = sign_in(database)
    accounts.set_password(database, "ada", "analyst", "newer")
    assert accounts.signed_in(database, token, NOW) is None


def test_role_and_limits_count_from_the_next_request_on(database):
    token = sign_in(database)
    accounts.change(database, User("root", "none"), "ada", role="coordinator", areas=["Leeds", "Bradford"])
    assert accounts.signed_in(database, token, NOW) == User("ada", "coordinator", areas=frozenset({"Bradford", "Leeds"}))
    accounts.change(database, User("root", "none"), "ada", areas=None, agencies=[])
    assert accounts.signed_in(database, token, NOW) == User("ada", "coordinator", agencies=frozenset())


def test_open_sessions_are_listed_for_their_owner_and_the_own_one_marked(database):
    first, second = sign_in(database, place="Firefox"), sign_in(database, now=after(minutes=1), place="Chrome")
    listed = sessions.of(database, "ada", second, after(minutes=2))
    assert [(session.place, session.own) for session in listed] == [("Chrome", True), ("Firefox", False)]
    assert accounts.end_others(database, User("ada", "analyst"), second, now=after(minutes=2)) == 1
    assert accounts.signed_in(database, second, after(minutes=2)) and not accounts.signed_in(database, first, after(minutes=2))


def test_nobody_ends_a_session_of_somebody_else_by_its_id(database):
    accounts.set_password(database, "bo", "analyst", "right")
    theirs, own = sign_in(database, "bo"), sign_in(database)
    named = sessions.of(database, "bo", now=NOW)[0].id
    for only in (named, "%", "_" * 16, ""):
        accounts.end_others(database, User("ada", "analyst"), own, only=only, now=NOW)
    assert accounts.signed_in(database, theirs, NOW) and accounts.signed_in(database, own, NOW)


def test_ending_sessions_asks_for_a_sign_in_of_the_last_ten_minutes(database):
    token = sign_in(database)
    with pytest.raises(accounts.Refused, match="Sign in again"):
        accounts.end_others(database, User("ada", "analyst"), token, now=after(minutes=11))


# --- wrong tries


def test_the_fifth_wrong_try_and_each_one_after_it_is_followed_by_a_longer_wait_of_at_most_fifteen_minutes():
    waits = [tries.wait(failed) for failed in range(1, 60)]
    assert waits[:4] == [timedelta()] * 4 and waits[4] == timedelta(seconds=30)
    assert waits == sorted(waits) and waits[-1] == timedelta(minutes=15)


def test_before_the_wait_is_over_even_the_right_password_is_refused_and_after_it_none_is_counted_any_more(database):
    for _ in range(5):
        sign_in(database, password="wrong")
    assert sign_in(database, now=after(seconds=29)) is None
    assert lines(database)[-1][3] == "too soon after wrong tries"
    assert sign_in(database, now=after(seconds=31))
    for _ in range(4):
        sign_in(database, password="wrong", now=after(seconds=32))
    assert sign_in(database, now=after(seconds=33)), "the count began anew"


def test_however_many_try_at_once_no_more_than_five_are_looked_at(database):
    assert [tries.begin(database, "ada", NOW) for _ in range(8)] == [True] * 5 + [False] * 3


def test_waits_hold_in_another_process(database, tmp_path):
    for _ in range(5):
        sign_in(database, password="wrong")
    with closing(Database(tmp_path)) as other:
        assert sign_in(other) is None


def test_a_stranger_who_goes_on_trying_keeps_nobody_out_whose_browser_is_known(database):
    for minute in range(40):
        sign_in(database, password="wrong", now=after(minutes=minute))
    assert sign_in(database, now=after(minutes=40)) is None
    assert sign_in(database, now=after(minutes=40), browser="known")


def test_a_known_browser_waits_too(database):
    for _ in range(5):
        sign_in(database, password="wrong", browser="known")
    assert sign_in(database, browser="known") is None


def test_names_that_nobody_has_fill_no_more_than_256_counts(database):
    counted = {tries.counted_as(database, f"name {number}", False) for number in range(3000)}
    assert len(counted) <= 256 and "ada" not in counted


# --- changes


def test_nobody_changes_their_own_role_or_disables_themselves(database):
    for act in (lambda: accounts.change(database, User("ada", "administrator"), "ada", role="administrator"),
                lambda: accounts.disable(database, User("ada", "administrator"), "ada")):
        with pytest.raises(accounts.Refused, match="their own"):
            act()


def test_every_change_is_written_down_with_who_made_it_and_why(database):
    by = User("root (command line)", "none")
    accounts.add(database, by, "new.one", "auditor")
    accounts.change(database, by, "ada", "covers for Bo", role="coordinator")
    accounts.end_sessions(database, by, "ada", "a lost laptop")
    accounts.disable(database, by, "ada", "has left")
    accounts.reset(database, by, "new.one", "password")
    assert [(line[0], line[1], line[2]) for line in lines(database)] == [
        (by.name, action, name) for action, name in (("add account", "new.one"), ("change account", "ada"), ("end sessions", "ada"),
                                                     ("disable account", "ada"), ("reset password", "new.one"))]
    assert "covers for Bo" in lines(database)[1][3] and lines(database)[2][3] == "a lost laptop"


@pytest.mark.parametrize("name", ["", "al", "Ada", "ada lovelace", "-ada", "ada;", "a" * 65, "ada\n", "(the program)"])
def test_a_name_that_could_be_taken_for_another_is_refused(database, name):
    with pytest.raises(accounts.Refused, match="cannot be the name"):
        accounts.add(database, User("root", "none"), name, "analyst")


@pytest.mark.parametrize(("given", "why"), [
    ({"name": "ada", "role": "analyst"}, "already"), ({"name": "new", "role": "owner"}, "no role 'owner'")])
def test_what_cannot_be_made_says_why(database, given, why):
    with pytest.raises(accounts.Refused, match=why):
        accounts.add(database, User("root", "none"), **given)


def test_accounts_are_named_and_listed_without_anything_secret(database):
    token = sign_in(database)
    assert accounts.named(database) == [("ada", "analyst")]
    (ada,) = accounts.listed(database, NOW)
    assert (ada.name, ada.sessions, ada.ready, ada.disabled, ada.signed_in_at) == ("ada", 1, True, False, NOW)
    assert "argon2" not in str(ada) and token not in str(ada)


def test_the_demo_has_an_account_of_each_role_with_new_passwords_each_time(tmp_path):
    first, second = accounts.ensure_demo(tmp_path), accounts.ensure_demo(tmp_path)
    assert [name for name, _ in second] == ["demo-coordinator", "demo-analyst", "demo-auditor", "demo-administrator"]
    assert not {password for _, password in first} & {password for _, password in second}
    with closing(Database(tmp_path)) as database:
        assert accounts.sign_in(database, *first[0]) is None and accounts.sign_in(database, *second[0])
        assert {role for _, role in accounts.named(database)} == set(PERMISSIONS)
