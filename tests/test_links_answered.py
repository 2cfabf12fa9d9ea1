"""What people answered of two who are still two: the state of their link, its place in the review, and who said so."""

import pytest

from tests.likened import FULL, Load, of
from tests.made import made
from tests.named import mention, mentions
from timeline import links, model, pairs, people, tables

MODEL = model.load()
HOME = {"postcode": "QJ11AA", "address_key": "QJ11AA|5"}
AWAY = {"postcode": "VY99ZZ", "address_key": "VY99ZZ|1"}
DARREN = {"forename": "darren", "surname": "pike", "dob": "1980-03-04", "sex": "male"}
SARAH = {"forename": "sarah", "surname": "ashford", "dob": "1990-03-04", "sex": "female"}
ROWS = [mention("a:n:1#x", **DARREN, **HOME, role="suspect"), mention("b:n:1#x", **DARREN, **AWAY),
        mention("c:n:1#x", **SARAH, **HOME, role="suspect"), mention("d:n:1#x", **SARAH, **AWAY),
        mention("e:n:1#x", forename="olena", surname="shevchenko", dob="1970-01-02")]


def answer(left: str, right: str, verdict: str, state: str = "standing", number: int = 1, **more) -> dict:
    return dict(answer_id=f"D-{number}", kind="same person", left_id=f"{left}:n:1#x", right_id=f"{right}:n:1#x", verdict=verdict, state=state,
                decided_by="ann", decided_on="2026-03-03", because=f"ann said {verdict} on 3 March 2026.") | more


@pytest.fixture(scope="module")
def weighed():
    table = mentions(*ROWS)
    return table, pairs.score(table, MODEL)


@pytest.fixture
def found(weighed):
    """The links with these answers, by the two agencies that name the two people, in the order of the review."""
    def find(*answers) -> dict:
        judged = made("judgements", *answers)
        table = links.propose(*weighed, people.resolve(*weighed, judged), judged, made("reports"))
        tables.check("links", table)
        named = [dict(zip(table.columns, row, strict=True)) for row in table.order("place nulls last").fetchall()]
        return {"".join(sorted(link["mention_id_l"][0] + link["mention_id_r"][0])): link for link in named}
    return find


def test_what_nobody_answered_is_proposed_and_queued(found):
    assert {two: (link["state"], link["queued"]) for two, link in found().items()} == {"ab": ("proposed", True), "cd": ("proposed", True)}


def test_a_yes_that_stands_leaves_no_link(found):
    assert "ab" not in found(answer("a", "b", "yes"))


def test_a_no_is_kept_and_shown_and_not_queued(found):
    link = found(answer("a", "b", "no"))["ab"]
    assert (link["state"], link["queued"], link["place"]) == ("refused", False, None)
    assert link["because"].startswith("ann said no on 3 March 2026. Agrees: name (Darren Pike)")


def test_a_no_between_two_who_are_not_alike_makes_no_link(found):
    assert set(found(answer("a", "e", "no"))) == {"ab", "cd"}


@pytest.mark.parametrize(("verdict", "state", "shown"), [
    ("unsure", "standing", "unsure"), ("yes", "waiting for a second person", "waiting for a second person"), ("no", "contradicted", "contradicted")])
def test_what_is_open_is_shown_however_unlike_the_two_are(found, verdict, state, shown):
    link = found(answer("a", "e", verdict, state))["ae"]
    assert (link["state"], link["queued"]) == (shown, True)
    assert link["because"].startswith(f"ann said {verdict} on 3 March 2026. ")
    assert "Agrees: ." not in link["because"]


def test_the_review_goes_from_contradictions_to_what_was_unsure(found):
    order = found(answer("a", "b", "unsure"), answer("a", "e", "yes", "waiting for a second person", 2), answer("b", "e", "no", "contradicted", 3))
    assert list(order) == ["be", "cd", "ae", "ab"]
    assert [link["place"] for link in order.values()] == [1, 2, 3, 4]


def test_a_no_whose_records_changed_goes_back_to_review_and_still_holds(found):
    order = found(answer("a", "b", "no", changed=True, because="ann said no; the agency's record has changed since."))
    assert (order["ab"]["state"], order["ab"]["queued"], order["ab"]["place"]) == ("refused", True, 1)
    assert "has changed since" in order["ab"]["because"]


def test_of_several_answers_the_firmest_gives_the_state_and_all_are_told(found):
    link = found(answer("a", "b", "no"), answer("b", "a", "unsure", number=2))["ab"]
    assert link["state"] == "refused"
    assert "said no" in link["because"] and "said unsure" in link["because"]


def test_answers_that_are_not_in_this_load_or_of_another_kind_say_nothing(found):
    assert found(answer("a", "b", "no", "not in this load"), answer("c", "d", "no", kind="same event", number=2)).keys() == {"ab", "cd"}


# --- several answers of the same two, over likenesses that are planted

FIRMEST_FIRST = {"contradicted": ("no", "contradicted"), "refused": ("no", "standing"), "waiting for a second person": ("yes", "waiting for a second person"),
                 "unsure": ("unsure", "standing")}
SAID = [("2", "2026-03-04", "Third."), ("1", "2026-03-05", "Fourth."), ("4", "2026-03-03", "Second."), ("3", "2026-03-03", "First.")]


def said(couple: str, verdict: str, state: str = "standing", number: int = 1, turned=False, **more) -> dict:
    """An answer of a planted couple, or of the same two the other way round."""
    left, right = ("r", "l") if turned else ("l", "r")
    return answer("", "", verdict, state, number) | dict(left_id=f"{couple}:{left}#x", right_id=f"{couple}:{right}#x") | more


@pytest.fixture(scope="module")
def several():
    load, answers = Load(), []
    for state, (verdict, stands) in FIRMEST_FIRST.items():
        load.couple(state)
        firmness = list(FIRMEST_FIRST).index(state)
        answers += [said(state, *told, number=number) for number, told in enumerate([*list(FIRMEST_FIRST.values())[firmness + 1:], (verdict, stands)])]
    for couple in ("words", "rows", "turned rows", "compared", "one of two changed"):
        load.couple(couple, name=9.0)
    for couple in ("apart", "less alike"):
        load.named(f"{couple}:l", f"{couple}:l#x", **FULL)
        load.named(f"{couple}:r", f"{couple}:r#x", **FULL)
    for mention_id, weight in (("y", -3.0), ("z", -9.0)):
        load.named("less alike:l", f"less alike:l#{mention_id}", **FULL)
        load.pair(f"less alike:l#{mention_id}", "less alike:r#x", weight, gate="veto", name=-1.0)
    answers += [said("words", "no", number=number, decided_on=day, because=text) for number, day, text in SAID]
    changing = [dict(because="As it was."), dict(changed=True, because="It has changed.")]
    answers += [said("rows", "no", turned=n == 1, **more) for n, more in enumerate(changing)]
    answers += [said("turned rows", "no", turned=n == 0, **more) for n, more in enumerate(changing)]
    answers += [said("compared", "unsure"), said("compared", "yes", "waiting for a second person", 2, turned=True), said("apart", "unsure", turned=True)]
    answers += [said("one of two changed", "no", number=number, changed=number == 1) for number in (1, 2)]
    answers += [said("less alike", "unsure", left_id=f"less alike:l#{mention_id}", number=number) for number, mention_id in enumerate("xzy")]
    return load.links(*answers)


@pytest.mark.parametrize("state", FIRMEST_FIRST)
def test_of_every_two_states_the_firmer_is_shown(several, state):
    assert of(several, state)["state"] == state


def test_what_was_said_is_told_in_the_order_of_its_days_and_then_of_the_answers(several):
    assert of(several, "words")["because"].startswith("First. Second. Third. Fourth. Agrees: ")


@pytest.mark.parametrize("couple", ["rows", "turned rows"])
def test_one_answer_of_several_records_is_told_once_in_the_words_of_the_one_that_has_changed(several, couple):
    link = of(several, couple)
    assert link["because"].startswith("It has changed. Agrees: ")
    assert (link["state"], link["queued"]) == ("refused", True)


def test_a_no_goes_back_to_review_where_the_record_of_one_of_two_answers_has_changed(several):
    assert of(several, "one of two changed")["queued"]


def test_two_who_were_never_compared_have_no_likeness_and_nothing_is_said_of_how_rare_their_names_are(several):
    link = of(several, "apart")
    assert (link["mention_id_l"], link["mention_id_r"]) == ("apart:l#x", "apart:r#x")
    assert (link["match_weight"], link["agrees"], link["rarity"], link["moves"], link["state"]) == (None, [], None, False, "unsure")


def test_of_several_answers_of_two_who_are_not_alike_the_link_rests_on_the_most_alike_of_their_mentions(several):
    link = of(several, "less alike")
    assert (link["mention_id_l"], link["match_weight"], link["conflicts"][-1]) == ("less alike:l#y", -3.0, "name (Ann Lee / Ann Lee)")


def test_two_who_are_alike_have_one_link_whatever_was_answered(several):
    assert of(several, "compared")["agrees"] == ["name (Ann Lee)"]


def test_a_record_that_has_changed_goes_before_what_nobody_answered_and_after_a_contradiction():
    load = Load()
    for couple in "abcd":
        load.couple(couple, dict(role="suspect", address_key="A"), dict(address_key="B"))
    found = load.links(said("d", "no", "contradicted", changed=True), said("c", "unsure", changed=True), said("a", "unsure"))
    assert [link["person_id_l"] for link in sorted(found.values(), key=lambda link: link["place"])] == ["P-d:l", "P-c:l", "P-b:l", "P-a:l"]
