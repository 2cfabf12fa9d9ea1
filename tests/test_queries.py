"""The questions that the pages ask, held against a small snapshot whose answers are known, and against a newer one."""

import inspect
import shutil
from datetime import date

import pandas as pd
import pytest

from dashboard import current, queries
from dashboard.queries import NotHere
from tests import published
from tests.published import ASSAULT, CHILD, CRIME, FAMILY, FATHER, MOTHER, OTHER_FAMILY, STALKING, TENANCY
from timeline import accounts, activities, compared, decisions, meetings, notes
from timeline.access import Denied, User
from timeline.audit.asked import Within
from timeline.chronology.audiences import FULL
from timeline.inspection import samples
from timeline.loading import checking
from timeline.quality.measures import KEYED

COORDINATOR, ANALYST, STRANGER, ADMINISTRATOR, AUDITOR = (User(name, role) for name, role in (
    ("ada", "coordinator"), ("ben", "analyst"), ("eve", "no such role"), ("dee", "administrator"), ("flo", "auditor")))
IDS = {"family_id": FAMILY, "event_id": ASSAULT, "person_id": FATHER, "row_id": "police.csv:4", "id": CRIME, "area": "Calderbrook", "kind": "record",
       "person_ids": [FATHER], "but": CHILD, "link_id": published.LINK, "answer_id": "D-1", "pairs": [(f"{STALKING}#suspect", f"{TENANCY}#partner")],
       "mention_ids": [f"{STALKING}#suspect"], "beside": [f"{TENANCY}#partner"], "kinds": ["abuse"], "agency": "police", "on": date(2024, 6, 30),
       "until": date(2024, 12, 31), "audience": FULL, "meeting_id": "M-1", "item_id": "C-1", "since": date(2024, 3, 1),
       "lines": ["Sara Khan", "20CR/0001/24"], "definition": "acpo", "column": "adults", "what": "orders", "key": "patterns-again",
       "families": [FAMILY], "anchors": [f"{CRIME}#child"], "sample_id": "U-1", "reference": CRIME,
       "mention_id": f"{CRIME}#victim", "mentions": [f"{CRIME}#victim"], "job_id": "J-1", "layout": "niche", "file": "police.csv", "state": "current",
       "most": 5, "about": "people", "child_ids": [CHILD], "value": "", "notes": pd.DataFrame(columns=notes.COLUMNS),
       "activities": pd.DataFrame(columns=[*activities.COLUMNS, "since", "until", "event_ids", "gone"]),
       "silent": pd.DataFrame(columns=["since", "until", "event_id", "told", "says"]),
       "measure": KEYED["birth"], "part": "asked", "where": queries.Where(), "severity": "error", "code": "impossible date", "field": "occurred_from",
       "typed": CRIME, "account": "ada", "within": Within(), "numbers": (1,), "name": "ada"}
OWN = {"search": {"reference": CRIME}, "pattern_units": {"measure": "incidents", "part": ""}, "refuse_hidden": {"what": "note", "id": "N-1"}}
"""What a question takes under a name that means something else in others."""

ALONE = {"inspection": ANALYST, "auditing": ANALYST, "loaded": ANALYST, "excluding": ADMINISTRATOR, "managed": ADMINISTRATOR, "looked": AUDITOR}
"""Modules of queries whose questions somebody else than a coordinator asks."""

QUESTIONS = [function for _, function in inspect.getmembers(queries, inspect.isfunction)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    snap = published.publish(home)
    IDS["of"] = compared.keep(published.publish(tmp_path_factory.mktemp("before"), {}), snap, home).stem
    checked = checking.path(home, IDS["job_id"])
    checked.parent.mkdir()
    shutil.copyfile(snap, checked)
    with published.served(home) as made:
        decisions.answer(made.extensions["database"], ANALYST, "key", "same event", [(CRIME, STALKING, "seen")], "no", "Two days apart.")
        meetings.call(made.extensions["database"], COORDINATOR, "call", "Calderbrook", date(2024, 12, 12))
        meetings.add(made.extensions["database"], COORDINATOR, "add", "M-1", f"{TENANCY}#tenant", "Referred.")
        accounts.set_password(made.extensions["database"], COORDINATOR.name, COORDINATOR.role, "right")
        with made.app_context():
            samples.keep(made.extensions["database"], ANALYST, "draw", "snap", IDS["since"], IDS["until"], None, "7", 1, 0,
                         queries.drawable(ANALYST, IDS["since"], IDS["until"]))
        yield made


@pytest.fixture
def here(server):
    with server.app_context():
        yield


def arguments(function):
    needed = list(inspect.signature(function).parameters.values())[1:]
    known = IDS | OWN.get(function.__name__, {})
    return {p.name: known[p.name] for p in needed if p.default is p.empty or p.name in OWN.get(function.__name__, {})}


def row(frame, **wanted):
    """The one row of the frame with these cells."""
    found = [r for r in frame.to_dict("records") if all(r[key] == value for key, value in wanted.items())]
    assert len(found) == 1, found
    return found[0]


# --- every question


@pytest.mark.parametrize("function", QUESTIONS, ids=lambda f: f.__name__)
def test_every_question_takes_a_user_first_and_refuses_one_who_may_not(here, function):
    assert next(iter(inspect.signature(function).parameters)) == "user"
    with pytest.raises(Denied):
        function(STRANGER, **arguments(function))


@pytest.mark.parametrize("function", [f for f in QUESTIONS if f is not queries.hidden], ids=lambda f: f.__name__)
def test_no_answer_holds_an_address(here, function):
    reader = ALONE.get(function.__module__.removeprefix("dashboard.queries."), COORDINATOR)
    answer = function(reader, **arguments(function))
    text = answer.to_json(default_handler=str) if hasattr(answer, "to_json") else str(answer)
    assert "Alder R" not in text and "BD5" not in text.replace("BD59XX|12", "")


@pytest.mark.parametrize("function", [queries.family, queries.event, queries.person, queries.record])
def test_an_id_that_is_not_here_is_said(here, function):
    name = next(iter(arguments(function)))
    with pytest.raises(NotHere, match="F-gone"):
        function(COORDINATOR, **{name: "F-gone"})


# --- the list of families


def test_families_with_a_signal_are_shown_and_others_only_when_asked_for(here):
    assert list(queries.families(COORDINATOR)["family_id"]) == [FAMILY]
    assert list(queries.families(COORDINATOR, everyone=True)["family_id"]) == [FAMILY, OTHER_FAMILY]


@pytest.mark.parametrize(("narrowed", "count"), [
    ({"level": "same day"}, 1), ({"level": "review"}, 0), ({"rules": ("R05", "R06")}, 1), ({"rules": ("R01",)}, 0),
    ({"agency": "ed"}, 1), ({"agency": "gp"}, 0), ({"area": "Calderbrook"}, 1), ({"area": "Elsewhere"}, 0), ({"page": 2}, 0),
    ({"level": "same day", "agency": "ed", "area": "Calderbrook", "rules": ("R05",)}, 1)])
def test_the_list_is_narrowed_by_all_that_is_chosen(here, narrowed, count):
    assert len(queries.families(COORDINATOR, **narrowed)) == count


def test_the_list_is_in_the_order_of_the_law(tmp_path):
    """Same day, MARAC criterion met, review, note; within a level the most recently raised first; then those without."""
    order = [("same day", "2024-05-01"), ("same day", "2024-03-01"), ("MARAC criterion met", "2024-06-01"), ("review", "2024-06-02"),
             ("review", "2024-01-01"), ("note", "2024-06-03"), (None, None)]
    rows = [dict(family_id=f"F-{n}", level=level, raised_on=day) for n, (level, day) in enumerate(order)]
    published.publish(tmp_path, {"headlines": rows[::-1]})
    with published.served(tmp_path) as server, server.app_context():
        assert list(queries.families(COORDINATOR, everyone=True)["family_id"]) == [row["family_id"] for row in rows]


def test_the_choices_count_families_that_are_shown(here):
    choices = queries.choices(COORDINATOR)
    assert row(choices, choice="agency", value="ed")["families"] == 1
    assert row(choices, choice="rule", value="R05")["families"] == 1
    assert row(choices, choice="all", value="all")["families"] == 2


# --- a family


def test_members_come_children_first_with_ages_on_the_day_of_the_snapshot(here):
    members = queries.members(COORDINATOR, FAMILY)
    assert list(members["person_id"]) == [CHILD, MOTHER, FATHER]
    assert list(members["age"]) == [5, 34, 36]
    assert list(members["said_to_harm"]) == [False, False, True]


def test_the_timeline_is_in_order_with_names_roles_and_answers(here):
    timeline = queries.timeline(COORDINATOR, FAMILY)
    first = timeline.to_dict("records")[0]
    assert list(timeline["position"]) == [1, 2] and list(timeline["days_since"]) == [None, 43]
    assert first["children"] == [{"person_id": CHILD, "name": "Ali Khan", "age": 4, "present": "yes", "seen": "no", "heard": "not asked"}]
    assert [(r["name"], r["role"]) for r in first["roles"]] == [("Tom Khan", "suspect"), ("Sara Khan", "victim")]
    assert (first["title"], first["factors"], first["accounts"]) == ("Common assault", ["injury"], 2)


def test_a_residence_is_told_by_a_number_and_not_by_its_address(here):
    period = row(queries.periods(COORDINATOR, FAMILY))
    assert (period["place"], period["name"], period["kind"]) == ("address 1", "Sara Khan", "residence")


def test_a_signal_names_its_people_and_its_evidence_in_order(here):
    signal = row(queries.signals(COORDINATOR, FAMILY))
    assert (signal["person"], signal["harmed"], signal["evidence"][0]) == ("Tom Khan", "Sara Khan", ASSAULT)
    assert row(queries.asked(COORDINATOR, FAMILY))["rule"] == "R01"


def test_coverage_of_a_family_starts_with_its_first_event(here):
    supply = queries.family_coverage(COORDINATOR, FAMILY)
    assert str(supply["since"].min()) == "2024-03-01"
    assert [(r.agency, r.says, r.supplied, r.not_supplied) for r in supply.itertuples()] == [("housing", 0, 0, 10), ("police", 2, 10, 0)]


# --- a person


def test_what_was_recorded_around_a_child_says_who_was_told(here):
    events = queries.child_events(COORDINATOR, CHILD)
    first = events.to_dict("records")[0]
    assert len(events) == 2 and first["age"] == 4 and first["present"] == "yes"
    assert [answer["role"] for answer in first["answers"]] == ["child"]
    assert [(told["by"], told["to"], str(told["on"])) for told in first["told"]] == [("police", "schools", "2024-03-21")]


def test_a_person_said_to_have_harmed_others_has_households_and_those_said_to_be_harmed(here):
    home = row(queries.households(COORDINATOR, FATHER))
    assert home["harmed_names"] == ["Sara Khan"] and [c["name"] for c in home["child_names"]] == ["Ali Khan"]
    harmed = row(queries.said_harmed(COORDINATOR, FATHER))
    assert (harmed["name"], harmed["events"], harmed["statuses"]) == ("Sara Khan", 2, ["alleged"])
    edge = row(queries.network(COORDINATOR, FATHER), tie="said to have harmed")
    assert (edge["l"], edge["r"], edge["step"], edge["events"]) == (FATHER, MOTHER, 1, 2)


def test_a_network_reaches_two_steps_and_no_further(tmp_path):
    harms = [dict(event_id="E", source_id=a, harmed_id=b) for a, b in [("P-0", "P-1"), ("P-2", "P-1"), ("P-2", "P-3"), ("P-9", "P-3")]]
    published.publish(tmp_path, {"harms": harms})
    with published.served(tmp_path) as server, server.app_context():
        edges = queries.network(COORDINATOR, "P-0")
    assert [(e.l, e.r, e.step) for e in edges.itertuples()] == [("P-0", "P-1", 1), ("P-2", "P-1", 2)]


# --- an event and a record


def test_accounts_stand_side_by_side_in_their_own_words_with_file_and_lines(here):
    accounts = queries.accounts(COORDINATOR, ASSAULT)
    ed, police = row(accounts, agency="ed"), row(accounts, agency="police")
    assert "Fractured wrist" in ed["words"] and (police["file"], police["line_from"], police["line_to"]) == ("police.csv", 4, 5)
    assert police["words"] == "Attended [address hidden]. Victim states suspect pushed her."
    assert [(p["name"], p["role"]) for p in police["people"]] == [("Ali Khan", "child"), ("Tom Khan", "suspect"), ("Sara Khan", "victim")]


def test_one_person_is_shown_under_each_agencys_role(here):
    mother = row(queries.named_in(COORDINATOR, ASSAULT), person_id=MOTHER)
    assert mother["roles"] == [{"agency": "ed", "role": "patient"}, {"agency": "police", "role": "victim"}]


def test_a_record_is_found_by_its_report_and_by_any_of_its_rows(here):
    assert queries.record(COORDINATOR, CRIME).row_id == "police.csv:4"
    earlier = queries.record(COORDINATOR, "police.csv:2")
    assert (earlier.state, earlier.replaced_by) == ("superseded", "police.csv:4")
    assert list(queries.versions(COORDINATOR, "police.csv:2")["row_id"]) == ["police.csv:4", "police.csv:2"]


def test_a_quarantined_row_says_why(here):
    assert queries.record(COORDINATOR, "police.csv:19").state == "quarantined"
    assert "expected a day" in row(queries.issues(COORDINATOR, "police.csv:19"))["because"]


@pytest.mark.parametrize(("kind", "id"), [("record", "police.csv:4"), ("mention", f"{CRIME}#victim"), ("place", CRIME), ("period", "T-home"), ("words", CRIME)])
def test_what_is_hidden_opens_for_a_coordinator_alone(here, kind, id):
    assert "12 Alder R" in queries.hidden(COORDINATOR, kind, id)
    with pytest.raises(Denied):
        queries.hidden(ANALYST, kind, id)


def test_what_is_not_there_or_not_declared_opens_nothing(here):
    assert queries.hidden(COORDINATOR, "made up", CRIME) is None
    assert queries.hidden(COORDINATOR, "mention", "gone") is None
    assert queries.hidden(COORDINATOR, "mention", f"{STALKING}#nobody") is None


# --- the books


def test_files_say_what_became_of_their_records_and_refused_ones_come_first(here):
    files = queries.received(COORDINATOR)
    assert list(files["file"]) == ["odd.csv", "police.csv"]
    police = row(files, file="police.csv")
    assert (police["current"], police["quarantined"], police["replaced"]) == (2, 1, 1)
    assert row(queries.quarantined(COORDINATOR))["examples"][0]["row_id"] == "police.csv:19"


def test_silence_is_counted(here):
    assert row(queries.agencies_supply(COORDINATOR), agency="housing")["not_supplied"] == 12
    assert len(queries.months(COORDINATOR, "Calderbrook", last=3)) == 6
    assert set(queries.months(COORDINATOR, "Calderbrook")["cell"]) == {"1", "–"}


# --- snapshots come and go


@pytest.fixture
def changing(tmp_path):
    with published.served(tmp_path) as server:
        yield server, tmp_path


def names(server):
    with server.app_context():
        return list(queries.families(COORDINATOR, everyone=True)["name"])


def test_a_newer_snapshot_is_picked_up_without_a_restart_and_the_old_one_closed(changing):
    server, home = changing
    published.publish(home)
    assert names(server) == ["Khan", "Nowak"]
    published.publish(home, {"headlines": [dict(family_id="F-1", name="Okafor")]})
    assert names(server) == ["Okafor"]
    assert len(server.extensions["shelf"].opened()) == 1


def test_a_request_sees_one_snapshot_to_its_end(changing):
    server, home = changing
    published.publish(home)
    with server.app_context():
        before = current.name()
        published.publish(home, {"headlines": [dict(family_id="F-1", name="Okafor")]})
        assert current.name() == before and queries.family(COORDINATOR, FAMILY).name == "Khan"
    assert names(server) == ["Okafor"]


def test_where_nothing_was_published_that_is_said(changing):
    server, _ = changing
    with server.app_context():
        assert current.name() is None
        with pytest.raises(current.NoSnapshot):
            queries.families(COORDINATOR)


def test_a_question_can_neither_write_nor_reach_a_file(here):
    for sql in ("create table made.x (a int)", "from read_csv('/etc/passwd')", "copy (select 1) to '/tmp/stolen.csv'", "delete from made.people"):
        with pytest.raises(Exception, match="read-only|disabled|Cannot"):
            current.ask(sql)
