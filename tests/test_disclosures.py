"""An application under the disclosure scheme is never shown beside the person whom it asks about."""

import json

import pytest

from dashboard import queries
from tests import published
from tests.published import CRIME, FAMILY, FATHER, MOTHER, story
from timeline.access import User

ADA, BEN = User("ada", "coordinator"), User("ben", "analyst")
ASKED = "probation:delius:D1"
EVENT = "E-asked00000"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The published story, in which Sara has applied to know about Tom; by mistake the application stands among his events too."""
    folder, told = tmp_path_factory.mktemp("home"), story()
    told["reports"].append(next(row for row in told["reports"] if row["report_id"] == CRIME) | {
        "report_id": ASKED, "agency": "probation", "category": "disclosure_scheme", "kind": "protection", "words": "Asked under the scheme.", "gravity": None})
    of = {role: next(row for row in told["mentions"] if row["mention_id"] == f"{CRIME}#{role}") for role in ("victim", "suspect")}
    told["mentions"] += [of["victim"] | {"mention_id": f"{ASKED}#other", "report_id": ASKED, "slot": "other"},
                         of["suspect"] | {"mention_id": f"{ASKED}#offender", "report_id": ASKED, "slot": "offender", "role": "offender"}]
    for person in told["people"]:
        person["mention_ids"] = [*person.get("mention_ids", []), *({MOTHER: [f"{ASKED}#other"], FATHER: [f"{ASKED}#offender"]}.get(person["person_id"], []))]
    told["categories"].append({"category": "disclosure_scheme", "title": "Disclosure scheme (DVDS)", "kind": "protection"})
    first = told["events"][0]
    told["events"].append(first | {"event_id": EVENT, "category": "disclosure_scheme", "kind": "protection", "gravity": None, "report_ids": [ASKED],
                                   "disagreements": []})
    told["timelines"].append(told["timelines"][0] | {"event_id": EVENT, "position": 3})
    for row in told["perpetrators"]:
        row["event_ids"] = [*row["event_ids"], EVENT]
    published.publish(folder, told)
    with published.served(folder) as made:
        yield made


@pytest.fixture
def asking(server):
    with server.app_context():
        yield


def test_it_stands_on_the_page_of_the_family_that_applied(asking):
    assert EVENT in set(queries.timeline(ADA, FAMILY)["event_id"])
    assert ASKED in set(queries.mentions_of(ADA, MOTHER)["report_id"])


@pytest.mark.parametrize("question", ["person_points", "person_bands", "mentions_of", "network", "households", "said_harmed", "person_orders", "person_periods",
                                      "links", "both_ways"])
@pytest.mark.parametrize("user", [ADA, BEN], ids=lambda user: user.role)
def test_nothing_that_is_asked_of_a_person_said_to_harm_tells_of_it(asking, user, question):
    told = json.dumps(getattr(queries, question)(user, FATHER).drop(columns="event_ids", errors="ignore").to_dict("records"), default=str)
    assert not [word for word in (ASKED, EVENT, "isclosure", "DVDS", "scheme") if word in told]


def test_it_is_not_among_the_records_of_two_people_side_by_side(asking):
    assert set(queries.written(ADA, [f"{ASKED}#offender", f"{CRIME}#suspect"], [])["report_id"]) == {CRIME}


def test_it_is_in_no_perpetrator_safe_document(asking):
    assert EVENT not in queries.steps(ADA, FAMILY, FATHER, None, None).to_json()
