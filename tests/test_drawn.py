"""A layout written out and read back is the same layout, whatever its columns and codes are called."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import agencies
from timeline.agencies import FACTORS, PERSON_FIELDS, REPORT_FIELDS, ROLES, WORDS, Layout, drawn

text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
columns = st.lists(text, min_size=1, max_size=2).map(tuple)


def written_and_read(layout: Layout) -> Layout:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{layout.supplier}.toml"
        path.write_text(drawn.toml(layout, "a guess", "A\nNother", "22 November 2026"), encoding="utf-8")
        return agencies.read(path)


def some(fields, values):
    return st.dictionaries(st.sampled_from([field for field in fields if field not in ("role", "ref", "recorded_on")]), values, max_size=4)


@st.composite
def layouts(draw) -> Layout:
    role = st.one_of(st.sampled_from(ROLES), text.map(lambda column: (column,)))
    people = draw(st.dictionaries(text, st.builds(lambda said, cells: {"role": said} | cells, role, some(PERSON_FIELDS, columns)), max_size=2))
    codes = draw(st.dictionaries(st.sampled_from(sorted(WORDS)), st.just(None), max_size=3))
    return Layout(
        "own", draw(text), draw(text), draw(text), draw(st.sampled_from(sorted(agencies.STYLES))), nothing=draw(columns), ignored=draw(columns),
        report={"ref": draw(columns), "recorded_on": draw(columns)} | draw(some(REPORT_FIELDS, columns)), people=people,
        asked=draw(some(FACTORS, columns)), codes={field: draw(st.dictionaries(text, st.sampled_from(WORDS[field]), max_size=3)) for field in codes})


@pytest.mark.parametrize("supplier", agencies.load())
def test_every_shipped_layout_is_the_same_when_written_and_read_back(supplier):
    layout = agencies.load()[supplier]
    assert written_and_read(layout) == layout


@given(layouts())
def test_any_layout_is_the_same_when_written_and_read_back(layout):
    assert written_and_read(layout) == layout


def test_a_layout_without_a_header_keeps_the_order_of_its_columns():
    layout = Layout("own", "gp", "own", "t", "yyyymmdd", False, ("a", "b"), report={"ref": ("a",), "recorded_on": ("b",)})
    assert written_and_read(layout) == layout
