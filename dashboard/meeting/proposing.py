"""The families that the rules propose for a meeting, each with its reasons and a button that puts it on the agenda."""

from dash import html

from dashboard import parts, queries, theme
from dashboard.meeting import words
from dashboard.meeting.fields import button, does
from dashboard.queries.proposed import SIZE
from timeline.access import User

WHO = ("Families of this area, not on the agenda, with a signal that asks for somebody the same day or meets a MARAC criterion, raised since they were "
       "last heard. A repeat comes first. A proposal is a prompt to look; you decide who is heard.")


def section(user: User, meeting_id: str, page: int) -> html.Section:
    """What is proposed for the meeting, a page of it."""
    found = queries.proposed(user, meeting_id, page)
    many = found.at[0, "found"] if len(found) else 0
    none = parts.text("The rules propose nobody else for this meeting. That says nothing of what no agency recorded.")
    return html.Section([
        parts.heading(f"Proposed by the rules ({many})", "proposed"), parts.text(WHO), *(_card(row) for row in found.itertuples()), none if not many else None,
        parts.pages(many, page, SIZE, lambda to: parts.address("meetings", meeting_id, page=to) + "#proposed")])


def reason(row) -> str:
    """Why a proposed family is on an agenda, as the agenda keeps it."""
    rules = "; ".join(f"{theme.rule(rule)}, raised {parts.day(on)}" for rule, on in zip(row.rules, row.days, strict=True))
    return f"Proposed by the rules: {rules}."


def _card(row) -> html.Article:
    name = f"{row.name} family"
    reasons = [html.Li([html.Strong(f"{theme.rule(rule)}: "), because]) for rule, because in zip(row.rules, row.because, strict=True)]
    return html.Article(parts.card(
        [html.H3(parts.link(name, parts.address("family", row.family_id)), className="govuk-heading-s"), parts.level(row.levels[0])],
        html.Ul(reasons, className="govuk-list govuk-list--bullet"), parts.text(f"{words.heard(row)}.", small=True),
        button("Put on the agenda", does("propose", row.family_id), name), level_colour=theme.LEVEL_COLOURS[row.levels[0]]))
