"""No page of the sample shows an address that any agency recorded, unless it was opened with a reason.

Every known address is a canary: pages are laid out as they are for a coordinator, or for the analyst whose alone they are, and their every byte is searched."""

import json
import re
import secrets
from datetime import date

import plotly.utils
import pytest
from flask import g

from dashboard import current, queries, taking
from dashboard.pages import PAGES
from tests import published
from tests.conftest import SAMPLE
from tests.test_referrals import SAID
from timeline import decisions, jobs, meetings, referrals, sheets, uploads
from timeline.access import User, may
from timeline.inspection import samples

COORDINATOR, ANALYST = User("ada", "coordinator"), User("ben", "analyst")
EVERYBODY = (COORDINATOR, ANALYST, User("dot", "auditor"), User("max", "administrator"))
POSTCODE = r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b"
MOST = 12
DAYS = (date(2022, 1, 1), date(2025, 4, 7))
IDS = {
    "families": "select null", "coverage": "select null", "compare": "select null", "quality": "select null",
    "quality records": "select null", "issues": "select null",
    "family": "select family_id from made.headlines order by events desc, 1",
    "family and who knew what": "select family_id from made.headlines order by events desc, 1",
    "chronology": "select family_id from made.headlines order by events desc, 1",
    "look back": "select family_id from made.headlines order by events desc, 1",
    "child": "select person_id from made.families where part = 'child' group by all order by count(*) desc, 1",
    "perpetrator": "select person_id from made.perpetrators group by all order by count(*) desc, 1",
    "event": """select event_id from made.events join made.reports on list_contains(report_ids, report_id)
                where place is not null or conditions is not null group by all order by count(*) desc, 1""",
    "record": """select p.report_id from made.reports p join made.mentions m using (report_id)
                 group by all order by bool_or(contains(lower(words), lower(split_part(address, ',', 1)))) desc nulls last, 1""",
    "transfer": "select family_id from made.headlines order by events desc, 1",
    "new-since": "select null", "quarterly": "select null", "referral": "select null", "referrals": "select 'H-1'",
    "perpetrators": "select null", "patterns": "select null", "inspection": "select null", "looked": "select null",
    "accounts": "select null", "exclusions": "select null", "audit": "select 'U-1'",
    "links": "select null", "decisions": "select null", "link": "select link_id from made.links", "decision": "select 'D-1'",
    "meetings": "select null", "meeting": "select 'M-1'", "brief": "select 'C-' || i from range(1, 9) t(i)",
    "loads": "select 'upload-1'", "layout": "select 'upload-1'", "load": "select 'J-1'",
    "person": "select person_id from made.people order by len(mention_ids) desc, 1",
}
"""For each page the ids whose records say most of where people live."""


@pytest.fixture(scope="module")
def server(sample_home, tmp_path_factory):
    with published.served(sample_home, answers=tmp_path_factory.mktemp("answers")) as made:
        with made.app_context():
            pairs = current.ask("select mention_id_l, mention_id_r from made.links order by place limit 1")
        decisions.answer(made.extensions["database"], ANALYST, "key", "same person", [(*pairs.iloc[0], "seen")], "yes", "The same day of birth.",
                         needs_second=True)
        with made.app_context():
            families = current.ask("select family_id from made.headlines order by events desc, family_id limit 8")["family_id"]
            anchors = [queries.anchor(COORDINATOR, family) for family in families]
        meetings.call(made.extensions["database"], COORDINATOR, "call", "Calderbrook", date(2025, 4, 10))
        for anchor in anchors:
            meetings.add(made.extensions["database"], COORDINATOR, anchor, "M-1", anchor, "Referred by police.")
        referrals.enter(made.extensions["database"], COORDINATOR, "referral", SAID)
        with (SAMPLE / "idva_casework.csv").open("rb") as file:
            uploads.receive(made.extensions["database"], ANALYST, "file", "idva_casework.csv", file)
        jobs.start(made.extensions["database"], ANALYST, "job", "check")
        with made.app_context():
            samples.keep(made.extensions["database"], ANALYST, "sample", "snap", *DAYS, None, "seed", 6, 12, queries.drawable(ANALYST, *DAYS))
        yield made


@pytest.fixture
def addresses(sample) -> re.Pattern:
    """Any postcode, and the first line of any address that an agency recorded: a number and a street."""
    known = sample.execute("""
        select distinct trim(split_part(address, ',', 1)) from made.mentions where regexp_matches(address, '^[0-9]+\\w? \\w+ \\w+')
        union select distinct trim(split_part(place, ',', 1)) from made.reports where regexp_matches(place, '^[0-9]+\\w? \\w+ \\w+')""").fetchall()
    assert known
    return re.compile("|".join([POSTCODE, *(re.escape(line) for (line,) in known)]), re.IGNORECASE)


def shown(server, page, id) -> str:
    """The page as the browser gets it."""
    pattern = page.PATHS[-1]
    ids = {pattern.split("<")[1].strip(">"): id} if "<" in pattern else {}
    reader = next(user for user in EVERYBODY if may(user, page.PERMISSION))
    with server.test_request_context():
        g.user = reader
        return json.dumps(page.layout(reader, **ids, query={}), cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_no_page_shows_an_address_that_was_not_opened(server, sample, addresses, page, monkeypatch):
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: "a form")  # what is drawn at random may be written like a postcode
    ids = [id for (id,) in sample.execute(IDS[page.NAME]).fetchall()[:MOST]]
    assert ids
    for id in ids:
        text = shown(server, page, id)
        leak = addresses.search(text)
        assert not leak, f"{page.NAME} {id} shows: ...{text[max(0, leak.start() - 80):leak.end() + 20]}..."


def test_no_table_that_can_be_taken_away_shows_an_address(server, sample, addresses):
    ((family, person, event),) = sample.execute("""
        select (select family_id from made.headlines order by events desc, 1 limit 1),
               (select person_id from made.perpetrators group by all order by count(*) desc, 1 limit 1),
               (select event_id from made.timelines join made.events using (event_id) join made.headlines using (family_id)
                where occurred_from is not null order by made.headlines.events desc, family_id, 1 limit 1)""").fetchall()
    given = {"family": family, "person": person, "event": event, "day": "2024-01-01", "area": "Calderbrook", "show": "all"}
    told = 0
    for name, table in taking.TABLES.items():
        with server.test_request_context():
            g.user = next(user for user in EVERYBODY if may(user, table.permission))
            try:
                text = sheets.as_csv(table.make(g.user, given)).decode()
            except queries.NotHere:
                continue
        told += len(text)
        assert not (leak := addresses.search(text)), f"{name} shows: ...{text[max(0, leak.start() - 80):leak.end() + 20]}..."
    assert told > 10_000


def test_the_search_for_leaks_would_find_one(server, sample, addresses):
    ((words,),) = sample.execute("""select any_value(concat_ws(', ', address, postcode)) from made.mentions
                                 where regexp_matches(address, '^[0-9]+\\w? \\w+ \\w+')""").fetchall()
    assert addresses.search(words)
