"""Some of what was gathered as one is told apart from the rest: the question about each of the chosen against each of the others."""

from dash import html

from dashboard import answering, parts
from timeline.access import User


def sides(told: dict[str, str], chosen) -> tuple[dict[str, str], list[str]]:
    """Of the anchors in `told`, each with what it says: the chosen ones, and the rest; nothing where either would be empty."""
    out, rest = {anchor: words for anchor, words in told.items() if anchor in chosen}, [anchor for anchor in told if anchor not in chosen]
    return (out, rest) if out and rest else ({}, [])


def ask(user: User, kind: str, out: dict[str, str], rest: list[str], chosen: str, of: str, says: str, then: str) -> html.Div:
    """Ask whether those that are `out` are apart from the `rest`: `chosen` is what one of them is called (a ticked mention), `of`
    what is asked of it, `says` the answer that it is so, `then` the address to go on to."""
    asked = f"Is the {chosen}" if len(out) == 1 else f"Are the {len(out)} {chosen}s"
    return html.Div([parts.text("You chose:"), parts.listed(out.values()), answering.ask(
        user, f"{asked} {of} than the {parts.count(len(rest), 'other')}?", kind, [(left, right) for left in out for right in rest], {"no": says}, then=then)])
