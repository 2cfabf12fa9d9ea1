"""One record's walk: from a file's line to the signals that rest on it, and back."""

from contextlib import closing

import pytest
import sqlalchemy as sa

from timeline import cli, trace
from timeline.database import Database, audit


def test_a_line_leads_to_its_signal_and_the_signal_back_to_the_line(sample):
    signal, event = sample.execute("select signal_id, evidence[1] from made.signals where len(evidence) > 0 order by 1 limit 1").fetchall()[0]
    row = sample.execute("""select row_id from made.reports where report_id in (select unnest(report_ids) from made.events where event_id = ?)
                            order by 1 limit 1""", [event]).fetchall()[0][0]
    forward, back = trace.walk(sample, row), trace.walk(sample, signal)
    assert event in forward and signal in forward
    assert row in back.replace("  record", "") and event in back


@pytest.mark.parametrize(("table", "key"), [("reports", "report_id"), ("events", "event_id"), ("people", "person_id"), ("families", "family_id"),
                                            ("signals", "signal_id"), ("rows", "row_id")])
def test_a_walk_can_begin_anywhere(sample, table, key):
    first = sample.execute(f"select min({key}) from made.{table} {'where part = $$record$$' if table == 'rows' else ''}").fetchall()[0][0]
    assert first in trace.walk(sample, first)


def test_a_walk_from_a_quarantined_row_says_why(sample):
    row, why = sample.execute("""select row_id, i.because from made.issues i join made.versions v using (row_id)
                                 where severity = 'error' and v.state = 'quarantined' order by 1 limit 1""").fetchall()[0]
    told = trace.walk(sample, row)
    assert why in told and "quarantined" in told


def test_a_line_inside_a_record_of_several_lines_finds_it(sample):
    file, first, last = sample.execute("""select file, line_from, line_to from made.rows where part = 'record' and line_to > line_from
                                          order by 1, 2 limit 1""").fetchall()[0]
    assert f"{file}:{first}" in trace.walk(sample, f"{file}:{last}")


def test_what_is_not_there_is_said_with_the_forms_that_an_id_may_have(at_home, capsys):
    assert cli.main(["trace", "nobody"]) == cli.USED_WRONGLY
    assert "called 'nobody'" in capsys.readouterr().err


def test_the_command_prints_the_walk_after_it_has_been_written_down(at_home, sample, capsys):
    event = sample.execute("select min(event_id) from made.events").fetchall()[0][0]
    assert cli.main(["trace", event]) == 0
    assert event in capsys.readouterr().out
    with closing(Database(at_home)) as database, database.read() as connection:
        last = connection.execute(sa.select(audit.c.action, audit.c.subject, audit.c.record).order_by(audit.c.number.desc()).limit(1)).one()
    assert last == ("trace", event, event)
