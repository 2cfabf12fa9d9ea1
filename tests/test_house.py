"""The house keeps its shape: who may import whom, and what every module owes a reader."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(p for folder in ("timeline", "dashboard", "sample_data", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
STAGES = ["characteristics", "codes", "coverage", "dismissals", "events", "families", "files", "harms", "headlines", "issues", "judgements", "links",
          "mentions", "naming", "orders", "pairs", "people", "periods", "perpetrators", "primaries", "quality",
          "reports", "rows", "search_terms", "suggestions", "timelines", "versions"]
VOCABULARIES = {"timeline.tables", "timeline.dates", "timeline.identifiers", "timeline.codes", "timeline.names", "timeline.addresses",
                "timeline.agencies", "timeline.agencies.titles", "timeline.received", "timeline.workbooks"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """Every module that this file imports, as dotted names; `from timeline import rows` counts as timeline.rows."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            ours = {name for name in inner if (ROOT / (name.replace(".", "/") + ".py")).exists() or (ROOT / name.replace(".", "/")).is_dir()}
            found |= ours or {node.module}
    return found


def top(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def files_of(stage: str) -> list[Path]:
    path = ROOT / "timeline" / stage
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, f"{name_of(path)} has no docstring"


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).split(".")[0] == "timeline"], ids=name_of)
def test_the_engine_never_imports_its_windows(path):
    assert not top(imports(path)) & {"dashboard", "dash", "plotly", "flask"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_sees_only_its_arguments(stage):
    for path in files_of(stage):
        ours = {name for name in imports(path) if name.startswith("timeline")}
        own_room = {name for name in ours if name.startswith(f"timeline.{stage}")}
        model = {name for name in ours if name.startswith("timeline.model")} if stage in ("pairs", "people", "links") else set()
        assert ours - own_room - model <= VOCABULARIES, f"{stage} imports {ours - VOCABULARIES}"


@pytest.mark.parametrize(("library", "rooms"), [
    ("splink", {"timeline.pairs", "timeline.training", "timeline.spark", "benchmarks"}), ("pyspark", {"timeline.spark"}),
    ("docx", {"timeline.chronology"}), ("reportlab", {"timeline.chronology"}), ("plotly", {"dashboard.figures"}), ("dash", {"dashboard"}),
    ("sqlalchemy", {"timeline.database", "timeline.audit", "timeline.accounts", "timeline.access", "timeline.decisions", "timeline.kept", "timeline.notes",
                    "timeline.activities", "timeline.meetings", "timeline.actions", "timeline.referrals", "timeline.transfers", "timeline.uploads",
                    "timeline.jobs", "timeline.inspection", "timeline.backup", "timeline.removal", "timeline.keeping", "timeline.exclusions"}),
])
def test_a_library_is_known_only_in_its_room(library, rooms):
    users = {name_of(path) for path in MODULES if library in top(imports(path))}
    assert all(any(user == room or user.startswith(room + ".") for room in rooms) for user in users), users


def test_one_room_writes_every_workbook():
    writers = {name_of(path) for path in MODULES if re.search(r"openpyxl[^\n]*\bWorkbook\b", path.read_text(encoding="utf-8"))}
    assert {writer for writer in writers if not writer.startswith("sample_data")} == {"timeline.sheets"}


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("dashboard.pages.")], ids=name_of)
def test_a_page_computes_nothing_and_reads_no_table_itself(path):
    assert not top(imports(path)) & {"duckdb", "pandas", "numpy", "sqlalchemy"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_takes_a_private_name_of_another(path):
    private = [alias.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)
               for alias in node.names if alias.name.startswith("_")]
    assert not private


@pytest.mark.parametrize("word", ["util", "utils", "helpers", "common", "misc", "base", "manager", "interface"])
def test_no_room_is_called_after_nothing(word):
    assert word not in {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
