"""What is asked of the audit: a planted month of lines, and exactly those that each question finds, on every engine."""

import json
from datetime import UTC, date, datetime

import pytest

from timeline import audit
from timeline.access import User
from timeline.audit import asked, export
from timeline.audit.asked import ASKED_ABOUT, OPENED, SEEN, Within

F1, F2, P1 = "F-0123456789abcdef", "F-1123456789abcdef", "P-0123456789abcdef"
PLANTED = [
    ("2026-03-01T23:59:59.999999", "ada", "view family", F1, dict(session="s1", families=[F2], people=[P1], snapshot="snap-1")),
    ("2026-03-02T00:00:00", "ada", "search", "name", dict(session="s1", families=[F1, F2])),
    ("2026-03-02T12:00:00", "bob", "view looked", F1, dict(session="s2")),
    ("2026-03-02T23:59:59.999999", "bob", "opened mention", f"police:CR/1 of {F1}",
     dict(session="s2", record="police:CR/1", outcome="refused", reason="a visit")),
    ("2026-03-03T00:00:00", "ada", "view family", F2, dict(session="s1")),
    ("2026-03-03T08:00:00", "ada", "open household", F1, dict(session="s1", outcome="refused")),
    ("2026-03-04T08:00:00", "cat", "make document", F2, dict(document="chronology")),
    ("2026-03-05T08:00:00", "dan", "view family in a brief", F1, dict(session="s3")),
    ("2026-03-05T09:00:00", "dan", "open household", F2, dict(session="s3", people=[P1])),
    ("2026-03-05T10:00:00", "dan", "write note", f"on {F1} {P1}", dict(session="s3"))]
"""When, who, what, to what, and what else; the lines are numbered from 1."""


@pytest.fixture
def kept(database, monkeypatch):
    """The database that holds them."""
    class Clock(datetime):
        at = None

        @classmethod
        def now(cls, tz=None):
            return datetime.fromisoformat(cls.at).replace(tzinfo=UTC)

    for module in (audit, asked):
        monkeypatch.setattr(module, "datetime", Clock)
    for Clock.at, by, action, subject, more in PLANTED:
        audit.write(database, User(by, "coordinator"), action, subject, **more)
    return database


def numbers(lines):
    return [line["number"] for line in lines]


def looks(kept, things, *page, **narrowed):
    return asked.looks(kept, things, Within(**narrowed), *(page or (None,)))


def test_every_line_that_names_a_family_is_found_with_how_it_was_looked_at_the_latest_first(kept):
    found = looks(kept, [F1])
    assert [(line["number"], line["how"]) for line in found] == [
        (10, OPENED), (8, OPENED), (6, OPENED), (4, OPENED), (3, ASKED_ABOUT), (2, SEEN), (1, OPENED)]
    assert {line["named"] for line in found} == {F1} and {line["found"] for line in found} == {7}
    assert [(line["number"], line["how"]) for line in looks(kept, [F2])] == [(9, OPENED), (7, OPENED), (5, OPENED), (2, SEEN), (1, SEEN)]
    assert [(line["number"], line["how"]) for line in looks(kept, [P1])] == [(10, OPENED), (9, SEEN), (1, SEEN)]
    assert looks(kept, ["F-9"]) == looks(kept, []) == []


def test_a_line_that_names_several_of_what_is_asked_about_is_told_once_by_the_first_and_as_opened_where_one_was(kept):
    assert [(line["number"], line["named"], line["how"]) for line in looks(kept, [P1, F2])] == [
        (10, P1, OPENED), (9, F2, OPENED), (7, F2, OPENED), (5, F2, OPENED), (2, F2, SEEN), (1, F2, SEEN)]
    assert [(line["named"], line["how"]) for line in looks(kept, [F2, F1])][-1] == (F1, OPENED)


def test_all_that_a_line_tells_is_told(kept):
    line = looks(kept, [F1])[3]
    assert line == {"number": 4, "at": "2026-03-02T23:59:59.999999+00:00", "by": "bob", "action": "opened mention", "reason": "a visit", "outcome": "refused",
                    "snapshot": None, "session": "s2", "named": F1, "how": OPENED, "found": 7}
    first = asked.of_account(kept, "ada", Within(), None)[-1]
    assert first == {"number": 1, "at": "2026-03-01T23:59:59.999999+00:00", "by": "ada", "action": "view family", "reason": None, "outcome": "done",
                     "snapshot": "snap-1", "session": "s1", "family": F1, "person": None, "record": None, "document": None, "shown": f"{F2}\n{P1}", "found": 4}
    assert asked.numbered(kept, [7, 1]) == [asked.of_account(kept, "cat", Within(), None)[0] | {"found": 2}, first | {"found": 2}]
    assert asked.numbered(kept, []) == []


def test_a_question_is_narrowed_by_days_the_last_included_by_what_was_done_and_by_whom(kept):
    assert numbers(looks(kept, [F1], since=date(2026, 3, 2))) == [10, 8, 6, 4, 3, 2]
    assert numbers(looks(kept, [F1], until=date(2026, 3, 2))) == [4, 3, 2, 1]
    assert numbers(looks(kept, [F1], since=date(2026, 3, 2), until=date(2026, 3, 2))) == [4, 3, 2]
    assert numbers(looks(kept, [F1], action="view family")) == [1]
    assert numbers(looks(kept, [F1], by="bob", since=date(2026, 3, 1), action="view looked")) == [3]
    assert numbers(asked.of_account(kept, "ada", Within(until=date(2026, 3, 2)), None)) == [2, 1]
    assert numbers(asked.of_account(kept, "ada", Within(action="view family"), None)) == [5, 1]


def test_a_page_of_the_lines_knows_how_many_there_are_in_all(kept):
    assert [(line["number"], line["found"]) for line in looks(kept, [F1], 2, 1)] == [(8, 7), (6, 7)]
    assert [(line["number"], line["found"]) for line in asked.of_account(kept, "ada", Within(), 1)] == [(6, 4)]
    assert numbers(asked.of_account(kept, "ada", Within(), 2, 2)) == [2, 1]


def test_every_action_and_everybody_is_told_once(kept):
    assert asked.actions(kept) == sorted({action for _, _, action, *_ in PLANTED})
    assert asked.accounts(kept) == ["ada", "bob", "cat", "dan"]


def test_nobody_has_done_anything(database):
    assert asked.actions(database) == asked.accounts(database) == asked.since(database, date(2026, 1, 1)) == []


def test_the_lines_since_a_day_are_told_in_order_as_the_rules_count_them(kept):
    assert [row[0] for row in asked.since(kept, date(2026, 3, 2))] == list(range(2, 11))
    assert asked.since(kept, date(2026, 3, 5))[-1] == (10, "2026-03-05T10:00:00.000000+00:00", "dan", "write note", f"on {F1} {P1}", F1, P1, None, "done")
    assert asked.today() == date(2026, 3, 5)


def test_what_a_sign_in_has_named_since_it_last_opened_a_page(kept):
    named = {session: asked.named_since_opening(kept, session) for session in ("s1", "s2", "s3", "s9", None)}
    assert named == {"s1": {F1, F2}, "s2": {F1, "police:CR/1"}, "s3": {F1, F2, P1}, "s9": set(), None: set()}
    audit.write(kept, User("ada", "coordinator"), "view home", "", session="s1")
    assert asked.named_since_opening(kept, "s1") == set()


def test_the_families_that_a_sign_in_opened_since_a_moment_are_those_of_lines_that_open_one_and_were_not_refused(kept):
    moment = "2026-03-03T00:00:00.000000+00:00"
    assert {session: asked.opened(kept, session, "2026-03-01") for session in ("s1", "s2", "s3", "s9", None)} == {
        "s1": {F1, F2}, "s2": set(), "s3": {F1, F2}, "s9": set(), None: set()}
    assert asked.opened(kept, "s1", moment) == {F2} and asked.opened(kept, "s1", moment[:-7] + "1+00:00") == set()
    assert asked.opened(kept, "s3", "2026-03-05T08:30") == {F2}


# --- taken out as a file


@pytest.mark.parametrize(("since", "until", "numbers"), [
    (None, None, range(1, 11)), (date(2026, 3, 2), None, range(2, 11)), (None, date(2026, 3, 2), range(1, 5)), (date(2026, 3, 3), date(2026, 3, 3), [5, 6]),
    (date(2026, 3, 6), None, [])])
def test_an_export_holds_every_column_of_the_lines_of_its_days_the_last_included(kept, tmp_path, since, until, numbers):
    file = tmp_path / "audit.jsonl"
    assert export.write(kept, file, since, until) == len(numbers)
    lines = [json.loads(text) for text in file.read_text(encoding="utf-8").splitlines()]
    with kept.read() as connection:
        assert lines == [dict(row) for row in connection.exec_driver_sql("select * from audit order by number").mappings() if row["number"] in numbers]
    assert file.stat().st_mode & 0o777 == 0o600
    looked = export.look(kept.home, file)
    assert (looked.lines, looked.findings, looked.head.number) == (len(numbers), [], max(numbers, default=0))


def test_an_export_that_ends_before_the_head_that_was_kept_was_cut_off(kept, tmp_path):
    audit.write(kept, User("é", "coordinator"), "view home", "")
    file, head = tmp_path / "audit.jsonl", audit.head(kept)
    export.write(kept, file)
    assert "é" in file.read_text(encoding="utf-8") and export.look(kept.home, file, head).findings == []
    file.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:-2]), encoding="utf-8")
    assert [finding.words for finding in export.look(kept.home, file, head).findings] == ["Lines 10 to 11 were cut off at the end."]


@pytest.mark.parametrize("changed", [lambda line: [line], lambda line: {k: v for k, v in line.items() if k != "seal"}, lambda line: line | {"more": 1},
                                     lambda line: line | {"number": "2"}, lambda line: 5])
def test_a_file_with_a_line_that_is_none_of_an_export_is_refused_by_its_number(kept, tmp_path, changed):
    file = tmp_path / "audit.jsonl"
    export.write(kept, file)
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(changed(json.loads(lines[1])))
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(export.NotAnExport, match=r"Line 2 of .* is not a line of an exported audit\."):
        export.look(kept.home, file)
