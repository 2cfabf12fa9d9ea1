"""The ways in and out, as a browser without scripts uses them; the home's data is real, so a second factor is required."""

import re
import tempfile
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa

from dashboard.app import create
from dashboard.doors.arriving import ours
from timeline import accounts, keys
from timeline.access import PERMISSIONS, User

ROOT = User("root (command line)", "none")
GOOD, BETTER = "quarry lantern ostrich mauve", "tansy wren gimlet 4 o'clock"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMELINE_KEY", keys.new())
        patch.delenv("TIMELINE_DEMO", raising=False)
        patch.setenv("TMPDIR", tempfile.gettempdir())  # what a sealed home changes is put back
        patch.setattr(tempfile, "tempdir", tempfile.gettempdir())
        made = create(tmp_path_factory.mktemp("home"))
        yield made
        made.server.extensions["shelf"].close()
        made.server.extensions["database"].close()


@pytest.fixture
def database(app):
    return app.server.extensions["database"]


@pytest.fixture
def client(app):
    return app.server.test_client()


def post(client, path, form="/sign-in", **given):
    """Send a form as the page `form` gives it."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(form).text).group(1)
    return client.post(path, data={"csrf_token": token, **given})


def shown(secret, ahead=0):
    """What an app shows now, or in a while; the one of the next half minute is taken too, and none that was used."""
    return pyotp.TOTP(secret).at(time.time() + ahead)


def invited(database, name, role="analyst"):
    return accounts.add(database, ROOT, name, role)


def arrive(client, database, name, role="analyst"):
    """An account whose owner has used the invitation here; returns the secret of the second factor."""
    invitation = invited(database, name, role)
    page = post(client, "/welcome", "/welcome", invitation=invitation)
    secret = re.search(r'tl-secret">([A-Z2-7]{32})<', page.text).group(1)
    done = post(client, "/welcome", "/welcome", invitation=invitation, step="2", password=GOOD, again=GOOD, code=shown(secret))
    assert done.status_code == 303, done.text
    return secret


def test_an_invitation_leads_to_a_password_a_second_factor_and_the_first_page(client, database):
    invitation = invited(database, "first")
    page = post(client, "/welcome", "/welcome", invitation=f" {invitation} ")
    assert page.text.count('autocomplete="new-password"') == 2 and "<svg" in page.text and 'autocomplete="one-time-code"' in page.text
    secret = re.search(r'tl-secret">([A-Z2-7]{32})<', page.text).group(1)
    done = post(client, "/welcome", "/welcome", invitation=invitation, step="2", password=GOOD, again=GOOD, code=shown(secret))
    assert (done.status_code, done.location) == (303, "/")
    assert client.get("/families").status_code == 200


@pytest.mark.parametrize(("given", "why"), [
    ({"password": GOOD, "again": BETTER}, "differ"), ({"password": "short", "again": "short"}, "needs at least 15"),
    ({"password": GOOD, "again": GOOD, "code": "1"}, "code is not")])
def test_what_is_refused_there_says_why_and_never_shows_what_was_typed(client, database, given, why):
    invitation = invited(database, why.replace(" ", "-"))
    answer = post(client, "/welcome", "/welcome", invitation=invitation, step="2", **given)
    assert answer.status_code == 400 and why in answer.text and 'role="alert"' in answer.text
    assert GOOD not in answer.text and BETTER not in answer.text


def test_an_invitation_is_not_taken_from_an_address_which_logs_and_histories_keep(client, database):
    invitation = invited(database, "in-address")
    assert invitation not in client.get(f"/welcome?invitation={invitation}").text


def test_a_guessed_invitation_is_told_what_to_do(client):
    answer = post(client, "/welcome", "/welcome", invitation="guessed")
    assert answer.status_code == 400 and "ask whoever gave it to you" in answer.text


def test_sign_in_asks_for_all_three_and_says_the_same_whatever_is_wrong(app, client, database):
    secret = arrive(client, database, "signs-in")
    fresh = app.server.test_client()
    wrong = [post(fresh, "/sign-in", name=name, password=password, code=code) for name, password, code in
             (("signs-in", "wrong", shown(secret)), ("signs-in", GOOD, "000000"), ("signs-in", GOOD, ""), ("nobody", GOOD, shown(secret)))]
    assert {answer.status_code for answer in wrong} == {401}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in wrong}) == 1
    assert post(fresh, "/sign-in", name="signs-in", password=GOOD, code=shown(secret, 30)).status_code == 303


def test_a_session_is_a_new_one_after_signing_in_and_nothing_of_the_old_one_stays(app, client, database):
    secret = arrive(client, database, "anew")
    with client.session_transaction() as session:
        before = session["token"]
    assert post(client, "/account/again", "/account/again", password=GOOD, code=shown(secret, 30), to="/account").location == "/account"
    with client.session_transaction() as session:
        assert session["token"] != before and accounts.signed_in(database, before) is None


@pytest.mark.parametrize("path", ["/account", "/account/again"])
def test_ones_own_account_is_nobody_elses(app, path):
    assert app.server.test_client().get(path).location == "/sign-in"


@pytest.mark.parametrize("path", ["/account/password", "/account/second-factor", "/account/sessions", "/account/again", "/welcome", "/sign-in", "/sign-out"])
def test_every_form_needs_its_own_token(client, database, path):
    arrive(client, database, f"token{path.replace('/', '-')}")
    assert client.post(path, data={"password": GOOD}).status_code == 400


def test_where_one_is_signed_in_stands_on_the_page_and_can_be_ended(app, client, database):
    secret = arrive(client, database, "twice")
    other = app.server.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/sign-in").text).group(1)
    other.post("/sign-in", data={"csrf_token": token, "name": "twice", "password": GOOD, "code": shown(secret, 30)},
               headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    page = client.get("/account").text
    assert "Firefox on Windows" in page and "This one" in page and page.count("<tr") == 3
    only = re.search(r'name="only" value="([0-9a-f]{16})"', page).group(1)
    assert post(client, "/account/sessions", "/account", only=only).location == "/account"
    assert other.get("/account").location == "/sign-in" and client.get("/account").status_code == 200


def test_a_new_password_takes_the_present_one_and_the_session_goes_on(client, database):
    arrive(client, database, "changes")
    assert "present password" in post(client, "/account/password", "/account", password="wrong", new=BETTER, again=BETTER).text
    assert "differ" in post(client, "/account/password", "/account", password=GOOD, new=BETTER, again=GOOD).text
    done = post(client, "/account/password", "/account", password=GOOD, new=BETTER, again=BETTER)
    assert done.location == "/account" and client.get("/account").status_code == 200


def test_another_second_factor_is_enrolled_on_the_page_of_invitations(client, database):
    arrive(client, database, "renews")
    page = post(client, "/account/second-factor", "/account").text
    secret, invitation = (re.search(pattern, page).group(1) for pattern in (r'tl-secret">([A-Z2-7]{32})<', r'name="invitation" value="([^"]+)"'))
    assert 'type="password"' not in page
    assert post(client, "/welcome", "/welcome", invitation=invitation, step="2", code=shown(secret)).status_code == 303


def test_after_ten_minutes_ones_account_asks_for_another_sign_in(client, database):
    arrive(client, database, "waits")
    earlier = {"at": (datetime.now(UTC) - timedelta(minutes=11)).isoformat()}
    with database.write() as connection:
        connection.execute(sa.text("update sessions set started_at = :at where name = 'waits'"), earlier)
    page = client.get("/account").text
    assert "/account/again?to=/account" in page and "Change your password" not in page
    assert "Sign in again first" in post(client, "/account/password", "/account", password=GOOD, new=BETTER, again=BETTER).text


@pytest.mark.parametrize("role", PERMISSIONS)
def test_everybody_comes_to_a_page_that_their_role_opens(app, database, role):
    client = app.server.test_client()
    client.get("/families")
    secret = arrive(client, database, f"lands-{role}", role)
    for asked in ("/", "/families", "/nowhere"):
        landed = post(client, "/account/again", "/account/again", password=GOOD, code=shown(secret, 30), to=asked).location
        assert client.get(landed).status_code == 200, (asked, landed)
        with database.write() as connection:
            connection.execute(sa.text("update accounts set last_step = null"))


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "", "javascript:x", "/ /x", "/\t/x", "\n//x"])
def test_no_address_leads_elsewhere(path):
    assert ours(path) == "/"


def test_passwords_codes_and_invitations_are_written_down_nowhere(client, database, tmp_path):
    secret = arrive(client, database, "quiet")
    post(client, "/account/again", "/account/again", password=GOOD, code=shown(secret, 30), to="/account")
    with database.read() as connection:
        said = str(connection.execute(sa.text("select * from audit")).all())
    assert GOOD not in said and secret not in said and shown(secret, 30) not in said
