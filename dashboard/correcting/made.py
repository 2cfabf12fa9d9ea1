"""Decisions already made about what a page shows: who said what, when and why, how it stands, and where to take it back."""

from dash import html

from dashboard import parts, queries, theme
from dashboard.answering import told
from timeline.access import User
from timeline.decisions import DISMISSED


def section(user: User, kind: str, id: str) -> html.Section | None:
    """The answers about what the page `kind` of `id` shows, the latest first; None for who looks back at what was known then."""
    if user.looks_back:
        return None
    answers = queries.decided(user, kind, id)
    if answers.empty:
        return html.Section([parts.heading("What people have decided about this"), parts.text("Nobody has decided anything about this.")])
    return html.Section([
        parts.table("What people have decided about this", ("Decision", "About", "Answer", "Why", "Said by", "How it stands"),
                    [_answer(answer) for answer in answers.itertuples()]),
        parts.text("Open one to see it whole, or to take it back. ", parts.link("All decisions", parts.address("decisions")))])


def _answer(a) -> tuple:
    agreed = f"; {a.seconded_by} agreed" if a.seconded_by else ""
    about = [f"{theme.rule(a.rule)}, on ", _side(a.pairs, "right")] if a.kind == DISMISSED else [
        _side(a.pairs, "left"), html.Br(), "and ", _side(a.pairs, "right")]
    return (parts.link(f"{a.answer_id}: {a.kind.capitalize()}", parts.address("decisions", a.answer_id)), about, told.says(a), a.reason,
            f"{a.decided_by}, {parts.day(a.decided_on)}{agreed}", [parts.tag(a.state), html.Br(), a.because])


def _side(pairs: list[dict], side: str) -> str:
    """Whom or what one side of an answer names, and in how many records."""
    records = len({pair[f"{side}_id"] for pair in pairs})
    names = ", ".join(sorted({pair[f"{side}_name"] or "a record that is not here" for pair in pairs}))
    return names + (f" ({records} records)" if records > 1 else "")
