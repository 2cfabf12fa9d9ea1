"""The figures of an inspection on the sample, each counted another way: with pandas and Python over the tables, row by row."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from dashboard import current, queries
from dashboard.queries.inspection import given
from tests import published
from timeline import actions, inspection, snapshot
from timeline.access import Denied, User
from timeline.inspection.drawing import YOUNG

BEN, SINCE, UNTIL = User("ben", "analyst"), date(2022, 4, 8), date(2025, 4, 7)
TABLES = ("harms", "events", "timelines", "families", "people", "mentions", "reports", "characteristics", "orders", "signals", "headlines")


@pytest.fixture(scope="module")
def here(sample_home, tmp_path_factory):
    """The questions' answers on the sample."""
    with published.served(sample_home, answers=tmp_path_factory.mktemp("answers")) as server, server.app_context():
        yield server


@pytest.fixture(scope="module")
def told(here):
    """Every figure: (answer, part) to (so, other, untold)."""
    return {(row.answer, row.part): (row.so, row.other, row.untold) for row in queries.figures(BEN, SINCE, UNTIL).itertuples()}


@pytest.fixture(scope="module")
def t(sample_home):
    """The sample's tables as lists of dicts."""
    reader = snapshot.open(snapshot.current(sample_home))
    found = {}
    for name in TABLES:
        cursor = reader.execute(f"from made.{name}")
        names = [column[0] for column in cursor.description]
        found[name] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    reader.close()
    return found


@pytest.fixture(scope="module")
def world(t):
    """What most figures stand on, gathered by hand: abuse on timelines in the days, people by mention, records by id."""
    events = {e["event_id"]: e | {"day": (e["occurred_from"].date() if e["occurred_from"] else e["known_on"])} for e in t["events"]}
    abuse = [(line, events[line["event_id"]]) for line in t["timelines"]
             if events[line["event_id"]]["kind"] == "abuse" and events[line["event_id"]]["precision"] != "undated"
             and SINCE <= events[line["event_id"]]["day"] <= UNTIL]
    reports = {r["report_id"]: r | {"day": (r["occurred_from"].date() if r["occurred_from"] else r["known_on"])} for r in t["reports"]}
    person = {m: p["person_id"] for p in t["people"] for m in p["mention_ids"]}
    named = [m | {"person_id": person[m["mention_id"]], "report": reports[m["report_id"]]} for m in t["mentions"]]
    ids = {e["event_id"] for _, e in abuse}
    harms = [h for h in t["harms"] if h["event_id"] in ids and not h["against_decision"]]
    return {"events": events, "abuse": abuse, "reports": reports, "named": named, "lately": [m for m in named if SINCE <= m["report"]["day"] <= UNTIL],
            "sources": {h["source_id"] for h in harms if h["manner"] == "named"} - {"not named"},
            "harmed": {h["harmed_id"] for h in harms if h["manner"] == "named"}}


def kids_of(t, world):
    """Children under 18 of families with abuse, with their ages."""
    families = {line["family_id"] for line, _ in world["abuse"]}
    dob = {p["person_id"]: p["dob"] for p in t["people"]}
    ages = {(f["family_id"], f["person_id"]): dob[f["person_id"]] for f in t["families"] if f["part"] == "child" and f["family_id"] in families}
    years = {key: None if born is None else (UNTIL.year - born.year - ((UNTIL.month, UNTIL.day) < (born.month, born.day))) for key, born in ages.items()}
    return {key: age for key, age in years.items() if age is None or age < 18}


def split(which, so):
    """How many are so, and how many are not."""
    answers = [bool(so(one)) for one in which]
    return sum(answers), len(answers) - sum(answers), 0


def test_people_said_to_harm_and_whether_anybody_worked_with_them_or_an_order_binds_them(told, t, world):
    work = {"probation_contact", "programme_referred", "programme_started", "programme_missed", "social_care_contact", "social_care_assessment", "home_visit",
            "mental_health_contact", "gp_contact"}
    roles = {"offender", "subject", "patient", "parent", "partner", "household member", "carer"}
    worked = {m["person_id"] for m in world["lately"] if m["report"]["category"] in work and m["role"] in roles}
    assert told["behaviour-worked", ""] == split(world["sources"], lambda person: person in worked)
    bound = {o["bound_id"] for o in t["orders"] if o["made_on"] and o["made_on"] <= UNTIL and (o["ended_on"] is None or o["ended_on"] > UNTIL)
             and (o["expires_on"] is None or o["expires_on"] >= UNTIL) and o["kind"] != "child_arrangements"}
    assert told["behaviour-bound", ""] == split(world["sources"], lambda person: person in bound)
    sides = {side: {m["report_id"] for m in world["lately"] if m["report"]["category"] in work and m["role"] in roles and m["person_id"] in who}
             for side, who in (("cause harm", world["sources"]), ("be harmed", world["harmed"] - world["sources"]))}
    assert {side: told["behaviour-sides", f"with people said to {side}"][0] for side in sides} == {side: len(records) for side, records in sides.items()}


@pytest.mark.parametrize("kind", ["ethnicity", "language", "disability"])
def test_of_whom_a_characteristic_is_recorded(told, t, world, kind):
    of = {c["mention_id"] for c in t["characteristics"] if c["kind"] == kind}
    recorded = {m["person_id"] for m in world["named"] if m["mention_id"] in of}
    assert told["communities-recorded", kind] == split(world["harmed"], lambda person: person in recorded)


def test_what_a_second_agency_knew_and_how_soon(told, here, world):
    knew = {event["event_id"]: sorted(line["known_on"].values()) for line, event in world["abuse"]}
    assert told["information-shared", ""] == split(knew.values(), lambda days: len(days) > 1)
    lags = [(days[1] - days[0]).days for days in knew.values() if len(days) > 1]
    row = next(row for row in queries.figures(BEN, SINCE, UNTIL).itertuples() if row.answer == "information-shared")
    assert (row.half, row.longest) == (pd.Series(lags).median(), max(lags)) and row.most == pytest.approx(pd.Series(lags).quantile(0.9))


def test_grades_after_which_more_is_recorded(told, t, world):
    homes = {}
    for line in t["timelines"]:
        for report in world["events"][line["event_id"]]["report_ids"]:
            homes.setdefault(report, []).append((line["family_id"], line["event_id"]))
    abuse_days = {}
    for line in t["timelines"]:
        event = world["events"][line["event_id"]]
        if event["kind"] == "abuse" and event["precision"] != "undated":
            abuse_days.setdefault(line["family_id"], []).append((event["event_id"], event["day"]))
    graded = [report for report in world["reports"].values() if (report["grade"], report["grade_tool"]) == ("standard", "DASH27")
              and SINCE <= report["known_on"] <= UNTIL and report["report_id"] in homes]
    over = [report for report in graded if report["day"] + timedelta(days=90) <= UNTIL]
    so, other, _ = split(over, lambda report: any(e != event and report["day"] < day <= report["day"] + timedelta(days=90)
                                                  for family, event in homes[report["report_id"]] for e, day in abuse_days[family]))
    assert told["information-grades", "DASH27, standard"] == (so, other, len(graded) - len(over))


def test_children_by_age_and_whether_anybody_saw_or_heard_them(told, t, world):
    met = {m["person_id"] for m in world["lately"] if "yes" in (m["seen"], m["heard"]) or m["report"]["category"] == "child_seen"}
    kids = kids_of(t, world)
    bands = {"under 2": range(2), "2 to 4": range(2, 5), "5 to 7": range(5, 8), "8 to 11": range(8, 12), "12 to 15": range(12, 16), "16 and 17": (16, 17)}
    for band, ages in bands.items():
        there = [key for key, age in kids.items() if age in ages]
        assert told.get(("ages-met", band), (0, 0, 0)) == split(there, lambda key: key[1] in met), band
    assert told["voice-alone", ""][0] + told["voice-alone", ""][1] == len(kids)


@pytest.mark.parametrize("what", ["seen", "heard"])
def test_a_childs_voice_by_agency_with_what_is_not_said_kept_apart(told, t, world, what):
    kids = {person for _, person in kids_of(t, world)}
    for agency in ("police", "schools", "idva", "social care"):
        answers = [m[what] for m in world["lately"] if m["agency"] == agency and m["role"] in ("child", "unborn") and m["person_id"] in kids
                   and m["report"]["kind"] in ("abuse", "concern") and (m["present"] != "no" or "yes" in (m["seen"], m["heard"]))]
        assert told.get((f"voice-{what}", agency), (0, 0, 0)) == (answers.count("yes"), answers.count("no"), answers.count("not asked"))


def test_patterns_health_and_schools(told, world):
    by_family = {}
    for line, event in world["abuse"]:
        by_family.setdefault(line["family_id"], []).append(event)
    once = {event["event_id"]: (line, event) for line, event in world["abuse"]}
    assert len(once) < len(world["abuse"])  # an event of two families is one event
    assert told["patterns-nonphysical", ""] == split(once.values(), lambda pair: not pair[1]["physical"])
    assert told["patterns-again", ""] == split(by_family.values(), lambda events: len(events) > 1)
    asked = {event["event_id"]: line for line, event in world["abuse"]
             if "police" in line["known_on"] and any(5 <= (c["age"] or -9) <= 17 for c in line["children"])}
    assert told["schools-told", ""] == split(asked.values(), lambda line: "schools" in line["known_on"])


@pytest.mark.parametrize(("answer", "place"), [("health-asked", "asked."), ("health-children", "child")])
def test_what_a_file_has_no_column_for_is_neither_asked_nor_left_out(told, sample_home, answer, place):
    reader = snapshot.open(snapshot.current(sample_home))
    can = {agency for agency, code in reader.execute("select agency, code from made.files join made.codes using (layout) where field = 'column'").fetchall()
           if code.startswith(place)}
    reader.close()
    found = {part: numbers for (key, part), numbers in told.items() if key == answer}
    assert found and {part for part, (_, other, _untold) in found.items() if other} <= can


@pytest.mark.parametrize("answer", [key for key, answer in inspection.ANSWERS.items() if answer.unit in ("event", "record")])
def test_an_event_or_a_record_of_two_families_is_counted_once(here, answer):
    counted = f"with {inspection.GROUND} select part, id from ({inspection.ANSWERS[answer].sql}) group by part, id having count(*) > 1"
    assert current.ask(counted, **given(SINCE, UNTIL, None)).empty


def test_every_figure_opens_exactly_what_it_counts(here, told):
    for (answer, part), numbers in told.items():
        if sum(numbers) > 50 or part not in ("", "police", "5 to 7", "DASH27, standard", "ethnicity", "Heard at MARAC"):
            continue
        units = queries.figure(BEN, answer, part, SINCE, UNTIL)
        so = list(units["so"])
        assert (so.count(True), so.count(False), so.count(None)) == numbers, (answer, part)
        assert units["found"].iloc[0] == sum(numbers)


def test_actions_are_counted_by_whom_they_fall_on_and_whether_they_are_done(here, t):
    anchor = next(p["mention_ids"][0] for p in t["people"] if p["person_id"] == t["families"][0]["person_id"])
    database, today = here.extensions["database"], datetime.now(UTC).date()
    for number, falls_on in enumerate(("person said to harm", "person said to harm", "agency")):
        actions.agree(database, User("ada", "coordinator"), f"agree {number}", anchor, "police", "Visit.", falls_on, today)
    actions.done(database, User("ada", "coordinator"), "done", "A-1", today, "police")
    found = queries.figures(BEN, today, today)
    told = {row.part: (row.so, row.other) for row in found.itertuples() if row.answer == "behaviour-actions"}
    assert told == {"person said to harm": (1, 1), "agency": (0, 1)}
    opened = queries.figure(BEN, "behaviour-actions", "person said to harm", today, today)
    assert list(opened["id"]) == ["A-1", "A-2"] and set(opened["family_id"]) == {t["families"][0]["family_id"]}
    assert [row.answer for row in queries.figures(BEN, SINCE, UNTIL).itertuples() if row.answer == "behaviour-actions"] == []


def test_an_area_without_families_has_no_figure(here):
    assert queries.figures(BEN, SINCE, UNTIL, "Nowhere").empty and queries.drawable(BEN, SINCE, UNTIL, "Nowhere") == []


def test_what_each_agency_supplied_counts_the_months_asked_about(here):
    supplied = queries.supplied(BEN, SINCE, UNTIL).set_index("agency")
    assert set(supplied[["supplied", "none", "silent", "missing"]].sum(axis=1)) == {37}  # April 2022 to April 2025


def test_families_to_draw_from_have_children_and_abuse_in_the_days(here, t, world):
    kids = kids_of(t, world)
    young = {family for (family, _), age in kids.items() if age is None or age < 8}
    cases = queries.drawable(BEN, SINCE, UNTIL)
    assert {case.family_id for case in cases} >= {family for family, _ in kids}
    assert young <= {case.family_id for case in cases if case.ages == YOUNG}
    assert list(queries.case_homes(BEN, [case.anchor for case in cases]).sort_values("family_id")["family_id"]) == sorted(case.family_id for case in cases)


def test_only_an_analyst_is_answered(here):
    with pytest.raises(Denied):
        queries.figures(User("ada", "coordinator"), SINCE, UNTIL)
