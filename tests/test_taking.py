"""Taking a table away: who may, what is written down, and what the file holds."""

import csv
import io
import json
import re
import sys

import openpyxl
import pytest

from dashboard import queries, taking
from dashboard.app import create
from tests import published
from tests.test_gate import audited, show, sign_in
from timeline import accounts
from timeline.access import User
from timeline.outgoing import MARKING

EVENTS = f"/take/family-events.csv?family={published.FAMILY}"


@pytest.fixture(scope="module")
def app(tmp_path_factory, kept_by):
    home = tmp_path_factory.mktemp("home")
    published.publish(home)
    with kept_by():
        made = create(home)
    accounts.set_password(made.server.extensions["database"], "coordinator", "coordinator", "right")
    with published.closed(made):
        yield made


@pytest.fixture(scope="module")
def coordinator(app):
    return sign_in(app, "coordinator")


def rows(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def below(lines):
    """The rows below the headings, which come after the first empty line."""
    head, *told = lines[lines.index([]) + 1:]
    return [dict(zip(head, row, strict=True)) for row in told]


def test_a_file_bears_its_title_the_marking_the_snapshot_and_who_made_it(app, coordinator):
    title, marking, snapshot, maker = [line[0] for line in rows(coordinator.get(EVENTS))[:4]]
    assert title.endswith("family: events of the timeline") and marking == MARKING
    assert snapshot.startswith("Made from snapshot snap-") and maker.startswith("Made by coordinator on ")


def test_a_file_is_written_down_before_it_goes_with_what_was_asked_for(app, coordinator):
    coordinator.get(EVENTS)
    assert audited(app)[-1][:3] == ("coordinator", "take table", f"family-events.csv family={published.FAMILY}")


def test_a_file_is_named_by_its_table_and_the_snapshots_day_and_by_no_person(coordinator):
    answer = coordinator.get(EVENTS)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="family-events-2024-12-01.csv"'
    assert answer.content_type == "text/csv; charset=utf-8" and answer.headers["Cache-Control"] == "no-store"


def test_the_file_of_a_timeline_holds_every_event_of_it(app, coordinator):
    with app.server.app_context():
        wanted = set(queries.points(User("ada", "coordinator"), published.FAMILY)["event_id"])
    assert {row["Event"] for row in below(rows(coordinator.get(EVENTS)))} == wanted


def test_excel_holds_the_same_rows_as_csv(coordinator):
    sheet = openpyxl.load_workbook(io.BytesIO(coordinator.get(EVENTS.replace(".csv", ".xlsx")).data)).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, line in enumerate(lines) if line[0] == "Event") + 1
    assert [line[0] for line in lines[start:]] == [row["Event"] for row in below(rows(coordinator.get(EVENTS)))]


@pytest.mark.parametrize("address", ["/take/family-events.csv", "/take/family-events.csv?family=F-none", "/take/person-events.csv?person=x",
                                     f"/take/look-back.csv?family={published.FAMILY}&event=x", "/take/new-signals.csv?day=31/2/2024"])
def test_what_is_not_there_is_not_found_and_nothing_goes(coordinator, address):
    assert coordinator.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/families?show=all", "/links", "/new-since?day=2024-01-01", "/coverage", f"/family/{published.FAMILY}",
                                  f"/perpetrator/{published.FATHER}"])
def test_every_link_on_a_page_gives_a_file(coordinator, path):
    found = set(re.findall(r'"(/take/[^"]+)"', json.dumps(_shown(coordinator, path).get_json())))
    assert len(found) >= 2
    for address in found:
        answer = coordinator.get(address)
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment"), address


def _shown(client, path):
    address, _, query = path.partition("?")
    return show(client, address, f"?{query}" if query else "")


def test_the_whole_list_is_taken_away_and_not_one_page_of_it(app, coordinator, monkeypatch):
    monkeypatch.setattr(sys.modules["dashboard.queries.families"], "SIZE", 1)
    with app.server.app_context():
        everyone = queries.families(User("ada", "coordinator"), everyone=True, page=None)
    assert len(below(rows(coordinator.get("/take/families.csv?show=all")))) == len(everyone) == everyone.at[0, "found"] > 1


def test_a_page_shows_the_rows_of_the_file(app):
    with app.server.test_request_context("/coverage"):
        shown = taking.shown(User("ada", "coordinator"), "coverage-agencies")
        made = taking.TABLES["coverage-agencies"].make(User("ada", "coordinator"), {})
    body = shown.children[0].children.children[2].children
    assert [[cell.children for cell in row.children][:3] for row in body] == [list(row[:3]) for row in made.rows]
