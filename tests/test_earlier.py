"""A snapshot that an earlier version of the program made is refused in words, and not by a fault."""

import duckdb
import pytest

from dashboard import current
from tests import published
from tests.made import made
from timeline import decisions, engine, pipeline, settings, snapshot
from timeline.access import User


def test_a_snapshot_without_a_table_that_is_made_now_is_refused_with_what_to_do(tmp_path):
    with snapshot.working(tmp_path) as s:
        s["files"] = made("files")
        s.describe(until="", own_settings="", as_of="2024-12-01")
        before = s.publish()
    with snapshot.working(tmp_path) as s, pytest.raises(settings.BadSettings, match="Make a new one with: timeline run"):
        pipeline.again(before, decisions.none(), s)


def test_a_page_that_reads_a_table_which_the_snapshot_lacks_says_what_to_do_and_hides_no_fault_of_this_version(tmp_path, monkeypatch):
    published.publish(tmp_path)  # says of no version that made it
    with published.served(tmp_path) as server, published.asking(server, User("ann", "analyst")):
        with pytest.raises(current.OtherTables, match="Nothing is lost: make a new one, with: timeline run"):
            current.ask("from a_table_of_tomorrow")
        with pytest.raises(current.OtherTables):
            current.ask("select a_column_of_tomorrow from people")
        monkeypatch.setattr(engine, "edition", lambda: None)
        with pytest.raises(duckdb.CatalogException):
            current.ask("from a_table_of_tomorrow")
