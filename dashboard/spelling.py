"""Each abbreviation is written out at its first use in what is served. What an agency or a person wrote is left as it was written."""

import re

from dash.development.base_component import Component

from timeline.abbreviations import written_out

OWN = frozenset({"tl-words", "tl-raw", "tl-note__words", "tl-own"})
"""Classes of what holds somebody's own words."""

CLOSED = ("Select", "Graph", "Store")
"""Components whose words are not read on the page itself."""

TOLD = "data-told"
"""What was written out before a part of the page, kept on the part itself: when it is drawn again, it is spelt as it stands there."""

QUOTED = re.compile(r"(“[^”]*”|, column .*: found '.*)", re.DOTALL)
"""Somebody's words within ours: a quotation, and the cell that an issue tells of."""


def spelt(served, told: set[str] | None = None):
    """What is served, with every abbreviation written out where it first stands, in the order in which it is read, but for those that are
    `told` before it. What is folded away is read by nobody who does not open it: what is written out there is written out below it again."""
    told = set() if told is None else told
    if isinstance(served, str):
        return "".join(part if QUOTED.fullmatch(part) else written_out(part, told) for part in QUOTED.split(served))
    if isinstance(served, (list, tuple)):
        return type(served)(spelt(part, told) for part in served)
    if isinstance(served, Component) and served._type not in CLOSED and not OWN & set((getattr(served, "className", None) or "").split()):
        if getattr(served, "options", None):
            served.options = [option | {"label": spelt(option["label"], told)} for option in served.options]
        if told and getattr(served, "id", None) and TOLD.startswith(tuple(getattr(served, "_valid_wildcard_attributes", ()))):
            setattr(served, TOLD, " ".join(sorted(told)))
        if served._type == "Details" and not getattr(served, "open", None):
            summary, *folded = served.children
            served.children = [spelt(summary, told), *spelt(folded, set(told))]
        elif getattr(served, "children", None) is not None:
            served.children = spelt(served.children, told)
    return served
