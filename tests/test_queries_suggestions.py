"""What words suggest, asked of a small snapshot: how it stands with each answer, and that no address is shown by a mark."""

import pytest

from dashboard import queries
from dashboard.correcting import from_words
from dashboard.queries import NotHere
from tests import published
from tests.published import ASSAULT, CRIME, FAMILY, POSTCODE, STREET, VISIT, WORDS
from timeline import decisions
from timeline.access import Denied, User

ADA, BEN = User("ada", "coordinator"), User("ben", "analyst")
INJURY = (VISIT, "injury")


def mark(name, quote):
    return dict(report_id=CRIME, name=name, quote=quote, starts=WORDS.index(quote), ends=WORDS.index(quote) + len(quote), because="So.")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("suggested")
    story = published.story()
    story["suggestions"] += [mark("control", "suspect pushed"), mark("separation", "12 Alder Rd")]
    published.publish(folder, story)
    return folder


@pytest.fixture
def server(home):
    with published.served(home) as made_server, made_server.app_context():
        yield made_server
        database = made_server.extensions["database"]
        for answer_id in set(decisions.standing(database).answers["answer_id"]):
            decisions.take_back(database, ADA, f"back {answer_id}", answer_id, "So that the next test begins anew.")


def say(server, user, verdict, needs_second=False):
    database = server.extensions["database"]
    seen = queries.seen(user, decisions.FROM_WORDS, [INJURY])
    return decisions.answer(database, user, f"{decisions.last(database)}", decisions.FROM_WORDS, seen, verdict, "I read the record.", needs_second=needs_second)


def stands():
    found = queries.suggested(ADA, "record", VISIT)
    return list(found[["stands", "because"]].itertuples(index=False, name=None))


def test_the_words_are_parted_at_the_mark_and_never_changed(server):
    [row] = queries.suggested(ADA, "record", VISIT).itertuples()
    assert (row.name, row.before, row.quote, row.after) == ("injury", "", "Fractured", " wrist. <script>alert(1)</script>")
    assert row.event_id == ASSAULT


def test_an_event_and_a_family_show_what_all_their_records_suggest(server):
    for kind, id in (("event", ASSAULT), ("family", FAMILY)):
        assert sorted(queries.suggested(ADA, kind, id)["name"]) == ["control", "injury", "separation"]


def test_addresses_stay_hidden_and_a_mark_on_one_is_not_shown(server):
    found = {row.name: row for row in queries.suggested(ADA, "record", CRIME).itertuples()}
    for row in found.values():
        assert not any(part in row.before + row.quote + row.after for part in (STREET, POSTCODE, "Alder"))
    assert (found["separation"].quote, found["control"].quote) == ("", "suspect pushed")


@pytest.mark.parametrize(("answers", "then"), [
    ([], "open"), ([(ADA, "unsure")], "not sure"), ([(ADA, "yes"), (BEN, "no")], "contradicted"), ([(ADA, "yes", True)], "waiting")])
def test_it_stays_a_suggestion_until_somebody_says_yes_or_no(server, answers, then):
    for answer in answers:
        say(server, *answer)
    assert stands() == [(then, None)]


def test_a_yes_confirms_it_by_name_and_day_and_taking_it_back_opens_it_again(server):
    given = say(server, BEN, "yes")
    [(state, because)] = stands()
    assert state == "confirmed"
    assert because.startswith("confirmed from the record's words by ben on ")
    decisions.take_back(server.extensions["database"], ADA, "k", given, "Read again.")
    assert stands() == [("open", None)]


def test_a_no_hides_it_and_stands_among_the_decisions_of_the_event(server):
    given = say(server, ADA, "no")
    assert stands() == []
    [told] = queries.decided(ADA, "event", ASSAULT).query("answer_id == @given").itertuples()
    assert (told.kind, told.verdict, told.state, told.pairs[0]["right_name"]) == (decisions.FROM_WORDS, "no", "not yet applied", "injury")


def test_two_who_contradict_are_shown_at_once(server):
    given = [say(server, ADA, "yes"), say(server, BEN, "no")]
    told = queries.decided(ADA, "record", VISIT)
    assert set(told[told["answer_id"].isin(given)]["state"]) == {"contradicted"}


def test_only_what_the_words_suggest_can_be_asked(server):
    with pytest.raises(NotHere):
        queries.seen(ADA, decisions.FROM_WORDS, [(VISIT, "weapon")])


def test_who_may_not_look_is_refused_and_who_looks_back_is_shown_none(server):
    with pytest.raises(Denied):
        queries.suggested(User("eve", "nobody"), "record", VISIT)
    assert from_words.section(User("ada", "coordinator", looks_back=True), "record", VISIT) is None


def test_the_pages_say_that_nothing_is_confirmed_and_link_from_the_family(server):
    with server.test_request_context():
        event, family = str(from_words.section(ADA, "event", ASSAULT)), str(from_words.notice(ADA, FAMILY))
        assert from_words.section(ADA, "record", "housing:orchard:HX1") is None
    assert from_words.HEADING in event
    assert "Nothing here counts in any rule" in event
    assert "(3)" in family
    assert f"/event/{ASSAULT}#from-words" in family
