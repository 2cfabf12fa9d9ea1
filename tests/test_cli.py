"""The commands: help for each, a clear sentence and a non-zero exit for bad use, never a traceback for a user's mistake."""

import shutil

import pytest

from tests.conftest import SAMPLE
from timeline import cli, snapshot


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("command", [[], ["run"], ["serve"], ["trace"], ["agencies"], ["agencies", "check"], ["signals"], ["demo"]])
def test_each_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main([*command, "--help"])
    assert left.value.code == 0
    assert "usage: timeline" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["fly"], ["run"], ["run", "x", "--as-of", "31/03/2025"]])
def test_bad_use_exits_with_two(words, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == 2


def test_a_bad_day_is_answered_with_how_to_write_one(capsys):
    with pytest.raises(SystemExit):
        cli.main(["run", "x", "--as-of", "31/03/2025"])
    assert "yyyy-mm-dd" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(home, tmp_path, capsys):
    assert cli.main(["run", str(tmp_path / "nowhere")]) == cli.USED_WRONGLY
    assert "nowhere" in capsys.readouterr().err


def test_an_empty_folder_is_said_to_be_empty_and_nothing_is_published(home, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert cli.main(["run", str(tmp_path / "empty")]) == cli.USED_WRONGLY
    assert "empty" in capsys.readouterr().err
    assert snapshot.current(home) is None


def test_trace_before_any_run_says_how_to_make_one(home, capsys):
    assert cli.main(["trace", "E-1"]) == cli.USED_WRONGLY
    assert "timeline run" in capsys.readouterr().err


def test_settings_that_are_not_there_are_named(home, capsys):
    assert cli.main(["run", str(SAMPLE), "--settings", "missing.toml"]) == cli.USED_WRONGLY
    assert "missing.toml" in capsys.readouterr().err


def test_a_run_says_what_came_in_what_was_quarantined_and_found_and_loads_the_others_when_a_file_is_refused(home, tmp_path, capsys):
    folder = tmp_path / "extracts"
    shutil.copytree(SAMPLE, folder)
    (folder / "mystery.csv").write_text("Aardvark,Zebra\n1,2\n", encoding="utf-8")
    assert cli.main(["run", str(folder)]) == 0
    told = capsys.readouterr().out
    for words in ("What came in", "Quarantined, by reason", "Found, as of", "Signals, by rule and level", "Published snap-", "Refused", "mystery.csv"):
        assert words in told


def test_check_names_the_layout_that_fits(capsys):
    police = next(p for p in sorted(SAMPLE.iterdir()) if p.name.startswith("police"))
    assert cli.main(["agencies", "check", str(police)]) == 0
    assert "police" in capsys.readouterr().out


def test_check_of_an_unknown_file_prints_a_skeleton(tmp_path, capsys):
    (tmp_path / "new.csv").write_text("Case No,Date Opened,Client\n1,01/02/2024,A B\n", encoding="utf-8")
    assert cli.main(["agencies", "check", str(tmp_path / "new.csv")]) == 0
    told = capsys.readouterr().out
    assert "supplier" in told and "Date Opened" in told


def test_check_of_a_missing_file_is_a_sentence(capsys):
    assert cli.main(["agencies", "check", "no-such-file.csv"]) == cli.USED_WRONGLY
    assert "no-such-file.csv" in capsys.readouterr().err


def numbers_of(rule: str, printed: str) -> dict[str, list[str]]:
    """The settings of a rule as printed: name to value, source and date."""
    chapter = printed.split(f"## {rule} ")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in chapter.splitlines() if line.startswith("| ")]
    return {key.strip(): [cell.strip() for cell in cells] for key, *cells in reversed(rows)}  # the first table holds the rule's own


def test_the_rules_are_printed_with_an_areas_own_numbers_and_where_they_come_from(tmp_path, capsys):
    (tmp_path / "ours.toml").write_text('[areas."Calderbrook".R01]\nincidents = { value = 4, source = "Calderbrook MARAC protocol" }\n', encoding="utf-8")
    assert cli.main(["signals", "--settings", str(tmp_path / "ours.toml"), "--area", "Calderbrook"]) == 0
    own = capsys.readouterr().out
    assert cli.main(["signals", "--settings", str(tmp_path / "ours.toml"), "--area", "Elsewhere"]) == 0
    elsewhere = capsys.readouterr().out
    assert numbers_of("R01", own)["incidents"][:2] == ["4", "Calderbrook MARAC protocol"]
    assert numbers_of("R01", elsewhere)["incidents"][0] == "3" and "Elsewhere has no numbers of its own" in elsewhere
    assert numbers_of("R05", own) == numbers_of("R05", elsewhere)


def test_a_settings_file_that_is_not_there_is_named(tmp_path, capsys):
    assert cli.main(["signals", "--settings", str(tmp_path / "none.toml")]) == cli.USED_WRONGLY
    assert "none.toml" in capsys.readouterr().err


def test_the_demo_gives_its_run_all_that_a_run_takes():
    taken, given = (vars(cli._parser().parse_args(words)) for words in (["run", "extracts"], ["demo"]))
    assert {*taken} <= {*given}
    assert {name: given[name] for name in taken if name not in ("do", "extracts", "command")} == {
        name: value for name, value in taken.items() if name not in ("do", "extracts", "command")}
