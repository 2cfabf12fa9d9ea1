"""The gate: nothing passes without a declared permission, and nothing is seen without a line in the audit."""

import re

import pytest
import sqlalchemy as sa

from dashboard import gate, queries, taking
from dashboard.app import create, find
from dashboard.pages import PAGES
from dashboard.spelling import TOLD
from tests import published
from timeline import accounts, audit
from timeline.access import LOOKING, PERMISSIONS, User
from timeline.database import Database

SHOW = "..main.children...made-from.children.."
FOUND = "search-found.children"


@pytest.fixture(scope="module")
def home(tmp_path_factory, kept_by):
    folder = tmp_path_factory.mktemp("home")
    published.publish(folder)
    with kept_by():
        database = Database(folder)
    for role in PERMISSIONS:
        accounts.set_password(database, role, role, "right")
    accounts.set_password(database, "stranger", "no such role", "right")
    database.close()
    return folder


@pytest.fixture(scope="module")
def app(home, kept_by):
    with kept_by():
        made = create(home)
    with published.closed(made):
        yield made


@pytest.fixture
def anyone(app):
    return app.server.test_client()


def sign_in(app, name):
    client = app.server.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text).group(1)
    assert client.post("/sign-in", data={"name": name, "password": "right", "csrf_token": token}).status_code == 303
    client.get("/families")
    return client


@pytest.fixture(scope="module")
def coordinator(app):
    return sign_in(app, "coordinator")


@pytest.fixture(scope="module")
def analyst(app):
    return sign_in(app, "analyst")


def call(client, output, inputs=(), state=(), changed=None, **headers):
    """Call back as the browser does; `inputs` and `state` are (id, property, value), `changed` what did it, else the first."""
    token = client.get_cookie("_csrf_token")
    names = output.strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    first = [f"{i}.{p}" for i, p, v in inputs][:1]
    told = [(part["id"], TOLD, None) for part in outputs if part["property"] == "children" and output != SHOW][:1]
    body = {"output": output, "outputs": outputs if len(outputs) > 1 else outputs[0],
            "inputs": [dict(id=i, property=p, value=v) for i, p, v in inputs], "changedPropIds": [changed] if changed else first,
            "state": [dict(id=i, property=p, value=v) for i, p, v in (*state, *told)]}
    return client.post("/_dash-update-component", json=body, headers={"X-CSRFToken": token.value if token else "", **headers})


def show(client, path, search=""):
    return call(client, SHOW, [("address", "pathname", path), ("address", "search", search)])


def search_for(client, **given):
    fields = ("search-name", "search-dob", "search-identifier", "search-reference")
    return call(client, FOUND, [("search-go", "n_clicks", 1), *((field, "n_submit", None) for field in fields)],
                [(field, "value", given.get(field.removeprefix("search-"))) for field in fields])


def open_hidden(client, kind, of, reason):
    def named(part):
        return {"hidden": part, "kind": kind, "of": of}
    output = next(output for output in gate.POLICY if '"shown"' in output)
    token = client.get_cookie("_csrf_token")
    body = {"output": output, "outputs": {"id": named("shown"), "property": "children"},
            "inputs": [{"id": named("open"), "property": "n_clicks", "value": 1}], "changedPropIds": ["x.n_clicks"],
            "state": [{"id": named("reason"), "property": "value", "value": reason},
                      {"id": named("open"), "property": "id", "value": named("open")}, {"id": "address", "property": "href", "value": None},
                      {"id": named("shown"), "property": TOLD, "value": None}]}
    return client.post("/_dash-update-component", json=body, headers={"X-CSRFToken": token.value})


def audited(app):
    with app.server.extensions["database"].read() as connection:
        return [tuple(row) for row in connection.execute(sa.text('select "by", action, subject, reason from audit order by number'))]


# --- what is declared


def test_every_callback_has_a_permission_that_some_role_has(app):
    assert set(app.callback_map) == set(gate.POLICY)
    assert set(gate.POLICY.values()) <= set().union(*PERMISSIONS.values())


def test_every_callback_that_shows_something_of_a_page_is_told_which_view_the_page_shows(app):
    shows = [output for output, permission in gate.POLICY.items() if permission in LOOKING and permission != "frame:view"]
    assert len(shows) >= 3
    assert all({"id": "address", "property": "href"} in app.callback_map[output]["state"] for output in shows)


def test_every_page_has_a_permission_that_some_role_has():
    assert {page.PERMISSION for page in PAGES} <= set().union(*PERMISSIONS.values())


def test_every_route_is_declared_or_denied_to_everyone(app):
    undeclared = {rule.endpoint for rule in app.server.url_map.iter_rules()} - set(gate.ROUTES)
    assert undeclared == {"/_reload-hash", "/_favicon.ico"}


def test_every_table_that_can_be_taken_away_has_a_permission_and_goes_to_nobody_without_it(app):
    assert taking.TABLES and {table.permission for table in taking.TABLES.values()} <= set().union(*PERMISSIONS.values())
    clients = {role: sign_in(app, role) for role in PERMISSIONS}
    for name, table in taking.TABLES.items():
        for role in PERMISSIONS:
            if table.permission not in PERMISSIONS[role]:
                assert clients[role].get(f"/take/{name}.csv").status_code == 403, (name, role)
                assert audited(app)[-1][:3] == (role, "denied", f"route /take/{name}.csv")


@pytest.mark.parametrize("address", ["/take/no-such-table.csv", "/take/families.pdf", "/take/families", "/take/../app.py"])
def test_a_table_or_a_format_that_nobody_registered_is_not_found(coordinator, address):
    assert coordinator.get(address).status_code == 404


def test_an_undeclared_route_is_denied_even_to_a_coordinator(coordinator):
    assert coordinator.get("/_reload-hash").status_code == 403
    assert coordinator.get("/_favicon.ico").status_code == 403


def test_language_models_find_no_door(app):
    assert not any("mcp" in rule.rule for rule in app.server.url_map.iter_rules())


# --- nobody signed in


def test_without_sign_in_every_route_but_the_public_ones_leads_to_the_sign_in_page_or_is_refused(app, anyone):
    samples = {"path": "family/F-khan000000", "filename": "page.js", "package_name": "dash", "fingerprinted_path": "x.js",
               "name": "families", "ending": "csv"}
    for rule in app.server.url_map.iter_rules():
        address = re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", lambda m: samples[m.group(1)], rule.rule)
        for method in rule.methods - {"HEAD"}:
            answer = anyone.open(address, method=method, buffered=True)
            assert gate.ROUTES.get(rule.endpoint) == gate.PUBLIC or answer.status_code == 401 or answer.location == "/sign-in", address


@pytest.mark.parametrize("path", ["/", "/families", "/family/F-khan000000", "/event/E-assault000", "/record/x", "/no/such", "//elsewhere.example"])
def test_without_sign_in_a_page_leads_to_the_sign_in_page(anyone, path):
    answer = anyone.get(path)
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "Khan" not in answer.text


@pytest.mark.parametrize("name", ["govuk.css", "timeline.css", "icon.svg"])
def test_the_sign_in_page_has_its_style(anyone, name):
    assert anyone.get(f"/assets/{name}", buffered=True).status_code == 200


@pytest.mark.parametrize("name", ["page.js", "session.js", "LICENCES.md", "../app.py", "..%2fapp.py"])
def test_other_assets_stay_behind_the_gate(anyone, name):
    assert anyone.get(f"/assets/{name}", buffered=True).status_code in (401, 404, 302)


def test_a_callback_without_sign_in_is_refused_whatever_it_says(anyone):
    assert show(anyone, "/family/F-khan000000").status_code == 401
    assert call(anyone, SHOW, [("address", "pathname", "/sign-in"), ("address", "search", "")]).status_code == 401


def test_a_wrong_password_says_nothing_about_the_name(anyone):
    token = re.search(r'name="csrf_token" value="([^"]+)"', anyone.get("/sign-in").text).group(1)
    answers = [anyone.post("/sign-in", data={"name": name, "password": "wrong", "csrf_token": token}) for name in ("analyst", "nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert len({re.sub("analyst|nobody|value=\"[^\"]*\"", "", answer.text) for answer in answers}) == 1


def test_signing_in_needs_the_forms_own_token(anyone):
    assert anyone.post("/sign-in", data={"name": "analyst", "password": "right"}).status_code == 400


@pytest.mark.parametrize(("asked", "led_to"), [("/event/E-assault000?a=b", "/event/E-assault000?a=b"), ("//elsewhere.example/x", "/")])
def test_after_signing_in_one_is_led_to_what_was_asked_for_and_never_elsewhere(app, asked, led_to):
    client = app.server.test_client()
    with client.session_transaction() as session:
        session["next"] = asked
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text).group(1)
    assert client.post("/sign-in", data={"name": "analyst", "password": "right", "csrf_token": token}).location == led_to


# --- signed in


def test_every_page_opens_for_a_coordinator_and_writes_a_line(app, coordinator):
    for path in ("/", "/families", "/new-since", "/quarterly", "/referral", "/referrals", "/coverage", "/meetings", "/links",
                 f"/links/{published.LINK}", "/decisions",
                 f"/transfer/{published.FAMILY}",
                 f"/family/{published.FAMILY}", f"/knew/{published.FAMILY}", f"/event/{published.ASSAULT}", f"/child/{published.CHILD}",
                 f"/perpetrator/{published.FATHER}", f"/person/{published.MOTHER}", f"/record/{published.CRIME}",
                 f"/record/{published.CRIME}".replace("CR/", "CR%2F")):
        before = len(audited(app))
        answer = show(coordinator, path)
        assert answer.status_code == 200 and "page-title" in answer.text, path
        assert "Not in this snapshot" not in answer.text, path
        assert [line[1].split()[0] for line in audited(app)[before:]] == ["view"], path


def test_a_role_that_permits_nothing_sees_nothing(app):
    token = accounts.sign_in(app.server.extensions["database"], "stranger", "right")
    client = app.server.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    assert client.get("/families").status_code == 403
    assert show(client, "/families").status_code == 403


def test_a_callback_that_is_not_declared_is_denied_and_noted(app, coordinator):
    assert call(coordinator, "made-up.children").status_code == 403
    assert audited(app)[-1][:3] == ("coordinator", "denied", "callback made-up.children")


@pytest.mark.parametrize("body", [b"", b"[]", b'{"output": ["x"]}', b'{"output": null}', b"not json"])
def test_a_callback_that_says_nothing_sensible_is_denied(coordinator, body):
    token = coordinator.get_cookie("_csrf_token").value
    answer = coordinator.post("/_dash-update-component", data=body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 403


def test_a_callback_without_the_token_is_refused(coordinator):
    assert call(coordinator, SHOW, [("address", "pathname", "/")], **{"X-CSRFToken": ""}).status_code == 400


def test_a_callback_from_another_site_is_denied(coordinator):
    assert call(coordinator, SHOW, [("address", "pathname", "/")], **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_query_that_names_an_id_is_never_taken_for_it(app, coordinator):
    answer = show(coordinator, f"/event/{published.ASSAULT}", f"?event_id={published.CALLS}")
    assert "Fractured wrist" in answer.text
    assert audited(app)[-1][1:3] == ("view event", published.ASSAULT)


@pytest.mark.parametrize(("path", "page", "ids"), [
    ("/", "families", {}), ("/event/E-1", "event", {"event_id": "E-1"}), ("/record/police:niche:1/2", "record", {"id": "police:niche:1/2"}),
    ("/record/a%20b", "record", {"id": "a b"}), ("/event/", None, {}), ("/event", None, {}), ("/families/x", None, {}), ("/nowhere", None, {})])
def test_an_address_names_one_page_and_its_id(path, page, ids):
    found, found_ids = find(path)
    assert (found.NAME if found else None, found_ids) == (page, ids)


def test_an_unknown_address_is_not_found(coordinator):
    assert coordinator.get("/nowhere").status_code == 404


def test_an_id_that_is_not_in_this_snapshot_says_so(coordinator):
    assert "Not in this snapshot" in show(coordinator, "/event/E-gone").text


def test_signing_out_ends_everything(app):
    leaving = sign_in(app, "analyst")
    token = leaving.get_cookie("_csrf_token").value
    assert leaving.post("/sign-out", data={"csrf_token": token}).status_code == 303
    assert show(leaving, "/").status_code == 401
    assert [line[:2] for line in audited(app)[-2:]] == [("analyst", "sign out"), ("unknown", "refused")]


def test_a_session_that_was_ended_elsewhere_is_ended_here(app):
    client = sign_in(app, "analyst")
    with app.server.extensions["database"].write() as connection:
        connection.execute(sa.text("update sessions set ended_at = seen_at where started_at = (select max(started_at) from sessions)"))
    assert show(client, "/").status_code == 401
    assert client.get("/families").location == "/sign-in"


# --- no line, no view


def test_what_cannot_be_written_down_is_not_shown(tmp_path):
    published.publish(tmp_path)
    database = Database(tmp_path)
    accounts.set_password(database, "coordinator", "coordinator", "right")
    database.close()
    app = create(tmp_path)
    client = sign_in(app, "coordinator")
    with app.server.extensions["database"].write() as connection:
        connection.execute(sa.text("create trigger full before insert on audit begin select raise(abort, 'disk full'); end"))
    answer = show(client, f"/event/{published.ASSAULT}")
    assert answer.status_code == 500 and "wrist" not in answer.text
    assert "support the number" in answer.text and "disk full" not in answer.text
    app.server.extensions["shelf"].close()
    app.server.extensions["database"].close()


def test_a_search_is_written_down_with_what_was_searched_for(app, coordinator):
    answer = search_for(coordinator, name="sara kha", dob="4/3/1990")
    assert "Sara Khan" in answer.text, answer.text
    assert published.FAMILY in answer.text
    who, action, subject, _ = audited(app)[-1]
    assert (who, action) == ("coordinator", "search") and "sara kha" in subject and "1990-03-04" in subject


@pytest.mark.parametrize("query", ["?page=0", "?page=-1", "?page=²", "?page=99999999999999999999", "?page=x", "?level=x&heading=y&agency=z&area=w",
                                   "?level[]=1", "?%ff=%ff", "?page=1&page=2", "?show=none"])
def test_no_query_breaks_the_list(coordinator, query):
    assert show(coordinator, "/families", query).status_code == 200


def test_a_search_for_too_little_is_not_made(app, coordinator):
    before = len(audited(app))
    assert "at least two letters" in search_for(coordinator, name="s").text
    assert "is not a date" in search_for(coordinator, dob="31/2/1990").text
    assert len(audited(app)) == before


# --- addresses


@pytest.mark.parametrize("path", ["/families", "/coverage", "/links", f"/links/{published.LINK}", "/decisions", f"/family/{published.FAMILY}",
                                  f"/event/{published.ASSAULT}", f"/record/{published.CRIME}", f"/child/{published.CHILD}", f"/perpetrator/{published.FATHER}",
                                  f"/person/{published.MOTHER}"])
def test_no_page_shows_an_address_unopened(coordinator, path):
    text = show(coordinator, path).text
    assert not re.search(r"\balder|BD5 ?9XX", text, re.IGNORECASE)


def test_an_address_opens_with_a_reason_which_is_kept(app, coordinator):
    answer = open_hidden(coordinator, "mention", f"{published.CRIME}#victim", "to arrange a safe visit")
    assert published.STREET in answer.text
    assert audited(app)[-1] == ("coordinator", "opened mention", f"{published.CRIME}#victim", "to arrange a safe visit")


@pytest.mark.parametrize("reason", [None, "", "because", " " * 20])
def test_an_address_does_not_open_without_a_reason(app, coordinator, reason):
    before = audited(app)
    answer = open_hidden(coordinator, "mention", f"{published.CRIME}#victim", reason)
    assert published.STREET not in answer.text and "Say why" in answer.text
    assert audited(app) == before


@pytest.mark.parametrize("path", ["/referral", "/referrals", f"/transfer/{published.FAMILY}"])
def test_an_analyst_enters_no_referral_and_transfers_no_case(app, analyst, path):
    assert show(analyst, path).status_code == analyst.get(path).status_code == 403
    assert audited(app)[-1][:2] == ("analyst", "denied")


def test_an_analyst_opens_no_address(app, analyst):
    answer = open_hidden(analyst, "record", "police.csv:4", "a perfectly good reason")
    assert answer.status_code == 403 and published.STREET not in answer.text
    assert audited(app)[-1][:2] == ("analyst", "denied")
    assert "your role does not open it" in show(analyst, f"/record/{published.CRIME}").text


def test_an_untouched_record_opens_with_a_reason(coordinator):
    assert published.STREET.replace("Road", "Rd") in open_hidden(coordinator, "record", "police.csv:4", "to check the date").text


def test_a_kind_that_nobody_declared_opens_nothing(coordinator):
    assert "Nothing is recorded" in open_hidden(coordinator, "made up", "x", "a perfectly good reason").text


# --- headers


def test_answers_carry_strict_headers(coordinator):
    headers = coordinator.get("/families").headers
    policy = headers["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]*)", policy).group(1)
    assert "unsafe" not in scripts and "'self'" in scripts and "sha256-" in scripts
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "http" not in policy
    assert headers["Cache-Control"] == "no-store" and headers["X-Content-Type-Options"] == "nosniff"


def test_code_may_be_kept_for_a_day_and_case_data_never(coordinator):
    assert coordinator.get("/assets/page.js", buffered=True).headers["Cache-Control"] == "private, max-age=86400"
    assert show(coordinator, "/").headers["Cache-Control"] == "no-store"
    assert coordinator.get("/assets/nothing.js", buffered=True).headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app, anyone):
    cookie = anyone.get("/sign-in").headers["Set-Cookie"]
    assert "timeline_session" in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie


def test_beyond_this_machine_cookies_insist_on_tls(tmp_path):
    app = create(tmp_path, https=True)
    assert "Secure" in app.server.test_client().get("/sign-in", base_url="https://x").headers["Set-Cookie"]
    app.server.extensions["database"].close()


def test_the_page_names_its_language_and_offers_to_skip_to_the_content(coordinator):
    index = coordinator.get("/families").text
    assert '<html lang="en"' in index and 'href="#main"' in index
    assert "Khan" not in index, "the frame that a browser may keep holds no case data"


def test_no_page_names_another_host(coordinator):
    for text in (coordinator.get("/families").text, coordinator.get("/_dash-layout").text):
        assert not re.search(r"(?:src|href)=.https?:", text)


def test_the_whole_audit_of_these_tests_verifies(app):
    assert audit.verify(app.server.extensions["database"]).number == len(audited(app))


def test_the_first_page_before_any_snapshot_says_what_to_run(tmp_path):
    database = Database(tmp_path)
    accounts.set_password(database, "coordinator", "coordinator", "right")
    database.close()
    app = create(tmp_path)
    assert "timeline run EXTRACTS_FOLDER" in show(sign_in(app, "coordinator"), "/").text
    app.server.extensions["database"].close()


def test_a_query_checks_its_user_itself(app):
    with app.server.app_context(), pytest.raises(Exception, match="may not"):
        queries.event(User("x", "no such role"), published.ASSAULT)
