"""What we judge by: the numbers and words of `settings.toml`, for the country and for each MARAC area.

A number stands beside its source: `[rules.R01] incidents = { value = 3, source = "SafeLives", dated = 2024-01-01 }`. A file of
one's own replaces the shipped file key by key, and may write a number alone (`incidents = 4`). Under
`[areas."Name".R01]` an area has numbers of its own. What the shipped file does not have cannot be set: a misspelt key that
was quietly ignored would leave a rule judging by another number than its reader believes.
"""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from timeline.tables import FACTORS, KINDS

SHIPPED = Path(__file__).with_name("settings.toml")
CATEGORY = {"title": str, "kind": str, "gravity": int, "type": str, "physical": bool, "factors": list}
NEEDED = ("title", "kind", "physical")
GRADED = ("abuse", "concern")
"""The kinds of which each category has a gravity."""
COLUMNS = pa.schema({"category": pa.string(), "title": pa.string(), "kind": pa.string(), "gravity": pa.int8(), "type": pa.string(),
                     "physical": pa.bool_(), "factors": pa.list_(pa.string())})
WORDS = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false", list: "a list", date: "a date",
         dict: "a table"}


class BadSettings(Exception):
    """A settings file that cannot be used; the message says which key of which table, what was found and what was expected."""


@dataclass(frozen=True)
class Settings:
    """Settings as read: the version, the categories as a frame, each rule's numbers with their sources, and areas' own numbers.

    `own` is the name and the text of the file that replaced shipped numbers, if any, so that a snapshot can be judged again as it was."""

    version: str
    categories: pd.DataFrame
    rules: dict[str, dict]
    sources: dict[str, dict]
    areas: dict[str, dict[str, dict]]
    own: tuple[str, str] | None = None


def load(path: Path | None = None) -> Settings:
    """The shipped settings, with what the file at `path` says in their place.

    The version names that file and its content, so that a signal says by which numbers it was judged. Raises BadSettings."""
    return of(None if path is None else (str(path), _text(path)))


def of(own: tuple[str, str] | None) -> Settings:
    """The shipped settings with what this file (its path and its text) says in their place. Raises BadSettings."""
    shipped, replaced = _read(SHIPPED, _text(SHIPPED)), {}
    _check_categories(SHIPPED, shipped["categories"])
    version, path = shipped["version"], None
    if own is not None:
        path = Path(own[0])
        replaced = _read(path, own[1])
        _check_own(path, replaced, shipped)
        version += f" with {path.name} {hashlib.sha256(own[1].encode()).hexdigest()[:8]}"
    rules = _over(shipped["rules"], replaced.get("rules", {}))
    return Settings(
        version=version, categories=_frame(_over(shipped["categories"], replaced.get("categories", {}))), rules=_values(rules),
        sources={rule: {key: _source(note, path) for key, note in keys.items()} for rule, keys in rules.items()},
        areas={area: _values(rules) for area, rules in replaced.get("areas", {}).items()}, own=own)


def in_area(settings: Settings, area: str) -> Settings:
    """The settings by which the families of one MARAC area are judged: its own numbers in place of the country's."""
    own = _read(Path(settings.own[0]), settings.own[1]).get("areas", {}).get(area, {}) if settings.own else {}
    sources = {rule: {key: _source(note, Path(settings.own[0])) for key, note in keys.items()} for rule, keys in own.items()}
    return replace(settings, rules=_over(settings.rules, settings.areas.get(area, {})), sources=_over(settings.sources, sources))


def _over(shipped: dict[str, dict], own: dict[str, dict]) -> dict[str, dict]:
    return {name: keys | own.get(name, {}) for name, keys in shipped.items()}


def _values(rules: dict[str, dict]) -> dict[str, dict]:
    return {rule: {key: _value(note) for key, note in keys.items()} for rule, keys in rules.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as wrong:
        raise BadSettings(f"{path}: cannot be opened: {wrong.strerror}. Give a settings file that is there.") from None
    except UnicodeDecodeError as wrong:
        raise BadSettings(f"{path}: this is not TOML that can be read: {wrong}. Correct that line.") from None


@lru_cache(maxsize=8)
def _read(path: Path, text: str) -> dict:
    """What the text says; every reader is given the same, so that nobody may change it."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadSettings(f"{path}: this is not TOML that can be read: {wrong}. Correct that line.") from None


def _value(note):
    return note["value"] if isinstance(note, dict) else note


def _source(note, path: Path | None) -> dict:
    if isinstance(note, dict):
        return {name: told for name, told in note.items() if name != "value"}
    return {"source": f"your own settings, {path.name}"}


def _frame(categories: dict[str, dict]) -> pd.DataFrame:
    rows = [{"category": name, "factors": []} | told for name, told in categories.items()]
    return pa.Table.from_pylist(rows, schema=COLUMNS).to_pandas(types_mapper=pd.ArrowDtype)


def _check_own(path: Path, own: dict, shipped: dict) -> None:
    """Hold a file of one's own against the shipped one."""
    _known(path, "the file", own, {"version", "categories", "rules", "areas"})
    _tables(path, own)
    _known(path, "[categories]", own.get("categories", {}), shipped["categories"])
    _check_categories(path, _over(shipped["categories"], own.get("categories", {})))
    _check_rules(path, "rules", own.get("rules", {}), shipped["rules"])
    for area, rules in own.get("areas", {}).items():
        _check_rules(path, f'areas."{area}"', rules, shipped["rules"])


def _check_rules(path: Path, where: str, rules: dict, known: dict) -> None:
    _known(path, f"[{where}]", rules, known)
    for rule, keys in rules.items():
        table = f"[{where}.{rule}]"
        _known(path, table, keys, known[rule])
        for key, note in keys.items():
            if isinstance(note, dict) and "value" not in note:
                raise BadSettings(f"{path}: {table} {key} has no 'value'. Write {key} = {{ value = ..., source = \"...\" }}.")
            _like(path, table, key, _value(note), _value(known[rule][key]))


def _check_categories(path: Path, categories: dict) -> None:
    for name, told in categories.items():
        table = f"[categories] {name}:"
        _known(path, table, told, CATEGORY)
        for key in NEEDED:
            if key not in told:
                raise BadSettings(f"{path}: {table} '{key}' is missing. A category has {', '.join(NEEDED)}.")
        for key, value in told.items():
            _typed(path, table, key, value, CATEGORY[key])
        _among(path, table, "kind", [told["kind"]], KINDS)
        _among(path, table, "gravity", [told["gravity"]] if "gravity" in told else [], (1, 2, 3, 4, 5))
        _among(path, table, "factors", told.get("factors", []), FACTORS)
        if told["kind"] in GRADED and "gravity" not in told:
            raise BadSettings(f"{path}: {table} 'gravity' is missing. A category of kind {' or '.join(GRADED)} has one, from 1 to 5.")


def _tables(path: Path, own: dict) -> None:
    """Each of these is a table of tables."""
    for top in ("categories", "rules", "areas"):
        _typed(path, "the file", top, own.get(top, {}), dict)
        for name, told in own.get(top, {}).items():
            _typed(path, f"[{top}]", name, told, dict)
    for area, rules in own.get("areas", {}).items():
        for rule, told in rules.items():
            _typed(path, f'[areas."{area}"]', rule, told, dict)


def _known(path: Path, table: str, given: dict, known) -> None:
    for name in given:
        if name not in known:
            raise BadSettings(f"{path}: {table} '{name}' is not a setting. Expected one of: {', '.join(sorted(known))}.")


def _typed(path: Path, table: str, key: str, found, expected: type) -> None:
    fits = isinstance(found, int | float) and not isinstance(found, bool) if expected is float else type(found) is expected
    if not fits:
        raise BadSettings(f"{path}: {table} {key} is {found!r}. Expected {WORDS.get(expected, expected.__name__)}.")


def _like(path: Path, table: str, key: str, found, shipped) -> None:
    """A setting is of the shipped one's type; a list that names risk factors names no others."""
    _typed(path, table, key, found, type(shipped))
    for item in found if isinstance(shipped, list) else []:
        _typed(path, table, f"an item of {key}", item, type(shipped[0]))
    if isinstance(shipped, list) and set(shipped) <= set(FACTORS):
        _among(path, table, key, found, FACTORS)


def _among(path: Path, table: str, key: str, found: list, allowed: tuple) -> None:
    for word in found:
        if word not in allowed:
            raise BadSettings(f"{path}: {table} {key} is {word!r}. Expected one of: {', '.join(map(str, allowed))}.")
