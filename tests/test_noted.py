"""No audit line, no view: what is shown, done and refused is in the audit with whom it showed, and where the line cannot be kept nothing leaves."""

import pytest
import sqlalchemy as sa

from dashboard import gate, taking
from dashboard.app import create
from dashboard.pages import PAGES
from tests import published
from tests.test_gate import call, search_for, show, sign_in
from timeline import accounts
from timeline.access import PERMISSIONS
from timeline.database import Database
from timeline.database import audit as lines

IDS = {"family_id": published.FAMILY, "person_id": published.MOTHER, "event_id": published.ASSAULT, "id": published.CRIME, "link_id": published.LINK}
SECRET = ("Khan", "Nowak", "wrist", "Alder", "Calderbrook", published.FAMILY, published.MOTHER)
FORMS = {"/document": {"family": published.FAMILY, "audience": "full", "format": "docx"}, "/audit-sheets": {"sample": "x"}}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    published.publish(folder)
    database = Database(folder)
    for role in PERMISSIONS:
        accounts.set_password(database, role, role, "right")
    database.close()
    return folder


@pytest.fixture(scope="module")
def app(home):
    made = create(home)
    with published.closed(made):
        yield made


@pytest.fixture(scope="module")
def clients(app):
    return {role: sign_in(app, role) for role in PERMISSIONS}


@pytest.fixture
def coordinator(clients):
    return clients["coordinator"]


@pytest.fixture
def unwritable(monkeypatch):
    """The anchor's volume is gone, so no line can be kept."""
    monkeypatch.setenv("TIMELINE_AUDIT_ANCHOR", "/no/such/volume/audit.anchor")


def told(app, since=0):
    with app.server.extensions["database"].read() as connection:
        return list(connection.execute(sa.select(lines).where(lines.c.number > since).order_by(lines.c.number)).mappings())


def last(app):
    with app.server.extensions["database"].read() as connection:
        return connection.scalar(sa.select(sa.func.max(lines.c.number)))


def addresses():
    """Every page's address, with an id of the story where it takes one of its kind."""
    for page in PAGES:
        for path in page.PATHS:
            *before, end = path.split("/")
            yield page, "/".join([*before, IDS.get(end.strip("<>"), "some-id") if end.startswith("<") else end])


def held_back(answer):
    return answer.status_code >= 400 and not any(word in answer.text for word in SECRET)


# --- no line, no view


def test_no_page_is_shown_without_its_line(clients, unwritable):
    for page, path in addresses():
        role = next(role for role in PERMISSIONS if page.PERMISSION in PERMISSIONS[role])
        assert held_back(show(clients[role], path)), (path, role)


def test_no_part_of_a_page_is_shown_without_its_line(coordinator, unwritable):
    assert held_back(search_for(coordinator, name="sara kha"))
    for output in gate.POLICY:
        answer = call(coordinator, output)
        assert answer.status_code in (204, 403, 500) or not any(word in answer.text for word in SECRET), output


def test_nothing_is_taken_away_without_its_line(clients, unwritable):
    given = {"family": published.FAMILY, "person": published.MOTHER, "account": "analyst"}
    for name, table in taking.TABLES.items():
        role = next(role for role in PERMISSIONS if table.permission in PERMISSIONS[role])
        assert held_back(clients[role].get(f"/take/{name}.csv", query_string=given)), (name, role)


@pytest.mark.parametrize("path", FORMS)
def test_no_document_is_made_without_its_line(clients, unwritable, path):
    client = clients["coordinator" if path == "/document" else "analyst"]
    assert held_back(client.post(path, data=FORMS[path] | {"csrf_token": client.get_cookie("_csrf_token").value}))


def test_nobody_signs_in_without_a_line(app, unwritable):
    with pytest.raises(AssertionError):
        sign_in(app, "analyst")


# --- whom an answer shows


def test_a_page_of_a_family_names_whom_it_shows_and_from_which_sign_in(app, coordinator):
    before = last(app)
    show(coordinator, f"/family/{published.FAMILY}")
    (line,) = told(app, before)
    assert (line["action"], line["family"], line["outcome"]) == ("view family", published.FAMILY, "done")
    assert {published.MOTHER, published.FATHER, published.CHILD} <= set(line["shown"].split("\n"))
    assert len(line["session"]) == 12


@pytest.mark.parametrize("path", ["/families", "/new-since", "/links", "/perpetrators"])
def test_a_list_names_the_families_or_people_that_it_shows(app, coordinator, path):
    before = last(app)
    answer = show(coordinator, path, "?show=all" if path == "/families" else "")
    (line,) = told(app, before)
    there = {id for id in (published.FAMILY, published.OTHER_FAMILY, published.MOTHER, published.FATHER) if id in answer.text}
    by_name = {published.FATHER, published.NAMESAKE, published.MOTHER, published.OTHER_SARA} if path == "/links" else set()
    assert set((line["shown"] or "").split("\n")) >= there | by_name
    assert there or by_name or path == "/perpetrators"


def test_a_search_names_whom_it_found(app, coordinator):
    before = last(app)
    search_for(coordinator, name="sara kha")
    (line,) = told(app, before)
    assert line["action"] == "search" and {published.FAMILY, published.MOTHER} <= set(line["shown"].split("\n"))


def test_what_is_taken_away_names_whom_it_holds(app, coordinator):
    assert coordinator.get("/take/families.csv", query_string={"show": "all"}).status_code == 200
    line = told(app)[-1]
    assert (line["document"], set(line["shown"].split("\n"))) == ("families.csv", {published.FAMILY, published.OTHER_FAMILY})


def test_what_a_part_of_a_page_shows_further_is_noted_once_and_what_the_page_had_shown_is_not(app, coordinator):
    def moved():
        return call(coordinator, "chart.figure", [("chart", "relayoutData", {"xaxis.range[0]": "2024-01-01", "xaxis.range[1]": "2024-12-31"})],
                    [("family", "data", {"family_id": published.FAMILY, "lit": []}), ("address", "href", f"http://localhost/family/{published.FAMILY}")])
    show(coordinator, f"/family/{published.FAMILY}")
    before = last(app)
    moved()
    assert told(app, before) == []


# --- every refusal


def refused(app, before):
    return [(line["by"], line["action"], line["outcome"]) for line in told(app, before)]


@pytest.mark.parametrize(("do", "expected"), [
    (lambda client: client.get("/loads"), ("coordinator", "denied", "refused")),
    (lambda client: client.get("/take/set-aside.csv"), ("coordinator", "denied", "refused")),
    (lambda client: client.get("/take/no-such.csv"), ("coordinator", "refused", "refused")),
    (lambda client: client.get("/take/family-events.csv?family=F-0000000000000000"), ("coordinator", "refused", "refused")),
    (lambda client: call(client, "made-up.children"), ("coordinator", "denied", "refused")),
    (lambda client: call(client, "main.children", **{"X-CSRFToken": ""}), None),
    (lambda client: call(client, "..main.children...made-from.children..", [("address", "pathname", "/")], **{"X-CSRFToken": ""}),
     ("coordinator", "refused", "refused")),
    (lambda client: call(client, "..main.children...made-from.children..", [("address", "pathname", "/")], **{"Sec-Fetch-Site": "cross-site"}),
     ("coordinator", "denied", "refused")),
    (lambda client: show(client, "/loads"), ("coordinator", "denied", "refused")),
    (lambda client: client.post("/document", data={}), ("coordinator", "refused", "refused")),
], ids=["a page", "a table", "no such table", "another's id", "an unknown callback", "an unknown callback without the token", "without the token",
        "from another site", "a page by its callback", "a form without the token"])
def test_every_refusal_is_one_line(app, coordinator, do, expected):
    before = last(app)
    assert do(coordinator).status_code in (400, 403, 404)
    assert refused(app, before) == [expected or ("coordinator", "denied", "refused")]


def test_a_refusal_of_somebody_who_is_not_signed_in_is_a_line_too(app):
    before = last(app)
    assert show(app.server.test_client(), "/families").status_code == 401
    assert refused(app, before) == [("unknown", "refused", "refused")]


def test_what_was_refused_names_what_was_asked_for(app, coordinator):
    before = last(app)
    coordinator.get("/take/family-events.csv?family=F-0000000000000000")
    assert told(app, before)[0]["subject"] == "GET /take/family-events.csv"
