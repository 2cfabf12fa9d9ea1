"""Versions: the books against a plain oracle, over random histories and in any order of arrival."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.made import MORE, made
from timeline import versions
from timeline.tables import REPORT_FIELDS, check

DAY = date(2024, 1, 1)
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@dataclass(frozen=True)
class Extract:
    """An extract as it came: its file, the day that it shows, whether it is full, and its lines (reference, content)."""

    file: str
    as_at: int
    full: bool
    lines: tuple = ()
    accept: bool = False
    covers: tuple = (DAY, date(2030, 1, 1))
    layout: str = "v"
    area: str = "A"


GONE, BROKEN, UNREADABLE = "gone", "broken", "unreadable"


def tables(extracts):
    """Small `rows`, `issues`, `codes` and `files` of these extracts; content 'broken' has an error, 'gone' says that it is withdrawn."""
    lines = [(e, number, ref, content) for e in extracts for number, (ref, content) in enumerate(e.lines, 2)]
    rows = made("rows", *[dict(
        row_id=f"{e.file}:{number}", file=e.file, file_hash=e.file, layout=e.layout, agency="health", system="clinic", area=e.area, line_from=number,
        line_to=number, part=UNREADABLE if content == UNREADABLE else "record", as_at=DAY + timedelta(e.as_at),
        received_on=DAY + timedelta(e.as_at), date_style="dd/mm/yyyy", raw_hash=None if content == UNREADABLE else f"{ref}{content}",
        fields=None if content == UNREADABLE else fields(ref, content)) for e, number, ref, content in lines])
    errors = made("issues", *[dict(row_id=f"{e.file}:{number}", field="category", code="unknown code", severity="error")
                              for e, number, _, content in lines if content in (BROKEN, UNREADABLE)])
    codes = made("codes", *[dict(layout=layout, field="change", code="gone", means="withdrawn") for layout in sorted({e.layout for e in extracts})])
    files = made("files", *[dict(file=e.file, file_hash=e.file, layout=e.layout, agency="health", system="clinic", area=e.area, as_at=DAY + timedelta(e.as_at),
                                 received_on=DAY + timedelta(e.as_at), extent="full" if e.full else "delta", covers_from=e.covers[0],
                                 covers_to=e.covers[1], searched_for="everyone", accept_vanished=e.accept) for e in extracts])
    return rows, errors, codes, files


def fields(ref, content):
    return dict.fromkeys(REPORT_FIELDS) | dict(ref=ref, change=content if content == GONE else None, recorded_on="15/06/2024", category="x")


def settle(extracts, as_of=None):
    rows, errors, codes, files = tables(extracts)
    settled = versions.settle(rows, errors, codes, files, as_of).materialize()
    check("versions", settled)
    return settled


def states(extracts, as_of=None):
    settled = settle(extracts, as_of)
    return dict(duckdb.sql("select row_id, state from settled").fetchall())


def because(extracts, row_id):
    settled = settle(extracts)
    return duckdb.sql("select because from settled where row_id = $id", params={"id": row_id}).fetchall()[0][0]


def test_a_corrected_row_replaces_its_earlier_version_and_both_are_kept():
    history = [Extract("a", 1, False, (("R1", "x"),)), Extract("b", 2, False, (("R1", "y"),))]
    assert states(history) == {"a:2": "superseded", "b:2": "current"}
    assert because(history, "a:2") == "replaced by b:2 of the extract of 2024-01-03"


def test_the_day_that_an_extract_shows_decides_and_not_the_order_of_arrival():
    late = [Extract("b", 2, False, (("R1", "y"),)), Extract("a", 1, False, (("R1", "x"),))]
    assert states(late) == {"a:2": "superseded", "b:2": "current"}


def test_the_same_row_again_is_an_exact_duplicate_of_the_first():
    assert states([Extract("a", 1, False, (("R1", "x"), ("R1", "x"))), Extract("b", 2, False, (("R1", "x"),))]) == {
        "a:2": "current", "a:3": "exact duplicate", "b:2": "exact duplicate"}


def test_a_row_that_returns_to_its_first_wording_is_current_again():
    history = [Extract(name, day, False, (("R1", content),)) for name, day, content in (("a", 1, "x"), ("b", 2, "y"), ("c", 3, "x"))]
    assert states(history) == {"a:2": "current", "b:2": "superseded", "c:2": "exact duplicate"}


def test_a_quarantined_row_replaces_nothing():
    assert states([Extract("a", 1, False, (("R1", "x"),)), Extract("b", 2, False, (("R1", BROKEN), (None, UNREADABLE)))]) == {
        "a:2": "current", "b:2": "quarantined", "b:3": "quarantined"}


def test_a_row_that_says_it_is_withdrawn_withdraws_the_earlier_ones_and_a_later_one_stands():
    history = [Extract("a", 1, False, (("R1", "x"),)), Extract("b", 2, False, (("R1", GONE),))]
    assert states(history) == {"a:2": "withdrawn", "b:2": "withdrawn"}
    assert states([*history, Extract("c", 3, False, (("R1", "y"),))]) == {"a:2": "withdrawn", "b:2": "withdrawn", "c:2": "current"}


MANY = tuple((f"R{i}", "x") for i in range(10))


def test_a_full_extract_that_leaves_a_report_out_withdraws_it():
    history = [Extract("a", 1, True, MANY), Extract("b", 2, True, MANY[:9])]
    assert states(history)["a:11"] == "withdrawn" and list(states(history).values()).count("current") == 9
    assert because(history, "a:11") == "left out of the full extract b of 2024-01-03, which covers its day"


def test_a_delta_that_leaves_a_report_out_changes_nothing():
    assert states([Extract("a", 1, True, MANY), Extract("b", 2, False, MANY[:9])])["a:11"] == "current"


def test_a_report_outside_what_the_full_extract_covers_stays():
    assert states([Extract("a", 1, True, MANY), Extract("b", 2, True, MANY[:9], covers=(DAY, date(2024, 6, 14)))])["a:11"] == "current"


def test_what_lies_between_two_periods_that_files_of_one_day_cover_is_covered_by_neither():
    parts = [Extract(name, 2, True, (), covers=period) for name, period in (("b", (DAY, date(2024, 5, 31))), ("c", (date(2024, 7, 1), date(2030, 1, 1))))]
    assert states([Extract("a", 1, True, MANY), *parts])["a:2"] == "current"
    assert not because([Extract("a", 1, True, MANY), *parts], "a:2").startswith("left out")
    assert states([Extract("a", 1, True, MANY), replace(parts[0], lines=MANY[:9], covers=(DAY, date(2024, 6, 15))), parts[1]])["a:11"] == "withdrawn"


@pytest.mark.parametrize("other", [dict(area="B"), dict(layout="w")], ids=["a family moves to another area", "a supplier changes its export"])
def test_a_report_that_has_since_come_otherwise_is_not_withdrawn_by_what_it_came_in_before(other):
    moved = [Extract("a", 1, True, MANY), Extract("b", 2, True, MANY[9:], **other), Extract("c", 3, True, MANY[:9])]
    assert states(moved)["a:11"] in ("current", "superseded") and "current" in (states(moved)["a:11"], states(moved)["b:2"])
    assert states([*moved, Extract("d", 4, True, (), accept=True, **other)])["b:2"] in ("withdrawn", "exact duplicate")
    assert states([*moved, Extract("d", 4, True, (), accept=True, **other)])["a:11"] == "withdrawn"


def test_the_same_cells_in_another_layout_are_another_version():
    history = [Extract("a", 1, False, (("R1", "x"),)), Extract("b", 2, False, (("R1", "x"),), layout="w")]
    assert states(history) == {"a:2": "superseded", "b:2": "current"}


def test_more_than_a_fifth_at_once_waits_for_a_person():
    history = [Extract("a", 1, True, MANY), Extract("b", 2, True, MANY[:7])]
    assert states(history)["a:11"] == "current" and "with 3 of 10 at once" in because(history, "a:11")
    assert "accept_vanished = true" in because(history, "a:11")
    accepted = [history[0], Extract("b", 2, True, MANY[:7], accept=True)]
    assert states(accepted)["a:11"] == "withdrawn"


def test_what_is_left_out_stays_while_a_line_of_the_extract_could_not_be_read():
    history = [Extract("a", 1, True, MANY), Extract("b", 2, True, (*MANY[:9], (None, UNREADABLE)))]
    assert states(history)["a:11"] == "current" and "could not be read" in because(history, "a:11")


def test_a_quarantined_row_of_a_full_extract_still_shows_that_its_report_is_there():
    assert states([Extract("a", 1, True, MANY), Extract("b", 2, True, (*MANY[:9], ("R9", BROKEN)))])["a:11"] == "current"


def test_two_full_files_of_one_day_are_one_extract():
    assert set(states([Extract("a", 1, True, MANY[:5]), Extract("b", 1, True, MANY[5:])]).values()) == {"current"}


def test_a_report_that_comes_back_is_current_again():
    history = [Extract("a", 1, True, MANY), Extract("b", 2, True, MANY[:9]), Extract("c", 3, True, (*MANY[:9], ("R9", "y")))]
    assert states(history)["a:11"] == "withdrawn" and states(history)["c:11"] == "current"


def test_as_of_an_earlier_day_a_later_correction_is_not_yet_known():
    history = [Extract("a", 1, True, (("R1", "x"),)), Extract("b", 5, False, (("R1", "y"), ("R2", "z"))), Extract("c", 9, False, (("R2", "w"),))]
    assert states(history, DAY + timedelta(3)) == {"a:2": "current", "b:2": "superseded", "b:3": "current", "c:2": "superseded"}


def oracle(extracts):
    """The state of every row, by walking the extracts in the order of the days that they show."""
    state, live, days = {}, {}, sorted({e.as_at for e in extracts})
    first, shown = {}, {}
    for e in sorted(extracts, key=lambda e: (e.as_at, e.file)):
        for number, (ref, content) in enumerate(e.lines, 2):
            row = f"{e.file}:{number}"
            if content in (BROKEN, UNREADABLE):
                state[row] = "quarantined"
            elif (ref, content) in first:
                state[row] = "exact duplicate"
            else:
                first[ref, content] = row
    for day in days:
        today = [e for e in extracts if e.as_at == day]
        seen = {ref for e in today for ref, content in e.lines if content != UNREADABLE}
        for e in sorted(today, key=lambda e: e.file):
            for ref, content in e.lines:
                if content in (BROKEN, UNREADABLE):
                    continue
                shown.setdefault(ref, []).append((day, content))
        full = [e for e in today if e.full]
        if full:
            before = [ref for ref, content in live.items() if content is not None]
            missing = [ref for ref in before if ref not in seen]
            whole = not any(content == UNREADABLE for e in today for _, content in e.lines)
            if any(e.accept for e in full) or (whole and len(missing) <= 0.2 * len(before)):
                for ref in missing:
                    live[ref] = None
                    shown[ref].append((day, None))
        for ref in {ref for e in today for ref, content in e.lines if content not in (BROKEN, UNREADABLE)}:
            last = shown[ref][-1][1]
            live[ref] = None if last == GONE else last
    for ref, history in shown.items():
        ends = max((n for n, (_, content) in enumerate(history) if content in (GONE, None)), default=-1)
        last_of = {content: n for n, (_, content) in enumerate(history) if content is not None}
        for content, n in last_of.items():
            top = n == max(last_of.values())
            state[first[ref, content]] = "withdrawn" if n <= ends else "current" if top else "superseded"
    return state


USUALLY_X = st.sampled_from(["x"] * 9 + ["y", "z", "left out", GONE, BROKEN])
REFERENCES = [f"R{i}" for i in range(7)]
LINES = st.tuples(*[USUALLY_X] * len(REFERENCES), st.sampled_from([None] * 9 + [UNREADABLE])).map(
    lambda contents: tuple((ref, content) for ref, content in zip([*REFERENCES, None], contents, strict=True) if content not in (None, "left out")))
HISTORY = st.lists(st.tuples(st.integers(1, 4), st.booleans(), LINES, st.sampled_from([False, False, True])), min_size=1, max_size=5)
HISTORIES = st.lists(HISTORY, min_size=1, max_size=12).map(lambda histories: [
    [Extract(f"h{n}f{i}", day, full, tuple((ref and f"{ref} of {n}", content) for ref, content in lines), accept, layout=f"v{n}")
     for i, (day, full, lines, accept) in enumerate(history)] for n, history in enumerate(histories)])


@settings(deadline=None, max_examples=4 * MORE, phases=NO_SHRINKING)
@given(HISTORIES, st.randoms())
def test_any_history_in_any_order_is_settled_as_the_oracle_says(histories, random):
    shuffled = [extract for history in histories for extract in history]
    random.shuffle(shuffled)
    settled = states(shuffled)
    for history in histories:
        expected = oracle(history)
        assert {row: state for row, state in settled.items() if row in expected} == expected


@settings(deadline=None, max_examples=2, phases=NO_SHRINKING)
@given(HISTORIES)
def test_sending_every_file_again_changes_no_report(histories):
    once = [extract for history in histories for extract in history]
    settled = states([*once, *(replace(e, file=e.file + " again") for e in once)])
    assert {row: state for row, state in settled.items() if " again" not in row} == states(once)
    assert {state for row, state in settled.items() if " again" in row} <= {"exact duplicate", "quarantined"}
