"""Decisions already made about what a page shows: who said what, when and why, how it stands, and where to take it back."""

from dash import html

from dashboard import parts, queries
from timeline.access import User

QUESTIONS = {"same person": "Same person", "same event": "Same event", "primary perpetrator": "Primary perpetrator", "child with carer": "Child with carer"}


def section(user: User, kind: str, id: str) -> html.Section:
    """The answers about what the page `kind` of `id` shows, the latest first."""
    answers = queries.decided(user, kind, id)
    if answers.empty:
        return html.Section([parts.heading("What people have decided about this"), parts.text("Nobody has decided anything about this.")])
    return html.Section([
        parts.table("What people have decided about this", ("Question", "About", "Answer", "Why", "Said by", "How it stands"),
                    [_answer(answer) for answer in answers.itertuples()]),
        parts.text(parts.link("See all decisions, or take one back", parts.address("decisions")))])


def _answer(a) -> tuple:
    since = f", from {parts.day(a.since)}" if a.since else ""
    agreed = f"; {a.seconded_by} agreed" if a.seconded_by else ""
    return (QUESTIONS[a.kind], f"{', '.join(sorted(a.lefts))} – {', '.join(sorted(a.rights))}", a.verdict + since, a.reason,
            f"{a.decided_by}, {parts.day(a.decided_on)}{agreed}", [parts.tag(a.stands["state"]), html.Br(), a.stands["because"]])
