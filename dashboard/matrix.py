"""Who may do what, as a table: every page, callback, table to take away and route, with the permission that it needs and the roles that have it.

`python -m dashboard.matrix docs` writes docs/access-matrix.md; a test asks each of them as each role and compares."""

import sys
from collections.abc import Iterator
from pathlib import Path

from dash import Dash

from dashboard import gate, taking
from dashboard.pages import PAGES
from timeline.access import PERMISSIONS

TOP = """# Who may do what

Made by `python -m dashboard.matrix docs`; a test keeps it current, and asks each line as nobody and as each role. What is not here is denied to everybody.
What a role may do is narrowed again by the limits of an account, by what is restricted, and by what may be opened with a reason alone.
"""
BEFORE = {gate.PUBLIC: "nobody signed in", gate.SIGNED_IN: "anybody signed in"}


def lines(app: Dash) -> Iterator[tuple[str, str, str]]:
    """Each thing that can be asked for: what it is, its name, and the permission that it needs (or gate.PUBLIC, gate.SIGNED_IN)."""
    for page in sorted(PAGES, key=lambda page: page.PATHS):
        yield from (("page", path, page.PERMISSION) for path in page.PATHS)
    yield from (("table to take away", name, taking.TABLES[name].permission) for name in sorted(taking.TABLES))
    for rule in sorted(app.server.url_map.iter_rules(), key=lambda rule: rule.rule):
        needed = gate.ROUTES.get(rule.endpoint)
        if needed and needed not in (gate.BY_PAGE, gate.BY_CALLBACK, gate.BY_TABLE):
            yield "route", rule.rule, needed
    yield from (("callback", output, gate.POLICY[output]) for output in sorted(app.callback_map))


def allowed(needed: str) -> frozenset[str]:
    """The roles that may."""
    return frozenset(role for role in PERMISSIONS if needed in BEFORE or needed in PERMISSIONS[role])


def written(app: Dash) -> str:
    """The whole table, in Markdown; a callback is named by the first part of the page that it answers for."""
    rows = [f"| {what} | `{name.strip('.').split('...')[0]}` | {BEFORE.get(needed, needed)} | " + " | ".join(
        "yes" if role in allowed(needed) else "" for role in PERMISSIONS) + " |" for what, name, needed in lines(app)]
    head = ["| What | Name | Needs | " + " | ".join(PERMISSIONS) + " |", "|---" * (3 + len(PERMISSIONS)) + "|"]
    return "\n".join([TOP, *head, *dict.fromkeys(rows)]) + "\n"


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    from dashboard.app import create
    with TemporaryDirectory() as home:
        (Path(sys.argv[1]) / "access-matrix.md").write_text(written(create(Path(home))), encoding="utf-8")
