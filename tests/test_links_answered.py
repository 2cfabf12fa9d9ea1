"""What people answered of two who are still two: the state of their link, its place in the review, and who said so."""

import pytest

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
