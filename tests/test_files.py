"""Files: how each is written, what extracts.toml says of it, and the sentence for each that is refused."""

import codecs
import zipfile

import duckdb
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.extracts import HEADER, LAYOUT, SAYS, extracts, layouts, record
from timeline import files, received, workbooks
from timeline.tables import check

BODY = HEADER + "\n" + record("R1", "caf\u00e9") + "\n"


def found(tmp_path, contents, **beside):
    every = files.find(extracts(tmp_path, contents, **beside), layouts(tmp_path))
    check("files", every)
    return duckdb.sql("select * from every").df().set_index("file").to_dict("index")


def problem(tmp_path, content=BODY, says=SAYS, **beside):
    """The sentence for the file bad.csv, beside one that is good."""
    inside = extracts(tmp_path, {"bad.csv": content}, says)
    toml = (inside / "extracts.toml").read_text(encoding="utf-8") if "beside" not in beside else beside["beside"]
    toml += f'[files."good.csv"]\narea = "Calderbrook"\n{SAYS}'
    return found(tmp_path, {"bad.csv": content, "good.csv": BODY}, beside=toml)["bad.csv"]["problem"]


def test_a_file_is_described_with_all_that_extracts_toml_says(tmp_path):
    one = found(tmp_path, {"a.csv": BODY})["a.csv"]
    assert (one["layout"], one["agency"], one["system"], one["area"]) == ("visits", "health", "clinic", "Calderbrook")
    assert (one["encoding"], one["delimiter"], one["lines"], one["extent"], one["accept_vanished"]) == ("utf-8", ",", 2, "delta", False)
    assert str(one["as_at"])[:10] == str(one["received_on"])[:10] == "2025-03-31" and one["problem"] is None


@pytest.mark.parametrize(("codec", "told"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16"),
                                             ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")])
@pytest.mark.parametrize("delimiter", [",", "|", "\t", ";"])
def test_encoding_and_delimiter_are_told_by_the_bytes(tmp_path, codec, told, delimiter):
    one = found(tmp_path, {"a.txt": BODY.replace(",", delimiter).encode(codec)})["a.txt"]
    assert (one["encoding"], one["delimiter"], one["lines"]) == (told, delimiter, 2)


def test_a_few_foreign_bytes_do_not_garble_a_whole_utf8_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("caf\u00e9 na\u00efve \u00a3\n".encode() + b"O\x92Neill \x81\n")
    assert received.encoding(path) == received.MIXED
    assert list(received.lines(path, received.MIXED)) == ["caf\u00e9 na\u00efve \u00a3\n", "O\u2019Neill \x81\n"]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60))
@example(codecs.BOM_UTF8)
@example(codecs.BOM_UTF16_LE)
def test_no_bytes_stop_the_reading_and_both_counts_of_lines_agree(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "a"
    path.write_bytes(content)
    written = received.encoding(path)
    assert len(list(received.lines(path, written))) == received.count(path, written)


def test_files_that_are_no_extracts_are_passed_over_and_folders_are_searched(tmp_path):
    inside = extracts(tmp_path, {"a.csv": BODY})
    for name in (".hidden", "truth.csv", "stories.md"):
        (inside / name).write_text("x")
    (inside / "later").mkdir()
    (inside / "later" / "b.csv").write_text(BODY, encoding="utf-8")
    every = files.find(inside, layouts(tmp_path))
    assert [file for (file,) in duckdb.sql("select file from every").fetchall()] == ["a.csv", "later/b.csv"]


@pytest.mark.parametrize(("says", "sentence"), [
    (SAYS.replace("as_at = 2025-03-31\n", ""), "bad.csv: extracts.toml does not say 'as_at' of this file."),
    (SAYS.replace("2025-03-31\nextent", '"31/03/2025"\nextent'), "as_at = '31/03/2025', which is no day"),
    (SAYS.replace('"delta"', '"partial"'), "extent = 'partial'. It must be \"full\""),
    (SAYS.replace("2024-01-01", "2026-01-01"), "covers from 2026-01-01 to 2025-03-31"),
    (SAYS + "received_on = 2025-03-01\n", "received on 2025-03-01, before the day that it shows, 2025-03-31"),
    (SAYS + 'supplier = "nobody"\n', "its supplier is 'nobody', and there is no such layout. Layouts: visits."),
    (SAYS + "as_att = 1\n", "has the line 'as_att', which is not known"),
])
def test_what_extracts_toml_gets_wrong_is_told(tmp_path, says, sentence):
    assert sentence in problem(tmp_path, says=says)


@pytest.mark.parametrize(("content", "sentence"), [
    ("", "The file is empty."),
    (BODY.replace("NHS,", "NHS No,", 1), "The closest is visits, which also needs the column nhs; found: Ref, Day"),
    ("Name;Size\nx;1\n", "No layout fits"),
    (BODY.replace(HEADER, HEADER + ",ref"), "names the column 'ref' more than once"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a workbook of the old kind"),
    (b"PK\x03\x04 cut short", "This workbook cannot be opened"),
])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence_and_the_others_load(tmp_path, content, sentence):
    assert sentence in problem(tmp_path, content)


def test_a_file_of_which_extracts_toml_says_nothing_is_refused(tmp_path):
    assert "extracts.toml says nothing of this file. Add [files.\"bad.csv\"]" in problem(tmp_path, beside='area = "Calderbrook"\n')


def test_a_file_that_extracts_toml_names_but_is_not_there_is_told(tmp_path):
    toml = f'area = "Calderbrook"\n[files."a.csv"]\n{SAYS}[files."lost.csv"]\n{SAYS}'
    assert "lost.csv: extracts.toml names this file, but it is not in the folder" in found(tmp_path, {"a.csv": BODY}, beside=toml)["lost.csv"]["problem"]


def test_a_header_that_fits_two_layouts_asks_which(tmp_path):
    both = layouts(tmp_path) | layouts(tmp_path, LAYOUT.replace('"visits"', '"calls"'), "calls")
    inside = extracts(tmp_path, {"a.csv": BODY})
    with pytest.raises(files.BadInput, match="fits several layouts: calls, visits"):
        files.find(inside, both)


def test_the_layout_that_reads_more_of_the_header_is_the_one(tmp_path):
    fewer = LAYOUT.replace('"visits"', '"calls"').replace('nhs = "NHS"\n', "")
    both = layouts(tmp_path) | layouts(tmp_path, fewer, "calls")
    every = files.find(extracts(tmp_path, {"a.csv": BODY}), both)
    assert duckdb.sql("select layout from every").fetchall() == [("visits",)]


def test_a_workbook_within_limits_is_read_and_a_bomb_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.save(tmp_path / "good.xlsx")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    every = found(tmp_path, {name: (tmp_path / name).read_bytes() for name in ("good.xlsx", "bomb.xlsx")})
    assert (every["good.xlsx"]["encoding"], every["good.xlsx"]["lines"]) == ("xlsx", 1)
    assert "more than is safe to open" in every["bomb.xlsx"]["problem"]


def test_a_workbook_is_read_by_its_bytes_whatever_it_is_called(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.save(tmp_path / "good.xlsx")
    assert list(workbooks.sheet((tmp_path / "good.xlsx").rename(tmp_path / "0a1b2c"))) == [HEADER.split(",")]


@pytest.mark.parametrize("make", ["nothing", "empty", "all refused", "broken toml"])
def test_a_folder_with_nothing_to_read_is_the_users_mistake(tmp_path, make):
    inside = tmp_path / "in"
    if make != "nothing":
        inside.mkdir()
    if make == "all refused":
        extracts(tmp_path, {"a.csv": "x"})
    if make == "broken toml":
        extracts(tmp_path, {"a.csv": BODY}, beside="area = \n")
    with pytest.raises(files.BadInput):
        files.find(inside, layouts(tmp_path))


def test_whom_to_ask_at_an_agency_stands_with_each_of_its_files(tmp_path):
    says = 'area = "Calderbrook"\n[contacts]\nhealth = "MARAC desk, 01632 960001"\n[files."a.csv"]\n' + SAYS
    found = files.find(extracts(tmp_path, {"a.csv": f"{HEADER}\n"}, beside=says), layouts(tmp_path))
    assert found.project("contact").fetchall() == [("MARAC desk, 01632 960001",)]


@pytest.mark.parametrize(("line", "why"), [('helth = "MARAC desk"', "no layout is of that agency"), ("health = 5", "Write whom to ask, in words")])
def test_a_contact_of_an_unknown_agency_or_without_words_is_said(tmp_path, line, why):
    with pytest.raises(files.BadInput, match=why):
        files.find(extracts(tmp_path, {"a.csv": f"{HEADER}\n"}, beside=f'area = "C"\n[contacts]\n{line}\n[files."a.csv"]\n{SAYS}'), layouts(tmp_path))
