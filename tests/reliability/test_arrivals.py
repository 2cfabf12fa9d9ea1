"""Files that arrive one after another, dropped on the dashboard or put into the folder: after each the state is that of all that came so far, whatever
the order; an update in between changes nothing, and answers that were given in between are kept and applied as the first law of the design says."""

import io
from dataclasses import replace
from itertools import count
from random import Random

import pytest

from tests.brought import ANA, started
from tests.reliability import SEED, amount
from tests.reliability.histories import Sent, history, layouts, put
from tests.reliability.told import Told, told
from timeline import (
    cli,
    compared,
    decisions,
    issues,
    jobs,
    judgements,
    ledger,
    mentions,
    pipeline,
    reports,
    snapshot,
    uploads,
    versions,
)
from timeline import told as telling
from timeline.database import Database
from timeline.loading import worker

KEYS = (f"arrival {number}" for number in count())
TOGETHER = 20


@pytest.fixture(autouse=True)
def until_the_judgements(monkeypatch):
    """A run makes the tables of what was sent and of what was answered, and none of those that take longest and are shown elsewhere."""
    def shape(_model, s, as_of=None, *_by):
        s["issues"] = issues.find(s["rows"], s["codes"], s["categories"])
        s["versions"] = versions.settle(s["rows"], s["issues"], s["codes"], s["files"], as_of)
        s["reports"] = reports.shape(s["rows"], s["versions"], s["codes"], s["categories"])
        s["mentions"] = mentions.shape(s["rows"], s["reports"], s["codes"])

    def conclude(answers, _settings, s, _as_of=None):
        s["judgements"] = judgements.settle(answers, s["reports"], s["mentions"])

    monkeypatch.setattr(pipeline, "shape", shape)
    monkeypatch.setattr(pipeline, "conclude", conclude)
    monkeypatch.setattr(pipeline, "count", lambda *_: None)
    monkeypatch.setattr(pipeline, "GATHERED", (*pipeline.READ, "issues", "versions", "reports", "mentions"))
    monkeypatch.setattr(ledger, "balance", lambda s, *_: ledger.books(s["files"], s["rows"], s["versions"]))
    monkeypatch.setattr(compared, "keep", lambda *_: None)
    monkeypatch.setattr(telling, "report", lambda _reader: "")


class Desk:
    """An analyst's desk: what has arrived, by either way, and what was answered."""

    def __init__(self, database: Database, folder, random: Random):
        self.database, self.folder, self.random = database, folder, random
        self.arrived: list[Sent] = []
        self.seen: dict[str, dict[str, tuple]] = {}

    def upload(self, sent: list[Sent]) -> None:
        """Drop the files on the dashboard, say what each is, and load them. One whose bytes stand there already is refused, and nothing is kept twice."""
        for one in sent:
            try:
                upload_id = uploads.receive(self.database, ANA, next(KEYS), one.name, io.BytesIO(one.content))
            except uploads.Refused:
                assert any(before.content == one.content and before.name.startswith("upload-") for before in self.arrived)
                continue
            uploads.say(self.database, ANA, next(KEYS), upload_id, one.sayings)
            self.arrived.append(replace(one, name=f"{upload_id}/{one.name}"))
        job_id = started(self.database, "load")
        worker.work(self.database)
        job = jobs.get(self.database, job_id)
        assert (job.state, job.problem) == ("done", None)

    def put(self, sent: list[Sent]) -> None:
        """Put the files into the folder, and run it."""
        put(self.folder, sent)
        self.arrived += sent
        assert cli.main(["run", str(self.folder)]) == 0

    def tables(self) -> tuple:
        """Each line's state, who is named in each current report, and how each answer stands, in the snapshot that is shown."""
        with snapshot.open(snapshot.current(self.database.home)) as reader:
            state = reader.execute("select file, line_from, state from made.versions join made.rows using (row_id)").fetchall()
            named = reader.execute("select report_id, name from made.mentions").fetchall()
            judged = reader.execute("select answer_id, left_id, right_id, state, changed from made.judgements").fetchall()
        return {(file, line): state for file, line, state in state}, dict(named), {row[0]: row[1:] for row in judged}

    def answer(self) -> None:
        """Tell two people apart whom current reports name, with a hash of what is seen of them."""
        with snapshot.open(snapshot.current(self.database.home)) as reader:
            seen = reader.execute(f"select mention_id, {judgements.SEEN_MENTION}, report_id, name from made.mentions order by 1").fetchall()
            one, other = sorted(self.random.sample(seen, 2))
            hashed = reader.execute(f"select {judgements.seen_of('?', '?')}", [one[1], other[1]]).fetchall()[0][0]
        answer_id = decisions.answer(self.database, ANA, next(KEYS), "same person", [(one[0], other[0], hashed)], "no", "They are two people.")
        self.seen[answer_id] = {report: name for _mention, _hash, report, name in (one, other)}

    def hold(self) -> None:
        """Hold what is shown against what the words say of everything that has arrived."""
        state, named, judged = self.tables()
        words = told(self.arrived)
        assert {line: (now, words.state.get(line)) for line, now in state.items() if now != words.state.get(line)} == {}
        assert state.keys() == {(one.name, number) for one in self.arrived for number, _line in enumerate(one.lines, 2)}
        assert named == {report: name(words, report) for report in words.current}
        for answer_id, (_left, _right, stands, changed) in judged.items():
            about = self.seen[answer_id]
            here = about.keys() <= words.current.keys()
            assert stands == ("standing" if here else "not in this load")
            assert changed == (here and any(name(words, report) != seen for report, seen in about.items()))


def name(words: Told, report: str) -> str:
    """The name of whom a current report is about."""
    row = words.current[report]
    mislabelled = row.says[1]
    return f"{row.line.surname} Ann" if mislabelled else f"Ann {row.line.surname}"


@pytest.mark.slow
def test_after_each_arrival_by_either_way_the_state_is_that_of_all_that_came_and_answers_outlive_it(tmp_path, monkeypatch, figure):
    histories, loads, answers = amount(2, 40), 0, 0
    for start in range(0, histories, TOGETHER):
        home = tmp_path / f"home {start}"
        monkeypatch.setenv("TIMELINE_HOME", str(home))
        random = Random(f"{SEED} arrivals {start}")
        database = Database(home)
        layouts(uploads.layouts_folder(home))
        desk = Desk(database, tmp_path / f"in {start}", random)
        waiting = [random.sample(sent, len(sent)) for sent in (history(number, SEED) for number in range(start, min(start + TOGETHER, histories)))]
        while any(waiting):
            arriving = [sent.pop() for sent in waiting if sent]
            dropped = [one for one in arriving if random.random() < 0.5]
            for way, files in ((desk.upload, dropped), (desk.put, [one for one in arriving if one not in dropped])):
                if files:
                    way(files)
                    desk.hold()
                    loads += 1
            desk.answer()
            before = desk.tables()[:2]
            assert cli.main(["update"]) == 0
            assert desk.tables()[:2] == before
            desk.hold()
        assert desk.tables()[2].keys() == desk.seen.keys()
        answers += len(desk.seen)
        database.close()
    figure("histories whose files arrived one after another", histories)
    figure("runs and loads, each held against all that had come", loads)
    figure("answers given in between, all kept", answers)
