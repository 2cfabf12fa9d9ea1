"""A layout drawn on a page: what is missing is said, what was chosen makes the layout, and saving it never touches a shipped one."""

from dataclasses import replace
from datetime import datetime

import pytest

from timeline import agencies
from timeline.agencies import BadLayout, days, drawing, looked, own
from timeline.agencies.drawing import NOTHING, Drawing

AT = datetime(2026, 11, 22, 10, 0, 0)
WHOLE = Drawing("refuge-visits", "idva", "refuge", "One visit a row", "a call with the supplier", "dd/mm/yyyy", True,
                ("Case", "Seen", "Name", "Born", "Type", "Notes", "Desk", ""), ("none told",), (("victim", "victim"),),
                (("Case", "ref"), ("Seen", "recorded_on"), ("Name", "victim.name"), ("Born", "victim.dob"), ("Type", "category"), ("Notes", "words")),
                {"statement": "allegation"}, {"category": {"V": "idva_contact", "??": NOTHING}})


def said(of: Drawing) -> str:
    return " ".join(finding.because for finding in drawing.missing(of))


def without(place: str) -> Drawing:
    return replace(WHOLE, read=tuple(pair for pair in WHOLE.read if pair[1] != place))


def test_a_whole_drawing_lacks_nothing_and_makes_the_layout_that_was_drawn():
    assert drawing.missing(WHOLE) == []
    made = drawing.layout(WHOLE)
    assert made.report == {"ref": ("Case",), "recorded_on": ("Seen",), "category": ("Type",), "words": ("Notes",)}
    assert made.people == {"victim": {"role": "victim", "name": ("Name",), "dob": ("Born",)}}
    assert (made.ignored, made.nothing, made.codes) == (("Desk",), ("none told", "??"), {"category": {"V": "idva_contact"}})


@pytest.mark.parametrize(("lacking", "sentence"), [
    (without("ref"), "without it a corrected row cannot replace its earlier version"), (without("recorded_on"), "No column says when"),
    (without("category"), "Nothing says what a row is about"), (without("victim.name"), "Nothing names the victim"),
    (without("words"), "the agency's own words"), (replace(WHOLE, people=()), "No person is named"),
    (replace(WHOLE, people=(("person", ""),)), "No column says what the person is"), (replace(WHOLE, supplier="Refuge!"), "no name that can be used"),
    (replace(WHOLE, supplier="police-niche"), "which is never changed"), (replace(WHOLE, agency=""), "which agency sends it"),
    (replace(WHOLE, dates=""), "how this file writes a day"), (replace(WHOLE, codes={"category": {"V": ""}}), "1 (V). Where one stands, the row is set aside"),
    (replace(WHOLE, read=(*WHOLE.read, ("Desk", "victim.dob"))), "2 columns are read as the same field: Born, Desk"),
    (replace(WHOLE, columns=(*WHOLE.columns, "case ")), "The column “Case” stands more than once")])
def test_what_is_missing_is_said(lacking, sentence):
    assert sentence in said(lacking)


@pytest.mark.parametrize("supplier", agencies.load())
def test_a_layout_drawn_back_makes_the_same_layout_again(supplier):
    shipped = agencies.load()[supplier]
    columns = list(shipped.columns) or [*dict.fromkeys(column for theirs in shipped.mapped.values() for column in theirs), *shipped.ignored]
    again = drawing.layout(drawing.drawn_back(shipped, columns))
    assert (again.mapped, again.codes, again.constant, again.people) == (shipped.mapped, shipped.codes, shipped.constant, shipped.people)


def test_columns_that_make_one_reference_stay_in_their_order():
    before = replace(WHOLE, read=(("Seen", "ref"), ("Case", "ref")))
    assert drawing.kept_in_order([("Case", "ref"), ("Name", "victim.name"), ("Seen", "ref")], before) == (*before.read, ("Name", "victim.name"))


def test_what_was_chosen_so_far_is_kept_and_found_again(tmp_path):
    assert own.draft(tmp_path, "U-1") is None
    own.keep_draft(tmp_path, "U-1", WHOLE)
    assert own.draft(tmp_path, "U-1") == WHOLE


def test_a_saved_layout_stands_beside_the_shipped_ones_and_its_earlier_file_is_kept(tmp_path):
    own.save(tmp_path, WHOLE, "Ana Lyst", AT)
    own.save(tmp_path, replace(WHOLE, title="One call a row"), "Ben", AT)
    assert agencies.load(tmp_path)["refuge-visits"].title == "One call a row"
    (earlier,) = (tmp_path / own.EARLIER).glob("refuge-visits-*.toml")
    assert "Ana Lyst, 2026-11-22 10:00" in earlier.read_text(encoding="utf-8")


def test_a_layout_that_is_drawn_anew_is_there_until_the_new_one_is(tmp_path, monkeypatch):
    path = own.save(tmp_path, WHOLE, "Ana Lyst", AT)
    before = path.read_bytes()
    def broken_off(part, to, do=own.Path.replace):
        assert path.read_bytes() == before
        if to == path:
            raise KeyboardInterrupt
        do(part, to)

    monkeypatch.setattr(own.Path, "replace", broken_off)
    with pytest.raises(KeyboardInterrupt):
        own.save(tmp_path, replace(WHOLE, title="One call a row"), "Ben", AT)
    assert path.read_bytes() == before


@pytest.mark.parametrize("refused", [replace(WHOLE, supplier="police-niche"), replace(WHOLE, supplier="../elsewhere"), without("ref")])
def test_what_cannot_be_saved_leaves_no_file(tmp_path, refused):
    with pytest.raises(BadLayout):
        own.save(tmp_path, refused, "Ana Lyst", AT)
    assert list(tmp_path.rglob("*.toml")) == []


def test_each_style_says_what_it_reads_and_the_best_is_found_where_the_cells_tell():
    assert days.read_as(["31/03/2024"])["dd/mm/yyyy"] == ["31 March 2024"] and days.read_as(["31/03/2024"])["mm/dd/yyyy"] == [None]
    assert days.best(days.read_as(["03/04/2024", "31/03/2024"])) == ["dd/mm/yyyy"]
    assert days.best(days.read_as(["03/04/2024"])) == ["dd/mm/yyyy", "mm/dd/yyyy"]
    assert days.best(days.read_as(["n/k"])) == [] == days.best(days.read_as([]))


def test_a_file_of_no_known_layout_shows_its_columns_and_their_values(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text("Exported 1/4/2024\nCase;Type\n1;V\n2;V\n3;W\n;\n", encoding="utf-16")
    seen = looked.look(path, agencies.load())
    assert (seen.columns, seen.delimiter, seen.layout) == (["Case", "Type"], ";", None)
    assert looked.samples(seen, 2, 100) == [["1", "2"], ["V", "W"]]
    assert looked.values(seen, ["Type"], 100)["Type"] == {"V": 2, "W": 1}
