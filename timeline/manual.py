"""The manual that is made from declarations: `docs/tables.md` and `docs/signals.md`. `make docs` writes them; a test keeps them current."""

import sys
from pathlib import Path

from timeline import settings, signals
from timeline.tables import TABLES


def tables() -> str:
    """Every table of a snapshot as Markdown: its grain, key and columns."""
    parts = ["# The tables of a snapshot\n\nMade from `timeline/tables/` by `make docs`; do not edit.\n"]
    for table in TABLES.values():
        parts.append(f"## {table.name}\n\nA row is {table.grain}. Key: {', '.join(table.key)}.\n\n| column | type | meaning |\n|---|---|---|")
        parts += [f"| {c.name} | {_short(c.type)} | {_meaning(c)} |" for c in table.columns]
        parts.append("")
    return "\n".join(parts)


def _short(type_: str) -> str:
    return type_ if len(type_) < 90 else type_.split("(")[0] + "(...)" + ("[]" if type_.endswith("[]") else "")


def _meaning(column) -> str:
    allowed = f" One of: {', '.join(column.values)}." if column.values else ""
    return (column.meaning + ("." if allowed else "") + allowed + (" May be empty." if column.empty else "")).replace("|", "/")


def write(folder: Path) -> None:
    """Write both generated documents into `folder`."""
    (folder / "tables.md").write_text(tables(), encoding="utf-8")
    (folder / "signals.md").write_text(signals.manual(settings.load()), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
