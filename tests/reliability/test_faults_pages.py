"""What the machine does to who is at a screen: a sentence in the page, in the job or beside the file that is sent; nothing that was acknowledged is lost, and
when the fault is gone the same page, click or file works without a new start."""

import io
import shutil
from contextlib import closing

import pytest

from dashboard import current, gate
from dashboard.app import create
from tests import published
from tests.brought import ANA, KEYS, brought, layout_drawn, started
from tests.extracts import record
from tests.reliability import WHOLE, amount, planted, standing
from tests.test_gate import show
from timeline import audit, decisions, jobs, keys, machine, notes, snapshot, uploads
from timeline.access import User
from timeline.database import Database, NotReached
from timeline.database import notes as lines
from timeline.loading import worker

pytestmark = pytest.mark.slow

FAMILY = f"/family/{published.FAMILY}"
LOSING = ("pointer emptied", "snapshot cut", "pointer deleted", "snapshots deleted")
whole = pytest.mark.skipif(not WHOLE, reason="it asks for page after page: `make reliability` does it")
COORDINATOR = User("coordinator", "coordinator")


@pytest.fixture(params=standing.KINDS)
def home(request, tmp_path):
    """A home that stands."""
    with standing.stands(request.param, tmp_path / "home", tmp_path) as made:
        yield made


@pytest.fixture
def browser(home, monkeypatch):
    """A coordinator's browser on its dashboard."""
    monkeypatch.setattr(gate.accounts, "signed_in", lambda *_: COORDINATOR)  # who may sign in is shown elsewhere
    with published.closed(create(home)) as app:
        client = app.server.test_client()
        client.get("/families")
        yield client


def text(answer) -> str:
    """What a page says; never a traceback."""
    assert "Traceback" not in answer.text and ".py" not in answer.text
    return answer.text


def opens(browser, path=FAMILY) -> bool:
    answer = show(browser, path)
    return answer.status_code == 200 and "Khan" in text(answer)


def sent(browser, name="visits.csv", size=3_000_000):
    token = {"X-CSRFToken": browser.get_cookie("_csrf_token").value, "X-File-Name": name}
    return browser.post(f"/upload?key={next(KEYS).replace(' ', '')}", data=b"x" * size, content_type="application/octet-stream", headers=token)


@pytest.mark.parametrize("losing", LOSING[:amount(1, len(LOSING))])
def test_a_page_says_that_the_timelines_are_lost_and_shows_them_again_when_they_are_back(home, browser, tmp_path, losing):
    assert opens(browser)
    whole, pointer = shutil.copytree(home / "snapshots", tmp_path / "whole"), home / "snapshots" / "CURRENT"
    current_one = snapshot.current(home)
    browser.application.extensions["shelf"].close()
    if losing == "pointer deleted":
        pointer.unlink()
    elif losing == "pointer emptied":
        pointer.write_bytes(b"")
    elif losing == "snapshots deleted":
        current_one.unlink()
    else:
        other = snapshot.current(home).with_name(f"snap-0000000000000000{current_one.suffix}")
        other.write_bytes(current_one.read_bytes()[:20_000])
        pointer.write_text(f"{other.name}\n")
    for path in ("/families", FAMILY):
        said = text(show(browser, path))
        assert "Khan" not in said and ("CURRENT" in said or "snap-" in said) and ("timeline run" in said or "backup" in said), said[:400]
    assert browser.get("/health").text == "OK"
    shutil.rmtree(home / "snapshots")
    shutil.copytree(whole, home / "snapshots")
    assert opens(browser)


@whole
def test_who_reads_a_snapshot_that_is_deleted_reads_on_to_the_end_of_the_question(home, browser):
    with browser.application.test_request_context():
        gate.g.user = COORDINATOR
        before = current.ask("select count(*) as n from made.reports").iat[0, 0]
        snapshot.current(home).unlink()
        assert current.ask("select count(*) as n from made.reports").iat[0, 0] == before


@whole
def test_where_no_line_of_the_audit_can_be_kept_nothing_is_shown_until_it_can(home, browser):
    assert opens(browser)
    with closing(Database(home)) as database:
        before = audit.head(database).number
        while not full(home, browser):
            pass
        assert opens(browser) and opens(browser, "/families")
        assert audit.verify(database).number > before


def full(home, browser) -> bool:
    """Ask for pages while the database cannot grow, until one is refused; what it said is a sentence, and it showed nothing."""
    with planted.no_file_longer_than(max(path.stat().st_size for path in home.glob("timeline.db*"))):
        for _ in range(400):
            answer = show(browser, FAMILY)
            if answer.status_code != 200:
                assert answer.status_code == 503 and "Khan" not in text(answer) and 40 < len(text(answer)) < 500
                return True
    return False


def test_notes_that_were_acknowledged_before_the_disk_was_full_are_kept_and_none_is_kept_twice(home):
    acknowledged, refused = [], None
    with closing(Database(home)) as database:
        with planted.no_file_longer_than(max(path.stat().st_size for path in home.glob("timeline.db*")) + 200_000):
            for number in range(5_000):
                try:
                    notes.write(database, COORDINATOR, f"n {number}", f"{published.CRIME}#victim", "Rang; no reply. " * 20)
                except NotReached as why:
                    refused = f"n {number}"
                    assert machine.fault(why), "it is told what it is"
                    break
                acknowledged.append(f"n {number}")
        assert refused and acknowledged
        notes.write(database, COORDINATOR, refused, f"{published.CRIME}#victim", "Rang; no reply.")
        with database.read() as connection:
            kept = [key for (key,) in connection.execute(lines.select().with_only_columns(lines.c.key).order_by(lines.c.number))]
        assert kept == [*acknowledged, refused]


def test_a_file_for_which_there_is_no_room_is_refused_with_a_sentence_and_taken_in_when_there_is(home, browser, monkeypatch):
    monkeypatch.setattr(gate.accounts, "signed_in", lambda *_: ANA)
    with planted.no_file_longer_than(2_000_000):
        answer = sent(browser)
    assert (answer.status_code, answer.text) == (422, machine.Fault(machine.FULL).said(uploads.NOT_KEPT))
    assert not list((home / "uploads").iterdir())
    assert sent(browser).status_code == 201


@pytest.mark.parametrize("home", ["demo"], indirect=True)
def test_a_job_that_the_machine_breaks_off_fails_with_a_sentence_and_the_same_again_is_done(home, monkeypatch):
    with closing(Database(home)) as database:
        layout_drawn(database)
        brought(database, record("R1"))
        before = snapshot.current(home)
        refused = PermissionError(13, "Permission denied", str(home / "snapshots" / "x"))
        for planted_fault, words in ((OSError(28, "No space left on device"), "no room left"), (refused, "(x)"), (MemoryError(), "not enough memory")):
            with monkeypatch.context() as breaking:
                breaking.setattr(worker.checking.pipeline, "reread", _raising(planted_fault))
                job = done(database, "check")
            assert job.state == "failed" and words in job.problem and snapshot.NOT_PUBLISHED in job.problem and str(home) not in job.problem
        (home / "snapshots" / "CURRENT").rename(home / "away")
        failed = done(database, "load")
        assert failed.state == "failed" and "CURRENT" in failed.problem, "what was run from a folder would be lost"
        (home / "away").rename(home / "snapshots" / "CURRENT")
        assert snapshot.current(home) == before
        monkeypatch.setattr(worker.checking, "check", lambda *_: {})
        assert done(database, "check").state == "done"


def _raising(error):
    def do(*_, **__):
        raise error
    return do


def done(database, kind: str):
    job_id = started(database, kind)
    worker.work(database)
    return jobs.get(database, job_id)


@whole
@pytest.mark.parametrize("home", ["demo"], indirect=True)
def test_an_answer_that_is_kept_is_acknowledged_though_the_timelines_cannot_be_made_anew(home, browser, monkeypatch):
    decisions.answer(browser.application.extensions["database"], COORDINATOR, "k", "same person", [("a:b:1#x", "c:d:1#y", "s")], "yes", "seen")
    updater = browser.application.extensions["updater"]
    monkeypatch.setattr(type(updater._turn), "_looking", _raising(OSError(30, "Read-only file system")))
    updater.start()
    assert "1 answer is kept but not yet in these timelines" in updater.progress().sentence and "may not write" in updater.progress().sentence


@whole
@pytest.mark.parametrize("home", ["demo"], indirect=True)
@pytest.mark.parametrize("fault", [MemoryError("of Sara Khan"), OSError(28, "No space left on device", "/srv/home/x"), OSError(5, "Input/output error")])
def test_whatever_the_machine_does_to_a_page_or_a_document_is_a_sentence_without_data_or_a_place(browser, monkeypatch, fault):
    token = browser.get_cookie("_csrf_token").value
    form = {"family": published.FAMILY, "audience": "full", "format": "docx", "csrf_token": token}
    with monkeypatch.context() as breaking:
        breaking.setattr(current, "ask", _raising(fault))
        for answer in (show(browser, FAMILY), browser.post("/document", data=form), browser.get("/take/families.csv")):
            said = text(answer)
            assert answer.status_code == 503 and machine.fault(fault).said(whole=False).split(".")[0] in said
            assert "Khan" not in said and "/srv" not in said
    assert opens(browser)
    assert browser.post("/document", data=form).status_code == 200


def test_a_file_that_is_damaged_where_it_is_kept_is_not_read(home):
    with closing(Database(home)) as database:
        uploads.receive(database, ANA, "k", "visits.csv", io.BytesIO(b"Ref,Where\n" * 1000))
        (one,) = uploads.standing(database)
        path = uploads.path(home, one.sha)
        content = path.read_bytes()
        for damaged in (b"", content[:-1], content[:40], content[:60] + b"\0" + content[61:]):
            path.write_bytes(damaged)
            if keys.of(home).sealed:
                with pytest.raises(Exception, match="cannot be opened") as why, uploads.opened(home, one.sha):
                    pass
                assert "backup" in str(why.value)
        path.write_bytes(content)
        with uploads.opened(home, one.sha) as opened:
            assert opened.read_bytes() == b"Ref,Where\n" * 1000


@whole
def test_the_line_that_says_how_far_the_timelines_are_does_not_fail_where_they_are_lost(home, browser):
    (home / "snapshots" / "CURRENT").write_bytes(b"")
    assert browser.application.extensions["updater"].progress().sentence == ""
