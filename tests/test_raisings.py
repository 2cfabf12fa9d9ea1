"""Every time that a rule's level rose, and how it agrees with today's signals."""

from datetime import date

import pytest

from tests.spec.drawn import SETTINGS, Example, tables
from timeline import signals
from timeline.tables import LEVELS, check

DAY = date(2024, 12, 31)


def raisings(incidents, rules, as_of=DAY, **sections):
    """The raisings of these rules on drawn incidents, as they are declared, in order of day."""
    s = tables(Example("", "", as_of, {"incidents": [{"day": "", "from": "Kai", "to": "Noor"} | row for row in incidents], **sections}))
    found = signals.raisings.find(signals.look(s, SETTINGS, as_of, rules), s["events"], s["reports"])
    check("raisings", found)
    return sorted(found.df().replace({float("nan"): None}).itertuples(), key=lambda r: (r.raised_on, r.rule))


def told(raised):
    """When, to which level and until when."""
    return [(str(r.raised_on)[:10], r.level, str(r.until)[:10] if r.until is not None and r.until == r.until else "") for r in raised]


def later(raised):
    """What its level became."""
    return [(str(step["on_day"])[:10], step["level"]) for step in raised.later]


def on(*days):
    return [{"day": day} for day in days]


def test_a_level_that_rose_passed_and_rose_again_is_told_twice():
    found = raisings(on("2021-01-05", "2021-03-05", "2021-05-05", "2024-10-01", "2024-11-01", "2024-12-01"), ["R01"])
    assert told(found) == [("2021-05-05", "MARAC criterion met", "2022-01-06"), ("2024-12-01", "MARAC criterion met", "")]
    assert later(found[0]) == [("2022-01-06", None), ("2024-12-01", "MARAC criterion met")] and later(found[1]) == []


def test_a_level_that_rose_by_steps_is_told_at_each():
    drawn = [{"day": day, "what": what} for day, what in (("2024-02-01", "stalking"), ("2024-06-01", "strangulation"))]
    found = raisings(drawn, ["R03"])
    assert told(found) == [("2024-02-01", "review", ""), ("2024-06-01", "same day", "2024-06-29")]
    assert later(found[1]) == [("2024-06-29", "review")]


def test_a_level_lasts_until_it_fell_below_it_however_much_graver_it_was_meanwhile():
    drawn = [{"day": day, "what": what} for day, what in (("2021-02-01", "stalking"), ("2021-06-01", "strangulation"))]
    assert told(raisings(drawn, ["R03"])) == [("2021-02-01", "review", "2022-06-29"), ("2021-06-01", "same day", "2021-06-29")]


def test_the_sentence_and_the_evidence_are_those_of_that_day():
    found = raisings([{"day": day, "event": f"E{n}"} for n, day in enumerate(("2024-10-01", "2024-11-01", "2024-12-01", "2024-12-05"))], ["R01"])
    assert list(found[0].evidence) == ["E0", "E1", "E2"]
    assert "to 1 December 2024" in found[0].because and "3 incidents" in found[0].because


def test_what_became_known_later_raises_later():
    found = raisings([*on("2024-01-05", "2024-11-02"), {"day": "2024-05-20", "known": "2024-12-10"}], ["R01"])
    assert told(found) == [("2024-12-10", "MARAC criterion met", "")]


def test_nothing_is_told_of_a_rule_that_never_rose():
    assert raisings(on("2024-10-01"), ["R01", "R03", "R09"]) == []


def test_the_sentence_of_a_new_household_tells_of_no_incident_and_no_agency_that_became_known_later():
    placed = [{"kind": "household", "person": "Kai", "other": "Tess", "since": "2024-03-01", "told by": "housing"},
              {"kind": "household", "person": "Kai", "other": "Tess", "since": "2024-03-01", "known": "2024-09-01", "told by": "school"}]
    homes = [{"family": "A", "person": "Noor", "part": "adult"}, {"family": "B", "person": "Tess", "part": "adult"}]
    found = raisings([{"day": "2022-02-01"}, {"day": "2024-10-01", "to": "Tess"}], ["R11"], families=homes, periods=placed)
    assert told(found)[0][:2] == ("2024-03-15", "review")
    assert "as told by housing." in found[0].because and "No incident is recorded here." in found[0].because


def test_what_is_recorded_against_others_is_told_as_it_was_known_that_day():
    drawn = [{"day": "2024-02-01", "what": "strangulation", "to": "Tess"}, {"day": "2024-03-01"},
             {"day": "2024-09-01", "what": "weapon_used", "to": "Tess"}]
    (found,) = [r for r in raisings(drawn, ["R03"]) if r.harmed_id == "Noor"]
    assert told([found])[0][:2] == ("2024-03-01", "note")
    assert "strangulation (history held by police)" in found.because and "weapon" not in found.because


@pytest.fixture
def both(sample):
    """Each signal of the sample beside the last raising of its id."""
    sample.execute("create or replace temp view lasts as select * from made.raisings qualify raised_on = max(raised_on) over (partition by signal_id)")
    return sample


def test_each_signal_of_the_sample_is_what_the_last_of_its_raisings_has_become(both):
    assert both.execute("select count(*) > 100 from made.signals").fetchall() == [(True,)]
    assert both.execute("select * from (from made.signals select signal_id, raised_on) except from (from lasts select signal_id, raised_on)").fetchall() == []
    assert both.execute("select signal_id from made.raisings except select signal_id from made.signals").fetchall() == []


def test_a_signal_stands_at_the_level_of_its_last_raising_until_that_fell(both):
    standing = both.execute("""
        select s.level, r.level, r.until, s.because like 'Earlier, not now.%', r.later[-1].level
        from made.signals s join lasts r using (signal_id)""").fetchall()
    for level, risen, until, passed, fell_to in standing:
        assert (level == risen) if until is None else passed and level == "note" and fell_to is None or level == fell_to != risen


def test_a_raising_is_graver_than_what_the_one_before_it_had_become(sample):
    told = sample.execute("""
        with one_by_one as (
            select *, lag(later) over w as before, lag(level) over w as level_before, lag(raised_on) over w as raised_before
            from made.raisings window w as (partition by signal_id order by raised_on)),
        stood as (
            select *, list_filter(before, lambda step: step.on_day < raised_on) as passed from one_by_one where level_before is not null)
        select level, if(len(passed) = 0, level_before, passed[-1].level), raised_before < raised_on and later = before[len(passed) + 2:]
        from stood""").fetchall()
    assert told
    for level, before, in_order in told:
        assert before is None or LEVELS.index(level) < LEVELS.index(before)
        assert in_order


def test_no_raising_rests_on_what_was_not_known_that_day(sample):
    assert sample.execute("""
        select rule, raised_on, event_id from (select rule, raised_on, unnest(evidence) as event_id from made.raisings) join made.events using (event_id)
        where known_on > raised_on
        union all
        select rule, raised_on, report_id from (select rule, raised_on, unnest(reports) as report_id from made.raisings) join made.reports using (report_id)
        where known_on > raised_on""").fetchall() == []
