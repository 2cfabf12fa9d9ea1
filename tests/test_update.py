"""An answer's whole way on the sample: said, applied by `timeline update`, shown, taken back, and kept through another load."""

import shutil
from types import SimpleNamespace

import pytest

from tests.conftest import SAMPLE
from tests.extracts import HEADER, extracts, layouts
from tests.test_laws import shuffled
from timeline import cli, decisions, snapshot
from timeline.access import User
from timeline.database import Database

ANN, BOB = User("ann", "analyst"), User("bob", "analyst")


@pytest.fixture
def home(sample_home, tmp_path, monkeypatch):
    """A home of its own with the run on the sample data, which the commands work on."""
    shutil.copytree(sample_home, tmp_path / "home")
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def say(home, key, do, *said, **more) -> str:
    database = Database(home)
    try:
        return do(database, more.pop("user", ANN), key, *said, **more)
    finally:
        database.close()


def answer(home, key, pairs, verdict, **more) -> str:
    return say(home, key, decisions.answer, "same person", [(left, right, None) for left, right in pairs], verdict, "I know them", **more)


def updated(home, command=("update",)):
    assert cli.main([*map(str, command)]) == 0
    return now(home)


def now(home):
    """What the current snapshot shows: who holds each mention, each person's mentions and reason, and the links."""
    reader = snapshot.open(snapshot.current(home))
    people = reader.execute("select person_id, mention_ids, because from made.people").fetchall()
    found = reader.sql("select * from made.links order by place nulls last, link_id")
    links = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    reader.close()
    return SimpleNamespace(of={m: person for person, ids, _ in people for m in ids}, members={person: ids for person, ids, _ in people},
                           because={person: because for person, _, because in people}, links=links)


def between(state, left, right) -> list[dict]:
    return [link for link in state.links if {link["person_id_l"], link["person_id_r"]} == {state.of[left], state.of[right]}]


@pytest.mark.slow
def test_a_yes_that_a_second_person_agreed_to_joins_and_taken_back_parts_again_with_the_same_ids(home, capsys):
    before = now(home)
    link = before.links[0]
    left, right = link["mention_id_l"], link["mention_id_r"]
    answer_id = answer(home, "k1", [(left, right)], "yes", needs_second=True)
    say(home, "k2", decisions.second, answer_id, "so do I", user=BOB)
    joined = updated(home)
    assert joined.of[left] == joined.of[right] in (before.of[left], before.of[right])
    assert "joined by ann and bob on" in joined.because[joined.of[left]]
    assert {*before.members[before.of[left]], *before.members[before.of[right]]} <= set(joined.members[joined.of[left]])

    say(home, "k3", decisions.take_back, answer_id, "I was wrong")
    after = updated(home)
    assert (after.of, after.because, after.links) == (before.of, before.because, before.links)


@pytest.mark.slow
def test_a_no_is_refused_a_yes_waits_for_a_second_person_and_both_survive_another_load_in_another_order(home, tmp_path, capsys):
    before = now(home)
    link, other = before.links[:2]
    left, right = link["mention_id_l"], link["mention_id_r"]
    answer(home, "k1", [(left, right)], "no")
    answer(home, "k2", [(other["mention_id_l"], other["mention_id_r"])], "yes", needs_second=True)
    refused = updated(home)
    assert refused.of == before.of
    assert [found["state"] for found in between(refused, other["mention_id_l"], other["mention_id_r"])] == ["waiting for a second person"]
    (found,) = between(refused, left, right)
    assert (found["state"], found["queued"]) == ("refused", False)
    assert found["because"].startswith("ann said no on")

    folder = tmp_path / "extracts"
    shutil.copytree(SAMPLE, folder)
    for path in sorted(folder.glob("*.csv")):
        path.write_bytes(shuffled(path.read_bytes(), seed=11))
    again = updated(home, ("run", folder))
    assert (again.of, again.because, again.links) == (refused.of, refused.because, refused.links)


@pytest.mark.slow
def test_a_person_is_split_the_founder_keeps_the_id_and_a_contradiction_comes_first_and_joins_nobody(home, capsys):
    before = now(home)
    last = [link for link in before.links if link["queued"]][-1]
    person, ids = max(((p, ids) for p, ids in before.members.items() if p not in (last["person_id_l"], last["person_id_r"])),
                      key=lambda item: (len(item[1]), item[0]))
    leave, stay = ids[::3], [m for m in ids if m not in ids[::3]]
    answer(home, "k1", [(one, other) for one in leave for other in stay], "no")
    answer(home, "k2", [(last["mention_id_l"], last["mention_id_r"])], "yes")
    answer(home, "k3", [(last["mention_id_l"], last["mention_id_r"])], "no", user=BOB)
    after = updated(home)
    parts = {after.of[m] for m in ids}
    assert not {after.of[m] for m in leave} & {after.of[m] for m in stay}
    assert person in parts
    assert {m: p for m, p in after.of.items() if p not in parts} == {m: p for m, p in before.of.items() if p != person}
    assert (after.links[0]["state"], after.links[0]["link_id"], after.links[0]["place"]) == ("contradicted", last["link_id"], 1)


@pytest.mark.slow
def test_an_answer_changes_nothing_as_of_an_earlier_day(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    answer(tmp_path / "home", "k1", [("gp:n:1#patient", "gp:n:2#patient")], "yes")
    layouts(tmp_path)
    visits = extracts(tmp_path, {"visits.csv": f"{HEADER}\nV1,01/02/2024,HV,Ann,Marsh,,,,,Seen.\n"})
    assert cli.main(["run", str(visits), "--agencies", str(tmp_path), "--as-of", "2024-09-30"]) == 0
    reader = snapshot.open(snapshot.current(tmp_path / "home"))
    assert reader.execute("select count(*) from made.judgements").fetchall() == [(0,)]
    assert snapshot.about(reader)["decided"] == "0"
    reader.close()
