"""Taking in files under Load, without a browser: the route, what is said of a file, and what of it is shown."""

import io
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from flask import g

from dashboard import queries
from dashboard.app import create
from dashboard.loading import about, columns, drafting, found, saying, waiting, words
from tests import published
from tests.conftest import SAMPLE
from tests.test_gate import audited, sign_in
from timeline import accounts, uploads
from timeline.access import PERMISSIONS, User
from timeline.agencies import days, drawing
from timeline.agencies.drawing import Drawing
from timeline.masking import HIDDEN
from timeline.tables import PERSON_FIELDS, REPORT_FIELDS

ANALYST = User("analyst", "analyst")
VISITS = "Case;Added;Client;Where;Type\nR1;12.03.2025;Ann Lee;14 Mill Lane, BD5 9XX;DISC\nR2;13.03.2025;Bo Ray;2 Kiln Row;F\n"
WHOLE = {"supplier": "own", "area": "Calderbrook", "other_area": "", "as_at": "31/3/2025", "received_on": "2/4/2025", "extent": "delta",
         "covers_from": "1/3/2025", "covers_to": "31.3.2025", "searched_for": "everyone"}


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


@pytest.fixture(scope="module")
def analyst(app):
    return sign_in(app, "analyst")


@pytest.fixture
def asked(app):
    """Within a request of the analyst's."""
    with app.server.test_request_context():
        g.user = ANALYST
        yield app.server.extensions["database"]


def send(client, name, content, key=None):
    told = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "X-File-Name": quote(name)}
    return client.post("/upload", query_string={"key": key} if key else {}, data=content, content_type="application/octet-stream", headers=told)


def received(database, name, content, key):
    return uploads.receive(database, ANALYST, key, name, io.BytesIO(content.encode()))


def test_a_file_larger_than_any_form_is_taken_in_and_written_down(app, analyst):
    content = b"Case;Added\n" + b"R1;12.03.2025\n" * 150_000
    answer = send(analyst, "large.csv", content)
    assert answer.status_code == 201 and len(content) > app.server.config["MAX_CONTENT_LENGTH"]
    one = next(one for one in uploads.standing(app.server.extensions["database"]) if one.upload_id == answer.text)
    assert (one.name, one.size, one.by) == ("large.csv", len(content), "analyst")
    assert audited(app)[-1][:3] == ("analyst", "upload file", "large.csv")


def test_files_that_are_sent_without_a_key_are_different_files_and_with_one_key_the_same(analyst):
    first, second = (send(analyst, name, name).text for name in ("keyless-1.csv", "keyless-2.csv"))
    again, once_more = (send(analyst, name, name, key="one").text for name in ("keyed-1.csv", "keyed-2.csv"))
    assert first != second and again == once_more


def test_a_file_s_name_may_hold_any_letter(app, analyst):
    upload_id = send(analyst, "Siân’s files 2025 100%.csv", b"a;b\nname;1\n").text
    assert [one.name for one in uploads.standing(app.server.extensions["database"]) if one.upload_id == upload_id] == ["Siân’s files 2025 100%.csv"]


def test_no_other_route_takes_as_much(analyst):
    token = analyst.get_cookie("_csrf_token").value
    assert analyst.post("/_dash-update-component", data=b" " * 1_100_000, content_type="application/json", headers={"X-CSRFToken": token}).status_code == 413


def test_who_may_not_load_sends_nothing_and_neither_does_another_site(app, analyst):
    assert send(sign_in(app, "coordinator"), "theirs.csv", b"a;b\n").status_code == 403
    without = {"X-File-Name": "other.csv"}
    assert analyst.post("/upload?key=k", data=b"a;b\n", content_type="application/octet-stream", headers=without).status_code == 400
    assert not {"theirs.csv", "other.csv"} & {one.name for one in uploads.standing(app.server.extensions["database"])}


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("empty.csv", b"", "The file is empty"),
    ("../etc.csv", b"a;b\n", "a name that cannot be kept"), ("again.csv", b"Case;Added\nTwice;1\n", "is here already")])
def test_what_cannot_be_kept_is_answered_with_a_sentence(analyst, name, content, sentence):
    send(analyst, "first.csv", b"Case;Added\nTwice;1\n")
    answer = send(analyst, name, content)
    assert answer.status_code == 422 and sentence in answer.text


def test_what_is_said_of_a_file_is_read_with_days_as_days():
    said, wrong = saying.read(WHOLE)
    assert wrong == {} and said["as_at"] == date(2025, 3, 31) and said["area"] == "Calderbrook" and "other_area" not in said
    assert saying.read(WHOLE | {"area": saying.ELSEWHERE, "other_area": " Eastmere "})[0]["area"] == "Eastmere"


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("as_at", "31/2/2025", "Say as at which day"), ("as_at", "1/1/2999", "is to come"), ("received_on", "1/3/2025", "before the day that it shows"),
    ("covers_to", "1/2/2025", "before the first"), ("covers_to", "1/4/2025", "days after the day that it shows"), ("extent", saying.UNSAID, "full or a delta"),
    ("searched_for", " ", "who was searched for"), ("area", saying.UNSAID, "area")])
def test_what_is_wrong_is_said_at_its_field(field, typed, sentence):
    assert sentence in saying.read(WHOLE | {field: typed})[1][field]


def test_every_field_of_ours_has_a_name_on_the_page():
    assert (set(words.RECORD), set(words.PERSON)) == (set(REPORT_FIELDS), set(PERSON_FIELDS))
    values = [option["value"] for option in words.options((("victim", "victim"), ("person", "")))]
    assert len(values) == len(set(values)) and "person.role" in values and "victim.role" not in values


def test_a_person_of_a_row_keeps_the_name_that_the_ids_hold():
    first = about.slots(Drawing(), ["victim", "child", "child", "column", words.UNSAID])
    assert first == (("victim", "victim"), ("child1", "child"), ("child2", "child"), ("person", ""))
    assert about.slots(Drawing(people=first), ["child", "suspect", "victim"]) == (("child1", "child"), ("suspect", "suspect"), ("victim", "victim"))


def test_a_name_of_a_layout_is_taken_however_it_is_typed():
    assert [about.hyphened(name) for name in ("Haven Outreach", " riverside-refuge ", "Women's Aid, 2025", None)] == [
        "haven-outreach", "riverside-refuge", "womens-aid-2025", ""]


def test_a_file_of_no_layout_begins_with_nothing_chosen_and_shows_no_postcode(asked):
    upload_id = received(asked, "visits.csv", VISITS, "visits")
    assert found.one(ANALYST, upload_id).state == found.UNDESCRIBED
    of = drafting.of(ANALYST, upload_id)
    assert of.drawing == Drawing(columns=("Case", "Added", "Client", "Where", "Type"))
    assert of.samples[3] == [HIDDEN, HIDDEN] and of.samples[2] == ["Ann Lee", "Bo Ray"]


def test_a_column_that_is_said_to_be_an_address_is_hidden_whole(asked):
    upload_id = received(asked, "visits2.csv", VISITS + "\n", "visits2")
    of = drafting.of(ANALYST, upload_id)
    drafting.keep(ANALYST, upload_id, replace(of.drawing, people=(("victim", "victim"),), read=(("Where", "victim.address"),)))
    of = drafting.of(ANALYST, upload_id)
    assert of.samples[3] == [HIDDEN, HIDDEN] and of.records[0][3] == HIDDEN


def test_every_code_that_stands_in_the_file_is_asked_for_and_what_is_ours_already_is_known(asked):
    upload_id = received(asked, "visits3.csv", VISITS + "R3;14.03.2025;Cy Fox;;n/k\nR4;14.03.2025;Cy Fox;;Strangulation\n", "visits3")
    of = drafting.of(ANALYST, upload_id)
    drafting.keep(ANALYST, upload_id, replace(of.drawing, read=(("Type", "category"), ("Added", "recorded_on"))))
    of, counts = drafting.with_every_code(ANALYST, drafting.of(ANALYST, upload_id))
    assert of.drawing.codes["category"] == {"DISC": "", "F": "", "Strangulation": "strangulation", "n/k": drawing.NOTHING}
    assert counts["category"]["disc"] == 1 and days.best(of.readings) == ["dd.mm.yyyy"]


def test_a_file_without_a_header_is_described_by_the_place_of_its_columns(asked):
    upload_id = received(asked, "bare.csv", "R1;12.03.2025;DISC\nR2;13.03.2025;DISC\n", "bare")
    of = drafting.of(ANALYST, upload_id)
    drafting.keep(ANALYST, upload_id, drafting.with_header(of, False))
    of = drafting.of(ANALYST, upload_id)
    assert of.drawing.columns == ("Column 1", "Column 2", "Column 3") and of.samples[0] == ["R1", "R2"]


def test_a_shipped_layout_that_fits_is_taken_over_under_a_name_of_its_own(asked):
    content = (SAMPLE / "idva_casework.csv").read_text(encoding="cp1252")
    upload_id = received(asked, "casework.csv", content, "casework")
    of = drafting.of(ANALYST, upload_id)
    assert of.drawing.supplier == "idva-cases-here" and drawing.layout(of.drawing).report == found.layouts(ANALYST)["idva-cases"].report


def test_a_file_in_the_timelines_that_a_load_would_read_again_says_so(asked, monkeypatch):
    upload_id = received(asked, "list.csv", ",".join(found.layouts(ANALYST)["marac-list"].needed) + "\n", "list")
    uploads.say(asked, ANALYST, "said", upload_id, dict(area="Calderbrook", as_at="2025-03-31", extent="full", covers_from="2024-01-01",
                                                        covers_to="2025-03-31", searched_for="everyone"))
    assert found.one(ANALYST, upload_id).state == found.READY
    file = f"{upload_id}/list.csv"
    monkeypatch.setattr(found, "pending", lambda user: found.Pending((file,), (), (), {}, {file: "marac-list"}))
    assert found.one(ANALYST, upload_id).state == found.AGAIN
    assert "the next load reads it again" in str(waiting.listed(ANALYST))


def test_the_pages_need_a_file_that_stands(asked):
    for page in (found.one, drafting.of):
        with pytest.raises(queries.NotHere):
            page(ANALYST, "upload-999")


def test_the_form_of_the_columns_holds_what_was_chosen(asked):
    upload_id = received(asked, "visits4.csv", VISITS + "R9;1.1.2025;;;\n", "visits4")
    of = drafting.of(ANALYST, upload_id)
    drafting.keep(ANALYST, upload_id, replace(of.drawing, read=(("Case", "ref"), ("Case", "incident_ref"))))
    shown = str(columns.form(drafting.of(ANALYST, upload_id)))
    assert "value='ref'" in shown and "value='incident_ref'" in shown
