"""The queue of links and the answers, held against a small snapshot and a few answers whose standing is known."""

import pytest

from dashboard import queries
from dashboard.pages import links as links_page
from dashboard.pages.links import joined
from dashboard.queries import NotHere
from tests import published
from tests.made import made
from tests.published import CRIME, LINK, NEXT_LINK, STALKING, TENANCY, VISIT
from timeline import decisions, judgements
from timeline.access import User

ADA, BEN, CAT = User("ada", "coordinator"), User("ben", "analyst"), User("cat", "analyst")
TOMS = (f"{STALKING}#suspect", f"{TENANCY}#partner")
TOMS_ELSEWHERE = (f"{CRIME}#suspect", f"{TENANCY}#partner")


@pytest.fixture
def server(tmp_path):
    published.publish(tmp_path)
    with published.served(tmp_path) as made_server, made_server.app_context():
        yield made_server


@pytest.fixture
def say(server):
    """Give an answer about pairs of mentions; its id."""
    def answered(user, verdict, *pairs, needs_second=False, kind="same person"):
        database = server.extensions["database"]
        key = f"{user.name} {decisions.last(database)}"
        return decisions.answer(database, user, key, kind, [(*pair, "seen") for pair in pairs], verdict, "Because I know.", needs_second=needs_second)
    return answered


def left(user=ADA):
    return list(queries.review(user)["link_id"])


def lists(link_id, user=ADA):
    return {name for name in ("left", "waiting", "contradicted", "changed", "unsure", "mine")
            if link_id in set(queries.review(user, name)["link_id"])}


# --- the people to check

def test_a_doubted_person_is_listed_with_the_reason_and_a_way_to_split(server):
    found = queries.doubted(ADA)
    assert found[["person_id", "because", "found"]].values.tolist() == [[published.OTHER, "First names that are not written for one another.", 1]]
    assert queries.doubted(ADA, 2).empty


def test_the_page_shows_whom_to_check_beneath_what_is_left_and_nowhere_else(server):
    with server.test_request_context():
        shown, elsewhere = str(links_page.layout(ADA, {})), str(links_page.layout(ADA, {"list": "mine"}))
    assert "People to check: 1" in shown
    assert f"/person/{published.OTHER}" in shown
    assert "People to check" not in elsewhere


# --- the queue


def test_the_queue_is_in_the_order_of_review_and_counted(server):
    assert left() == [LINK, NEXT_LINK]
    counts = queries.review_counts(ADA)
    assert (counts["left"], counts["households"], counts["conflict"], counts["common name"]) == (2, 1, 1, 1)
    assert list(queries.review(ADA, reason="conflict")["link_id"]) == [LINK]


def test_neither_weight_nor_history_is_in_the_queue_or_in_a_link(server):
    names = set(queries.review(ADA).columns) | set(queries.link(ADA, LINK)._fields)
    assert not names & {"match_weight", "because", "gravity", "standing"}


@pytest.mark.parametrize("pair", [TOMS, TOMS_ELSEWHERE, TOMS[::-1]])
def test_an_answer_about_any_mentions_of_the_two_takes_their_link_out_of_everybodys_queue(say, pair):
    say(BEN, "no", pair)
    assert left(ADA) == left(BEN) == [NEXT_LINK]
    assert lists(LINK, BEN) == {"mine"} and lists(LINK, ADA) == set()


def test_an_answer_that_needs_a_second_person_waits_until_somebody_agrees(server, say):
    first = say(ADA, "yes", TOMS, needs_second=True)
    assert lists(LINK) == {"waiting", "mine"}
    decisions.second(server.extensions["database"], BEN, "agrees", first, "I know him too.")
    assert lists(LINK) == {"mine"}


def test_what_is_unsure_stands_among_the_unsure_and_what_was_taken_back_is_left_again(server, say):
    unsure = say(ADA, "unsure", TOMS)
    assert lists(LINK, BEN) == {"unsure"}
    decisions.take_back(server.extensions["database"], BEN, "back", unsure, "Let us look again.")
    assert left() == [LINK, NEXT_LINK]


def test_a_yes_and_a_no_about_the_same_two_contradict_one_another_whoever_waits(say):
    say(ADA, "yes", TOMS, needs_second=True)
    say(BEN, "no", TOMS_ELSEWHERE)
    assert lists(LINK, CAT) == {"contradicted"}


def test_an_answer_about_others_leaves_the_queue_alone(say):
    say(ADA, "no", (f"{STALKING}#suspect", f"{CRIME}#suspect"))
    say(ADA, "no", TOMS, kind="primary perpetrator")
    assert left() == [LINK, NEXT_LINK]


def test_a_link_says_its_turn_and_which_is_next(server, say):
    first, last = queries.link(ADA, LINK), queries.link(ADA, NEXT_LINK)
    assert [(link.turn, link.left_over, link.next) for link in (first, last)] == [(1, 2, NEXT_LINK), (2, 2, LINK)]
    say(ADA, "no", TOMS)
    assert queries.link(ADA, NEXT_LINK).next is None


def test_a_link_asks_again_what_the_waiting_answer_was_about(say):
    assert queries.link(ADA, LINK).pairs == [{"l": TOMS[0], "r": TOMS[1]}]
    say(ADA, "yes", TOMS_ELSEWHERE, needs_second=True)
    assert queries.link(BEN, LINK).pairs == [{"l": TOMS_ELSEWHERE[0], "r": TOMS_ELSEWHERE[1]}]


def test_a_link_that_is_not_here_is_said(server):
    with pytest.raises(NotHere, match="L-gone"):
        queries.link(ADA, "L-gone")


A, B, C = ({"family_id": f"F-{n}", "name": name} for n, name in enumerate(["Khan", "Nowak", "Khan"]))


@pytest.mark.parametrize(("one", "other", "words"), [
    ([A], [A], "Both are named with the Khan family."), ([A], [B], "One is named with the Khan family, the other with the Nowak family."),
    ([A], [C], "One is named with the Khan family, the other with another Khan family."), ([], [], "One is named with no family, the other with no family."),
    ([A, B], [A], "Both are named with the Khan family; one also with the Nowak family.")])
def test_what_a_link_would_join_is_told_by_families_alone(one, other, words):
    assert joined(one, other) == words


# --- the records of two people


def test_an_address_is_only_compared_and_an_identifier_only_ends(server):
    ids = [f"{VISIT}#patient", f"{CRIME}#victim"]
    told = queries.written(ADA, ids, [f"{TENANCY}#tenant"]).set_index("mention_id")
    assert list(told["address"]) == ["same postcode as the other person"] * 2
    assert told.loc[f"{VISIT}#patient", "identifiers"] == ["nhs ending 018"]
    away = queries.written(ADA, [f"{TENANCY}#partner"], ids)
    assert list(away["address"]) == ["differs from the other person's"]
    assert "LS1" not in away.to_json(default_handler=str) and "Beech" not in away.to_json(default_handler=str)


def test_the_weight_of_two_mentions_comes_with_each_comparisons_share(server):
    row = next(queries.weights(ADA, [TOMS]).itertuples())
    assert (row.match_weight, row.shares["name"], row.left_name, row.right_name) == (7.5, 14.0, "Tom Khan", "Tom Kahn")
    assert queries.weights(ADA, [TOMS_ELSEWHERE]).at[0, "match_weight"] is None


# --- what was seen


def test_what_was_seen_is_the_mark_by_which_a_run_knows_that_a_record_has_changed(server):
    """The oracle is the stage that settles answers: it must find no change where nothing changed, and find one where a name did."""
    (kept,) = queries.seen(ADA, "same person", [TOMS])
    said = decisions.standing(server.extensions["database"]).answers
    said.loc[0] = ["D-1", "same person", *kept[:2], None, kept[2], "no", "Because.", "ada", "2026-11-22", False, None, None, None, None]
    rows = published.story()
    reports = made("reports", *rows["reports"])
    changed = [row | {"name": "Thomas Kahn"} if row["mention_id"] == TOMS[1] else row for row in rows["mentions"]]
    settled = [judgements.settle(said, reports, made("mentions", *mentions)) for mentions in (rows["mentions"], changed)]
    assert [relation.fetchall()[0][relation.columns.index("changed")] for relation in settled] == [False, True]


def test_two_reports_are_seen_too_and_what_is_not_here_is_said(server):
    assert len(queries.seen(ADA, "same event", [(CRIME, VISIT), (CRIME, STALKING)])) == 2
    for pairs in ([(TOMS[0], "gone")], []):
        with pytest.raises(NotHere):
            queries.seen(ADA, "same person", pairs)


# --- answers


def test_an_answer_stands_on_pairs_as_a_whole_or_in_part(say):
    other = (f"{VISIT}#patient", f"{TENANCY}#tenant")
    whole, part = say(ADA, "yes", TOMS, other), say(BEN, "no", TOMS)
    found = queries.standing_on(ADA, "same person", [TOMS[::-1], other])
    assert dict(zip(found["answer_id"], found["whole"], strict=True)) == {whole: True, part: False}
    assert queries.standing_on(ADA, "same event", [TOMS]).empty


def test_answers_that_contradict_come_first_then_those_that_wait_then_the_newest(server, say):
    back = say(ADA, "no", (f"{VISIT}#patient", f"{TENANCY}#tenant"))
    decisions.take_back(server.extensions["database"], BEN, "back", back, "Not these two.")
    waiting = say(ADA, "yes", (f"{CRIME}#child", f"{TENANCY}#tenant"), needs_second=True)
    event = say(ADA, "no", (CRIME, STALKING), kind="same event")
    yes, no = say(ADA, "yes", TOMS), say(BEN, "no", TOMS_ELSEWHERE)
    told = queries.answers(CAT)
    assert list(told["answer_id"]) == [no, yes, waiting, event, back]
    assert list(told["state"]) == ["contradicted", "contradicted", "waiting for a second person", "not yet applied", "taken back"]
    assert told.at[0, "because"].startswith("ada said otherwise (D-")
    assert told.at[4, "because"].startswith("ben took it back on ") and told.at[4, "because"].endswith(": Not these two.")
    assert queries.answer_counts(BEN)["mine"] == 1 and queries.answer_counts(BEN)["contradicted"] == 2


def test_an_answer_names_people_and_reports_and_not_ids(say):
    people, reports = say(ADA, "no", TOMS), say(ADA, "no", (CRIME, STALKING), kind="same event")
    ((pair,), (told,)) = (queries.answer(ADA, id).pairs for id in (people, reports))
    assert (pair["left_name"], pair["right_name"]) == ("Tom Khan", "Tom Kahn")
    assert told["left_name"] == "Common assault, police, 20 March 2024"


def test_how_an_answer_stands_is_as_the_snapshot_settled_it(tmp_path):
    settled = [dict(answer_id="D-1", kind="same person", left_id=TOMS[0], right_id=TOMS[1], verdict="no", state="standing", changed=True, reason="r",
                    decided_by="ada", because="ada said no on 1 May 2024; the agency's record has changed since.")]
    published.publish(tmp_path, published.story() | {"judgements": settled})
    with published.served(tmp_path) as server, server.app_context():
        decisions.answer(server.extensions["database"], ADA, "key", "same person", [(*TOMS, "seen")], "no", "Because I know.")
        answer = queries.answer(BEN, "D-1")
        assert (answer.state, answer.changed, answer.because) == ("standing", True, settled[0]["because"])
        assert lists(LINK, BEN) == {"changed"}
