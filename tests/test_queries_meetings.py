"""What the pages of meetings ask: agendas, proposals, pasted lists, actions and briefs, held against a planted story."""

from datetime import date

import pytest

from dashboard import queries
from tests import met, published
from tests.met import FORD, OBI, REID, mention
from tests.published import ASSAULT, CALLS, CHILD, FAMILY, FATHER, STALKING
from timeline import actions, meetings, transfers
from timeline.access import Denied, User
from timeline.transfers import Along

ADA, BEN = User("ada", "coordinator"), User("ben", "analyst")
DAY = date(2024, 12, 12)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("met")
    published.publish(folder, met.story())
    return folder


@pytest.fixture(scope="module")
def here(home):
    """What only reads shares one server."""
    with published.served(home) as made, made.app_context():
        yield made


@pytest.fixture
def server(home, tmp_path):
    with published.served(home, answers=tmp_path) as made, made.app_context():
        yield made


@pytest.fixture
def database(server):
    return server.extensions["database"]


@pytest.fixture
def meeting(database):
    return meetings.call(database, ADA, "call", "Calderbrook", DAY)


def put(database, meeting, *families):
    return [meetings.add(database, ADA, f"{meeting} {family}", meeting, queries.anchor(ADA, family), "Referred.") for family in families]


def held(database, day, *families):
    """A meeting that was held on this day, at which these families were heard."""
    before = meetings.call(database, ADA, f"call {day}", "Calderbrook", day)
    put(database, before, *families)
    meetings.hold(database, ADA, f"hold {day}", before)
    return before


# --- who is on an agenda


def test_an_agenda_leads_to_the_families_in_order_with_when_each_was_last_heard(database, meeting):
    put(database, meeting, FAMILY, OBI)
    items = queries.agenda(BEN, meeting)
    assert list(items["family_id"]) == [FAMILY, OBI] and list(items["place"]) == [1, 2] and list(items["level"]) == ["same day", None]
    assert [(row.heard_on, row.heard_area, row.heard_by) for row in items.itertuples()] == [(None, None, None), (date(2024, 4, 1), None, ["marac"])]


def test_a_family_was_last_heard_at_our_own_meeting_where_that_is_later_and_never_at_one_to_come(database, meeting):
    held(database, date(2024, 11, 7), OBI)
    held(database, date(2025, 2, 6), OBI)
    put(database, meeting, OBI)
    (row,) = queries.agenda(ADA, meeting).itertuples()
    assert (row.heard_on, row.heard_area) == (date(2024, 11, 7), "Calderbrook")


def test_who_is_taken_off_comes_last_without_a_place(database, meeting):
    khan, _ = put(database, meeting, FAMILY, OBI)
    meetings.take_off(database, ADA, "off", khan, "Heard elsewhere.")
    items = queries.agenda(ADA, meeting)
    assert list(items["family_id"]) == [OBI, FAMILY] and list(items["place"]) == [1, None]
    assert (queries.item(ADA, khan).place, queries.item(ADA, khan).before, queries.item(ADA, khan).off_why) == (None, None, "Heard elsewhere.")


def test_an_item_knows_its_neighbours_on_the_agenda(database, meeting):
    first, second, third = put(database, meeting, FAMILY, OBI, FORD)
    item = queries.item(BEN, second)
    assert (item.before, item.after, item.place, item.of, item.area, item.day) == (first, third, 2, 3, "Calderbrook", DAY)
    assert queries.item(BEN, first).before is None and queries.item(BEN, third).after is None


def test_a_record_that_is_not_in_the_snapshot_leads_to_nobody(database, meeting):
    meetings.add(database, ADA, "k", meeting, "police:niche:gone#victim", "Referred.")
    (row,) = queries.agenda(ADA, meeting).itertuples()
    assert (row.family_id, row.name, row.again) == (None, None, None)


def test_two_records_of_one_family_stand_as_that_family_twice_and_say_so(database, meeting):
    put(database, meeting, FAMILY)
    meetings.add(database, ADA, "k", meeting, f"{STALKING}#victim", "Referred again.")
    assert list(queries.agenda(ADA, meeting)["again"]) == [None, 1]


def test_a_family_page_knows_its_open_agendas(database, meeting):
    held(database, date(2024, 11, 7), FAMILY)
    (item,) = put(database, meeting, FAMILY)
    (row,) = queries.open_meetings(BEN, FAMILY).itertuples()
    assert (row.meeting_id, row.on, row.other) == (meeting, item, False)
    assert [row.on for row in queries.open_meetings(BEN, FORD).itertuples()] == [None]


def test_what_is_not_there_is_not_here(database):
    for ask in (lambda: queries.meeting(ADA, "M-9"), lambda: queries.item(ADA, "C-9")):
        with pytest.raises(queries.NotHere):
            ask()


# --- who is proposed


def test_a_repeat_is_proposed_first_and_what_was_raised_before_the_family_was_heard_is_not(database, meeting):
    found = queries.proposed(ADA, meeting)
    assert list(found["family_id"]) == [OBI, FAMILY] and list(found["found"]) == [2, 2]
    assert found.iloc[0]["rules"] == ["R15"] and found.iloc[0]["because"] == ["R15 says so."]


def test_nobody_is_proposed_who_is_on_the_agenda_was_taken_off_it_or_is_of_another_area(database, meeting):
    khan, _ = put(database, meeting, FAMILY, OBI)
    meetings.take_off(database, ADA, "off", khan, "Heard elsewhere.")
    assert queries.proposed(ADA, meeting).empty
    assert queries.proposed(ADA, meetings.call(database, ADA, "k", "Northvale", DAY)).empty


def test_who_was_heard_since_is_proposed_no_more(database, meeting):
    held(database, date(2024, 11, 7), FAMILY)
    assert list(queries.proposed(ADA, meeting)["family_id"]) == [OBI]
    assert queries.proposal(ADA, meeting, OBI).name == "Obi"
    with pytest.raises(queries.NotHere):
        queries.proposal(ADA, meeting, REID)


# --- what a pasted line finds


@pytest.mark.parametrize(("line", "families", "how"), [
    ("20CR/0001/24", [FAMILY], "reference"), ("police:niche:20CR/0001/24", [FAMILY], "reference"), ("LOG 77", [FAMILY], "reference"),
    ("20CR/0001", [FAMILY], "reference"), ("F-OBI000000", [OBI], "reference"), ("999 000 0018", [FAMILY], "identifier"), ("Ada Obi", [OBI], "name"),
    ("OBI, Ada", [OBI], "name"), ("Mrs Ada Obi, born 06/05/1991", [OBI], "name"), ("Kit", [FORD, OBI, REID], "name"), ("Tom Khan", [FAMILY], "name")])
def test_a_line_finds_the_family_that_it_names(here, line, families, how):
    found = queries.pasted(ADA, ["  ", line])
    assert set(found["line"]) == {1} and sorted(found["family_id"]) == sorted(families) and set(found["how"]) == {how}
    assert set(found["families"]) == {len(families)}


@pytest.mark.parametrize("line", ["Ada Obi 07/05/1991", "Nobody Atall", "99XX/0001", "12", "!", "Ada Khan"])
def test_a_line_that_fits_nobody_finds_nobody(here, line):
    assert queries.pasted(ADA, [line]).empty


def test_somebody_in_no_family_is_found_without_one(here):
    (found,) = queries.pasted(ADA, ["Sahra Kan"]).itertuples()
    assert (found.family_id, found.person) == (None, "Sahra Kan")


# --- what was undertaken


def test_actions_are_found_by_the_family_with_the_name_of_whom_they_are_for(database, meeting):
    actions.agree(database, ADA, "a", queries.anchor(ADA, FAMILY), "Police", "Serve it.", "person said to harm", DAY, queries.mention_of(ADA, FATHER), meeting)
    actions.agree(database, ADA, "b", mention(OBI), "Housing", "Call her.", "agency", DAY)
    (action,) = queries.actions(BEN, FAMILY).itertuples()
    assert (action.what, action.named, action.meeting_id) == ("Serve it.", "Tom Khan", meeting)
    assert list(queries.agreed_at(BEN, meeting)["what"]) == ["Serve it."]
    actions.agree(database, ADA, "c", queries.anchor(ADA, FAMILY), "Police", "Visit.", "person said to harm", DAY)
    assert list(queries.actions(BEN, FAMILY)[["named", "met_on"]].itertuples(index=False)) == [("Tom Khan", DAY), (None, None)]
    put(database, meeting, FAMILY, OBI, FORD)
    assert list(queries.agenda(ADA, meeting)["open_actions"]) == [2, 1, 0]


def test_every_open_action_is_listed_whether_or_not_its_family_is_on_an_agenda(database):
    late = actions.agree(database, ADA, "a", mention(OBI), "Housing", "Change the locks.", "agency", date(2024, 12, 12))
    next_year = date.today().replace(year=date.today().year + 1, day=1)
    coming = actions.agree(database, ADA, "b", mention(REID), "Police", "Serve it.", "person said to harm", next_year)
    gone = actions.agree(database, ADA, "c", "no:such:record#victim", "Police", "Visit.", "agency", next_year)
    told = actions.agree(database, ADA, "d", mention(FORD), "Police", "Visit.", "agency", DAY)
    actions.done(database, ADA, "e", told, DAY, "Police")
    found = queries.open_actions(ADA).set_index("action_id")
    assert set(found.index) == {late, coming, gone}
    assert list(found.loc[[late, coming], "family_id"]) == [OBI, REID] and found["family_id"].isna()[gone]
    assert list(found.loc[[late, coming, gone], "overdue"]) == [True, False, False]


def test_an_agenda_says_where_a_case_was_transferred_until_that_is_taken_back(database, meeting):
    put(database, meeting, OBI, FORD)
    went = transfers.make(database, ADA, "t", mention(OBI), "Eastmere", "Has moved there.", Along(1, 0, 0, 0, 0))
    assert [list(areas) for areas in queries.agenda(ADA, meeting)["gone_to"]] == [["Eastmere"], []]
    transfers.take_back(database, ADA, "u", went, "Came back.")
    assert [list(areas) for areas in queries.agenda(ADA, meeting)["gone_to"]] == [[], []]


# --- the brief


def test_children_come_with_who_saw_and_heard_them_last_and_their_age_on_the_day(here):
    found = {row.name: row for row in queries.belonging(BEN, OBI, DAY).itertuples()}
    assert (found["Kit Obi"].age, found["Kit Obi"].seen, found["Kit Obi"].heard) == (4, {"day": date(2024, 2, 1), "agency": "police"}, None)
    assert found["Ada Obi"].part == "carer" and queries.belonging(BEN, FAMILY, date(2019, 5, 1)).set_index("person_id").at[CHILD, "age"] == -1


def test_what_came_since_is_by_the_day_of_receipt_and_apart_from_what_was_known_before(here):
    found = {row.event_id: row for row in queries.came_since(BEN, FAMILY, date(2024, 4, 1)).itertuples()}
    assert (found[CALLS].later, found[ASSAULT].later, found[ASSAULT].whole) == (True, False, True)
    assert queries.came_since(BEN, FAMILY, date(2024, 12, 2)).empty


def test_the_hearing_since_which_things_changed_is_not_among_what_changed(here):
    assert list(queries.came_since(BEN, OBI, date(2024, 4, 1))["event_id"]) == [f"E-{OBI}"]
    assert len(queries.came_since(BEN, OBI, date(2024, 3, 1))) == 2


def test_a_signal_is_new_by_the_day_on_which_it_was_raised(here):
    (signal,) = queries.brief_signals(BEN, FAMILY, date(2024, 3, 20)).itertuples()
    assert signal.new and signal.fresh == 3
    (signal,) = queries.brief_signals(BEN, FAMILY, date(2024, 12, 2)).itertuples()
    assert (signal.new, signal.fresh) == (False, 0)


def test_who_is_said_to_have_harmed_comes_with_how_named_and_where_without_an_address(here):
    (person,) = queries.said_to_harm(BEN, FAMILY).itertuples()
    assert (person.name, person.standing, person.elsewhere) == ("Tom Khan", "named as suspect by police 2, convicted 0", 0)
    assert queries.said_to_harm(BEN, FORD).empty


@pytest.mark.parametrize(("on", "falls"), [(date(2024, 12, 12), True), (date(2024, 11, 1), True), (date(2024, 11, 20), True)])
def test_an_order_that_runs_out_within_four_weeks_of_the_meeting_falls_due(here, on, falls):
    (due,) = queries.falls_due(BEN, FAMILY, on).itertuples()
    assert (due.due_on, due.who, due.protects) == (date(2024, 12, 20), "Tom Khan", ["Sara Khan"])
    assert queries.falls_due(BEN, FORD, on).empty


def test_each_agency_says_what_it_holds_whom_to_ask_and_what_it_did_not_supply(here):
    found = {row.agency: row for row in queries.agencies_hold(BEN, FAMILY).itertuples()}
    assert (found["police"].records, found["police"].contact, found["police"].missing) == (2, "Duty desk, 01632 960001", 0)
    assert (found["housing"].records, found["housing"].missing, found["housing"].contact) == (0, 11, None)


def test_needs_are_in_the_agencys_words_and_ethnicity_is_not_among_them(here):
    (need,) = queries.needs(BEN, FAMILY).itertuples()
    assert (need.kind, need.words, need.who, need.agencies) == ("language", "Urdu, interpreter", "Sara Khan", ["police"])


def test_a_stranger_is_shown_nothing_and_nobody_lists_meetings_on_a_page_of_what_was_known_then(database, meeting):
    asks = (lambda user: queries.meetings(user), lambda user: queries.agenda(user, meeting), lambda user: queries.item(user, "C-1"),
            lambda user: queries.proposed(user, meeting), lambda user: queries.pasted(user, ["Khan"]), lambda user: queries.actions(user, FAMILY))
    for user in (User("eve", "nobody"), User("ada", "coordinator", looks_back=True)):
        for ask in asks:
            with pytest.raises(Denied):
                ask(user)
