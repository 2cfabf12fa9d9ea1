"""Layouts: what a faulty one is told, which one fits, what each code means, and what `timeline agencies check` says of a file."""

import duckdb
import pytest

from tests.extracts import HEADER, LAYOUT, layouts, record
from timeline import agencies, codes, settings
from timeline.agencies import check
from timeline.files import BadInput
from timeline.tables import check as as_declared


def test_every_shipped_layout_can_be_read_and_means_only_categories_that_we_have():
    shipped = agencies.load()
    ours = set(settings.load().categories["category"])
    assert len(shipped) >= 12
    for layout in shipped.values():
        meant = set(layout.codes.get("category", {}).values()) | ({layout.constant["category"]} if "category" in layout.constant else set())
        assert meant <= ours, f"{layout.supplier}: {meant - ours}"


FAULTS = [
    ('supplier = "visits"', 'supplier = "other"', "the file is called visits.toml"),
    ('agency = "health"', "", "the line 'agency' is missing"),
    ("dd/mm/yyyy", "d/m/y", "dates is 'd/m/y'. It must be one of dd/mm/yyyy"),
    ('ref = "Ref"', "", "[report] has no 'ref'"),
    ('recorded_on = "Day"', "", "neither 'recorded_on' nor 'occurred_from'"),
    ("words =", "wrods =", "'wrods' under [report]"),
    ("forename =", "fornames =", "'fornames' under [people.patient]"),
    ('role = "patient"', 'role = "sufferer"', "role under [people.patient] is 'sufferer'. It must be one of victim"),
    ("weapon =", "cutlery =", "'cutlery' under [asked]"),
    ('"Y" = "yes"', '"Y" = "yep"', "[codes.answer] says that 'Y' means 'yep'"),
    ("[codes.answer]", "[codes.anwser]", "[codes.anwser] is not a coded field"),
    ("nothing =", "header = false\nnothing =", "header is false, so 'columns'"),
    ("nothing =", "nothign =", "'nothign' is not a line or table of a layout"),
    ('system = "clinic"', 'system = "clinic', "not TOML that can be read"),
]


@pytest.mark.parametrize(("good", "bad", "sentence"), FAULTS, ids=[sentence for *_, sentence in FAULTS])
def test_a_faulty_layout_is_told_which_file_and_what(tmp_path, good, bad, sentence):
    with pytest.raises(agencies.BadLayout) as told:
        layouts(tmp_path, LAYOUT.replace(good, bad, 1))
    assert "visits.toml" in str(told.value) and sentence in str(told.value)


def test_a_folder_of_layouts_adds_to_the_shipped_ones(tmp_path):
    layouts(tmp_path)
    assert agencies.load(tmp_path).keys() == agencies.load().keys() | {"visits"}
    with pytest.raises(agencies.BadLayout, match="There is no folder"):
        agencies.load(tmp_path / "nowhere")


def test_no_two_shipped_layouts_fit_one_header():
    shipped = agencies.load()
    for layout in shipped.values():
        if layout.header:
            assert agencies.fitting(shipped, sorted(layout.needed)) == [layout]


def test_codes_are_compared_trimmed_in_lower_case_with_plain_dashes(tmp_path):
    gathered = codes.gather(layouts(tmp_path))
    as_declared("codes", gathered)
    assert ("category", "ed - assault", "injury_by_assault") in duckdb.sql("select field, code, means from gathered").fetchall()
    plainly = codes.written_plainly("$text")
    for text in ("ED \u2013 Assault", " ed  \u2014\u00a0assault".replace("\u00a0", " "), "Ed \x96 ASSAULT"):
        assert duckdb.sql(f"select {plainly}", params={"text": text}).fetchall() == [("ed - assault",)]


def test_the_table_of_codes_says_which_column_each_field_is_read_from(tmp_path):
    gathered = codes.gather(layouts(tmp_path))
    columns = dict(duckdb.sql("select code, means from gathered where field = 'column'").fetchall())
    assert columns["category"] == "Kind" and columns["patient.dob"] == "Born" and columns["asked.weapon"] == "Q1"


def described(tmp_path, *lines: str, header: str = HEADER, name: str = "new visits.csv") -> str:
    path = tmp_path / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return check.describe(path, layouts(tmp_path))


def test_check_says_which_layout_fits_and_that_all_is_known(tmp_path):
    said = described(tmp_path, record("R1"), record("R2", '"two\nlines"'))
    assert "The layout visits fits" in said and "Every column is mapped or ignored." in said and "Every code is known." in said


def test_check_counts_unknown_codes_and_names_their_lines(tmp_path):
    said = described(tmp_path, record("R1", Kind="QQ"), record("R2"), record("R3", Kind="QQ", Q1="perhaps") + "x", header=HEADER)
    assert "Kind (category): 'QQ', 2 times (lines 2, 4)" in said and "Q1 (asked.weapon): 'perhaps', 1 times (line 4)" in said


def test_check_names_columns_that_nobody_reads(tmp_path):
    assert "neither maps nor ignores: Shoe size." in described(tmp_path, record("R1") + ",9", header=HEADER + ",Shoe size")


def test_check_writes_a_skeleton_that_is_a_layout_once_it_is_filled_in(tmp_path):
    said = described(tmp_path, "1;2", header='Visit No;Seen "on"')
    assert "No layout fits" in said and "parted by semicolon" in said
    skeleton = said[said.index("# Save as"):]
    for name, value in (("agency", "a"), ("system", "s"), ("title", "t"), ("basis", "b"), ("ref", "Visit No"), ("recorded_on", "Seen on")):
        skeleton = "\n".join(f'{name} = "{value}"' if line.startswith(name + " ") else line for line in skeleton.splitlines())
    (tmp_path / "new-visits.toml").write_text(skeleton, encoding="utf-8")
    assert agencies.read(tmp_path / "new-visits.toml").ignored == ("Visit No", 'Seen "on"')


def test_check_of_a_program_says_that_it_is_no_text(tmp_path):
    path = tmp_path / "setup.exe"
    path.write_bytes(b"MZ\x90\0\3\0\0\0" * 400)
    with pytest.raises(BadInput, match="neither text nor a workbook"):
        check.describe(path, {})


def test_check_of_what_is_no_file_is_the_users_mistake(tmp_path):
    with pytest.raises(BadInput, match="There is no file"):
        check.describe(tmp_path / "none.csv", {})
