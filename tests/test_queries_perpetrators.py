"""Whom each definition of serial counts, held against rule R09 on a drawn world; what stands in each column, counted another way in Python."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from dashboard import queries
from dashboard.pages.perpetrators import HOW
from dashboard.queries.perpetrators import COUNTS
from dashboard.serial import DEFINITIONS, DOING, NUMBERS, SORTS
from tests import published
from tests.made import made
from tests.spec.drawn import SETTINGS, Example, tables
from tests.test_own_words import refused
from timeline import actions, signals, snapshot
from timeline.access import Denied, User
from timeline.tables import TABLES

ADA, DAY = User("ada", "coordinator"), date(2024, 12, 31)
FAMILIES = [dict(family=f"F{n}", person=f"{who}{n}", part=part, born=born) for n in range(6)
            for who, part, born in (("Ann", "carer", "1990-01-01"), ("Bea", "adult", ""), ("Kid", "child", "2016-05-05"))]


def drawn_incidents():
    """Incidents of six people in six families, some of them both ways round, by relations and days drawn once and for all."""
    draw = random.Random(4)
    rows = []
    for n in range(60):
        to = f"{draw.choice(['Ann', 'Ann', 'Bea', 'Kid'])}{draw.randrange(6)}"
        rows.append({"day": str(DAY - timedelta(days=draw.randrange(2000))), "from": f"Per{draw.randrange(6)}", "to": to,
                     "relation": draw.choice(["intimate", "family"]), "told by": draw.choice(["police", "gp", "police+gp"]),
                     "status": draw.choice(["", "", "charged", "convicted", "acquitted"]), "what": draw.choice(["common_assault", "strangulation", "threats"]),
                     "beside": f"Kid{to[-1]}" if to.startswith("Ann") and n % 3 == 0 else ""})
    back = [{"day": "2024-11-01", "from": row["to"], "to": row["from"], "relation": row["relation"]} for row in rows[::7] if row["to"].startswith("Ann")]
    return rows + back


RECORDS = [
    {"day": "2024-10-01", "what": "probation_contact", "told by": "probation", "who": "Per1=offender"},
    {"day": "2023-10-01", "what": "probation_contact", "told by": "probation", "who": "Per1=offender"},
    {"day": "2024-02-01", "what": "programme_referred", "told by": "probation", "who": "Per1=offender"},
    {"day": "2024-06-01", "what": "programme_missed", "told by": "probation", "who": "Per1=offender"},
    {"day": "2022-03-01", "what": "marac_meeting", "told by": "marac", "who": "Per1=suspect; Ann1=victim"},
    {"day": "2022-03-01", "what": "marac_meeting", "told by": "marac", "who": "Ann2=victim"}]
ORDERS = [{"kind": "restraining_order", "bound": "Per1", "protects": "Ann1", "made": "2024-01-01", "expires": "2025-01-01"},
          {"kind": "restraining_order", "bound": "Per1", "protects": "Ann1", "made": "2022-01-01", "expires": "2023-01-01"}]


def judged(drawn):
    """What R09 says of each person and family of the drawn world on its last day."""
    replies = signals.history.settle(signals.look(drawn, SETTINGS, DAY, ("R09",)))
    return signals.raised(replies, drawn["events"], drawn["coverage"], SETTINGS, DAY).df()


def publish(home, told=lambda drawn: None, **sections):
    """Publish a drawn world; what `told` gives of its tables."""
    with snapshot.working(home) as s:
        drawn = tables(Example("", "", DAY, sections))
        drawn["orders"] = drawn["known_orders"].project("* exclude (known_from, known_until)")
        for name in TABLES:
            s[name] = drawn[name] if name in drawn or name == "perpetrators" else made(name)
        area = [dict(family_id=f"F{n}", name=f"F{n}", area="East" if n < 3 else "West") for n in range(6)]
        s["headlines"] = made("headlines", *area)
        said = told(drawn)
        s.describe(as_of=DAY, until="", own_settings="", settings="test", model="test", acute_days=90, high_days=365)
        s.publish()
    return said


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The home of the drawn world, and what R09 says there."""
    home = tmp_path_factory.mktemp("serial")
    said = publish(home, judged, families=FAMILIES, incidents=drawn_incidents(), records=RECORDS, orders=ORDERS)
    with published.served(home) as server, server.app_context():
        yield server, said


def listed(definition, **more):
    return queries.perpetrators(ADA, definition, page=None, **more)


@pytest.fixture(scope="module")
def partners(world):
    """Those whom the intimate definition counts."""
    return listed("intimate")


@pytest.mark.parametrize(("definition", "words"), [("acpo", "(ACPO): yes"), ("matac", "(MATAC-style): yes"), ("intimate", "former partners, ever: yes")])
def test_each_definition_counts_whom_the_rule_says_that_it_counts(world, definition, words):
    _, said = world
    expected = {row.person_id for row in said.itertuples() if words in row.because and not row.rests_on_proposed_link}
    assert expected and set(listed(definition)["person_id"]) == expected
    counts = queries.serial_counts(ADA).set_index("definition")
    assert counts.at[definition, "confirmed"] == len(expected) and counts.at[definition, "proposed"] == 0


def harms_of(person):
    """This person's harms that count, by hand: of two people who are each said to harm the other, only the way of more events, or the earlier if as many."""
    rows = [row for row in drawn_incidents() if row["to"]]
    ways = defaultdict(list)
    for row in rows:
        ways[row["from"], row["to"]].append(row["day"])

    def waits(source, harmed):
        mine, theirs = ways[source, harmed], ways.get((harmed, source), [])
        return bool(theirs) and (len(mine), min(theirs)) <= (len(theirs), min(mine))
    return [row for row in rows if row["from"] == person and not waits(person, row["to"])]


def by_hand(person):
    """The columns of this person, counted row by row."""
    rows = harms_of(person)
    first = {}
    for row in sorted(rows, key=lambda row: row["day"]):
        for who in filter(None, (row["to"], row["beside"])):
            first.setdefault(who, row["day"])
    kids = {who for who in first if who.startswith("Kid")}
    bands = {"common_assault": 3, "strangulation": 5, "threats": 2}
    top = max(bands[row["what"]] for row in rows)
    return {"adults": len(set(first) - kids), "children": len(kids), "latest_on": date.fromisoformat(max(row["day"] for row in rows)),
            "year": sum(row["day"] > "2023-12-31" for row in rows), "gravity": top,
            "gravity_on": date.fromisoformat(max(row["day"] for row in rows if bands[row["what"]] == top)),
            "police": sum("police" in row["told by"] for row in rows), "charged": sum(bool(row["status"]) for row in rows),
            "convicted": sum(row["status"] == "convicted" for row in rows), "acquitted": sum(row["status"] == "acquitted" for row in rows), "cautioned": 0}


def test_each_column_is_what_a_count_row_by_row_gives_and_nothing_is_summed(partners):
    assert len(partners) > 3
    for row in partners.itertuples():
        told = by_hand(row.person_id)
        assert {key: getattr(row, key) for key in told} == told, row.person_id


@pytest.mark.parametrize("column", COUNTS)
def test_each_number_opens_as_many_events_as_it_counts(partners, column):
    for row in partners.head(2).itertuples():
        opened = queries.counted_events(ADA, row.person_id, column)
        number = getattr(row, column)
        if column in ("adults", "children"):
            assert set(opened["people"]) == ({number} if number else set())
        elif column in ("latest_on", "gravity"):
            assert opened.at[0, "occurred_from"].date() == (row.latest_on if column == "latest_on" else row.gravity_on)
        else:
            assert len(opened) == number


def test_what_is_being_done_is_counted_apart_with_its_records(world):
    server, _ = world
    actions.agree(server.extensions["database"], ADA, "one", "police:record:0#0", "police", "Visit on release.", "person said to harm", DAY,
                  whom="probation:record:0#0")
    actions.agree(server.extensions["database"], ADA, "two", "police:record:0#0", "idva", "Call.", "person said to be harmed", DAY, whom="probation:record:0#0")
    kai = listed("intimate").set_index("person_id").loc["Per1"]
    assert {key: kai[key] for key in DOING} == {"orders": 1, "probation": 1, "programmes": 2, "actions": 1, "marac": 1}
    assert (kai["programme"], kai["programme_on"]) == ("Missed a behaviour programme session", date(2024, 6, 1))
    for what in DOING:
        opened = queries.being_done(ADA, "Per1", what)
        assert len(opened) == kai[what] and all(bool(told) == (what != "actions") for told in opened["records"])
    assert list(queries.being_done(ADA, "Per1", "actions")["title"]) == ["Visit on release."]


@pytest.mark.parametrize("sort", SORTS)
def test_the_list_goes_by_one_column_alone(world, sort):
    shown = listed("intimate", sort=sort)
    column = list(shown[sort])
    assert column == sorted(column, reverse=sort != "name")
    alike = [list(group["name"]) for _, group in shown.groupby(sort)]
    assert all(names == sorted(names) for names in alike)


def test_an_area_keeps_those_who_are_said_to_have_harmed_somebody_of_it(world):
    everywhere, east = set(listed("matac")["person_id"]), set(listed("matac", area="East")["person_id"])
    assert east == {person for person in everywhere if any(row["to"][-1] in "012" for row in drawn_incidents() if row["from"] == person)}
    assert queries.serial_areas(ADA) == ["East", "West"] and listed("matac", area="North").empty


def test_a_person_whom_only_a_proposed_link_would_make_serial_is_kept_apart(tmp_path):
    publish(tmp_path, families=FAMILIES, incidents=[{"day": "2024-02-01", "from": "Kai", "to": "Ann1"}, {"day": "2024-05-01", "from": "Kay", "to": "Ann2"},
                                                    {"day": "2024-06-01", "from": "Kim", "to": "Ann2"}],
            links=[{"one": "Kai", "other": "Kay", "state": "proposed"}, {"one": "Kai", "other": "Kim", "state": "refused"}])
    with published.served(tmp_path) as server, server.app_context():
        assert listed("acpo").empty
        shown = listed("acpo", proposed=True).set_index("person_id")
        assert set(shown.index) == {"Kai", "Kay"} and shown.at["Kai", "adults"] == 1
        assert [one["name"] for one in shown.at["Kai", "may_be"]] == ["Kay"]


def test_nobody_without_the_permission_is_told(world):
    with pytest.raises(Denied):
        queries.perpetrators(User("eve", "no such role"), "acpo")


def test_every_definition_says_whose_it_is_and_every_number_what_it_counts():
    assert set(DEFINITIONS) == {"acpo", "matac", "intimate"} and all(told.source and told.counts and told.differs for told in DEFINITIONS.values())
    assert set(COUNTS) == set(NUMBERS) and set(SORTS) <= {*NUMBERS, "name"}
    told = [*HOW, *(text for one in DEFINITIONS.values() for text in (one.counts, one.differs)), *(one.counts for one in (*NUMBERS.values(), *DOING.values()))]
    assert refused(told) == []
