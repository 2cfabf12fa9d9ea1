"""Who alone may see a restricted record or an excluded person: what is kept, what it means for an account, and the page."""

import json
from pathlib import Path

import plotly
import pytest
from flask import g

from dashboard import queries
from dashboard.pages import exclusions as page
from tests import published
from tests.published import CRIME, FATHER, MOTHER, STREET
from timeline import accounts, exclusions
from timeline.access import Denied, User
from timeline.kept import NotTaken
from timeline.sight import Sight

ROOT = Path(__file__).parent.parent / "dashboard"
ADMINISTRATOR, COORDINATOR = User("ada", "administrator"), User("bea", "coordinator", areas=frozenset({"Calderbrook"}))
WHY = "Works in the team that holds the record."


def test_an_exclusion_hides_from_everybody_until_an_account_is_named(database):
    held = exclusions.exclude(database, ADMINISTRATOR, "k1", ["b#1", "a#1"], WHY)
    assert exclusions.sight(database, COORDINATOR) == Sight(areas=frozenset({"Calderbrook"}), excluded=frozenset({"a#1", "b#1"}))
    named = exclusions.name_for_person(database, ADMINISTRATOR, "k2", held, "bea", WHY)
    assert exclusions.sight(database, COORDINATOR).excluded == frozenset() and exclusions.sight(database, User("cy", "coordinator")).excluded
    exclusions.take_back(database, ADMINISTRATOR, "k3", named, WHY)
    assert exclusions.sight(database, COORDINATOR).excluded
    exclusions.take_back(database, ADMINISTRATOR, "k4", held, WHY)
    assert exclusions.sight(database, User("cy", "coordinator")) == Sight() and exclusions.standing(database) == []


def test_who_may_see_one_person_or_record_may_not_for_that_see_another(database):
    one, other = (exclusions.exclude(database, ADMINISTRATOR, key, [key], WHY) for key in ("m1", "m2"))
    exclusions.name_for_person(database, ADMINISTRATOR, "n", one, "bea", WHY)
    exclusions.name_for_record(database, ADMINISTRATOR, "r", "police:niche:1", "bea", WHY)
    exclusions.name_for_record(database, ADMINISTRATOR, "s", "police:niche:2", "cy", WHY)
    sight = exclusions.sight(database, COORDINATOR)
    assert (sight.excluded, sight.released) == (frozenset({"m2"}), frozenset({"police:niche:1"})) and other == "X-2"


@pytest.mark.parametrize("role", ["coordinator", "analyst", "auditor"])
def test_only_an_administrator_says_so(database, role):
    for said in (lambda user: exclusions.exclude(database, user, "k", ["m"], WHY), lambda user: exclusions.name_for_record(database, user, "k", "r", "a", WHY),
                 lambda user: exclusions.name_for_person(database, user, "k", "X-1", "a", WHY),
                 lambda user: exclusions.take_back(database, user, "k", "X-1", WHY)):
        with pytest.raises(Denied):
            said(User("eve", role))
    assert exclusions.standing(database) == []


def test_each_is_said_once_with_a_reason_and_of_what_stands(database):
    exclusions.exclude(database, ADMINISTRATOR, "k", ["m"], WHY)
    assert exclusions.exclude(database, ADMINISTRATOR, "k", ["m"], WHY) == "X-1" and len(exclusions.standing(database)) == 1
    for wrong in (lambda: exclusions.exclude(database, ADMINISTRATOR, "a", [], WHY), lambda: exclusions.exclude(database, ADMINISTRATOR, "b", ["m"], " "),
                  lambda: exclusions.name_for_person(database, ADMINISTRATOR, "c", "X-9", "bea", WHY),
                  lambda: exclusions.name_for_record(database, ADMINISTRATOR, "d", "r", "", WHY),
                  lambda: exclusions.take_back(database, ADMINISTRATOR, "e", "X-9", WHY)):
        with pytest.raises(NotTaken):
            wrong()


@pytest.fixture
def server(tmp_path):
    published.publish(tmp_path)
    with published.served(tmp_path) as made, made.test_request_context():
        g.user = ADMINISTRATOR
        yield made


def test_an_administrator_finds_a_person_by_initials_and_year_alone(server):
    found = queries.excludable(ADMINISTRATOR, "20cr/0001/24")
    assert sorted(zip(found["initials"], found["born"], strict=True)) == [("A.K.", 2019), ("S.K.", 1990), ("T.K.", 1988)]
    assert set(queries.excludable(ADMINISTRATOR, "999 000 0018")["initials"]) == {"S.K."} and queries.excludable(ADMINISTRATOR, "nothing").empty
    assert len(queries.excluded_as(ADMINISTRATOR, f"{CRIME}#victim")) == 3 and queries.excluded_as(ADMINISTRATOR, "gone") == []


def test_the_page_shows_what_stands_and_no_name_address_or_family(server):
    database = server.extensions["database"]
    held = exclusions.exclude(database, ADMINISTRATOR, "k", queries.excluded_as(ADMINISTRATOR, f"{CRIME}#victim"), WHY)
    exclusions.name_for_person(database, ADMINISTRATOR, "n", held, "bea", WHY)
    exclusions.name_for_record(database, ADMINISTRATOR, "r", CRIME, "bea", WHY)
    text = json.dumps(page.layout(ADMINISTRATOR, query={}), cls=plotly.utils.PlotlyJSONEncoder)
    assert "S.K., born 1990" in text and "Seen by bea" in text and WHY in text
    assert not [word for word in ("Sara", "Khan", STREET, MOTHER, FATHER, "F-khan", "Victim") if word in text]
    assert accounts.named(database) == []


def test_only_who_names_who_audits_and_what_masks_an_address_asks_past_what_is_hidden():
    rooms = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if "ask_whole" in path.read_text(encoding="utf-8")}
    assert rooms == {"current.py", "queries/excluding.py", "queries/looked.py", "queries/hidden.py", "queries/guarded.py"}
