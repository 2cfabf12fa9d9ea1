"""What the dashboard shows to an account from which something is hidden: no page and no export tells it, and each says that there is more."""

import json
from datetime import date

import plotly
import pytest
from flask import g

from dashboard import current, queries, taking, withholding
from dashboard.pages import PAGES
from tests import published
from tests.hiding import CANARY, plant
from tests.test_sight import WHICH
from timeline import actions, decisions, exclusions, notes, sheets, snapshot
from timeline.access import User, may
from timeline.kept import NotTaken
from timeline.sight import Sight

COORDINATOR, ANALYST, ADMINISTRATOR = (User(role, role) for role in ("coordinator", "analyst", "administrator"))
FAMILY = """
    with happened as (select event_id from (select event_id, unnest(report_ids) as report_id from made.events)
                      semi join (from made.reports where handling = 'restricted') using (report_id))
    select family_id from made.headlines semi join (from made.timelines semi join happened using (event_id)) using (family_id)
    order by events desc, family_id limit 1"""


@pytest.fixture(scope="module")
def planted(sample_home, tmp_path_factory):
    return plant(sample_home, tmp_path_factory.mktemp("planted") / "home", WHICH).parents[1]


@pytest.fixture(scope="module")
def ids(planted):
    """The family of the most events of which one is told by a restricted record, with ids of what is on its timeline."""
    with snapshot.open(snapshot.current(planted)) as reader:
        ((family,),) = reader.execute(FAMILY).fetchall()
        return {
            "family": family, "chronology": family, "transfer": family, "knew": family, "look-back": family,
            "person": one(reader, family, "select min(person_id) from made.families where family_id = $id and part = 'carer'"),
            "child": one(reader, family, "select min(person_id) from made.families where family_id = $id and part = 'child'"),
            "perpetrator": one(reader, family, "select min(person_id) from made.perpetrators where family_id = $id"),
            "event": one(reader, family, """select min(event_id) from made.timelines join made.events using (event_id)
                                                 where family_id = $id and len(report_ids) > 1
                            and list_has_any(report_ids, (select list(report_id) from made.reports where handling = 'restricted'))"""),
            "record": one(reader, family, "select min(report_id) from made.reports where handling = 'restricted'")}


@pytest.fixture(scope="module")
def server(planted):
    with published.served(planted) as made:
        yield made


def one(reader, family: str, sql: str):
    return reader.execute(sql.replace("$id", f"'{family}'")).fetchall()[0][0]


def of_those_who_may(permission: str) -> User | None:
    return next((user for user in (COORDINATOR, ANALYST) if may(user, permission)), None)


def shown(server, page, id: str, user: User) -> str:
    pattern = page.PATHS[-1]
    given = {pattern.split("<")[1].strip(">"): id} if "<" in pattern else {}
    with server.test_request_context():
        g.user = user
        try:
            return json.dumps(page.layout(user, **given, query={}), cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)
        except (queries.NotHere, current.Withheld):
            return ""


@pytest.mark.parametrize("of", PAGES, ids=lambda of: of.NAME)
def test_no_page_tells_what_a_restricted_record_says(server, ids, of):
    reader = of_those_who_may(of.PERMISSION)
    assert reader is None or CANARY not in shown(server, of, ids.get(of.NAME, "none"), reader)


def test_the_page_of_a_restricted_record_is_not_there_and_the_family_says_whom_to_ask(server, ids):
    pages = {page.NAME: page for page in PAGES}
    assert shown(server, pages["record"], ids["record"], COORDINATOR) == ""
    assert all(withholding.RESTS in shown(server, pages[name], ids["family"], COORDINATOR) for name in ("family", "chronology"))
    assert withholding.RESTS in shown(server, pages["families"], "", COORDINATOR)


def test_no_table_that_can_be_taken_away_tells_what_a_restricted_record_says(server, ids):
    given = {"family": ids["family"], "person": ids["perpetrator"], "event": ids["event"], "day": "2024-01-01", "area": "Calderbrook", "show": "all"}
    told = 0
    for name, table in taking.TABLES.items():
        with server.test_request_context():
            g.user = of_those_who_may(table.permission)
            try:
                text = sheets.as_csv(table.make(g.user, given)).decode() if g.user else ""
            except (queries.NotHere, current.Withheld):
                continue
        told += len(text)
        assert CANARY not in text, name
    assert told


def test_who_is_shown_no_signal_because_all_are_hidden_is_never_told_that_no_rule_was_met(server):
    page = next(page for page in PAGES if page.NAME == "family")
    with server.test_request_context():
        g.user = limited = User("one", "coordinator", agencies=frozenset({"police"}))
        bare = current.ask("""select min(family_id) as id from made.headlines
                              where family_id not in (select family_id from made.signals)""").at[0, "id"]
        told = json.dumps(page.layout(limited, bare, query={}), cls=plotly.utils.PlotlyJSONEncoder)
    assert withholding.UNSAID in told and "No rule fired" not in told


def test_who_is_named_sees_it_from_the_next_request_and_no_longer_when_it_is_taken_back(server, ids):
    database, seen = server.extensions["database"], []
    for step in (lambda: None, lambda: exclusions.name_for_record(database, ADMINISTRATOR, "n", ids["record"], "coordinator", "Leads the case."),
                 lambda: exclusions.take_back(database, ADMINISTRATOR, "t", "X-1", "Left the case.")):
        step()
        with server.test_request_context():
            g.user = COORDINATOR
            seen.append(len(current.ask("from made.reports where report_id = $id", id=ids["record"])))
    assert seen == [0, 1, 0]


def test_limits_of_the_account_itself_hold_too(server):
    for areas, agencies, there in ((None, None, True), ({"Elsewhere"}, None, False), (None, {"gp"}, False), ({"Calderbrook"}, {"gp", "police"}, True)):
        with server.test_request_context():
            g.user = User("one", "coordinator", areas=areas and frozenset(areas), agencies=agencies and frozenset(agencies))
            assert (len(current.ask("from made.reports where agency = 'police'")) > 0) is there


def test_an_account_of_which_nobody_said_anything_is_named_for_nothing(server):
    assert exclusions.sight(server.extensions["database"], None) == Sight()


def test_what_is_kept_about_a_hidden_record_is_neither_shown_nor_changed(server, ids):
    database = server.extensions["database"]
    with server.test_request_context():
        g.user = COORDINATOR
        hidden = current.ask_hidden("select min(mention_id) as id from hidden.mentions").at[0, "id"]
        open_one, other = current.ask("select mention_id from made.mentions order by 1 limit 2")["mention_id"]
        for key, anchor in (("hidden", hidden), ("open", open_one)):
            notes.write(database, COORDINATOR, f"note {key}", anchor, f"A note that is {key}.")
            actions.agree(database, COORDINATOR, f"act {key}", anchor, "police", f"What is {key}.", next(iter(actions.FALLS_ON)), date(2027, 1, 1))
            decisions.answer(database, COORDINATOR, f"say {key}", "same person", [(anchor, other, "seen")], "unsure", "Cannot tell yet.")
        assert list(queries.open_actions(COORDINATOR)["what"]) == ["What is open."]
        assert list(queries.answers(COORDINATOR)["reason"]) == ["Cannot tell yet."] and queries.answer_counts(COORDINATOR)["all"] == 1
        for refused in (lambda: queries.refuse_hidden(COORDINATOR, "note", "N-1"), lambda: queries.refuse_unseen(COORDINATOR, "D-1")):
            with pytest.raises(NotTaken, match="may not see"):
                refused()
        queries.refuse_hidden(COORDINATOR, "note", "N-2")
        with pytest.raises(queries.NotHere):
            queries.seen(COORDINATOR, "same person", [(hidden, other)])
