"""The patterns of an area: every figure is counted again another way, planted cases are found, and nothing small follows from the whole table."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.made import MORE, Map, made
from timeline import patterns
from timeline.patterns import ALL, ITEMS, cells
from timeline.tables import check

GIVEN = {"repeat_days": 365, "soon_days": 28, "school_days": 1, "notices": ["police_notice"], "schools": ["schools"]}
TABLES = ("events", "timelines", "reports", "mentions", "people", "families", "harms", "perpetrators", "raisings", "dismissals", "headlines", "coverage")
LAST = date(2025, 3, 31)


# --- every figure against a count of another kind


@pytest.fixture
def told(sample):
    """The sample's tables as lists of dicts."""
    def rows(name):
        cursor = sample.cursor().execute(f"from made.{name}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {name: rows(name) for name in (*TABLES, "figures")}


def day_of(row) -> date:
    return row["occurred_from"].date() if row["occurred_from"] else row["known_on"]


def abuse(told):
    """(day, event, family, days since the family's incident before) of each incident of each family, worked out row by row."""
    events = {row["event_id"]: row for row in told["events"] if row["kind"] == "abuse"}
    by_family: dict[str, list] = {}
    for row in told["timelines"]:
        if row["event_id"] in events:
            by_family.setdefault(row["family_id"], []).append((day_of(events[row["event_id"]]), row["event_id"]))
    for family, theirs in by_family.items():
        before = None
        for day, event in sorted(theirs):
            yield day, events[event], family, None if before is None else (day - before).days
            before = day


def first_account(told, event) -> dict:
    reports = {row["report_id"]: row for row in told["reports"]}
    return min((reports[id] for id in event["report_ids"]), key=lambda row: (row["copied_from"] is not None, row["known_on"], row["report_id"]))


def incidents(told):
    found = {}
    for day, event, family, days in abuse(told):
        if family <= found.get(event["event_id"], (family,))[0]:
            found[event["event_id"]] = family, day, event, days
    for _family, day, event, days in found.values():
        since = "first" if days is None else "soon" if days <= 28 else "year" if days <= 365 else "later"
        violence = "physical" if event["physical"] else "other"
        yield day, event["event_id"], {"agency": first_account(told, event)["agency"], "violence": violence, "before": since}


def records(told):
    reports = {row["report_id"]: row for row in told["reports"]}
    for id in {id for _day, event, *_ in abuse(told) for id in event["report_ids"]}:
        if reports[id]["kind"] == "abuse":
            yield day_of(reports[id]), id, {"agency": reports[id]["agency"]}


def families(told):
    yield from {(day, family) for day, _event, family, _days in abuse(told)}


def repeats(told):
    yield from {(day, family) for day, _event, family, days in abuse(told) if days is not None and days <= 365}


def known(told):
    events = {row["event_id"]: row for row in told["events"] if row["kind"] == "abuse" or row["kind"] == "concern" and row["types"]}
    knew: dict[str, dict] = {}
    for row in told["timelines"]:
        for agency, day in row["known_on"].items() if row["event_id"] in events else ():
            theirs = knew.setdefault(row["family_id"], {})
            theirs[agency] = min(day, theirs.get(agency, day))
    for family, theirs in knew.items():
        days = sorted((day, agency) for agency, day in theirs.items())
        lag = (days[1][0] - days[0][0]).days if len(days) > 1 else None
        second = "none" if lag is None else "same" if lag == 0 else "soon" if lag <= 28 else "year" if lag <= 365 else "later"
        yield days[0][0], family, {"agency": days[0][1], "second": second}


def children(told):
    events = {row["event_id"]: row for row in told["events"] if row["kind"] == "abuse"}
    there: dict[tuple, list] = {}
    for row in told["timelines"]:
        for child in row["children"] if row["event_id"] in events else ():
            there.setdefault((row["event_id"], child["person_id"]), []).append(child)
    for (event, child), said in there.items():
        ages = [one["age"] for one in said if one["age"] is not None]
        if not ages or max(ages) < 18:
            bands = ((0, "unborn"), (1, "0"), (5, "1"), (8, "5"), (12, "8"), (18, "12"))
            age = next(name for most, name in bands if max(ages) < most) if ages else "unknown"
            seen, heard = ({one[answer] for one in said} for answer in ("seen", "heard"))
            away = "no" in {one["present"] for one in said}
            voice = "heard" if "yes" in heard else "seen" if "yes" in seen else "away" if away else "not" if "no" in seen | heard else "silent"
            yield day_of(events[event]), f"{event} {child}", {"age": age, "voice": voice, "agency": first_account(told, events[event])["agency"]}


def serial(told):
    first: dict[str, date] = {}
    for row in told["raisings"]:
        if row["rule"] == "R09" and row["person_id"] and not row["rests_on_proposed_link"]:
            first[row["person_id"]] = min(row["raised_on"], first.get(row["person_id"], row["raised_on"]))
    yield from ((day, person, {}) for person, day in first.items())


def signals(told):
    events = {row["event_id"]: row for row in told["events"]}
    dismissed = {row["signal_id"] for row in told["dismissals"] if row["state"] == "dismissed"}
    for row in told["raisings"]:
        if row["level"] == "note":
            continue
        after = [events[each["event_id"]] for each in told["timelines"] if each["family_id"] == row["family_id"]]
        after = [each for each in after if (each["kind"] == "protection" or each["category"] == "section_47")
                 and row["raised_on"] <= day_of(each) <= row["raised_on"] + timedelta(days=28)]
        met = any(each["category"] in ("marac_referral", "marac_meeting", "section_47") for each in after)
        came = ("met" if met else "step" if after else "dismissed" if row["signal_id"] in dismissed and row["until"] is None
                else "running" if row["raised_on"] + timedelta(days=28) > date(2025, 4, 7) else "none")
        yield row["raised_on"], f"{row['signal_id']} {row['raised_on']}", {"level": row["level"], "after": came}


def spans(day: date) -> tuple:
    """The month and the year from April to March in which a day lies, by their first days."""
    return (day.replace(day=1), False), (date(day.year - (day.month < 4), 4, 1), True)


@pytest.mark.parametrize("count", [incidents, families, repeats, records, known, children, serial, signals])
def test_each_figure_equals_a_count_made_another_way(told, count):
    own = [row for row in told["figures"] if row["measure"] == count.__name__]
    units: dict[tuple, set] = {}
    for day, unit, *parts in count(told):
        for since, yearly in spans(day):
            for part, value in (("", ""), *(parts[0] if parts else {}).items()):
                units.setdefault((part, value, since, yearly), set()).add(unit)
    first = min(row["since"] for row in own if (row["until"] - row["since"]).days < 31)
    expected = Counter({key: len(found) for key, found in units.items() if key[2] >= first})
    figures = {(row["part"], row["value"], row["since"], (row["until"] - row["since"]).days > 31): row["number"] for row in own}
    assert {key: number for key, number in figures.items() if number} == expected and sum(expected.values()) > 0


def test_a_median_is_of_the_times_that_it_says(told):
    days = [days for day, event, family, days in abuse(told) if days is not None and date(2024, 4, 1) <= day <= LAST]
    by_key = {(row["measure"], row["part"], row["since"], row["until"]): row for row in told["figures"]}
    row = by_key["incidents", "", date(2024, 4, 1), LAST]
    assert row["median"] is None or (row["median"], row["timed"]) == (float(np.median(days)), len(days))
    assert [row for row in by_key.values() if row["median"] is not None]
    assert all(row["shown"] and row["timed"] >= 10 for row in by_key.values() if row["median"] is not None)


# --- planted cases


def measured(**tables) -> dict[str, list[dict]]:
    """What is measured of small tables, by measure."""
    given = {name: made(name, *tables.get(name, [])) for name in TABLES}
    found = patterns.measure(*given.values(), LAST, **GIVEN)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    return {key: [row for row in rows if row["measure"] == key] for key in ITEMS}


def report(id, day, category, **more):
    at = f"{day} 10:00:00"
    return dict(report_id=id, agency=id.split(":")[0], area="A", category=category, occurred_from=at, occurred_to=at, known_on=day) | more


def programme(*steps):
    """Steps of one person: (day, category)."""
    reports = [report(f"probation:{number}", day, category, kind="protection") for number, (day, category) in enumerate(steps)]
    mentions = [dict(mention_id=f"{row['report_id']}#1", role="offender", slot="1") for row in reports]
    return measured(reports=reports, mentions=mentions, people=[dict(person_id="P", mention_ids=[row["mention_id"] for row in mentions])])["programmes"]


@pytest.mark.parametrize(("steps", "waited"), [
    ([("2024-05-01", "programme_referred"), ("2024-05-20", "programme_started")], {"soon": 19}),
    ([("2024-05-01", "programme_referred"), ("2024-08-01", "programme_started")], {"later": 92}),
    ([("2024-05-01", "programme_referred")], {"none": None}),
    ([("2024-05-01", "programme_started"), ("2024-06-01", "programme_referred")], {"alone": None, "none": None}),
])
def test_a_referral_to_a_programme_waits_for_the_next_start_of_the_same_person(steps, waited):
    assert {row["parts"]["waited"]: row["days"] for row in programme(*steps)} == waited


def notice(*told, dob="2014-01-01", supplied="supplied", **event):
    """An incident of Friday 14 June 2024, recorded by police that day, of a child there; and what the school recorded, by day."""
    crime = report("police:1", "2024-06-14", "common_assault", kind="abuse", **event)
    others = [report(f"schools:{number}", day, "police_notice", kind="contact") for number, day in enumerate(told)]
    mentions = [dict(mention_id=f"{row['report_id']}#c", role="child", slot="c") for row in (crime, *others)]
    return measured(
        reports=[crime, *others], mentions=mentions, people=[dict(person_id="C", dob=dob, mention_ids=[row["mention_id"] for row in mentions])],
        families=[dict(family_id="F", person_id="C", part="child", since="2024-01-01")], headlines=[dict(family_id="F", area="A")],
        events=[dict(event_id="E", kind="abuse", occurred_from=crime["occurred_from"], known_on="2024-06-14", report_ids=["police:1"])],
        timelines=[dict(family_id="F", event_id="E", position=1, known_on=Map(police="2024-06-14"))],
        harms=[dict(event_id="E", harmed_id="C", source_id="P", manner="present")],
        coverage=[dict(agency="schools", system="s", area="A", month="2024-06-01", state=supplied)])["notices"]


@pytest.mark.parametrize(("days", "more", "answer"), [
    (["2024-06-17"], {}, ["duty"]),  # the Monday after
    (["2024-06-18"], {}, ["late"]),
    (["2024-06-18", "2024-06-14"], {}, ["duty"]),
    (["2024-06-13"], {}, ["none"]),  # before it happened
    ([], {}, ["none"]),
    ([], {"notified_to": "schools", "notified_on": "2024-06-15"}, ["duty"]),
    ([], {"supplied": "silent"}, []),
    ([], {"dob": "2020-06-01"}, []),  # starts school in September
])
def test_a_notice_is_in_time_until_the_next_working_day(days, more, answer):
    assert [row["parts"]["told"] for row in notice(*days, **more)] == answer


@pytest.mark.parametrize(("present", "seen", "heard", "voice"), [
    ("yes", "yes", "yes", "heard"), ("yes", "yes", "no", "seen"), ("yes", "no", "no", "not"), ("not asked", "no", "not asked", "not"),
    ("no", "no", "no", "away"), ("no", "not asked", "not asked", "away"), ("no", "no", "yes", "heard"), ("not asked", "not asked", "not asked", "silent")])
def test_a_child_who_was_not_there_is_not_counted_as_not_seen(present, seen, heard, voice):
    found = measured(
        reports=[report("police:1", "2024-06-14", "common_assault", kind="abuse")],
        events=[dict(event_id="E", kind="abuse", occurred_from="2024-06-14 10:00:00", known_on="2024-06-14", report_ids=["police:1"])],
        timelines=[dict(family_id="F", event_id="E", position=1, children=[dict(person_id="C", age=6, present=present, seen=seen, heard=heard)])],
        headlines=[dict(family_id="F", area="A")])["children"]
    assert [row["parts"]["voice"] for row in found] == [voice]


# --- nothing small follows from all that is told


def figures_of(facts: list[tuple], items) -> pd.DataFrame:
    """The figures of measures of made-up facts: (measure, unit, area, day, agency)."""
    measured = made("measured", *(dict(measure=measure, unit_id=unit, area=area, day=day, parts=Map(agency=agency) if agency else Map())
                                  for measure, unit, area, day, agency in facts))
    covered = made("coverage", *(dict(agency=agency, system="s", area=area, month=f"2024-{month:02d}-01")
                                 for agency in ("x", "y") for area in ("A", "B") for month in (4, 5, 6)))
    return cells.count(measured, covered, items, date(2024, 7, 1), 5, 10).df()


def known_of(figures: pd.DataFrame) -> list[LinearConstraint]:
    """What everybody knows of the figures: what adds up, what is no more than its whole, and that a year holds its months and no more than their sum."""
    place = {tuple(row[:6]): number for number, row in enumerate(figures[["measure", "area", "part", "value", "since", "until"]].itertuples(index=False))}
    year = max(figures["until"] - figures["since"])
    equal, more = [], []

    def line(weights: list[tuple]) -> np.ndarray:
        return np.bincount([at for at, _weight in weights], [weight for _at, weight in weights], len(figures))

    for (measure, area, part, value, since, until), at in place.items():
        own = [other for key, other in place.items() if key[:4] == (measure, area, part, value) and key[5] - key[4] < year]
        recurring = measure != "incidents"
        if until - since == year:
            (more if recurring else equal).append(line([*((month, 1) for month in own), (at, -1)]))
            more += [line([(at, 1), (month, -1)]) for month in own]
        if area == ALL:
            areas = [other for key, other in place.items() if key[0] == measure and key[1] != ALL and key[2:] == (part, value, since, until)]
            equal.append(line([(at, -1), *((other, 1) for other in areas)]))
        elif not part and not recurring:
            agencies = [other for key, other in place.items() if key[:3] == (measure, area, "agency") and key[4:] == (since, until)]
            equal.append(line([(at, -1), *((other, 1) for other in agencies)]))
        if measure == "repeats":
            more.append(line([(place["families", area, part, value, since, until], 1), (at, -1)]))
    return [LinearConstraint(np.array(equal), 0, 0), LinearConstraint(np.array(more), 0, np.inf)]


@st.composite
def happenings(draw) -> list[tuple]:
    """Incidents, and families with some and with a repeat, in two areas over three months."""
    facts = []
    for area in "AB":
        for month in (4, 5, 6):
            for agency in "xy":
                count = draw(st.sampled_from([0, 1, 3, 4, 5, 8, 12]))
                facts += [("incidents", f"{area}{month}{agency}{number}", area, f"2024-{month:02d}-10", agency) for number in range(count)]
            there = draw(st.integers(0, 9))
            start = draw(st.integers(0, 6))
            facts += [("families", f"{area}{start + number}", area, f"2024-{month:02d}-10", "") for number in range(there)]
            facts += [("repeats", f"{area}{start + number}", area, f"2024-{month:02d}-10", "") for number in range(draw(st.integers(0, there)))]
    return facts


@settings(max_examples=4 * MORE, deadline=None)
@given(happenings())
def test_nobody_learns_a_small_number_from_every_area_agency_month_and_year_together(facts):
    figures = figures_of(facts, [ITEMS["incidents"], ITEMS["families"], ITEMS["repeats"]])
    figures = figures[~figures["part"].isin(["violence", "before"])].reset_index(drop=True)
    known, numbers, shown = known_of(figures), figures["number"].to_numpy(), figures["shown"].to_numpy()

    def possible(at, low, high):
        least, most = np.where(shown, numbers, 0).astype(float), np.where(shown, numbers, np.inf)
        least[at], most[at] = low, high
        return milp(np.zeros(len(numbers)), constraints=known, bounds=Bounds(least, most), integrality=np.ones(len(numbers))).status == 0
    small = np.flatnonzero(~shown & (numbers > 0) & (numbers < 5))
    assert not (shown & (numbers < 5)).any()
    assert [figures.iloc[at].to_dict() for at in small if not possible(at, numbers[at] + 1, np.inf) and not possible(at, 0, numbers[at] - 1)] == []


def test_a_part_of_all_areas_is_told_only_where_each_areas_is():
    facts = [("incidents", f"{area}{number}", area, "2024-05-10", "x") for area, count in (("A", 9), ("B", 2)) for number in range(count)]
    figures = figures_of(facts, [ITEMS["incidents"]])
    own = figures[(figures["value"] == "x") & (figures["since"] == "2024-05-01")].set_index("area")
    assert dict(own["number"]) == {ALL: 11, "A": 9, "B": 2} and not own["shown"].any()


def test_the_words_of_each_measure_say_what_is_counted_and_by_which_source():
    assert all(item.title and item.counts and item.definition.endswith(".") and item.source for item in ITEMS.values())


def test_where_no_agency_supplied_anything_there_is_nothing_to_tell():
    nothing = patterns.figures(made("measured"), made("coverage"), date(2024, 12, 31), least=5, median_of=5)
    check("figures", nothing)
    assert nothing.fetchall() == []
