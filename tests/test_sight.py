"""What a reader may see of a snapshot: nothing that rests on a record which is hidden from him or her."""

import duckdb
import pytest

from tests.hiding import BIRTH, CANARY, RESTING, dumped, plant
from timeline import sight, snapshot
from timeline.sight import VIEWS, Sight
from timeline.tables import TABLES, check

WHICH = """
    with shared as (select event_id, unnest(report_ids) as report_id from made.events where len(agencies) > 1 and kind = 'abuse'),
    raised as (select unnest(evidence) as event_id from made.signals where level = 'same day')
    (select distinct report_id from shared semi join raised using (event_id) join made.reports using (report_id) where agency = 'police'
     order by report_id limit 6)
    union (select min(report_id) from made.suggestions)
    union (select min(report_id) from made.versions semi join made.issues using (row_id) where state = 'current')
    union (select min(report_id) from made.mentions semi join made.characteristics using (mention_id))
    union (select split_part(min(mention_id_l), '#', 1) from made.links)
    union (select min(report_ids[1]) from made.orders)"""
"""Records of the police of events that others tell of too, on which signals rest, and one for each table that rests on few."""


@pytest.fixture(scope="module")
def restricted(sample_home, tmp_path_factory):
    return plant(sample_home, tmp_path_factory.mktemp("restricted") / "home", WHICH)


@pytest.fixture(scope="module")
def hidden_reports(restricted):
    with snapshot.open(restricted) as reader:
        return {report for (report,) in reader.execute("select report_id from made.reports where handling = 'restricted'").fetchall()}


@pytest.fixture(scope="module")
def unnamed(restricted):
    drawn = sight.draw(restricted, Sight())
    yield drawn
    drawn.close()


def test_every_table_has_its_view_and_no_other_is_left_to_a_limited_reader():
    assert {name.removeprefix("made.") for name in VIEWS if name.startswith("made.")} == {*TABLES, "about"}


@pytest.mark.parametrize("table", TABLES)
def test_no_table_tells_an_account_that_is_not_named_what_a_restricted_record_says(unnamed, hidden_reports, table):
    text = dumped(unnamed, table)
    assert CANARY not in text and BIRTH not in text and "datetime.date(1911, 11, 11)" not in text
    assert not [report for report in hidden_reports if report in text]


def test_the_canaries_stand_where_they_are_looked_for(restricted):
    with snapshot.open(restricted) as reader:
        assert {table for table in RESTING if CANARY not in dumped(reader, table)} <= {"doubts"}


def test_a_table_stays_as_it_is_declared(unnamed):
    for table, declared in TABLES.items():
        shown = unnamed.table(f'made."{table}"')
        assert shown.columns == [column.name for column in declared.columns]
        found = shown.to_arrow_table()
        check(table, duckdb.from_arrow(found).project(", ".join(f'"{column.name}"::{column.type} as "{column.name}"' for column in declared.columns)))


def test_an_account_that_is_named_for_every_restricted_record_reads_the_snapshot_itself(restricted, hidden_reports):
    assert sight.draw(restricted, Sight(released=frozenset(hidden_reports))) is None
