"""Requests that no browser of ours sends, made from what the app itself declares, so that a new route or callback is asked too: nothing is shown that may not
be, nothing is kept, nothing breaks with a message, and what is refused is in the audit."""

import io
import json
import logging
import random
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard import gate
from dashboard.app import create
from tests import browsing, published
from tests.signing import signed_in
from tests.test_matrix import empty
from timeline.access import PERMISSIONS, User, may
from timeline.database import audit

SECRETS = (published.STREET, "BD5 9XX", "BD59XX", "Traceback", "sqlalchemy", "duckdb", "site-packages", str(Path(published.__file__).parents[1]), "Error:")
MARKS = ("' or 1=1 --", "\"; drop table audit; --", "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "../../../etc/passwd", "..%2f..%2fetc%2fpasswd",
         "\x00", "a\x00b", "F-khan000000\u202e", "\uff1cscript\uff1e", "x" * 20_000, "F-khan000000,F-other", "%00",
         "\U0001f600", "-1", "1e309", "NaN", "../F-khan000000")
TYPES = ([], {}, [[]], {"a": {"b": [1]}}, ["x"], 1, 1.5, True, -1, 10**30, "", "x", None, {"id": "x"}, [{"x": 1}], *MARKS[:6])


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    published.publish(folder)
    made = create(folder)
    with published.closed(made):
        yield made


@pytest.fixture(scope="module")
def browsers(app):
    return {role: signed_in(app, role) for role in PERMISSIONS}


@pytest.fixture
def kept(app):
    """Nothing that is kept may change, but for the audit, how sessions and tries are counted, and what may be asked for in vain."""
    before = _counts(app)
    yield
    assert _counts(app) == before


@pytest.fixture
def log():
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    yield told
    logging.getLogger().removeHandler(handler)
    assert not [secret for secret in SECRETS[:3] if secret in told.getvalue()]
    assert "Traceback" not in told.getvalue()


def _counts(app) -> dict:
    with app.server.extensions["database"].read() as connection:
        tables = [name for name in sa.inspect(connection).get_table_names() if name not in ("audit", "sessions", "tries", "codes", "alembic_version")
                  and not name.startswith("audit")]
        return {name: connection.execute(sa.text(f'select count(*) from "{name}"')).scalar() for name in tables}


def _line(app) -> int:
    with app.server.extensions["database"].read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(audit)).scalar()


def unharmed(answer) -> None:
    """It says nothing that may not be known, of the case or of the machine, and its headers are strict."""
    text = answer.get_data(as_text=True)
    assert not [secret for secret in SECRETS if secret in text], text[:500]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def spoilt(body: dict, drawn: random.Random) -> dict:
    """The body with one thing in it that a browser would not send."""
    body = json.loads(json.dumps(body))
    kind = drawn.choice(("inputs", "state", "outputs", "output", "changedPropIds", "value", "value", "value"))
    parts = [part for part in (*body["inputs"], *body["state"]) if isinstance(part, dict)]
    if kind == "value" and parts:
        part = drawn.choice(parts)
        part[drawn.choice(("value", "value", "value", "id", "property"))] = drawn.choice((*TYPES, *MARKS))
    elif kind == "changedPropIds":
        body[kind] = drawn.choice([["address.pathname"], ["made.up"], [{}], "x", None, [["a"]]])
    elif kind != "output":
        body[kind if kind != "value" else "state"] = drawn.choice([[], [body["inputs"]], body["state"] + body["state"], None, "x", [{}], [None]])
    return body


def attempts(app, client, drawn: random.Random, each: int):
    """For each callback some spoilt bodies, of an empty one and of one that a page would send."""
    pages = [browsing.show(client, address)[0] for address in ("/families", f"/family/{published.FAMILY}", f"/record/{published.CRIME.replace('/', '%2F')}",
                                                               f"/event/{published.ASSAULT}", "/meetings")]
    for output, callback in app.callback_map.items():
        real = [body for page in pages for body in browsing.bodies(page, output, callback, most=1)]
        for at in range(each):
            yield output, spoilt(real[at % len(real)] if real and at % 2 else empty(app, output), drawn)


@pytest.mark.parametrize(("role", "each", "seed"), [("analyst", 1, 7), ("auditor", 1, 8), pytest.param("coordinator", 40, 1, marks=pytest.mark.slow),
                                                   pytest.param("analyst", 40, 2, marks=pytest.mark.slow)])
def test_no_callback_gives_anything_away_or_breaks_aloud(app, browsers, log, role, each, seed):
    user, drawn = User(role, role), random.Random(seed)
    for output, body in attempts(app, browsers[role], drawn, each):
        before = _line(app)
        answer = browsing.called(browsers[role], body)
        unharmed(answer)
        permitted = isinstance(body["output"], str) and may(user, gate.POLICY[output])
        assert permitted or answer.status_code == 403 and _line(app) > before, (role, output)


def test_a_callback_of_one_permission_cannot_be_asked_with_the_outputs_of_another(app, browsers, kept):
    denied = next(output for output, needed in gate.POLICY.items() if needed == "meetings:run")
    for output, needed in gate.POLICY.items():
        if needed == "frame:view" and output != browsing.SHOW:
            mixed = empty(app, output) | {"outputs": empty(app, denied)["outputs"]}
            unharmed(browsing.called(browsers["auditor"], mixed))
            mixed = empty(app, denied) | {"outputs": empty(app, output)["outputs"]}
            assert browsing.called(browsers["auditor"], mixed).status_code == 403


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_sees_no_family_gets_none_by_the_frame(app, browsers, role):
    for path in ("/families", f"/family/{published.FAMILY}", f"//family/{published.FAMILY}", f"/family/{published.FAMILY}/", f"/./family/{published.FAMILY}",
                 f"/FAMILY/{published.FAMILY}", f"/record/{published.CRIME}", f"/family%2f{published.FAMILY}"):
        answer = browsing.show(browsers[role], path)[1]
        assert "Khan" not in answer.text, (role, path)


@pytest.mark.parametrize("mark", MARKS)
def test_no_address_with_a_mark_in_it_breaks_or_tells(app, browsers, mark, kept, log):
    client = browsers["coordinator"]
    for path in ("/family/", "/record/", "/event/", "/person/", "/links/", "/look-back/", "/loads/", "/take/", "/nowhere/"):
        answer = browsing.show(client, path + mark.replace("?", "").replace("#", ""))[1]
        unharmed(answer)
        assert answer.status_code in (200, 403), path
    for query in (f"?page={mark}", f"?family={mark}&family=x", f"?known_on={mark}&known_to={mark}", f"?since={mark}&until={mark}"):
        unharmed(client.get(f"/take/families.csv{query[:2000]}"))
        assert browsing.show(client, "/families")[1].status_code == 200


def test_an_address_in_the_query_is_never_taken_for_that_in_the_path(app, browsers):
    page, _ = browsing.show(browsers["coordinator"], f"/event/{published.ASSAULT}")
    page.parts["address"] |= {"href": f"http://localhost/family/{published.OTHER_FAMILY}", "search": f"?event_id={published.CALLS}&event_id=x"}
    answer = browsing.show(browsers["coordinator"], f"/event/{published.ASSAULT}?event_id={published.CALLS}&event_id=x")[1]
    assert "Fractured wrist" in answer.text


@pytest.mark.parametrize("token", ["none", "another session's", "made up"])
def test_nothing_is_done_without_the_sessions_own_token(app, browsers, kept, token):
    client = browsers["coordinator"]
    given = {"none": "", "another session's": browsers["analyst"].get_cookie("_csrf_token").value, "made up": "x" * 91}[token]
    for output in app.callback_map:
        answer = browsing.called(client, empty(app, output), **{"X-CSRFToken": given})
        assert answer.status_code in (400, 403), output
    for rule in app.server.url_map.iter_rules():
        if "POST" in rule.methods and rule.endpoint in gate.ROUTES and gate.ROUTES[rule.endpoint] != gate.PUBLIC:
            assert client.post(rule.rule, data={"csrf_token": given}).status_code in (400, 403, 404), rule.rule


@pytest.mark.parametrize("site", ["cross-site"])
def test_nothing_is_done_for_another_site(app, browsers, kept, site):
    client = browsers["coordinator"]
    for output in app.callback_map:
        assert browsing.called(client, empty(app, output), **{"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "a\x00.csv", "a" * 4000 + ".csv", "<img src=x onerror=alert(1)>.csv", "a/b.csv",
                                  "CON.csv", "x.csv\r\nSet-Cookie: a=b", "\u202egnp.csv"])
def test_no_name_of_a_file_leads_anywhere(app, browsers, name):
    client = browsers["analyst"]
    token = client.get_cookie("_csrf_token").value
    answer = client.post("/upload", data={"file": (io.BytesIO(b"a;b\n1;2\n"), name), "key": name[:40]}, headers={"X-CSRFToken": token},
                         query_string={"name": name, "key": "k"})
    unharmed(answer)
    assert answer.status_code < 500
    home = app.server.extensions["database"].home
    assert not [path for path in home.rglob("*") if "passwd" in path.name or "boot" in path.name or "onerror" in path.name]


def test_every_way_of_asking_that_a_route_does_not_know_is_refused(app, browsers, kept):
    for rule in app.server.url_map.iter_rules():
        for method in {"PUT", "DELETE", "PATCH", "TRACE", "POST"} - rule.methods:
            answer = browsers["coordinator"].open(rule.rule.replace("<", "").replace(">", ""), method=method)
            unharmed(answer)
            assert answer.status_code in (400, 403, 404, 405), (rule.rule, method)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[" * 5000, b"[1]", b"7", b'{"output": {"a": 1}}',
                                  b'{"output": "x.y", "inputs": ' + b"[" * 900 + b"]" * 900 + b"}"])
def test_a_body_that_is_no_body_is_refused(app, browsers, body):
    token = browsers["coordinator"].get_cookie("_csrf_token").value
    answer = browsers["coordinator"].post("/_dash-update-component", data=body, content_type="application/json", headers={"X-CSRFToken": token})
    unharmed(answer)
    assert answer.status_code == 403


def test_every_answer_has_the_headers_and_every_refusal_too(app, browsers):
    for client in (app.server.test_client(), *browsers.values()):
        for address in ("/", "/families", "/sign-in", "/health", "/nowhere", "/assets/govuk.css", "/assets/nothing.css", "/take/families.csv", "/_dash-layout",
                        "/_reload-hash"):
            headers = client.get(address, buffered=True).headers
            assert headers["Referrer-Policy"] == "same-origin" and headers["X-Frame-Options"] == "DENY", address
            assert {"Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Content-Security-Policy"} <= set(headers.keys())
            assert "Server" not in headers or "werkzeug" not in headers["Server"].lower()


def test_the_log_says_that_a_thread_broke_and_not_with_what(app, log):
    def breaks():
        raise ValueError(f"Sara lives at {published.STREET}")
    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    assert "ValueError at" in log.getvalue() and "Sara" not in log.getvalue()


def test_behind_tls_a_browser_is_told_to_ask_in_no_other_way(tmp_path):
    made = create(tmp_path, https=True)
    answer = made.server.test_client().get("/sign-in", base_url="https://x")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-") and all(word in cookie for word in ("Secure", "HttpOnly", "SameSite", "Path=/"))
    made.server.extensions["shelf"].close()
    made.server.extensions["database"].close()
