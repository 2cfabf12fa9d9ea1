"""A layout written out as TOML: reading the text back gives the same layout."""

import json
import re

from timeline.agencies import Layout

BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml(layout: Layout, basis: str, by: str, on: str) -> str:
    """The text of the layout's file. `basis` says where the meaning of its columns is from, `by` and `on` who wrote it down and when."""
    head = [f"# Drawn on the dashboard by {_line(by)}, {_line(on)}.",
            *(_pair(name, getattr(layout, name)) for name in ("supplier", "agency", "system", "title")), _pair("basis", basis),
            _pair("dates", layout.dates), _pair("header", layout.header),
            *(_pair(name, getattr(layout, name)) for name in ("columns", "nothing", "ignored") if getattr(layout, name))]
    people = {f"people.{_key(slot)}": _person(cells) for slot, cells in layout.people.items()}
    codes = {f"codes.{_key(field)}": meanings for field, meanings in layout.codes.items()}
    tables = {"report": layout.report, "constant": layout.constant, **people, "asked": layout.asked, **codes}
    return "\n".join([*head, *(_table(name, cells) for name, cells in tables.items() if cells or name in codes), ""])


def quoted(text: str) -> str:
    """The text as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _person(cells: dict) -> dict:
    role = cells["role"]
    return cells if isinstance(role, str) else cells | {"role": {"column": role[0]}}


def _table(name: str, cells: dict) -> str:
    return "\n".join(["", f"[{name}]", *(_pair(key, value) for key, value in cells.items())])


def _pair(key: str, value) -> str:
    return f"{_key(key)} = {_value(value)}"


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else quoted(name)


def _value(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(_pair(key, inner) for key, inner in value.items()) + " }"
    if isinstance(value, str):
        return quoted(value)
    return "[" + ", ".join(map(quoted, value)) + "]"


def _line(text: str) -> str:
    """The text within one line of a comment."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
