"""Signing in at the organisation's OpenID Connect provider, and every way in which a token can be false."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import sqlalchemy as sa
from joserfc.jwk import RSAKey

from dashboard.app import create
from tests import organisation
from timeline import accounts
from timeline.access import User
from timeline.accounts import provider
from timeline.files import BadInput

ROOT = User("root (command line)", "none")
SETTINGS = {"TIMELINE_OIDC_CLIENT_ID": organisation.CLIENT, "TIMELINE_OIDC_CLIENT_SECRET": organisation.SECRET, "TIMELINE_ADDRESS": "http://localhost"}


@pytest.fixture(scope="module")
def theirs():
    with organisation.serving() as made:
        yield made


@pytest.fixture(scope="module")
def app(theirs, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (SETTINGS | {"TIMELINE_OIDC_ISSUER": theirs.issuer}).items():
            patch.setenv(name, value)
        made = create(tmp_path_factory.mktemp("home"))
    database = made.server.extensions["database"]
    accounts.add(database, ROOT, "ada", "analyst", subject="4711")
    accounts.set_password(database, "bo", "analyst", "right")
    yield made
    database.close()


@pytest.fixture
def truthful(theirs):
    yield theirs
    theirs.subject, theirs.lies, theirs.forges, theirs.described, theirs.key = "4711", {}, None, {}, theirs.published


@pytest.fixture
def database(app):
    return app.server.extensions["database"]


def go(client, path="/sign-in/provider"):
    """To the provider and back; the address that leads back, and what the provider was asked."""
    there = client.get(path).location
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    return back.removeprefix("http://localhost"), {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}


def last(database):
    with database.read() as connection:
        told = connection.execute(sa.text("""select "by", action, subject, reason from audit where action like 'sign in%' order by number desc"""))
        return tuple(told.first())


def refused(database, client, back):
    """The sentence with which somebody who came back is refused; it is no failure, and is written down."""
    answer = client.get(back)
    assert answer.status_code == 401 and last(database)[1] == "sign in refused"
    with client.session_transaction() as session:
        assert "token" not in session
    return re.search(r'govuk-body">([^<]+)', answer.text).group(1)


def test_whom_the_provider_vouches_for_is_signed_in_with_our_role_and_leads_to_the_page_that_was_asked_for(app, database, truthful):
    client = app.server.test_client()
    client.get("/coverage")
    back, asked = go(client)
    assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256" and asked["scope"] == "openid"
    answer = client.get(back)
    assert (answer.status_code, answer.location) == (303, "/coverage")
    assert last(database)[:2] == ("ada", "sign in") and client.get("/coverage").status_code == 200


def test_the_way_to_the_provider_stands_on_the_sign_in_page(app):
    assert 'href="/sign-in/provider"' in app.server.test_client().get("/sign-in").text


def test_the_session_cookie_goes_along_on_the_way_back(app):
    assert "SameSite=Lax" in app.server.test_client().get("/sign-in/provider").headers["Set-Cookie"]


def test_an_account_of_the_provider_has_no_password_here(app, database):
    assert accounts.sign_in(database, "ada", "") is None and accounts.sign_in(database, "ada", "right") is None


def test_a_state_that_is_not_this_browsers_is_refused(app, database, truthful):
    mine, theirs = app.server.test_client(), app.server.test_client()
    back, _ = go(theirs)
    go(mine)
    assert "did not succeed" in refused(database, mine, back)
    assert "not this browser's" in last(database)[3]


@pytest.mark.parametrize("given", ["", "?code=x", "?state=x", "?state=&code=", "?error=access_denied&state=x", "?state=%ff&code=%ff", "?code=a&code=b&state=s"])
def test_who_was_never_sent_there_does_not_come_back(app, database, given):
    refused(database, app.server.test_client(), f"/sign-in/provider/back{given}")


def test_an_answer_is_used_once(app, database, truthful):
    client = app.server.test_client()
    back, _ = go(client)
    assert client.get(back).status_code == 303
    other = app.server.test_client()
    refused(database, other, back)
    assert client.get(back).status_code == 401


def test_a_code_of_another_sign_in_is_refused(app, database, truthful):
    """The code is swapped and the state is right: the proof key does not fit."""
    mine, theirs = app.server.test_client(), app.server.test_client()
    (back, asked), (other, _) = go(mine), go(theirs)
    swapped = other.split("state=")[0] + "state=" + asked["state"]
    refused(database, mine, swapped)


PAST, AHEAD = 1_000_000_000, 4_000_000_000  # in 2001 and 2096: whichever process collects the tests, their names are the same


LIES = [{"nonce": "another"}, {"aud": "another"}, {"aud": ["another"], "azp": organisation.CLIENT}, {"iss": "https://elsewhere.example"}, {"exp": PAST},
        {"sub": None}]
FURTHER_LIES = [
    {"nonce": None}, {"aud": None}, {"aud": []}, {"aud": ["another", organisation.CLIENT]}, {"aud": [organisation.CLIENT, "another"], "azp": "another"},
    {"azp": "another"}, {"iss": None}, {"exp": None}, {"exp": "soon"}, {"iat": None}, {"iat": AHEAD}, {"nbf": AHEAD}, {"sub": 4711}, {"sub": ""},
    {"sub": ["4711"]}]


@pytest.mark.parametrize("lies", [*LIES, *(pytest.param(lies, marks=pytest.mark.slow) for lies in FURTHER_LIES)], ids=str)
def test_a_token_that_says_something_else_is_refused(app, database, truthful, lies):
    truthful.lies = lies
    client = app.server.test_client()
    assert "did not succeed" in refused(database, client, go(client)[0])


def test_a_token_for_several_of_whom_we_are_the_one_it_was_made_for_is_taken(app, truthful):
    truthful.lies = {"aud": [organisation.CLIENT, "another"], "azp": organisation.CLIENT}
    client = app.server.test_client()
    assert client.get(go(client)[0]).status_code == 303


def test_a_token_signed_by_another_key_is_refused(app, database, truthful):
    truthful.key = RSAKey.generate_key(2048, {"kid": "one"})
    client = app.server.test_client()
    refused(database, client, go(client)[0])


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_token_whose_signature_anybody_can_make_is_refused(app, database, truthful, algorithm):
    truthful.forges = algorithm
    client = app.server.test_client()
    refused(database, client, go(client)[0])


def test_a_subject_whom_nobody_was_given_is_told_which_one_it_is(app, database, truthful):
    truthful.subject = "0815 <b>"
    client = app.server.test_client()
    assert "0815 &lt;b&gt;" in refused(database, client, go(client)[0])
    assert last(database)[2] == "subject 0815 <b>"


def test_a_disabled_account_is_not_signed_in(app, database, truthful):
    accounts.disable(database, ROOT, "ada")
    client = app.server.test_client()
    refused(database, client, go(client)[0])
    accounts.enable(database, ROOT, "ada")


def test_a_provider_that_describes_another_issuer_or_cannot_be_reached_is_said(app, database, truthful):
    client = app.server.test_client()
    truthful.described = {"issuer": "https://elsewhere.example"}
    assert "cannot be reached" in refused(database, client, "/sign-in/provider")
    truthful.described = {"token_endpoint": f"{truthful.issuer}/nowhere"}
    refused(database, client, go(client)[0])


def test_signing_in_again_asks_the_provider_to_ask_and_takes_no_older_sign_in(app, database, truthful):
    client = app.server.test_client()
    client.get(go(client)[0])
    page = client.get("/account/again?to=/coverage").text
    assert "/sign-in/provider?again=1" in page and 'type="password"' not in page
    back, asked = go(client, "/sign-in/provider?again=1&to=/coverage")
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    truthful.lies = {"auth_time": PAST}
    assert client.get(back).status_code == 401 and "ask again" in last(database)[3]
    truthful.lies = {}
    assert client.get(go(client, "/sign-in/provider?again=1&to=/coverage")[0]).location == "/coverage"


# --- settings


@pytest.mark.parametrize(("required", "said", "taken"), [
    ({"amr": ("mfa",)}, {"amr": ["pwd", "mfa"]}, True), ({"amr": ("mfa",)}, {"amr": ["pwd"]}, False), ({"amr": ("mfa",)}, {}, False),
    ({"amr": ("mfa",)}, {"amr": "mfa"}, False), ({"acr": ("high",)}, {"acr": "high"}, True), ({"acr": ("high",)}, {"acr": "low"}, False)])
def test_a_second_factor_at_the_provider_can_be_required(truthful, required, said, taken):
    ours = provider.Provider(truthful.issuer, organisation.CLIENT, organisation.SECRET, "http://localhost/back", **required)
    truthful.lies = said
    address, kept = ours.way()
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    given = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    if taken:
        assert ours.came_back(given, kept, time.time()) == "4711"
    else:
        with pytest.raises(provider.NotVerified, match="second factor"):
            ours.came_back(given, kept, time.time())


@pytest.mark.parametrize(("wrong", "why"), [
    ({"TIMELINE_OIDC_ISSUER": "http://elsewhere.example"}, "https"), ({"TIMELINE_ADDRESS": "http://timeline.example"}, "https"),
    ({"TIMELINE_ADDRESS": ""}, "must be given"), ({"TIMELINE_OIDC_CLIENT_ID": ""}, "must be given"), ({"TIMELINE_OIDC_CLIENT_SECRET": ""}, "must be given"),
    ({"TIMELINE_OIDC_CLIENT_SECRET_FILE": "/nowhere"}, "cannot be read"), ({"TIMELINE_OIDC_CLAIM": "email"}, "may pass to another person")])
def test_settings_that_cannot_be_right_are_said(monkeypatch, wrong, why):
    for name, value in (SETTINGS | {"TIMELINE_OIDC_ISSUER": "https://login.example", "TIMELINE_ADDRESS": "https://timeline.example"} | wrong).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=why):
        provider.configured()


def test_without_a_provider_there_is_no_way_to_one(monkeypatch, tmp_path):
    monkeypatch.delenv("TIMELINE_OIDC_ISSUER", raising=False)
    app = create(tmp_path)
    client = app.server.test_client()
    assert "provider" not in client.get("/sign-in").text and client.get("/sign-in/provider").location == "/sign-in"
    app.server.extensions["database"].close()
