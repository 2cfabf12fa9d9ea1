"""The figures that the tests of this folder measure, printed when all have ended."""

import pytest

FIGURES = "reliability figures"


@pytest.fixture
def figure(request, record_property):
    """Note a figure: `figure("decisions acknowledged", 812)`. It is printed when all tests have ended, beside the test that measured it."""
    def note(what: str, value) -> None:
        record_property(FIGURES, f"{what}: {value}")
    return note


def pytest_terminal_summary(terminalreporter):
    """Print every figure, test by test."""
    noted = [(report.nodeid, text) for reports in terminalreporter.stats.values() for report in reports
             for key, text in getattr(report, "user_properties", ()) if key == FIGURES and report.when == "call"]
    if noted:
        terminalreporter.section(FIGURES)
        for node, text in noted:
            terminalreporter.write_line(f"{node.removeprefix('tests/reliability/')}  {text}")
