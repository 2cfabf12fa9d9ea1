"""What may be kept: periods that somebody agreed, rows without what was ordered to be removed, and bytes that give the same rows."""

import hmac
from datetime import date
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from tests.extracts import HEADER, extracts, layouts, record
from timeline import audit, files, keeping, notes, removal, rows
from timeline.access import User
from timeline.agencies import Layout
from timeline.keeping import Keeping, periods
from timeline.keeping.rows import kept, keyed
from timeline.removal import rewriting

ANN = User("ann", "analyst")
KEY = bytes(range(32))
AGREED = '["health"]\nyears = 7\ncounted_from = "last contact"\nagreement = "ISA"\nagreed_on = 2025-01-15\n'
LINES = [HEADER, record("V1", '"said\nat length"'), record("V2", '"a ""quoted"" word"'), "V3,cut", record("V4", "plain £", Last="Røe"),
         record("V5", '"x\n\ny"')]


def ordered(*whole: str, people: tuple[str, ...] = ()) -> Keeping:
    """What may be kept after an order that removes these visits whole, and Ann Roe out of those."""
    def id_of(visit: str) -> str:
        return visit if visit.startswith("line ") else f"health:clinic:{visit}"
    return Keeping(None, Path(), KEY, 3, {keeping.hashed(KEY, id_of(visit)): keeping.mark("R-3", "2024-03") for visit in whole},
                   {keeping.hashed(KEY, id_of(visit)): keeping.mark("R-3", "", "in part ") for visit in people},
                   frozenset(keeping.hashed(KEY, f"{id_of(visit)}#annroe") for visit in people))


def read(folder: Path, name: str, known: dict[str, Layout]):
    return rows.read(folder, files.find(folder, known), known).materialize()


def written(tmp_path: Path, content: bytes, keeps: Keeping, name: str = "visits.csv") -> bytes | None:
    """The file's bytes after the order; rewriting itself proves that they give the rows that they should."""
    known, inside = layouts(tmp_path), extracts(tmp_path, {name: content})
    return rewriting.rewritten(inside, name, files.find(inside, known), known, keeps, tmp_path / "room")


def test_a_keyed_hash_is_hmac_in_sql_too():
    keeps = Keeping(None, Path(), KEY, 1)
    id = "'health:clinic:é/1'"
    (in_sql,) = duckdb.sql(f"select {keyed(id, keeps)}").fetchall()[0]
    assert in_sql == keeping.hashed(KEY, "health:clinic:é/1") == hmac.digest(KEY, "health:clinic:é/1".encode(), "sha256").hex()


def test_a_removed_record_leaves_its_lines_and_nothing_else_and_others_stay_as_they_were(tmp_path):
    known, inside = layouts(tmp_path), extracts(tmp_path, {"visits.csv": "\n".join([*LINES, ""])})
    before = read(inside, "visits.csv", known)
    after = kept(before, ordered("V1", "line V3,cut"))
    assert duckdb.sql("select line_from, line_to, raw, fields is null and people is null and asked is null and raw_hash is null from after "
                      "where part = 'removed' order by 1").fetchall() == [(2, 3, "[removed R-3 of 2024-03]", True), (5, 5, "[removed R-3 of 2024-03]", True)]
    others = "where raw not like '[removed%' and raw not like 'V1%' and raw not like 'V3%' order by line_from"
    assert duckdb.sql(f"from after {others}").fetchall() == duckdb.sql(f"from before {others}").fetchall() != []


@pytest.mark.slow
@pytest.mark.parametrize("encode", [str.encode, lambda text: ("\ufeff" + text).encode(), lambda text: text.encode("cp1252"),
                                    lambda text: text.replace("\n", "\r\n").encode(), lambda text: text.encode("utf-16")])
@pytest.mark.parametrize("keeps", [ordered("V1"), ordered("V2", "line V3,cut", "V5"), ordered("V4", people=("V1", "V2")), ordered(people=("V5",))])
def test_bytes_are_written_anew_without_what_was_ordered_and_read_as_an_earlier_snapshot_would_be(tmp_path, encode, keeps):
    content = encode("\n".join(LINES))
    made = written(tmp_path, content, keeps)
    assert made is not None and made != content
    (tmp_path / "again").mkdir()
    assert written(tmp_path / "again", made, keeps) == made, "what is done twice is done once"


def test_a_line_that_is_removed_gives_way_to_its_mark_and_every_other_byte_stays(tmp_path):
    content = "\r\n".join(LINES).encode("cp1252")
    made = written(tmp_path, content, ordered("V1", people=("V2",)))
    assert made.split(b"\r\n")[1:3] == [b'"[removed R-3 of 2024-03]\n",,,,,,,,,', b"V2,12/03/2024,HV,,,,,Y,,[removed in part R-3]"]
    assert made.split(b"\r\n")[3:] == content.split(b"\r\n")[3:]


def test_a_file_of_which_nothing_was_ordered_is_not_written_anew(tmp_path):
    assert written(tmp_path, "\n".join(LINES).encode(), ordered("V9")) is None


def test_a_workbook_keeps_its_lines_and_loses_its_other_sheets(tmp_path):
    book = Workbook()
    for line in (HEADER.split(","), record("V1", "said").split(","), record("V2", "more").split(",")):
        book.active.append(line)
    book.create_sheet("pivot").append(["Ann", "Roe"])
    book.save(tmp_path / "book.xlsx")
    made = written(tmp_path, (tmp_path / "book.xlsx").read_bytes(), ordered("V1", people=("V2",)), "visits.xlsx")
    (tmp_path / "after.xlsx").write_bytes(made)
    (sheet,) = load_workbook(tmp_path / "after.xlsx").worksheets
    assert [[cell for cell in row if cell] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ["[removed R-3 of 2024-03]"], ["V2", "12/03/2024", "HV", "Y", "[removed in part R-3]"]]


def test_a_run_refuses_an_agency_without_a_period_and_counts_what_was_removed(tmp_path):
    path = tmp_path / "retention.toml"
    path.write_text(AGREED.replace("health", "police"))
    with pytest.raises(periods.BadPeriods, match="How long the records of health are kept is not agreed") as told:
        Keeping(periods.read(path), path).refuse(["police", "health"])
    path.write_text(str(told.value).split("\n\n", 1)[1].replace("years = 0", "years = 7").replace('agreement = ""', 'agreement = "ISA"'))
    assert periods.read(path)["health"] == periods.Period(7, "last contact", "ISA", date(2026, 1, 31)), "the lines that are shown can be filled in as they are"


@pytest.mark.parametrize(("line", "sentence"), [
    ("years = 7", "must say exactly"), ("years = 0", "everything would be removed at once"), ('years = "7"', "Write it as in"), ("years 7", "not TOML")])
def test_a_period_that_cannot_be_is_refused_with_a_sentence(tmp_path, line, sentence):
    path = tmp_path / "retention.toml"
    path.write_text(AGREED.replace("years = 7", line).replace('agreement = "ISA"\n', "" if "exactly" in sentence else 'agreement = "ISA"\n'))
    with pytest.raises(periods.BadPeriods, match=sentence):
        periods.read(path)


def test_a_line_is_emptied_by_an_order_that_stands_and_changed_by_nothing_else(database):
    for number in (1, 2):
        notes.write(database, ANN, f"n{number}", f"health:clinic:V{number}#patient", f"Rang {number}.")
    removal.order(database, ANN, removal.PAST, "Dr Moss: past its date", removal.What({"health:clinic:V1": "2019-03"}, (), {"health": 1}))
    assert list(notes.standing(database)["words"]) == ["Rang 2."]
    assert removal.unfinished(database) == ["R-1"]
    for change in ("words = null, erased_by = 'R-9'", "words = 'other', erased_by = 'R-1'", "words = null", "\"by\" = 'bob', erased_by = 'R-1'"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
            connection.exec_driver_sql(f"update notes set {change} where number = 2")
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
        connection.exec_driver_sql("delete from erasures")
    assert list(notes.standing(database)["words"]) == ["Rang 2."]
    audit.verify(database)
