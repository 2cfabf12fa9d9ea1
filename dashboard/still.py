"""What a page only shows is sent as one piece, and not as a component for every part of it.

Dash keeps each component of a page in a store and asks every one of them, whenever any changes, whether it must be drawn again: a long table
slows whatever stands on its page. So what no callback reads or writes is gathered into `Still` components, each of which assets/still.js
draws as the same elements at once."""

from collections.abc import Iterable
from itertools import groupby

from dash import dcc
from dash.development.base_component import Component

ELEMENTS = "dash_html_components"
NO_ATTRIBUTES = frozenset({"children", "n_clicks", "disable_n_clicks", "available_properties", "available_wildcard_properties"})


class Still(Component):
    """Parts of a page that are only shown: each is text, or an element as a list of its name, its attributes and the parts within it."""

    _namespace, _type, _prop_names, _valid_wildcard_attributes = "timeline", "Still", ["parts"], []


class Tick(Component):
    """A checkbox that the page reads by itself, when a button beside it is pressed (assets/still.js); it must not have an id."""

    _namespace, _type, _prop_names, _valid_wildcard_attributes = ELEMENTS, "Input", ["type", "name", "value", "className"], ["aria-"]


def stilled(children, live: set[str]) -> list:
    """The children of a component, with whatever no callback knows gathered into Still components; `live` are the ids that callbacks know."""
    return _gathered([_still(part, live) for part in _flat(children)])


def _flat(children) -> Iterable:
    if isinstance(children, (list, tuple)):
        return [part for child in children for part in _flat(child)]
    return [] if children is None or isinstance(children, bool) else [children]


def _still(part, live: set[str]):
    """The part as a Still component holds it; or itself, if it or anything within it is live."""
    if not isinstance(part, Component):
        return part
    within = [_still(child, live) for child in _flat(getattr(part, "children", None))]
    if _only_shows(part, live) and not any(isinstance(child, Component) for child in within):
        given = {name: value for name, value in vars(part).items() if value is not None and name not in NO_ATTRIBUTES and name[0] != "_"}
        return [part._type.lower(), given, *within]
    if any(isinstance(child, list) for child in within):
        part.children = _gathered(within)
    return part


def _only_shows(part: Component, live: set[str]) -> bool:
    named = getattr(part, "id", None)
    return (part._namespace == ELEMENTS or isinstance(part, dcc.Link)) and not isinstance(named, dict) and named not in live


def _gathered(parts: list) -> list:
    """The live parts as they are, and what stands between them as Still components; text alone stays text."""
    runs = [(still, list(run)) for still, run in groupby(parts, lambda part: not isinstance(part, Component))]
    return [piece for still, run in runs for piece in ([Still(parts=run)] if still and any(isinstance(part, list) for part in run) else run)]
