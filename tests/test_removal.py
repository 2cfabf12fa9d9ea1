"""Content that was removed is nowhere below the home, the books say so, nobody else's records change, and what comes again stays out."""

import io
from contextlib import closing
from pathlib import Path

import pytest

from tests.extracts import HEADER, LAYOUT, record
from timeline import audit, cli, decisions, jobs, keys, notes, removal, sealed, snapshot, uploads
from timeline.access import User
from timeline.database import Database, metadata
from timeline.loading import worker

ANN = User("ann", "analyst")
AGREED = '[health]\nyears = 2\ncounted_from = "last contact"\nagreement = "Sharing agreement"\nagreed_on = 2025-01-15\n'
GONE = ("Quillfeather", "Zebedee", "4505577104", "Violetwords", "V-OLD")
"""What only the family that is past its date has: two names, an NHS number, the words of a record, its reference, and what was written of it here."""

OLD = {"Day": "12/03/2019", "First": "Zebedee", "Last": "Quillfeather", "Born": "03/02/1981", "NHS": "4505577104"}
NEW = {"Day": "12/03/2025"}
FIRST = "\r\n".join([HEADER, record("V-OLD1", '"Violetwords, said\nhere twice"', **OLD), record("V-NEW", "all well", **NEW),
                     record("V-OLD2", "Violetwords", **OLD), ""])
AGAIN = "\n".join([HEADER, record("V-OLD1", "Violetwords again", **OLD), record("V-NEW2", "later", Day="20/03/2025"), ""])
SAID = {"supplier": "visits", "area": "Calderbrook", "as_at": "2025-03-31", "extent": "delta", "covers_from": "2018-01-01", "covers_to": "2025-03-31",
        "searched_for": "everyone", "received_on": "2025-04-01"}
OF_THEM = "select count(*) from made.mentions where surname = 'quillfeather'"
YES = ["--confirm", "Dr Moss: past its date"]


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home outside a demo with a file that was loaded, and what was written about each of its two families."""
    monkeypatch.delenv("TIMELINE_DEMO", raising=False)
    monkeypatch.delenv("TIMELINE_DATABASE", raising=False)
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    made = tmp_path / "home"
    monkeypatch.setenv("TIMELINE_HOME", str(made))
    (made / "agencies").mkdir(parents=True)
    (made / "agencies" / "visits.toml").write_text(LAYOUT, encoding="utf-8")
    (made / "retention.toml").write_text(AGREED)
    load(made, "first.csv", FIRST)
    with closing(Database(made)) as database:
        for number, visit in enumerate(("V-OLD1", "V-OLD2", "V-NEW")):
            notes.write(database, ANN, f"n{number}", f"health:clinic:{visit}#patient", "Rang Zebedee." if "OLD" in visit else "Rang Ann.")
        decisions.answer(database, ANN, "d1", "same person", [("health:clinic:V-OLD1#patient", "health:clinic:V-OLD2#patient", "s")], "yes", "Both Zebedee")
        decisions.answer(database, ANN, "d2", "same person", [("health:clinic:V-OLD1#patient", "health:clinic:V-NEW#patient", "s")], "no", "Not the same")
    assert cli.main(["update"]) == 0
    return made


def load(home: Path, name: str, content: str) -> dict:
    """Load a file; the account of it."""
    with closing(Database(home)) as database:
        upload_id = uploads.receive(database, ANN, name, name, io.BytesIO(content.encode()))
        uploads.say(database, ANN, f"say {name}", upload_id, SAID)
        job_id = jobs.start(database, ANN, f"load {name}", "load")
        worker.work(database)
        job = jobs.get(database, job_id)
        assert job.state == "done", job.problem
        return job.result


def everything(home: Path) -> dict[str, bytes]:
    """All that can be read below the home with its key: the bytes of each file, opened, each table of each snapshot, each line of the database."""
    held = {}
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        held[str(path.name)] = b"".join(sealed.blocks(home, path)) if content.startswith(sealed.MARK) else content
        if path.suffix == ".sealed":
            with snapshot.open(path) as reader:
                for (table,) in reader.execute("select table_name from duckdb_tables() where schema_name = 'made'").fetchall():
                    held[f"{path.name} {table}"] = str(reader.execute(f'from made."{table}"').fetchall()).encode()
    with closing(Database(home)) as database, database.read() as connection:
        for table in metadata.sorted_tables:
            held[f"table {table}"] = str(connection.execute(table.select()).all()).encode()
    return held


def where(home: Path, words=GONE) -> dict[str, list[str]]:
    """In which of it each word stands."""
    held = everything(home)
    return {word: [name for name, content in held.items() if word.encode() in content or word.lower().encode() in content.lower()] for word in words}


def made(home: Path, sql: str) -> list:
    with snapshot.open(snapshot.current(home)) as reader:
        return reader.execute(sql).fetchall()


def test_what_is_past_its_date_is_listed_and_when_confirmed_is_nowhere_any_more(home, capsys):
    assert all(where(home).values()), "a positive control: each is there to be found"
    before = made(home, "select * from made.reports where report_id like '%NEW%'"), made(home, "select * from made.people where name = 'Ann Roe'")
    assert cli.main(["retention"]) == 0
    told = capsys.readouterr().out
    assert "health: 2 records are past their date" in told and "health:clinic:V-OLD1, kept until 2021-03-12: 2 years from 12 March 2019" in told
    assert all(where(home).values()), "to list changes nothing"

    assert cli.main(["retention", *YES]) == 0
    told = capsys.readouterr().out
    assert "health 2" in told and "upload-1/first.csv" in told and "notes 2" in told and "the agencies' own files" in told
    assert {word: [name for name in names if name != "table decisions"] for word, names in where(home).items()} == {word: [] for word in GONE}
    assert made(home, "select records, removed, current, quarantined from made.books") == [(3, 2, 1, 0)]
    assert made(home, "select line_from, line_to, part, raw from made.rows where part = 'removed' order by 1") == [
        (2, 3, "removed", "[removed R-1 of 2019-03]"), (5, 5, "removed", "[removed R-1 of 2019-03]")]
    after = made(home, "select * from made.reports where report_id like '%NEW%'"), made(home, "select * from made.people where name = 'Ann Roe'")
    assert after == before
    with closing(Database(home)) as database:
        audit.verify(database)
        assert list(notes.standing(database)["words"]) == ["Rang Ann."]
        assert list(decisions.history(database)["reason"]) == ["Not the same"]


def test_what_was_removed_stays_out_when_it_comes_again_and_of_an_update_and_a_load_the_tables_are_the_same(home, capsys):
    cli.main(["retention", *YES])
    result = load(home, "again.csv", AGAIN)
    assert [(one["records"], one["current"], one["removed"]) for one in result["files"]] == [(2, 1, 1)]
    assert made(home, OF_THEM) == [(0,)]
    before = [made(home, f"from made.{table} order by all") for table in ("rows", "versions", "coverage", "books")]
    assert cli.main(["update"]) == 0
    assert [made(home, f"from made.{table} order by all") for table in ("rows", "versions", "coverage", "books")] == before
    assert made(home, "select state, because from made.coverage where month = '2019-03-01'") == [
        ("not supplied", "records of this month were removed (2), so what there was can no longer be told")]


@pytest.mark.parametrize("step", ["_rewrite", "_publish", "_sweep", "_done"])
@pytest.mark.slow
def test_a_removal_that_was_broken_off_is_done_to_its_end_and_the_tables_are_never_half(home, monkeypatch, step):
    with monkeypatch.context() as broken:
        broken.setattr(removal, step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert cli.main(["retention", *YES]) == 130
    assert made(home, OF_THEM) == [(2 if step in ("_rewrite", "_publish") else 0,)]
    assert cli.main(["retention"]) == 0
    assert {name for names in where(home).values() for name in names} <= {"table decisions"}
    with closing(Database(home)) as database:
        assert removal.unfinished(database) == []
        audit.verify(database)
