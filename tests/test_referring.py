"""The form of a referral: what its fields say, what is wrong with them, and what is kept when it is read through."""

from datetime import date

import pytest

from dashboard import updating
from dashboard.app import create
from dashboard.referring import keeping, pending
from dashboard.referring.fields import NAMES, named
from dashboard.referring.reading import Wrong, read
from tests import published
from tests.published import CHILD, FAMILY, FATHER, MOTHER
from tests.test_gate import call, sign_in
from timeline import accounts, decisions, referrals
from timeline.access import User
from timeline.referrals import Person

ADA, ANN = User("ada", "coordinator"), User("ann", "analyst")
TYPED = {"area": "Calderbrook", "on": "20/3/2024", "agency": "idva", "referrer": " J. Lowe ", "victim": "Noor Aziz", "victim-born": "4/3/1990",
         "victim-sex": "female", "safe": "Mornings", "source": "", "relationship": "partner", "criteria": ["visible high risk"], "ticks": "16",
         "words": "Threatened.", "child1": "Ali Aziz", "child1-born": "", "child1-lives": "yes", "child2-lives": "not said"}


def values(**typed):
    return tuple((TYPED | typed).get(name) for name in NAMES)


def test_the_fields_tell_a_whole_referral():
    said, why = read(values(), None, None, {})
    assert (said.on, said.referrer, said.ticks, said.criteria, why) == (date(2024, 3, 20), "J. Lowe", 16, ("visible high risk",), "")
    assert said.victim == Person("Noor Aziz", "1990-03-04", "female", safe_contact="Mornings")
    assert said.source is None and said.children == (Person("Ali Aziz", lives_here="yes"),)
    referrals.whole(said)


@pytest.mark.parametrize(("field", "typed"), [
    ("on", "31/2/2024"), ("victim", ""), ("victim-born", "1990"), ("child1-born", "soon"), ("ticks", "many"), ("agency", "not said"), ("area", "not said"),
    ("criteria", []), ("words", "  ")])
def test_what_is_wrong_leads_to_its_field(field, typed):
    with pytest.raises(Wrong) as wrong:
        read(values(**{field: typed}), None, None, {})
    assert list(wrong.value.fields) == [field]


def test_whom_the_author_chose_stands_in_place_of_what_was_typed():
    victim, source, child = (Person(name, anchor=name) for name in ("v", "s", "c"))
    said, _ = read(values(**{"known-children": ["P-c", "P-other"]}), victim, source, {"P-c": child})
    assert (said.victim.name, said.victim.anchor, said.victim.safe_contact) == ("v", "v", "Mornings")
    assert said.source == source and said.children[0] == child and said.children[1].name == "Ali Aziz"


# --- with a server


@pytest.fixture(scope="module")
def app(tmp_path_factory, kept_by):
    home = tmp_path_factory.mktemp("home")
    published.publish(home)
    with kept_by():
        made = create(home)
    for user in (ADA, ANN):
        accounts.set_password(made.server.extensions["database"], user.name, user.role, "right")
    with published.closed(made):
        yield made


@pytest.fixture
def step(app, monkeypatch):
    """Press one of the form's buttons as Ada, with these fields."""
    monkeypatch.setattr(updating, "start", lambda: None)
    client = sign_in(app, ADA.name)
    outputs = "..referral-wrong.children...referral-fields.hidden...referral-said.children...referral-review.hidden...referral-kept.children.."

    def press(button, about, **typed):
        inputs = [(f"referral-{one}", "n_clicks", 1 if one == button else 0) for one in ("check", "keep", "change")]
        state = [("referral-about", "data", about), *((named(name), "value", value) for name, value in zip(NAMES, values(**typed), strict=True))]
        return call(client, outputs, inputs, state, changed=f"referral-{button}.n_clicks")
    return press


def test_a_referral_about_people_of_the_records_is_kept_with_an_answer_of_whom_it_means(app, step):
    about = {"victim": MOTHER, "source": FATHER, "family": FAMILY, "key": "k"}
    database = app.server.extensions["database"]
    shown = step("check", about, **{"known-children": [CHILD], "victim": "", "child1": ""})
    assert "Sara Khan" in shown.text and "Tom Khan" in shown.text and referrals.every(database) == []
    assert "Kept as H-1" in step("keep", about, **{"known-children": [CHILD], "victim": "", "child1": ""}).text
    (one,) = referrals.every(database)
    answers = decisions.standing(database).answers
    assert set(answers["left_id"]) == {mention_id for mention_id, _ in referrals.named("H-1", one.said)}
    assert {left.rsplit("#")[1]: right.split("#")[1] for left, right in answers[["left_id", "right_id"]].itertuples(index=False)} == {
        "victim": "patient", "source": "suspect", "child1": "child"}
    with app.server.app_context():
        assert "Referral H-1" in str(pending.section(ADA, FAMILY)) and "not yet" in str(pending.section(ADA, FAMILY))
        assert pending.section(ANN, FAMILY) is None


def test_a_correction_keeps_whom_it_chose_and_says_why(app, step):
    database = app.server.extensions["database"]
    referral_id = referrals.enter(database, ADA, "other", read(values(), Person("Sara Khan", anchor="m"), None, {})[0])
    assert "the reason is kept" in step("keep", {"corrects": referral_id, "key": "k2"}).text
    assert f"Kept as {referral_id}" in step("keep", {"corrects": referral_id, "key": "k3"}, why="It was 17.", ticks="17").text
    one = next(one for one in referrals.every(database) if one.referral_id == referral_id)
    assert (one.said.ticks, one.said.victim.anchor, one.versions) == (17, "m", 2)


def test_the_form_that_corrects_holds_what_was_said():
    said, _ = read(values(), None, None, {})
    shown = str(keeping.correction(referrals.Standing("H-1", said, "ada", "2026-11-22", 1, None, 1)))
    assert all(text in shown for text in ("Noor Aziz", "4/3/1990", "Threatened.", "Mornings", "16", "Ali Aziz"))
    assert [name for name in NAMES if f"'{named(name)}'" not in shown] == []
