"""The figures that the tests of this folder measure, printed when all have ended."""

import tempfile
from pathlib import Path

import pytest

from tests.reliability import WHOLE
from timeline import keys

FIGURES = "reliability figures"


@pytest.fixture
def figure(request, record_property):
    """Note a figure: `figure("decisions acknowledged", 812)`. It is printed when all tests have ended, beside the test that measured it."""
    def note(what: str, value) -> None:
        record_property(FIGURES, f"{what}: {value}")
    return note


@pytest.fixture(params=["demo", "sealed"] if WHOLE else ["sealed"])
def either_home(request, tmp_path, monkeypatch) -> Path:
    """A new home, a demo's or a sealed one, on which commands work too."""
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    if request.param == "sealed":
        monkeypatch.delenv("TIMELINE_DEMO", raising=False)
        monkeypatch.setenv("TIMELINE_KEY", keys.new())
        monkeypatch.setenv("TMPDIR", tempfile.gettempdir())  # what a command on a sealed home changes is put back
        monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())
    return tmp_path / "home"


def pytest_terminal_summary(terminalreporter):
    """Print every figure, test by test."""
    noted = [(report.nodeid, text) for reports in terminalreporter.stats.values() for report in reports
             for key, text in getattr(report, "user_properties", ()) if key == FIGURES and report.when == "call"]
    if noted:
        terminalreporter.section(FIGURES)
        for node, text in noted:
            terminalreporter.write_line(f"{node.removeprefix('tests/reliability/')}  {text}")
