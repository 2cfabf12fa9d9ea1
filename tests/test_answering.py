"""The form for an answer, called back as the browser does it: nothing is kept but what the second step showed to the same person."""

import json

import pytest

from dashboard import answering, foreseen, gate, queries, updating
from dashboard.app import create
from dashboard.spelling import TOLD
from tests import published
from tests.published import CRIME, STALKING, TENANCY, VISIT
from tests.test_gate import audited, sign_in
from timeline import accounts, decisions
from timeline.access import PERMISSIONS, User
from timeline.effects import Effects, unknown

TOMS = [(f"{STALKING}#suspect", f"{TENANCY}#partner")]
WHY = "The same man, a day mistyped."


@pytest.fixture
def app(tmp_path, monkeypatch, engine):
    published.publish(tmp_path)
    made = create(tmp_path)
    for role in PERMISSIONS:
        accounts.set_password(made.server.extensions["database"], role, role, "right")
    monkeypatch.setattr(updating, "start", lambda: None)
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects(needs_second=True))
    monkeypatch.setattr(foreseen, "foresee_agreed", lambda *_: Effects())
    with published.closed(made):
        yield made


@pytest.fixture
def coordinator(app):
    return sign_in(app, "coordinator")


@pytest.fixture
def analyst(app):
    return sign_in(app, "analyst")


def about(app, user="coordinator", kind="same person", pairs=TOMS, **more):
    """What the form hands to its callbacks, as it was rendered for this user."""
    with app.server.app_context():
        form = answering.ask(User(user, user), "Are they one?", kind, pairs, **more)
    return form.children[0]


def call(client, which, inputs, state, triggered):
    """Call back one callback of the form; `inputs` and `state` are (id, property, value)."""
    (output,) = [output for output in gate.POLICY if f'"{which}"' in output and '"answer"' in output]
    outputs = [{"id": inputs[0][0] | {"answer": json.loads(name.rsplit(".", 1)[0])["answer"]}, "property": name.rsplit(".", 1)[1]}
               for name in output.strip(".").split("...")]
    told = [(part["id"], TOLD, None) for part in outputs if part["property"] == "children"][:1]
    body = {"output": output, "outputs": outputs, "changedPropIds": [json.dumps(triggered, sort_keys=True, separators=(",", ":")) + ".n_clicks"],
            "inputs": [dict(id=i, property=p, value=v) for i, p, v in inputs], "state": [dict(id=i, property=p, value=v) for i, p, v in (*state, *told)]}
    answer = client.post("/_dash-update-component", json=body, headers={"X-CSRFToken": client.get_cookie("_csrf_token").value})
    return {json.loads(key)["answer"]: value for key, value in json.loads(answer.text)["response"].items()} if answer.status_code == 200 else answer


def look(client, store, verdict="yes", reason=WHY, since=None, data=None):
    form = store.id["form"]
    def named(part):
        return {"answer": part, "form": form}
    return call(client, "sealed", [(named("look"), "n_clicks", 1), (named("back"), "n_clicks", 0)],
                [(named("verdict"), "value", verdict), (named("reason"), "value", reason), (named("since"), "value", since),
                 (named("about"), "data", data or store.data)], named("look"))


def keep(client, store, sealed):
    def named(part):
        return {"answer": part, "form": store.id["form"]}
    return json.dumps(call(client, "kept", [(named("keep"), "n_clicks", 1)], [(named("sealed"), "data", sealed)], named("keep")))


def sealed(client, store, **given):
    return look(client, store, **given)["sealed"]["data"]


def standing(app):
    return decisions.standing(app.server.extensions["database"]).answers


# --- what is wrong with an answer is said


@pytest.mark.parametrize(("given", "said"), [
    ({"verdict": None}, "Choose one of the answers."), ({"verdict": "perhaps"}, "Choose one"), ({"reason": None}, "at least 10 characters"),
    ({"reason": "  short    "}, "at least 10 characters")])
def test_what_is_missing_is_said_and_nothing_is_sealed(app, coordinator, given, said):
    answer = look(coordinator, about(app), **given)
    assert said in json.dumps(answer["wrong"]) and answer["sealed"]["data"] is None and answer["second"]["hidden"] is True


def test_a_day_is_asked_for_where_the_answer_needs_one(app, coordinator):
    store = about(app, kind="child with carer", pairs=[(f"{CRIME}#child", f"{CRIME}#victim")], since=True)
    assert "Say from which day" in json.dumps(look(coordinator, store, since="31/2/2024")["wrong"])
    keep(coordinator, store, sealed(coordinator, store, since="10/3/2024"))
    assert list(standing(app)["since"]) == ["2024-03-10"]


@pytest.mark.parametrize("pairs", [[["made up", f"{TENANCY}#partner", "x"]], [[*TOMS[0], "another mark"]], []])
def test_pairs_from_the_browser_are_checked_against_the_snapshot(app, coordinator, pairs):
    store = about(app)
    answer = look(coordinator, store, data=store.data | {"pairs": pairs})
    assert "look again" in json.dumps(answer["wrong"]) and answer["sealed"]["data"] is None


# --- what is kept


def test_what_was_shown_is_kept_once_however_often_the_button_is_pressed(app, coordinator):
    store = about(app)
    seal = sealed(coordinator, store)
    assert "Kept as D-1" in keep(coordinator, store, seal) and "Kept as D-1" in keep(coordinator, store, seal)
    (answer,) = standing(app).to_dict("records")
    assert (answer["verdict"], answer["reason"], answer["decided_by"], answer["needs_second"]) == ("yes", WHY, "coordinator", True)
    with app.server.app_context():
        assert queries.seen(User("x", "analyst"), "same person", TOMS)[0][2] == answer["seen"]


def test_it_is_written_down_before_it_is_looked_at_and_before_it_is_kept(app, coordinator):
    store = about(app)
    keep(coordinator, store, sealed(coordinator, store))
    lines = [line for line in audited(app) if "answer" in line[1]]
    assert lines == [("coordinator", "look at answer to same person", " and ".join(TOMS[0]), None),
                     ("coordinator", "answer same person", " and ".join(TOMS[0]), WHY)]


@pytest.mark.parametrize("seal", ["", "made.up", None])
def test_what_nobody_sealed_is_not_kept(app, coordinator, seal):
    store = about(app)
    keep(coordinator, store, seal)
    assert standing(app).empty


def test_what_was_shown_to_one_person_is_not_kept_for_another(app, coordinator, analyst):
    store = about(app)
    assert "nothing was kept" in keep(analyst, store, sealed(coordinator, store))
    assert standing(app).empty


def test_a_record_that_changed_since_is_looked_at_again(app, coordinator):
    store = about(app)
    seal = sealed(coordinator, store)
    story = published.story()
    story["mentions"] = [row | {"name": "Thomas Kahn"} if row["mention_id"] == TOMS[0][1] else row for row in story["mentions"]]
    published.publish(app.server.extensions["database"].home, story)
    assert "has changed" in keep(coordinator, store, seal) and "has changed" in json.dumps(look(coordinator, store)["wrong"])
    assert standing(app).empty


def test_where_other_records_were_read_meanwhile_it_needs_a_second_person_if_it_needs_one_now(app, coordinator, monkeypatch):
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects(needs_second=False))
    store = about(app)
    seal = sealed(coordinator, store)
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects(needs_second=True))
    story = published.story()
    story["files"] = [row | {"file_hash": "another"} for row in story["files"]]
    published.publish(app.server.extensions["database"].home, story)
    keep(coordinator, store, seal)
    assert list(standing(app)["needs_second"]) == [True]


@pytest.mark.parametrize(("verdict", "waits"), [("yes", True), ("no", False), ("unsure", False)])
def test_where_it_is_not_known_what_would_change_only_a_yes_needs_a_second_person(app, coordinator, monkeypatch, verdict, waits):
    monkeypatch.setattr(foreseen, "foresee", lambda *_: unknown("it took too long."))
    store = about(app)
    keep(coordinator, store, sealed(coordinator, store, verdict=verdict))
    assert list(standing(app)["needs_second"]) == [waits]


def test_a_no_of_which_it_was_not_known_what_it_would_change_is_kept_without_working_that_out_again(app, coordinator, analyst, monkeypatch):
    monkeypatch.setattr(foreseen, "foresee", lambda *_: unknown("it took too long."))
    store, other = about(app), about(app, "analyst", pairs=[(f"{VISIT}#patient", f"{TENANCY}#tenant")])
    seal = sealed(coordinator, store, verdict="no")
    keep(analyst, other, sealed(analyst, other))
    monkeypatch.setattr(foreseen, "foresee", lambda *_: pytest.fail("worked out again"))
    keep(coordinator, store, seal)
    assert list(standing(app)["needs_second"]) == [True, False]


def test_what_somebody_answered_meanwhile_is_taken_account_of(app, coordinator, analyst, monkeypatch):
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects(needs_second=False))
    store, other = about(app), about(app, "analyst", pairs=[(f"{VISIT}#patient", f"{TENANCY}#tenant")])
    seal = sealed(coordinator, store)
    keep(analyst, other, sealed(analyst, other))
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects(needs_second=True))
    keep(coordinator, store, seal)
    assert list(standing(app)["needs_second"]) == [False, True]


@pytest.mark.parametrize(("near", "waits"), [({"elsewhere"}, False), ({f"{VISIT}#patient"}, True), (None, True)])
def test_what_somebody_answered_meanwhile_of_no_record_near_by_is_not_worked_out_again(app, coordinator, analyst, monkeypatch, near, waits):
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects(needs_second=False, near=near and frozenset(near)))
    store, other = about(app), about(app, "analyst", pairs=[(f"{VISIT}#patient", f"{TENANCY}#tenant")])
    seal = sealed(coordinator, store)
    keep(analyst, other, sealed(analyst, other))
    published.publish(app.server.extensions["database"].home, published.story() | {"headlines": []})
    monkeypatch.setattr(foreseen, "foresee", lambda *_: Effects(needs_second=True))
    keep(coordinator, store, seal)
    assert list(standing(app)["needs_second"]) == [False, waits]


def test_two_people_who_give_the_same_answer_at_once_agree_with_one_another(app, coordinator, analyst):
    mine, theirs = about(app), about(app, "analyst")
    seals = sealed(coordinator, mine), sealed(analyst, theirs)
    keep(coordinator, mine, seals[0])
    assert "you agreed with D-1" in keep(analyst, theirs, seals[1])
    assert list(standing(app)["seconded_by"]) == ["analyst"]


def test_not_being_sure_needs_no_second_person(app, coordinator):
    store = about(app)
    keep(coordinator, store, sealed(coordinator, store, verdict="unsure"))
    assert list(standing(app)["needs_second"]) == [False]


# --- a second person


def test_the_same_answer_by_another_person_agrees_and_another_answer_stands_beside_it(app, coordinator, analyst):
    store = about(app)
    keep(coordinator, store, sealed(coordinator, store))
    theirs = about(app, "analyst")
    shown = look(analyst, theirs)
    assert WHY in json.dumps(shown["shown"]) and "you agree with D-1" in json.dumps(shown["shown"])
    assert "you agreed with D-1" in keep(analyst, theirs, shown["sealed"]["data"])
    assert list(standing(app)["seconded_by"]) == ["analyst"]
    keep(analyst, theirs, sealed(analyst, about(app, "analyst"), verdict="no"))
    assert sorted(standing(app)["verdict"]) == ["no", "yes"]


def test_a_second_person_does_not_see_the_first_answer_before_her_own(app, coordinator):
    store = about(app)
    keep(coordinator, store, sealed(coordinator, store))
    with app.server.app_context():
        theirs = str(answering.ask(User("analyst", "analyst"), "Are they one?", "same person", TOMS))
        mine = str(answering.ask(User("coordinator", "coordinator"), "Are they one?", "same person", TOMS))
    assert "waits for a second person" in theirs and WHY not in theirs and "coordinator" not in theirs
    assert "You have answered this" in mine and WHY in mine


def test_agreeing_with_part_of_an_answer_does_not_agree_with_the_whole(app, coordinator, analyst):
    store = about(app, pairs=[*TOMS, (f"{VISIT}#patient", f"{TENANCY}#tenant")])
    keep(coordinator, store, sealed(coordinator, store))
    theirs = about(app, "analyst")
    keep(analyst, theirs, sealed(analyst, theirs))
    assert standing(app)["seconded_by"].isna().all() and set(standing(app)["answer_id"]) == {"D-1", "D-2"}


# --- words


@pytest.mark.parametrize(("share", "words"), [
    (0.0, "says nothing either way"), (-0.4, "says nothing either way"), (1.0, "speaks a little for one person"), (-6.0, "speaks against one person"),
    (11.9, "speaks strongly for one person"), (-20.0, "speaks very strongly against one person")])
def test_a_share_of_the_weight_is_told_in_words(share, words):
    assert answering.words.strength(share) == words


def test_a_role_that_does_not_answer_gets_no_form(app):
    with app.server.app_context():
        assert "does not answer" in str(answering.ask(User("x", "no such role"), "?", "same person", TOMS))
