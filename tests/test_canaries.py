"""No address leaves the place where it is hidden: a planted home in which every cell that may hold one holds an address of its own, every page of it shown,
every callback called that its pages can be made to call, every file made, and each byte searched, of the answers and of what the server writes to its log."""

import io
import logging
import re
import zipfile
from datetime import date
from urllib.parse import quote, urlencode

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from dashboard import taking
from dashboard.app import create
from dashboard.pages import PAGES
from tests import browsing, canaries
from tests.conftest import run
from tests.signing import signed_in
from timeline import referrals, snapshot, uploads
from timeline.access import PERMISSIONS, User
from timeline.loading.quarantined import sheet
from timeline.masking import masked
from timeline.referrals import Person, Referral
from timeline.sheets import as_csv

ADA, BEN = User("coordinator", "coordinator"), User("analyst", "analyst")
OPENS = '{"hidden":"shown"'
SAYS = {"families": "select family_id from made.headlines", "people": "select person_id from made.people", "events": "select event_id from made.events",
        "records": "select row_id from made.versions", "links": "select link_id from made.links"}
OF_FAMILY, OF_PERSON = ("family", "knew", "chronology", "look-back", "transfer"), ("person", "child", "perpetrator")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    run(canaries.planted(folder / "extracts"), folder / "home")
    return folder / "home"


@pytest.fixture(scope="module")
def log():
    """What the server writes, as it would stand in its log."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    yield told
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def app(home, log):
    made = create(home)
    database = made.server.extensions["database"]
    referrals.enter(database, ADA, "referral", Referral("Calderbrook", date(2025, 3, 20), "idva", "J. Lowe", Person(
        "Nadia Orme", "1990-04-03", "female", safe_contact="Only by text"), None, (), "partner", ("visible high risk",), 16, "Afraid."))
    with (home.parent / "extracts" / "police_crimes_2025-03.csv").open("rb") as file:
        uploads.receive(database, BEN, "file", "police.csv", file)
    yield made
    made.server.extensions["shelf"].close()
    database.close()


@pytest.fixture(scope="module")
def ids(home):
    with snapshot.open(snapshot.current(home)) as reader:
        return {name: [id for (id,) in reader.execute(sql + " order by 1").fetchall()] for name, sql in SAYS.items()}


def addresses(ids: dict) -> list[str]:
    """The address of every page, for every id that it may be asked for."""
    plain = [page.PATHS[0] for page in PAGES if "<" not in page.PATHS[0]]
    told = [f"/{page}/{id}" for page in OF_FAMILY for id in ids["families"]] + [f"/{page}/{id}" for page in OF_PERSON for id in ids["people"]]
    told += [f"/event/{id}" for id in ids["events"]] + [f"/record/{quote(id, safe='')}" for id in ids["records"]] + [f"/links/{id}" for id in ids["links"]]
    return [*plain, *told, "/referrals/H-1", "/loads/upload-1", "/no/such/page"]


def searched(where: str, answer) -> list[str]:
    """What an answer holds that it may not, in its address, its headers and its body."""
    told = [answer.request.url if answer.request else "", str(answer.headers), readable(answer.data)]
    return [f"{where}: ...{leak}..." for text in told for leak in canaries.found(text)]


def readable(body: bytes) -> str:
    """The words of a body: of a document's parts, of a PDF's pages, or as they stand."""
    if body.startswith(b"%PDF"):
        pdf = PdfReader(io.BytesIO(body))
        return " ".join([*(page.extract_text() for page in pdf.pages), str(pdf.metadata)])
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
            return " ".join([*archive.namelist(), *parts, *(re.sub(r"<[^>]+>", "", part) for part in parts)])
    text = body.decode("utf-8", "replace")
    return text + re.sub(r"\\u([0-9a-f]{4})", lambda letter: chr(int(letter.group(1), 16)), text)


@pytest.mark.parametrize("role", ["coordinator", "analyst"])
def test_no_page_of_one_family_shows_an_address(app, ids, role):
    client, leaks = signed_in(app, role), []
    few = {name: found[:2] for name, found in ids.items()} | {"records": [id for id in ids["records"] if "idva" in id or id.endswith("csv:7")]}
    for address in addresses(few):
        leaks += searched(f"{role} {address}", browsing.show(client, address)[1])
    assert not leaks, "\n".join(leaks)


@pytest.mark.slow
@pytest.mark.parametrize("role", PERMISSIONS)
def test_no_page_and_no_callback_shows_an_address(app, ids, role, log):
    client, leaks, called = signed_in(app, role), [], set()
    for address in addresses(ids):
        page, answer = browsing.show(client, address)
        leaks += searched(f"{role} {address}", answer)
        if answer.status_code == 200:
            for output, _body, answer in browsing.driven(app, client, page, rounds=2):
                called.add(output)
                assert answer.status_code < 500, (role, address, output)
                leaks += [] if OPENS in output and role == "coordinator" else searched(f"{role} {address} {output}", answer)
    print(f"{role}: {len(called)} of {len(app.callback_map)} callbacks called")
    assert not leaks, "\n".join(leaks)
    assert canaries.found(log.getvalue()) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ["coordinator", "analyst"])
def test_no_file_that_can_be_taken_away_holds_an_address(app, ids, role):
    client, leaks, size = signed_in(app, role), [], 0
    token = client.get_cookie("_csrf_token").value
    whole = {"person": ids["people"][0], "event": ids["events"][0], "day": "2024-01-01", "area": "Calderbrook", "agency": "police", "show": "all",
             "upload": "upload-1", "file": "police_crimes_2025-03.csv", "since": "2023-01-01", "until": "2025-03-31"}
    for family in ids["families"][:1]:
        asked = urlencode(whole | {"family": family})
        answers = [client.get(f"/take/{name}.{ending}?{asked}") for name in taking.TABLES for ending in ("csv", "xlsx")]
        answers += [client.get(f"{path}?{asked}") for path in ("/quarterly-return", "/agency-feedback")]
        answers += [client.post("/document", data={"family": family, "audience": audience, "format": format, "person": person, "csrf_token": token})
                    for audience in ("full", "partner", "perpetrator-safe") for format in ("docx", "xlsx", "pdf") for person in ids["people"]]
        leaks += [leak for answer in answers for leak in searched(answer.request.path, answer)]
        size += sum(len(answer.data) for answer in answers if answer.status_code == 200)
    assert leaks == [] and size > 20_000


def test_the_rows_that_go_back_to_an_agency_hold_none(home):
    with snapshot.open(snapshot.current(home)) as reader:
        assert canaries.found(as_csv(sheet(reader, "police_crimes_2025-03.csv")).decode()) == []


@pytest.mark.parametrize("asked", [{"search-name": "Quillmere"}, {"search-identifier": canaries.POSTCODE["the refuge"]},
                                   {"search-reference": canaries.POSTCODE["the refuge"]}, {"search-reference": "QX26GX|17"},
                                   {"search-name": "12 Quillmere Road"}])
def test_no_search_for_an_address_tells_whether_it_is_known(app, asked):
    def answer(given):
        page, _ = browsing.show(client, "/families")
        for part, value in given.items():
            page.parts[part]["value"] = value
        for part in {"search-name", "search-dob", "search-identifier", "search-reference"} - given.keys():
            page.parts[part]["value"] = " "
        (body,) = browsing.bodies(page, "search-found.children", app.callback_map["search-found.children"])
        return browsing.called(client, body).get_json()
    client = signed_in(app, "coordinator")
    assert answer(asked) == answer({part: "Nowherewick" if part == "search-name" else "ZZ99 9ZZ" for part in asked})


def test_of_the_ways_to_write_an_address_into_words_all_are_hidden_but_one_that_nobody_can_know():
    known = [f"{canaries.address('her home')}, {canaries.POSTCODE['her home']}"]
    missed = [said for said in canaries.spellings() if masked(f"Now at {said}.", known) == f"Now at {said}." or canaries.found(masked(f"At {said}.", known))]
    assert missed == canaries.spellings()[-1:]


def test_a_search_for_what_leaks_would_find_it(home, app):
    for text in (canaries.whole("the refuge"), canaries.whole("terms").upper(), canaries.POSTCODE["her home"].replace(" ", ""), "12 Quillmere Rd"):
        assert canaries.found(f"Now at {text}.")
    with snapshot.open(snapshot.current(home)) as reader:
        stand = {street for street in canaries.STREETS if reader.execute("select count(*) from made.rows where contains(raw, ?)", [street]).fetchall()[0][0]}
    assert stand == set(canaries.STREETS) - {canaries.STREET["safe contact"]}


def test_what_is_opened_is_opened_by_a_coordinator_alone_for_a_reason_and_called_safe_in_the_audit(app, ids):
    record = next(id for id in ids["records"] if id.startswith("idva_casework.csv"))
    for role, reason, shown in (("analyst", browsing.WORDS, False), ("coordinator", "a good reason", False), ("coordinator", browsing.WORDS, True)):
        client = signed_in(app, role)
        page, _ = browsing.show(signed_in(app, "coordinator"), f"/record/{quote(record, safe='')}")
        told = []
        for body in browsing.bodies(page, *next(one for one in app.callback_map.items() if OPENS in one[0]), most=9):
            body["state"][0]["value"] = reason
            answer = browsing.called(client, body)
            assert (answer.status_code == 403) == (role == "analyst") and answer.headers["Cache-Control"] == "no-store"
            told.append(answer.text)
        assert any(canaries.STREET["the refuge"] in text for text in told) == any(canaries.UNSPELLABLE in text for text in told) == shown
        assert any("must not become known" in text for text in told) == (role == "coordinator")
    with app.server.extensions["database"].read() as connection:
        said = connection.execute(sa.text("select action, reason from audit where action like 'opened %'")).fetchall()
    safe = {(action, reason) for action, reason in said if action.startswith("opened safe")}
    assert safe == {(f"opened safe {kind}", browsing.WORDS) for kind in ("mention", "record", "words")}


def test_the_log_and_the_audit_hold_no_address(app, ids, log):
    client = signed_in(app, "analyst")
    client.get(f"/record/{quote(ids['records'][0], safe='')}")
    with app.server.extensions["database"].read() as connection:
        lines = "\n".join(map(str, connection.execute(sa.text("select action, subject from audit where action <> 'search'")).fetchall()))
    assert canaries.found(lines) == [] and canaries.found(log.getvalue()) == []
