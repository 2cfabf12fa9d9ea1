"""Every page, callback, table and route, asked for as nobody and as each role: the answer is what access.PERMISSIONS says, and nothing else is served."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard import gate, matrix
from dashboard.app import create
from tests import browsing, published
from tests.signing import signed_in
from timeline.access import PERMISSIONS

STANDS_FOR = {"family_id": published.FAMILY, "event_id": published.ASSAULT, "person_id": published.FATHER, "id": published.CRIME, "path": "families",
              "filename": "page.js", "package_name": "dash", "fingerprinted_path": "x.js", "link_id": published.LINK}
REFUSED = {401, 403}
ENDS = ("/sign-out", "/account/again", "/account/sessions", "/account/password", "/account/second-factor")
"""Routes of one's own account: each ends the session or asks for the password anew; tests/test_doors.py asks them."""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    published.publish(folder)
    made = create(folder)
    with published.closed(made):
        yield made


@pytest.fixture(scope="module")
def browsers(app):
    return {"nobody": app.server.test_client()} | {role: signed_in(app, role) for role in PERMISSIONS}


def asked(app, client, what: str, name: str) -> int:
    """The status of the answer when it is asked for."""
    address = re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", lambda part: STANDS_FOR.get(part.group(1), "x"), name)
    if what == "page":
        return client.get(address).status_code
    if what == "table to take away":
        return client.get(f"/take/{name}.csv").status_code
    if what == "callback":
        return browsing.called(client, empty(app, name)).status_code
    methods = next(rule.methods for rule in app.server.url_map.iter_rules() if rule.rule == name)
    token = client.get_cookie("_csrf_token")
    if "GET" in methods:
        return client.get(address, buffered=True).status_code
    return client.post(address, data={"csrf_token": token.value if token else ""}).status_code


def empty(app, output: str) -> dict:
    """A callback's body in which nothing is filled in."""
    of = app.callback_map[output]

    def part(id: str, property: str) -> dict:
        return {"id": {} if id.startswith("{") else id, "property": property}
    outputs = [part(*named) for named in browsing.ids_of(output)]
    told = {kind: [([] if '["ALL"]' in one["id"] else part(one["id"], one["property"]) | {"value": None}) for one in of[kind]] for kind in ("inputs", "state")}
    return {"output": output, "outputs": outputs if output.startswith("..") else outputs[0], **told, "changedPropIds": []}


LOOKERS = [pytest.param(who, marks=pytest.mark.slow) for who in ("coordinator", "analyst")]


@pytest.mark.parametrize("who", ["nobody", "auditor", "administrator", *LOOKERS])
def test_everything_is_answered_or_refused_as_the_roles_say(app, browsers, who):
    told, wrong = [], []
    for what, name, needed in matrix.lines(app):
        if name in ENDS:
            continue
        needed = "families:view" if name == browsing.SHOW else needed  # it shows the first page here, and each page asks for what it needs itself
        may = needed == gate.PUBLIC or who in matrix.allowed(needed)
        got = asked(app, browsers[who], what, name)
        refused = got in REFUSED or who == "nobody" and got == 302 and needed != gate.PUBLIC
        told.append(f"{who} {what} {name[:70]}: {'refused' if refused else 'answered'} ({got})")
        wrong += [] if refused != may else [told[-1]]
    print("\n".join(told))
    assert not wrong, "\n".join(wrong)


def test_every_refusal_is_in_the_audit(app, browsers):
    for role in PERMISSIONS:
        for what, name, needed in matrix.lines(app):
            if role not in matrix.allowed(needed) and (what == "table to take away" or what == "page" and role in ("auditor", "analyst")):
                before = _denials(app, role)
                asked(app, browsers[role], what, name)
                assert _denials(app, role) == before + 1, (role, what, name)


def _denials(app, role: str) -> int:
    with app.server.extensions["database"].read() as connection:
        return connection.execute(sa.text("select count(*) from audit where action = 'denied' and \"by\" = :role"), {"role": role}).scalar()


def test_no_page_stands_twice_and_the_matrix_leaves_nothing_out(app):
    named = {(what, name) for what, name, _ in matrix.lines(app)}
    assert {name for what, name in named if what == "callback"} == set(app.callback_map)
    rules = {rule.rule for rule in app.server.url_map.iter_rules() if rule.endpoint in gate.ROUTES}
    assert rules - {name for what, name in named if what == "route"} == {"/", "/<path:path>", "/take/<name>.<ending>", "/_dash-update-component"}


def test_the_document_is_current(app):
    kept = (Path(__file__).parent.parent / "docs" / "access-matrix.md").read_text(encoding="utf-8")
    assert kept == matrix.written(app), "python -m dashboard.matrix docs"
