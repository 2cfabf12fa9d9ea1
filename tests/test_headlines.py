"""A family's headline: its name, its gravest level, its reasons in order; nothing added up."""

from datetime import date

import pytest

from tests.made import made
from timeline import headlines
from timeline.tables import LEVELS, check

FAMILY = [("F", "a", "carer", "Anna Nowak"), ("F", "b", "child", "Kit Kowalska"), ("F", "c", "child", "Lee Nowak"),
          ("F", "d", "linked person", "Bob Stranger")]


def written(*signals, family=FAMILY, events=(), dismissed=()):
    """The one headline of a family (family_id, person_id, part, name), its signals and events (event_id, day, agency, area)."""
    families = made("families", *(dict(family_id=f, person_id=p, part=part) for f, p, part, _ in family))
    people = made("people", *(dict(person_id=p, name=name) for _, p, _, name in family))
    raised = made("signals", *(dict(signal_id=f"S{n}", family_id="F") | signal for n, signal in enumerate(signals)))
    happened = made("events", *(dict(event_id=e, occurred_from=day and f"{day} 10:00:00", occurred_to=day and f"{day} 10:00:00", agencies=[agency],
                                     report_ids=[f"{agency}:{e}"]) for e, day, agency, _ in events))
    reports = made("reports", *(dict(report_id=f"{agency}:{e}", area=area) for e, _, agency, area in events))
    timelines = made("timelines", *(dict(family_id="F", event_id=e, position=n) for n, (e, *_) in enumerate(events)))
    rows = headlines.write(families, people, raised, made("dismissals", *dismissed), timelines, happened, reports)
    check("headlines", rows)
    row, = rows.fetchall()
    return dict(zip(rows.columns, row, strict=True))


def test_a_family_is_named_after_its_children_and_carers():
    row = written()
    assert (row["name"], row["children"]) == ("Nowak / Kowalska", 2)


@pytest.mark.parametrize(("name", "shown"), [("Jan van der Berg", "van der Berg"), ("Ben Carter", "Carter"), ("Mary Jane O'Neil-Watts", "O'Neil-Watts"),
                                             ("name not recorded", "name not recorded"), ("Aisha", "name not recorded")])
def test_a_family_name_is_read_from_a_whole_name(name, shown):
    assert written(family=[("F", "a", "child", name)])["name"] == shown


def test_a_family_without_signals_has_no_level():
    row = written()
    assert (row["level"], row["raised_on"], row["signals"], row["because"]) == (None, None, 0, [])


def test_reasons_stand_by_level_and_then_the_most_recent_first():
    row = written(*(dict(level=level, raised_on=day, because=because, rule=rule) for level, day, because, rule in (
        ("note", "2024-09-01", "d", "R07"), ("review", "2024-01-01", "c", "R01"), ("same day", "2023-01-01", "a", "R03"),
        ("review", "2024-05-01", "b", "R05"))))
    assert (row["because"], row["rules"], row["signals"]) == (["a", "b", "c", "d"], ["R03", "R05", "R01", "R07"], 4)
    assert (row["level"], row["raised_on"]) == ("same day", date(2023, 1, 1))


@pytest.mark.parametrize(("graver", "lesser"), list(zip(LEVELS, LEVELS[1:], strict=False)))
def test_many_lesser_signals_never_outweigh_a_graver_one(graver, lesser):
    assert written(dict(level=graver, rule="R01"), *(dict(level=lesser, rule=f"R{n}") for n in range(10, 15)))["level"] == graver


def test_what_is_recorded_is_counted_and_dated():
    row = written(events=[("E1", "2024-01-01", "police", "Calder"), ("E2", "2024-03-01", "gp", "Calder"), ("E3", None, "gp", "Aire")])
    assert (row["events"], row["last_on"], row["agencies"], row["area"]) == (3, date(2024, 3, 1), ["gp", "police"], "Calder")


def test_a_dismissed_signal_ranks_no_family_and_is_counted():
    signals = [dict(level="same day", rule="R03", because="a"), dict(level="review", rule="R01", because="b")]
    row = written(*signals, dismissed=[dict(signal_id="S0", answer_id="D-1", state="dismissed"), dict(signal_id="S0", answer_id="D-2", state="returned")])
    assert (row["level"], row["because"], row["signals"], row["dismissed"]) == ("review", ["b"], 1, 1)


@pytest.mark.parametrize("state", ["waiting for a second person", "returned"])
def test_a_signal_whose_dismissal_waits_or_has_ended_ranks_as_ever(state):
    row = written(dict(level="same day", rule="R03"), dismissed=[dict(signal_id="S0", answer_id="D-1", state=state)])
    assert (row["level"], row["signals"], row["dismissed"]) == ("same day", 1, 0)


def test_a_family_whose_every_signal_is_dismissed_has_no_level():
    row = written(dict(level="review", rule="R03"), dismissed=[dict(signal_id="S0", answer_id="D-1", state="dismissed")])
    assert (row["level"], row["raised_on"], row["signals"], row["because"], row["rules"], row["dismissed"]) == (None, None, 0, [], [], 1)
