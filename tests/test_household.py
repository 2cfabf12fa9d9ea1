"""Another household of somebody who is said to have caused harm: it opens with a reason, and stays open to this sign-in for the day."""

import json

import plotly
import pytest
from flask import g, session

from dashboard import gate, household
from dashboard.pages import perpetrator, person
from tests import published
from tests.published import FAMILY, FATHER
from timeline import audit
from timeline.access import User, may
from timeline.audit import asked

COORDINATOR = User("ada", "coordinator")
BARE = f'"/family/{FAMILY}"'


@pytest.fixture
def server(tmp_path):
    published.publish(tmp_path)
    with published.served(tmp_path) as made, made.test_request_context():
        g.user, session["token"] = COORDINATOR, "a token"
        yield made


def shown(page) -> str:
    return json.dumps(page.layout(COORDINATOR, FATHER, query={}), cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("of", [perpetrator, person], ids=lambda of: of.NAME)
def test_a_household_that_was_not_opened_today_asks_why(server, of):
    assert BARE not in shown(of) and household.WHY in shown(of)


@pytest.mark.parametrize("action", asked.OF_A_FAMILY)
def test_one_that_was_opened_today_is_a_link(server, action):
    gate.audited(action, FAMILY, "Agreed at the meeting.")
    assert all(BARE in shown(of) and f'"of": "{FAMILY}"' not in shown(of) for of in (perpetrator, person))


def test_what_another_sign_in_opened_and_what_was_only_shown_opens_nothing(server):
    audit.write(server.extensions["database"], COORDINATOR, "view family", FAMILY, session="another")
    gate.audited("view families", "", families=[FAMILY])
    assert gate.opened() == set() and asked.opened(server.extensions["database"], "another", "2000-01-01") == {FAMILY}
    assert asked.opened(server.extensions["database"], "another", "2999-01-01") == set()


def test_whoever_works_with_no_family_opens_none():
    assert {role for role in ("coordinator", "analyst", "auditor", "administrator") if may(User("x", role), "household:open")} == {"coordinator", "analyst"}
