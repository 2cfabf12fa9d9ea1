"""The books balance, or nothing is published."""

import pandas as pd
import pytest

from tests.made import made
from timeline import ledger, naming, snapshot
from timeline.tables import TABLES

FILE = dict(file="a.csv", layout="l", agency="police", system="s", area="A", lines=3, accept_vanished=False)
HEADER = dict(row_id="a.csv:1", file="a.csv", line_from=1, line_to=1, part="header")
GOOD = dict(row_id="a.csv:2", file="a.csv", line_from=2, line_to=2, part="record")
BAD = dict(row_id="a.csv:3", file="a.csv", line_from=3, line_to=3, part="unreadable")
WHOLE = {
    "files": [FILE], "rows": [HEADER, GOOD, BAD],
    "issues": [dict(row_id="a.csv:3", code="unreadable", severity="error")],
    "versions": [dict(row_id="a.csv:2", report_id="p:1", state="current"), dict(row_id="a.csv:3", state="quarantined")],
    "reports": [dict(report_id="p:1", row_id="a.csv:2")],
    "mentions": [dict(mention_id="p:1#victim", report_id="p:1", role="victim"), dict(mention_id="p:1#caller", report_id="p:1", role="caller"),
                 dict(mention_id="p:1#suspect", report_id="p:1", role="suspect")],
    "judgements": [dict(answer_id="D-1", kind="same person", left_id="p:1#victim", right_id="p:1#caller", verdict="yes", state="standing"),
                   dict(answer_id="D-2", kind="same person", left_id="p:1#victim", right_id="p:1#suspect", verdict="no", state="standing")],
    "people": [dict(person_id="P-1", mention_ids=["p:1#victim", "p:1#caller"]), dict(person_id="P-2", mention_ids=["p:1#suspect"])],
    "families": [dict(family_id="F-1", person_id="P-1", part="adult")],
    "events": [dict(event_id="E-1", report_ids=["p:1"])],
    "harms": [dict(event_id="E-1", harmed_id="P-1", source_id="not named")],
    "timelines": [dict(family_id="F-1", event_id="E-1", position=1)],
    "signals": [dict(signal_id="S-1", rule="R01", family_id="F-1", evidence=["E-1"], reports=["p:1"])],
    "asked": [dict(rule="R02", family_id="F-1")],
    "dismissals": [],
    "headlines": [dict(family_id="F-1", signals=1)],
}
NAMING = [dict(person_id=person, mention_id=f"p:1#{slot}", report_id="p:1") for person, slot in (("P-1", "victim"), ("P-1", "caller"), ("P-2", "suspect"))]

ANSWERS = [("D-1", "p:1#victim", "p:1#caller"), ("D-2", "p:1#victim", "p:1#suspect")]


@pytest.fixture(scope="module")
def whole():
    """A snapshot in memory that holds WHOLE."""
    with snapshot.in_memory() as s:
        fill(s, WHOLE)
        yield s


def fill(s, tables):
    for name, rows in tables.items():
        s[name] = made(name, *rows)
    if "naming" not in tables:
        s["naming"] = naming.find(s["people"], s["mentions"])


def balance(whole, answers=ANSWERS, as_of=None, **changed):
    """The books of WHOLE with these tables in place of its own."""
    fill(whole, changed)
    try:
        return ledger.balance(whole, pd.DataFrame(answers, columns=["answer_id", "left_id", "right_id"]), as_of).df().to_dict("records")
    finally:
        fill(whole, {name: WHOLE[name] for name in changed if name in WHOLE})


def test_whole_books_balance_and_say_what_became_of_each_line(whole):
    (book,) = balance(whole)
    assert book["lines"] == book["header"] + book["blank"] + book["note"] + book["record_lines"] + book["unreadable_lines"] == 3
    assert book["records"] == book["current"] + book["quarantined"] == 2


def people(*groups):
    return {"people": [dict(person_id=f"P-{n}", mention_ids=[f"p:1#{slot}" for slot in group]) for n, group in enumerate(groups)]}


def without(name, key, value):
    return {name: [row for row in WHOLE[name] if row[key] != value]}


OF_EVENTS = dict(answer_id="D-1", kind="same event", left_id="p:1", right_id="p:2", verdict="no", state="standing")


@pytest.mark.parametrize(("law", "changed"), [
    ("a physical line", {"files": [FILE | {"lines": 4}]}),
    ("a physical line", without("rows", "row_id", "a.csv:1")),
    ("a physical line", {"files": [FILE, FILE | {"file": "b.csv"}]}),   # of which no line was read
    ("a physical line", {"files": [FILE, FILE | {"file": "b.csv", "lines": 1}]}),
    ("no state in the books", without("versions", "row_id", "a.csv:3")),
    ("never read", {"versions": WHOLE["versions"] + [dict(row_id="a.csv:9", state="withdrawn")]}),
    ("no error that says why", {"issues": []}),
    ("no error that says why", {"issues": [dict(row_id="a.csv:3", code="odd", severity="query")]}),
    ("not current", {"versions": [WHOLE["versions"][0] | {"state": "superseded"}, WHOLE["versions"][1]]}),
    ("makes no report", {"reports": [], "mentions": [], "people": [], "events": [], "signals": [], "timelines": [], "harms": []}),
    ("a mention is in no person", people(["victim", "caller"])),
    ("a mention is in no person, or in two", people(["victim", "caller"], ["suspect"], ["suspect"])),
    ("a mention that does not exist", people(["victim", "caller"], ["suspect", "ghost"])),
    ("is not named where its person holds it", {"naming": NAMING[1:]}),
    ("is not named where its person holds it", {"naming": [NAMING[0] | {"report_id": "p:2"}, *NAMING[1:]]}),
    ("is not named where its person holds it", {"naming": [*NAMING, dict(person_id="P-2", mention_id="p:1#victim", report_id="p:1")]}),
    ("said are one are in two", people(["victim"], ["caller"], ["suspect"])),
    ("told apart are in one", people(["victim", "caller", "suspect"])),
    ("told apart are in one", people(["victim", "caller", "suspect"])
     | {"judgements": [WHOLE["judgements"][0] | {"state": "contradicted"}, WHOLE["judgements"][1] | {"state": "contradicted"}]}),
    ("said are one event are in two", {"judgements": [OF_EVENTS | {"verdict": "yes"}],
                                       "events": [dict(event_id="E-1", report_ids=["p:1"]), dict(event_id="E-2", report_ids=["p:2"])]}),
    *(("said are not one event are in one", {"judgements": [OF_EVENTS | {"state": state}], "events": [dict(event_id="E-1", report_ids=["p:1", "p:2"])]})
      for state in ("standing", "contradicted")),
    ("an answer is in no judgement", without("judgements", "answer_id", "D-1")),
    ("a judgement rests on no answer", {"judgements": [*WHOLE["judgements"], WHOLE["judgements"][1] | {"answer_id": "D-3"}]}),
    ("what is in this load is set aside", {"judgements": [WHOLE["judgements"][0] | {"state": "not in this load"}, WHOLE["judgements"][1]]}),
    ("what is in this load is set aside", {
        "answers": [("D-1", "p:1", "p:2")], "judgements": [OF_EVENTS | {"state": "not in this load"}],
        "reports": [*WHOLE["reports"], dict(report_id="p:2", row_id="a.csv:2")], "events": [dict(event_id="E-1", report_ids=["p:1", "p:2"])]}),
    ("a report is in no event", {"events": [dict(event_id="E-1", report_ids=[])]}),
    ("a report is in no event, or in two", {"events": [dict(event_id="E-1", report_ids=["p:1"]), dict(event_id="E-2", report_ids=["p:1"])]}),
    ("harmed in an event that does not exist", {"harms": [dict(event_id="E-9", harmed_id="P-1", source_id="P-2")]}),
    ("timeline shows an event", {"timelines": [dict(family_id="F-1", event_id="E-9", position=1)]}),
    ("timeline belongs to no family", {"timelines": [dict(family_id="F-9", event_id="E-1", position=1)]}),
    ("evidence that does not exist", {"signals": [WHOLE["signals"][0] | {"evidence": ["E-9"]}]}),
    ("report that does not exist", {"signals": [WHOLE["signals"][0] | {"reports": ["p:9"]}]}),
    ("signal belongs to no family", {"signals": [WHOLE["signals"][0] | {"family_id": "F-9"}]}),
    ("both raised a signal and found nothing", {"asked": [dict(rule="R01", family_id="F-1")]}),
    ("a dismissal is of a signal that does not exist", {"dismissals": [dict(signal_id="S-9", answer_id="D-3")]}),
    ("neither counted nor dismissed", {"headlines": [dict(family_id="F-1", signals=0, dismissed=0)]}),
    ("neither counted nor dismissed", {"headlines": [dict(family_id="F-1", signals=1, dismissed=1)]}),
    ("has no headline", {"headlines": []}),
])
def test_each_broken_law_stops_the_publication_and_is_named(whole, law, changed):
    with pytest.raises(ledger.OutOfBalance, match=law):
        balance(whole, **changed)


REMOVED = dict(row_id="a.csv:2", file="a.csv", line_from=2, line_to=2, part="removed", raw="[removed R-1]", fields=None, people=None, asked=None)
GONE = {"rows": [HEADER, REMOVED, BAD], "versions": [dict(row_id="a.csv:2", state="removed"), WHOLE["versions"][1]], "reports": [], "mentions": [],
        "judgements": [], "people": [], "events": [], "harms": [], "timelines": [], "signals": [], "headlines": [dict(family_id="F-1")]}


def test_a_row_whose_content_was_removed_is_counted_as_removed(whole):
    (book,) = balance(whole, [], **GONE)
    assert (book["removed"], book["current"], book["record_lines"], book["records"]) == (1, 0, 1, 2)


def test_a_removed_row_without_a_state_stops_the_publication_like_any_other(whole):
    with pytest.raises(ledger.OutOfBalance, match="a record has no state in the books"):
        balance(whole, [], **GONE | {"versions": [WHOLE["versions"][1]]})


@pytest.mark.parametrize("changed", [
    {"rows": [HEADER, REMOVED | {"raw": "Amy Ash,1985"}, BAD]}, {"rows": [HEADER, REMOVED | {"fields": {"words": "Amy"}}, BAD]},
    {"rows": [HEADER, REMOVED | {"people": []}, BAD]}, {"rows": [HEADER, REMOVED | {"asked": []}, BAD]},
    {"versions": [dict(row_id="a.csv:2", state="withdrawn"), WHOLE["versions"][1]]}, {"rows": [HEADER, GOOD, BAD]}])
def test_a_removed_row_that_still_holds_some_content_or_is_counted_as_another_stops_the_publication(whole, changed):
    with pytest.raises(ledger.OutOfBalance, match="whose content was removed still holds some"):
        balance(whole, [], **GONE | changed)


def test_the_account_of_a_file_counts_its_lines_by_part_and_its_records_by_state():
    line = 0
    rows, versions = [], []
    for part, lines, times in (("header", 2, 1), ("blank", 1, 3), ("note", 2, 2), ("unreadable", 3, 1), ("removed", 1, 1), ("record", 2, 8)):
        for _ in range(times):
            rows.append(dict(row_id=f"a.csv:{line + 1}", file="a.csv", line_from=line + 1, line_to=line + lines, part=part))
            line += lines
    records = [row["row_id"] for row in rows if row["part"] in ("unreadable", "removed", "record")]
    states = ["quarantined", "removed", "current", "current", "current", "superseded", "superseded", "withdrawn", "exact duplicate", "quarantined"]
    versions = [dict(row_id=row_id, state=state) for row_id, state in zip(records, states, strict=True)]
    found = ledger.books(made("files", FILE | {"lines": line}, FILE | {"file": "b.csv", "lines": 1, "problem": "is empty"}), made("rows", *rows),
                         made("versions", *versions))
    whole, refused = sorted(found.df().to_dict("records"), key=lambda book: book["file"])
    assert whole | {"refused": None} == {
        "file": "a.csv", "lines": 29, "header": 2, "blank": 3, "note": 4, "record_lines": 17, "unreadable_lines": 3, "records": 10, "current": 3,
        "superseded": 2, "withdrawn": 1, "exact_duplicates": 1, "quarantined": 2, "removed": 1, "refused": None}
    assert refused["refused"] == "is empty" and sum(refused[key] for key in whole if key not in ("file", "lines", "refused")) == 0


def test_a_refusal_names_the_law_how_many_break_it_and_three_of_them(whole):
    rows = [GOOD | {"row_id": f"a.csv:{n}", "line_from": n, "line_to": n} for n in range(4, 9)]
    with pytest.raises(ledger.OutOfBalance) as told:
        balance(whole, files=[FILE | {"lines": 8}], rows=[*WHOLE["rows"], *rows])
    assert "a record has no state in the books (5 found, such as " in str(told.value) and str(told.value).count("a.csv:") == 3


OF_PEOPLE = [("primary perpetrator", "yes", "standing"), ("primary perpetrator", "no", "standing"), ("same person", "unsure", "standing"),
             ("same person", "unsure", "waiting for a second person"), ("same person", "no", "waiting for a second person")]


@pytest.mark.parametrize(("kind", "verdict", "state"), OF_PEOPLE)
@pytest.mark.parametrize("groups", [(["victim"], ["caller"], ["suspect"]), (["victim", "caller", "suspect"],)])
def test_an_answer_binds_only_what_it_is_about(whole, kind, verdict, state, groups):
    assert balance(whole, judgements=[one | {"kind": kind, "verdict": verdict, "state": state} for one in WHOLE["judgements"]], **people(*groups))


@pytest.mark.parametrize(("kind", "verdict", "state"), [("same person", "yes", "standing"), ("same person", "no", "standing"), *(
    ("same event", verdict, state) for _, verdict, state in OF_PEOPLE[2:])])
@pytest.mark.parametrize("groups", [(["p:1"], ["p:2"]), (["p:1", "p:2"],)])
def test_an_answer_about_events_binds_only_what_it_is_about(whole, kind, verdict, state, groups):
    judgement = OF_EVENTS | {"kind": kind, "verdict": verdict, "state": state}
    assert balance(whole, [("D-1", "p:1", "p:2")], judgements=[judgement], reports=[*WHOLE["reports"], dict(report_id="p:2", row_id="a.csv:2")],
                   events=[dict(event_id=f"E-{number}", report_ids=group) for number, group in enumerate(groups, 1)])


def test_answers_that_hold_bind_nobody_who_does_as_they_say(whole):
    of_events = [OF_EVENTS, OF_EVENTS | {"answer_id": "D-2", "right_id": "p:3", "verdict": "yes"}]
    assert balance(whole, [("D-1", "p:1", "p:2"), ("D-2", "p:1", "p:3")], judgements=of_events,
                   reports=[dict(report_id=f"p:{number}", row_id="a.csv:2") for number in (1, 2, 3)],
                   events=[dict(event_id="E-1", report_ids=["p:1", "p:3"]), dict(event_id="E-2", report_ids=["p:2"])])


def test_a_doubtful_yes_binds_nobody(whole):
    for state in ("contradicted", "waiting for a second person"):
        assert balance(whole, judgements=[WHOLE["judgements"][0] | {"state": state}, WHOLE["judgements"][1]],
                       **people(["victim"], ["caller"], ["suspect"]))
        assert balance(whole, [("D-1", "p:1", "p:2")], judgements=[OF_EVENTS | {"verdict": "yes", "state": state}],
                       reports=[*WHOLE["reports"], dict(report_id="p:2", row_id="a.csv:2")],
                       events=[dict(event_id="E-1", report_ids=["p:1"]), dict(event_id="E-2", report_ids=["p:2"])])


@pytest.mark.parametrize(("left", "right"), [("p:1#victim", "p:9#victim"), ("p:9#victim", "p:1#victim"), ("p:9#victim", "p:9#caller")])
def test_an_answer_waits_while_either_of_whom_it_is_about_is_not_in_the_load(whole, left, right):
    waiting = WHOLE["judgements"][0] | {"left_id": left, "right_id": right, "state": "not in this load"}
    assert balance(whole, [("D-1", left, right)], judgements=[waiting])


def test_refused_and_empty_files_a_dismissed_signal_and_a_family_without_one_balance(whole):
    kept = balance(whole, files=[FILE, FILE | {"file": "b.csv", "lines": 7, "problem": "is no table"}, FILE | {"file": "c.csv", "lines": 0}],
                   families=[*WHOLE["families"], dict(family_id="F-2", person_id="P-2", part="adult")],
                   headlines=[dict(family_id="F-1", signals=0, dismissed=1), dict(family_id="F-2", signals=0)],
                   dismissals=[dict(signal_id="S-1", answer_id="D-1")])
    assert sorted(book["file"] for book in kept) == ["a.csv", "b.csv", "c.csv"]


def test_as_of_an_earlier_day_a_current_row_may_make_no_report_yet(whole):
    none = {name: [] for name in WHOLE if name not in ("files", "rows", "issues", "versions")}
    assert len(balance(whole, [], "2024-01-01", **none)) == 1


def test_every_declared_table_of_a_run_can_be_made():
    assert all(made(name).columns for name in TABLES)
