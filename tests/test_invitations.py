"""An account's first password and second factor, and what a reset asks for. The home's data is real, so a second factor is required."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from timeline import accounts, keys
from timeline.access import User
from timeline.accounts import Refused, invitations, second_factor
from timeline.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOT = User("root (command line)", "none")
GOOD, BETTER = "quarry lantern ostrich mauve", "tansy wren gimlet 4 o'clock"


@pytest.fixture
def database(tmp_path, engine, monkeypatch):
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    monkeypatch.delenv("TIMELINE_DEMO", raising=False)
    with closing(Database(tmp_path)) as opened:
        yield opened


def at(seconds=0, **much):
    return NOW + timedelta(seconds=seconds, **much)


def code(database, token, now=NOW):
    """What the app of whoever holds this invitation shows."""
    invitation = invitations.find(database, token, now)
    return pyotp.TOTP(second_factor.secret(database, invitation.name, invitation.secret)).at(now)


def app_of(database, token):
    """The app of whoever holds this invitation."""
    invitation = invitations.find(database, token, NOW)
    return pyotp.TOTP(second_factor.secret(database, invitation.name, invitation.secret))


@pytest.fixture
def ada(database):
    """An account whose password is chosen and whose second factor is enrolled: its app."""
    token = accounts.add(database, ROOT, "ada", "analyst", now=NOW)
    app = app_of(database, token)
    accounts.accept(database, token, GOOD, app.at(at(-60)), now=at(-60))
    return app


def sign_in(database, app, now=NOW, password=GOOD):
    return accounts.sign_in(database, "ada", password, app.at(now), now=now)


def test_an_invitation_is_random_kept_as_a_hash_and_opens_an_account_once(database):
    token = accounts.add(database, ROOT, "ada", "analyst", now=NOW)
    with database.read() as connection:
        assert token not in str(connection.execute(sa.text("select * from invitations")).all()) and len(token) == 43
    used = code(database, token)
    session = accounts.accept(database, token, GOOD, used, now=NOW)
    assert accounts.signed_in(database, session, NOW) == User("ada", "analyst")
    with pytest.raises(Refused, match="once"):
        accounts.accept(database, token, BETTER, used, now=NOW)


def test_an_invitation_holds_for_72_hours(database):
    token = accounts.add(database, ROOT, "ada", "analyst", now=NOW)
    assert invitations.find(database, token, at(hours=71, minutes=59))
    with pytest.raises(Refused, match="72 hours"):
        invitations.find(database, token, at(hours=72))


@pytest.mark.slow
def test_a_newer_invitation_ends_the_older(database):
    older = accounts.add(database, ROOT, "ada", "analyst", now=NOW)
    newer = accounts.reset(database, ROOT, "ada", "password", now=NOW)
    with pytest.raises(Refused):
        invitations.find(database, older, NOW)
    assert invitations.find(database, newer, NOW).kind == invitations.ACCOUNT, "nothing was chosen yet, so both are"


@pytest.mark.parametrize("token", ["", "guessed", "A" * 43, "%", "' or 1=1 --"])
def test_a_guessed_invitation_opens_nothing_and_is_written_down_as_a_hash(database, token):
    accounts.add(database, ROOT, "ada", "analyst", now=NOW)
    with pytest.raises(Refused):
        invitations.find(database, token, NOW)
    with database.read() as connection:
        action, subject = connection.execute(sa.text("select action, subject from audit order by number desc")).first()
    assert action == "invitation refused" and (not token or token not in subject)


@pytest.mark.parametrize(("password", "typed", "why"), [
    ("too short", None, "15"), (GOOD, "000000", "six digits"), (GOOD, " ", "six digits"), (GOOD, "x", "six digits")])
def test_what_is_refused_leaves_the_invitation_to_be_used(database, password, typed, why):
    token = accounts.add(database, ROOT, "ada", "analyst", now=NOW)
    with pytest.raises(Refused, match=why):
        accounts.accept(database, token, password, typed or code(database, token), now=NOW)
    assert accounts.accept(database, token, GOOD, code(database, token), now=NOW)


@pytest.mark.slow
def test_the_invitation_of_a_disabled_account_opens_nothing(database):
    token = accounts.add(database, ROOT, "ada", "analyst", now=NOW)
    accounts.disable(database, ROOT, "ada")
    with pytest.raises(Refused):
        invitations.find(database, token, NOW)


# --- the second factor at sign-in


def test_password_and_code_open_a_session_and_neither_alone(database, ada):
    assert sign_in(database, ada)
    assert accounts.sign_in(database, "ada", GOOD, now=NOW) is None
    assert accounts.sign_in(database, "ada", GOOD, "", now=NOW) is None
    assert accounts.sign_in(database, "ada", "wrong", ada.at(at(30)), now=NOW) is None


def test_a_code_works_once_and_none_before_it_any_more(database, ada):
    assert sign_in(database, ada)
    assert sign_in(database, ada) is None, "the same again"
    assert accounts.sign_in(database, "ada", GOOD, ada.at(at(-30)), now=NOW) is None, "an earlier one"
    assert sign_in(database, ada, at(30))


def test_a_code_of_one_step_before_or_after_is_taken_and_none_further_off(database, ada):
    for drift, taken in ((-60, False), (60, False), (-30, True), (0, True), (30, True)):
        assert bool(accounts.sign_in(database, "ada", GOOD, ada.at(at(300 + drift)), now=at(300))) is taken, drift


@pytest.mark.slow
def test_a_code_may_be_typed_with_a_space(database, ada):
    shown = ada.at(NOW)
    assert accounts.sign_in(database, "ada", GOOD, f" {shown[:3]} {shown[3:]} ", now=NOW)


def test_of_two_who_use_a_code_at_once_one_comes_in(database, ada):
    with database.read() as connection:
        row = connection.execute(sa.text("select * from accounts where name = 'ada'")).first()
    assert [second_factor.passes(database, row, ada.at(NOW), NOW) for _ in range(2)] == [True, False]


def test_wrong_codes_are_waited_for_like_wrong_passwords(database, ada):
    for _ in range(5):
        accounts.sign_in(database, "ada", GOOD, "000000", now=NOW)
    assert sign_in(database, ada) is None
    assert sign_in(database, ada, at(31))


def test_the_secret_is_kept_sealed_and_for_this_account_alone(database, ada):
    with database.read() as connection:
        kept = connection.execute(sa.text("select secret from accounts")).scalar()
    assert ada.secret not in kept and second_factor.secret(database, "ada", kept) == ada.secret
    with pytest.raises(InvalidTag):
        second_factor.secret(database, "bo", kept)


@pytest.mark.slow
def test_the_picture_asks_for_nothing_from_anywhere(database):
    drawn = second_factor.picture(database, "ada", second_factor.new(database, "ada"))
    assert drawn.startswith("<svg") and "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_an_account_without_a_second_factor_opens_to_nobody(database):
    accounts.set_password(database, "old", "analyst", GOOD)
    assert accounts.sign_in(database, "old", GOOD, "000000", now=NOW) is None


# --- resets


def test_a_password_that_was_reset_is_forgotten_at_once_and_the_new_one_takes_the_second_factor(database, ada):
    session = sign_in(database, ada, at(-30))
    token = accounts.reset(database, ROOT, "ada", "password", now=NOW)
    assert accounts.signed_in(database, session, NOW) is None and sign_in(database, ada) is None
    assert invitations.find(database, token, NOW).secret is None, "the second factor stays"
    with pytest.raises(Refused, match="code"):
        accounts.accept(database, token, BETTER, "000000", now=NOW)
    assert accounts.accept(database, token, BETTER, ada.at(NOW), now=NOW)
    assert sign_in(database, ada, at(60), BETTER)


def test_a_second_factor_that_was_reset_is_forgotten_at_once_and_the_new_one_takes_the_password(database, ada):
    token = accounts.reset(database, ROOT, "ada", "second factor", now=NOW)
    assert sign_in(database, ada) is None
    with pytest.raises(Refused, match="password"):
        accounts.accept(database, token, "not it but long enough", code(database, token), now=NOW)
    newer = app_of(database, token)
    assert accounts.accept(database, token, GOOD, newer.at(NOW), now=NOW)
    assert sign_in(database, ada, at(60)) is None and sign_in(database, newer, at(60))


@pytest.mark.slow
def test_both_reset_are_both_chosen_anew(database, ada):
    accounts.reset(database, ROOT, "ada", "second factor", now=NOW)
    token = accounts.reset(database, ROOT, "ada", "password", now=NOW)
    assert accounts.accept(database, token, BETTER, code(database, token), now=NOW)


@pytest.mark.slow
def test_a_stolen_invitation_to_a_new_password_cannot_be_guessed_at_for_long(database, ada):
    token = accounts.reset(database, ROOT, "ada", "password", now=NOW)
    for _ in range(6):
        with pytest.raises(Refused):
            accounts.accept(database, token, BETTER, "000000", now=NOW)
    with pytest.raises(Refused):
        accounts.accept(database, token, BETTER, ada.at(NOW), now=NOW)


# --- one's own account


def test_a_new_password_takes_the_present_one_and_ends_every_other_session(database, ada):
    user, other, own = User("ada", "analyst"), sign_in(database, ada, at(-30)), sign_in(database, ada)
    with pytest.raises(Refused, match="present password"):
        accounts.change_password(database, user, own, "wrong", BETTER, now=NOW)
    with pytest.raises(Refused, match="15"):
        accounts.change_password(database, user, own, GOOD, "short", now=NOW)
    newer = accounts.change_password(database, user, own, GOOD, BETTER, now=NOW)
    assert [bool(accounts.signed_in(database, session, NOW)) for session in (other, own, newer)] == [False, False, True]
    assert sign_in(database, ada, at(30)) is None and sign_in(database, ada, at(60), BETTER)


@pytest.mark.slow
def test_a_taken_over_session_cannot_guess_the_present_password_for_long_and_keeps_nobody_out(database, ada):
    own = sign_in(database, ada)
    for _ in range(6):
        with pytest.raises(Refused):
            accounts.change_password(database, User("ada", "analyst"), own, "wrong", BETTER, now=NOW)
    with pytest.raises(Refused, match="too soon"):
        accounts.change_password(database, User("ada", "analyst"), own, GOOD, BETTER, now=NOW)
    assert sign_in(database, ada, at(30)), "elsewhere its owner still comes in"


def test_a_renewed_second_factor_takes_the_place_of_the_present_one_when_it_has_shown_a_code(database, ada):
    own = sign_in(database, ada)
    token = accounts.renew_second_factor(database, User("ada", "analyst"), own, NOW)
    assert sign_in(database, ada, at(30)), "until then the present one holds"
    newer = app_of(database, token)
    with pytest.raises(Refused):
        invitations.find(database, token, at(minutes=10))
    accounts.accept(database, token, "", newer.at(at(60)), now=at(60))
    assert sign_in(database, ada, at(90)) is None and sign_in(database, newer, at(120))


def test_changes_to_ones_own_account_ask_for_a_sign_in_of_the_last_ten_minutes(database, ada):
    own, late, user = sign_in(database, ada), at(minutes=11), User("ada", "analyst")
    for change in (lambda: accounts.change_password(database, user, own, GOOD, BETTER, now=late),
                   lambda: accounts.renew_second_factor(database, user, own, late)):
        with pytest.raises(Refused, match="Sign in again"):
            change()
