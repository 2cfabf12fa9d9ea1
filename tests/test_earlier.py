"""A snapshot that an earlier version of the program made is refused in words, and not by a fault."""

import pytest

from tests.made import made
from timeline import decisions, pipeline, settings, snapshot


def test_a_snapshot_without_a_table_that_is_made_now_is_refused_with_what_to_do(tmp_path):
    with snapshot.working(tmp_path) as s:
        s["files"] = made("files")
        s.describe(until="", own_settings="", as_of="2024-12-01")
        before = s.publish()
    with snapshot.working(tmp_path) as s, pytest.raises(settings.BadSettings, match="Make a new one with: timeline run"):
        pipeline.again(before, decisions.none(), s)
