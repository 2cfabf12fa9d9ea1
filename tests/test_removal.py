"""Content that was removed is nowhere below the home, the books say so, nobody else's records change, and what comes again stays out."""

import io
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.extracts import HEADER, LAYOUT, record
from timeline import audit, cli, decisions, jobs, keys, notes, removal, sealed, snapshot, uploads
from timeline.access import User
from timeline.database import Database, metadata
from timeline.loading import worker

pytestmark = pytest.mark.slow
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
OTHERS = ("from made.reports where report_id like '%NEW%'", "select * exclude file_hash from made.rows where raw like 'V-NEW%'",
          "select * exclude because from made.people where name = 'Ann Roe'")
YES = ["--confirm", "Dr Moss: past its date"]


@pytest.fixture(scope="module")
def outside():
    """No demo: the key comes from the environment."""
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("TIMELINE_DEMO", raising=False)
        changed.delenv("TIMELINE_DATABASE", raising=False)
        changed.setenv("TIMELINE_KEY", keys.new())
        changed.setenv("TMPDIR", tempfile.gettempdir())  # a command on a sealed home changes both
        changed.setattr(tempfile, "tempdir", None)
        yield


@pytest.fixture(scope="module")
def first(outside, tmp_path_factory) -> Path:
    """A home with a file that was loaded, and what was written about each of its two families."""
    made = tmp_path_factory.mktemp("first") / "home"
    (made / "agencies").mkdir(parents=True)
    (made / "agencies" / "visits.toml").write_text(LAYOUT, encoding="utf-8")
    (made / "retention.toml").write_text(AGREED)
    load(made, "first.csv", FIRST)
    with closing(Database(made)) as database:
        for number, visit in enumerate(("V-OLD1", "V-OLD2", "V-NEW")):
            notes.write(database, ANN, f"n{number}", f"health:clinic:{visit}#patient", "Rang Zebedee." if "OLD" in visit else "Rang Ann.")
        decisions.answer(database, ANN, "d1", "same person", [("health:clinic:V-OLD1#patient", "health:clinic:V-OLD2#patient", "s")], "yes", "Both Zebedee")
        decisions.answer(database, ANN, "d2", "same person", [("health:clinic:V-OLD1#patient", "health:clinic:V-NEW#patient", "s")], "no", "Not the same")
    return made


@pytest.fixture
def home(first, tmp_path, monkeypatch) -> Path:
    """Such a home of a test's own."""
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(first, tmp_path / "home"))


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
    before = [made(home, sql) for sql in OTHERS]
    assert cli.main(["retention"]) == 0
    told = capsys.readouterr().out
    assert "health: 2 records are past their date" in told and "health:clinic:V-OLD1, kept until 2021-03-12: 2 years from 12 March 2019" in told
    assert all(where(home).values()), "to list changes nothing"

    assert cli.main(["retention", *YES]) == 0
    told = capsys.readouterr().out
    assert "health 2" in told and "upload-1/first.csv" in told and "notes 2" in told and "the agencies' own files" in told
    assert where(home) == {word: [] for word in GONE}
    assert made(home, "select records, removed, current, quarantined from made.books") == [(3, 2, 1, 0)]
    assert made(home, "select line_from, line_to, part, raw from made.rows where part = 'removed' order by 1") == [
        (2, 3, "removed", "[removed R-1 of 2019-03]"), (5, 5, "removed", "[removed R-1 of 2019-03]")]
    assert [made(home, sql) for sql in OTHERS] == before
    with closing(Database(home)) as database:
        audit.verify(database)
        assert list(notes.standing(database)["words"]) == ["Rang Ann."]
        assert decisions.history(database).empty, "both were about the person who went"


def test_what_was_removed_stays_out_when_it_comes_again_and_of_an_update_and_a_load_the_tables_are_the_same(home, capsys):
    cli.main(["retention", *YES])
    result = load(home, "again.csv", AGAIN)
    assert [(one["records"], one["current"], one["removed"]) for one in result["files"]] == [(2, 1, 1)]
    assert made(home, OF_THEM) == [(0,)]
    before = [made(home, f"from made.{table} order by all") for table in ("rows", "versions", "coverage", "books")]
    assert cli.main(["update"]) == 0
    assert [made(home, f"from made.{table} order by all") for table in ("rows", "versions", "coverage", "books")] == before
    assert cli.main(["retention"]) == 0
    assert where(home) == {word: [] for word in GONE}, "the bytes that brought it again are written anew"
    assert made(home, "select state, because from made.coverage where month = '2019-03-01'") == [
        ("not supplied", "records of this month were removed (3), so what there was can no longer be told")]


@pytest.mark.parametrize("step", ["_rewrite", "_publish", "_sweep", "_done"])
def test_a_removal_that_was_broken_off_is_done_to_its_end_and_the_tables_are_never_half(home, monkeypatch, capsys, step):
    with monkeypatch.context() as broken:
        broken.setattr(removal, step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert cli.main(["retention", *YES]) == 130
    assert made(home, OF_THEM) == [(2 if step in ("_rewrite", "_publish") else 0,)]
    assert cli.main(["retention"]) == 0
    assert "Uploads written anew: upload-1/first.csv." in capsys.readouterr().out, "whichever try did it"
    assert not any(where(home).values())
    with closing(Database(home)) as database:
        assert removal.unfinished(database) == []
        audit.verify(database)


def test_a_person_wrongly_included_is_out_of_every_record_and_the_records_stay(home, capsys):
    (mention,) = made(home, "select mention_id from made.mentions where report_id like '%V-OLD2'")[0]
    assert cli.main(["erase", mention]) == 0
    assert "this person's cells and the record's free words" in capsys.readouterr().out and all(where(home).values())
    (person,) = made(home, "select person_id from made.people where name = 'Zebedee Quillfeather'")[0]
    assert cli.main(["erase", person, "--confirm", "Dr Moss: a namesake"]) == 0
    words = [word for word in GONE if word != "V-OLD"]
    assert where(home, words) == {word: [] for word in words}
    assert made(home, "select report_id, category, known_on::varchar, words from made.reports where report_id like '%OLD%' order by 1") == [
        (f"health:clinic:V-OLD{number}", "home_visit", "2019-03-12", "[removed in part R-1]") for number in (1, 2)]
    assert made(home, "select records, removed, current from made.books") == [(3, 0, 3)]
    assert made(home, "select line_from, line_to from made.rows where part = 'record' order by 1") == [(2, 3), (4, 4), (5, 5)]
    load(home, "again.csv", AGAIN)
    assert made(home, OF_THEM) == [(0,)] and all(where(home, words).values()), "the tables keep it out, and the bytes that came bring it"
    assert cli.main(["retention"]) == 0
    assert where(home, words) == {word: [] for word in words}
    with closing(Database(home)) as database:
        audit.verify(database)
        assert list(notes.standing(database)["words"]) == ["Rang Ann."]


def test_a_person_whom_no_record_names_is_not_erased_and_a_sentence_says_so(home, capsys):
    assert cli.main(["erase", "P-0000000000000000", *YES]) == 2
    assert "No record names P-0000000000000000" in capsys.readouterr().err


def test_without_an_agreed_period_nothing_is_read_or_shown_and_the_lines_to_write_are(home, capsys):
    (home / "retention.toml").write_text(AGREED.replace("health", "police"))
    for command in (["update"], ["serve"]):
        assert cli.main(command) == 2
        told = capsys.readouterr().err
        assert "How long the records of health are kept is not agreed here" in told and '["health"]' in told and str(home / "retention.toml") in told


def test_what_is_said_of_a_family_whose_oldest_record_goes_stays_with_the_family(home):
    """Ann's notes hang on her old visit, which is past its own date while her last contact is not: by another agreement the old visit alone goes."""
    load(home, "ann.csv", "\n".join([HEADER, record("V-ANN0", "long ago", Day="12/03/2019"), ""]))
    with closing(Database(home)) as database:
        notes.write(database, ANN, "n9", "health:clinic:V-ANN0#patient", "Rang Ann again.")
    (home / "retention.toml").write_text(AGREED.replace("last contact", "the record"))
    assert cli.main(["retention", *YES]) == 0
    with closing(Database(home)) as database:
        assert notes.standing(database)[["anchor", "words"]].values.tolist() == [
            ["health:clinic:V-NEW#patient", "Rang Ann."], ["health:clinic:V-NEW#patient", "Rang Ann again."]]
