"""What an administrator sees of accounts and does to them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from dashboard.app import create
from tests import published
from tests.test_gate import show, sign_in
from timeline import accounts
from timeline.access import PERMISSIONS

WHY = "covers for a colleague until March"


@pytest.fixture(scope="module")
def app(tmp_path_factory, kept_by):
    home = tmp_path_factory.mktemp("home")
    published.publish(home)
    with kept_by():
        made = create(home)
    for role in PERMISSIONS:
        accounts.set_password(made.server.extensions["database"], role, role, "right")
    with published.closed(made):
        yield made


@pytest.fixture
def database(app):
    return app.server.extensions["database"]


@pytest.fixture(scope="module")
def client(app):
    token = accounts.sign_in(app.server.extensions["database"], "administrator", "right")
    client = app.server.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    client.get("/accounts")
    return client


def manage(client, **given):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text).group(1)
    return client.post("/manage-account", data={"csrf_token": token} | given)


def standing(database, name="analyst"):
    return next(account for account in accounts.listed(database) if account.name == name)


def test_the_list_shows_every_account_and_nothing_secret(client):
    text = show(client, "/accounts").text
    assert all(role in text for role in PERMISSIONS) and "argon2" not in text


def test_role_and_limits_are_changed_with_a_reason_that_the_audit_keeps(client, database):
    given = {"area Calderbrook": "on", "every-agency": "on"}
    assert manage(client, name="analyst", act="change", role="coordinator", reason=WHY, **given).location == "/accounts/analyst"
    now = standing(database)
    assert (now.role, now.areas, now.agencies) == ("coordinator", frozenset({"Calderbrook"}), None)
    assert "they hold from the next request on" in show(client, "/accounts/analyst").text
    with database.read() as connection:
        line = connection.execute(sa.text("""select "by", subject, reason from audit where action = 'change account' order by number desc""")).first()
    assert tuple(line)[:2] == ("administrator", "analyst") and WHY in line.reason


@pytest.mark.parametrize(("given", "why"), [
    ({"act": "disable", "reason": "short"}, "Say why"),
    ({"act": "change", "reason": WHY, "role": "owner", "every-area": "on", "every-agency": "on"}, "no role"),
    ({"act": "change", "reason": WHY, "role": "analyst", "every-agency": "on"}, "at least one"),
    ({"act": "change", "reason": WHY, "role": "analyst", "every-agency": "on", "area Nowhere": "on"}, "No record of the current snapshot"),
    ({"act": "made up", "reason": WHY}, "Nothing like that"), ({"act": "disable", "reason": WHY, "name": "nobody"}, "no account")])
def test_what_cannot_be_done_says_why_and_changes_nothing(client, database, given, why):
    before = accounts.listed(database)
    manage(client, **{"name": "coordinator"} | given)
    assert why in show(client, "/accounts/coordinator").text
    assert accounts.listed(database) == before


def test_nobody_changes_their_own_account(client, database):
    assert "Nobody changes their own" in show(client, "/accounts/administrator").text
    manage(client, name="administrator", act="change", role="coordinator", reason=WHY, **{"every-area": "on", "every-agency": "on"})
    manage(client, name="administrator", act="disable", reason=WHY)
    now = standing(database, "administrator")
    assert now.role == "administrator" and not now.disabled


def test_sessions_are_ended_and_an_account_disabled_and_enabled(client, database):
    token = accounts.sign_in(database, "auditor", "right")
    manage(client, name="auditor", act="end", reason=WHY)
    assert accounts.signed_in(database, token) is None
    manage(client, name="auditor", act="disable", reason=WHY)
    assert standing(database, "auditor").disabled and "Enable this account" in show(client, "/accounts/auditor").text
    manage(client, name="auditor", act="enable", reason=WHY)
    assert accounts.sign_in(database, "auditor", "right")


@pytest.mark.parametrize("role", sorted(set(PERMISSIONS) - {"administrator"}))
def test_nobody_else_sees_or_does_any_of_it(app, database, role):
    accounts.set_password(database, f"other-{role}", role, "right")
    other = sign_in(app, f"other-{role}")
    assert show(other, "/accounts").status_code == 403
    assert manage(other, name="analyst", act="disable", reason=WHY).status_code == 403
    assert not standing(database).disabled


def test_ten_minutes_after_signing_in_a_change_asks_for_another_sign_in(client, database):
    with database.write() as connection:
        earlier = {"at": (datetime.now(UTC) - timedelta(minutes=11)).isoformat()}
        connection.execute(sa.text("update sessions set started_at = :at where name = 'administrator'"), earlier)
    assert "must have signed in within the last ten minutes" in show(client, "/accounts/analyst").text
    assert manage(client, name="analyst", act="disable", reason=WHY).location == "/account/again?to=/accounts/analyst"
    assert not standing(database).disabled


def test_an_account_that_is_not_there_is_said(client):
    assert "There is no account nobody here" in show(client, "/accounts/nobody").text
