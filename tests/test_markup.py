"""Markup in what agencies wrote is text everywhere: in charts, which would draw it as markup, in documents, and in files that a spreadsheet opens."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard import taking
from dashboard.app import create
from tests import browsing, marked, published
from tests.signing import signed_in
from timeline import sheets
from timeline.sheets import Sheet

ROOT = Path(__file__).parent.parent
LIVE = re.compile(r"<(?!br>|b>|/b>|extra>|/extra>|i>|/i>)", re.IGNORECASE)
"""The beginning of a tag that is not one of the few with which our own figures are set."""
TOLD = re.compile(r"window\.harmed|evil\.example")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    published.publish(folder, marked.story())
    made = create(folder)
    with published.closed(made):
        yield made


@pytest.fixture(scope="module")
def coordinator(app):
    return signed_in(app, "coordinator")


def texts(value) -> Iterator[str]:
    """Every text in a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


PLACES = [f"/family/{published.FAMILY}", f"/knew/{published.FAMILY}", f"/look-back/{published.FAMILY}?event={published.ASSAULT}",
          f"/perpetrator/{published.FATHER}", f"/child/{published.CHILD}", "/patterns", "/quality", "/families", f"/event/{published.ASSAULT}",
          f"/record/{published.CRIME.replace('/', '%2F')}"]


def test_no_chart_draws_markup_of_what_was_written(app, coordinator):
    figures, said = [], 0
    for address in PLACES:
        page, answer = browsing.show(coordinator, address)
        said += bool(TOLD.search(answer.text))
        figures += [(address, part["figure"]) for part in page.parts.values() if part.get("figure")]
    live = [(address, text[:200]) for address, figure in figures for text in texts(figure) if LIVE.search(text) and TOLD.search(text)]
    assert live == [] and len(figures) >= 3 and said >= 5
    assert any("&lt;" in text for _, figure in figures for text in texts(figure)), "the story's markup is drawn, as text"


def test_nothing_is_shown_by_a_part_that_reads_markup(app):
    for path in (ROOT / "dashboard").rglob("*.py"):
        found = re.search(r"dangerously|srcDoc|dcc\.Markdown|html\.Iframe|html\.Script|\bMarkup\(", path.read_text(encoding="utf-8"))
        assert not found or found.group() == "Markup(" and path.parent.name == "doors", path  # there the square of a second factor, which is ours
    for path in (ROOT / "dashboard" / "templates").rglob("*.html"):
        assert not re.search(r"\|\s*safe|autoescape false", path.read_text(encoding="utf-8")), path
    for path in (ROOT / "dashboard" / "assets").glob("*.js"):
        assert not re.search(r"\.innerHTML\s*\+?=|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_no_document_holds_a_link_or_a_formula_of_what_was_written(coordinator, ending):
    token = coordinator.get_cookie("_csrf_token").value
    answer = coordinator.post("/document", data={"family": published.FAMILY, "audience": "full", "format": ending, "csrf_token": token})
    assert answer.status_code == 200
    if ending == "pdf":
        assert b"/URI" not in answer.data and b"/JavaScript" not in answer.data and b"/JS" not in answer.data
        return
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert not [name for name, text in parts.items() if "evil.example" in text and (name.endswith(".rels") or "<hyperlink" in text or "<f>" in text)]
    assert not [name for name, text in parts.items() if "<script>" in text or "<img" in text]


@pytest.mark.parametrize("ending", ["csv", pytest.param("xlsx", marks=pytest.mark.slow)])
def test_no_table_that_is_taken_away_holds_a_formula(coordinator, ending):
    cells = 0
    for name in taking.TABLES:
        answer = coordinator.get(f"/take/{name}.{ending}?family={published.FAMILY}&person={published.FATHER}&event={published.ASSAULT}&day=2024-01-01"
                                 f"&area=Calderbrook&show=all")
        if answer.status_code != 200:
            continue
        if ending == "csv":
            found = [cell for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))) for cell in row]
            assert not [cell for cell in found if cell.startswith(sheets.FORMULA) and not re.fullmatch(r"-?[0-9.]+", cell)], name
        else:
            found = [cell for page in load_workbook(io.BytesIO(answer.data)) for row in page for cell in row]
            assert not [cell for cell in found if cell.data_type == "f" or cell.hyperlink], name
        cells += len(found)
    assert cells > 200


BEFORE, SIGNS = ["", " ", "\t", "\r", "\n", "\u00a0", "\u200b", "'", '"', "\x00"], ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "%", "|"]
AFTER = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', "SUM(A1:A9)", "1", ""]
FORMULAS = st.one_of(st.text(max_size=60), st.builds("".join, st.tuples(*map(st.sampled_from, (BEFORE, SIGNS, AFTER)))))


@pytest.mark.slow
@settings(max_examples=2000, deadline=None)
@given(st.lists(FORMULAS, min_size=1, max_size=4))
def test_no_text_becomes_a_formula_in_a_file_of_values(words):
    made = Sheet("Sheet", tuple(f"c{at}" for at in range(len(words))), (tuple(words),), notes=tuple(words))
    told = list(csv.reader(io.StringIO(sheets.as_csv(made).decode("utf-8-sig"))))
    assert not [cell for row in told for cell in row if cell.startswith(sheets.FORMULA)]
