"""A dismissal's whole way through the engine: planted in two of three families alike, through another load in another order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.extracts import SAYS, extracts, layouts
from timeline import decisions, pipeline, settings, snapshot
from timeline.access import User
from timeline.model import load as load_model

pytestmark = pytest.mark.slow
LAYOUT = """
supplier = "crimes"
agency = "police"
system = "crimes"
title = "Crimes, for tests"
basis = "made for tests"
dates = "dd/mm/yyyy"
[report]
ref = "Ref"
recorded_on = "Day"
occurred_from = "Day"
category = "Kind"
relationship = "Tie"
words = "Note"
[people.victim]
role = "victim"
name = "Victim"
dob = "Victim born"
[people.suspect]
role = "suspect"
name = "Suspect"
dob = "Suspect born"
[codes.category]
"AS" = "common_assault"
[codes.relationship]
"P" = "partner"
"""
HEADER = "Ref,Day,Kind,Tie,Note,Victim,Victim born,Suspect,Suspect born"
PEOPLE = {"Roe": "Ann Roe,01/02/1990,Max Roe,03/04/1988", "Low": "Eve Low,05/06/1991,Ian Low,07/08/1987", "Fox": "Amy Fox,09/10/1992,Tom Fox,11/12/1986"}
CAROL = User("carol", "coordinator")


def incident(family: str, month: int) -> str:
    return f"{family}{month},12/{month + 8:02}/2024,AS,P,seen,{PEOPLE[family]}"


def signals(tmp_path, database, lines) -> dict:
    """What a run on these lines, with what is decided until now, says of each family: how the dismissal of its R01 stands, and why; its
    level; how many of its signals are dismissed."""
    inside = extracts(tmp_path, {"crimes.csv": "\n".join([HEADER, *lines])}, SAYS)
    with snapshot.working(tmp_path) as s:
        published = pipeline.run(inside, decisions.standing(database), layouts(tmp_path, LAYOUT, "crimes"), settings.load(), load_model(), s)
    with snapshot.open(published) as reader:
        return {name: told for name, *told in reader.execute("""
            select name, d.state, d.because, h.level, h.dismissed from made.headlines h join made.signals s using (family_id)
            left join made.dismissals d using (signal_id) where rule = 'R01'""").fetchall()}


def dismiss(database, family: str, until: date) -> None:
    """Dismiss the family's R01, resting on its three incidents."""
    refs = [f"police:crimes:{family}{month}" for month in (1, 2, 3)]
    signal = decisions.Signal("R01", "MARAC criterion met", f"{refs[0]}#suspect", f"{refs[0]}#victim")
    decisions.dismiss(database, CAROL, family, signal, [(ref, f"{refs[0]}#victim", None) for ref in refs], until, 180, "seen with the worker")


def test_a_dismissal_outlives_other_loads_and_ends_with_new_evidence_and_dismisses_no_twin(tmp_path, database):
    lines = [incident(family, month) for family in PEOPLE for month in (1, 2, 3)]
    until = datetime.now(UTC).date() + timedelta(days=30)
    for family in ("Roe", "Low"):
        dismiss(database, family, until)
    first = signals(tmp_path, database, lines)
    assert {family: (state, dismissed) for family, (state, _, _, dismissed) in first.items()} == {
        "Roe": ("dismissed", 1), "Low": ("dismissed", 1), "Fox": (None, 0)}
    assert [family for family, (_, _, level, _) in first.items() if level == "MARAC criterion met"] == ["Fox"]

    more = signals(tmp_path, database, [incident("Fox", 4), incident("Low", 4), *reversed(lines)])
    assert more["Roe"] == first["Roe"]
    assert more["Low"][0] == "returned" and more["Low"][1].endswith("Returned because it rests on 1 record that was not among those seen.")
    assert (more["Low"][2], more["Low"][3]) == ("MARAC criterion met", 0)
