"""The documents keep up with the code."""

from pathlib import Path

import pytest

from timeline import cli, manual

ROOT = Path(__file__).parent.parent


def test_the_manual_of_tables_is_current():
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == manual.tables(), "run `make docs`"


@pytest.mark.parametrize("command", ["timeline run", "timeline serve", "timeline trace", "timeline signals", "timeline agencies check", "make demo",
                                     "make test"])
def test_the_readme_names_every_command(command):
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_the_readme_links_to_is_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = [part.split(")")[0] for part in text.split("](")[1:]]
    assert linked and [link for link in linked if not (ROOT / link).exists()] == []


def test_the_readmes_example_leads_through_the_sample(at_home, capsys):
    assert cli.main(["trace", "police_crimes_2025-03.csv:4"]) == 0
    assert "rows" in capsys.readouterr().out
