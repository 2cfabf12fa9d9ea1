"""The agenda of a meeting as it is read: its families in order, each with its reason and the buttons that move it or take it off."""

from dash import html

from dashboard import gate, parts
from dashboard.meeting import words
from dashboard.meeting.fields import button, does, lines, named

EMPTY = ("Nobody is on the agenda.", "A meeting starts with an empty agenda.",
         "Take one of the families that the rules propose below, paste a list, or open a family's page and add it there.")


def section(items, runs: bool) -> html.Section:
    """The families on the agenda (rows of `queries.agenda`) and, folded, those taken off; with buttons for a user who `runs` it."""
    gate.shows(items["family_id"])
    standing, off = items[items["off_by"].isna()], items[items["off_by"].notna()]
    return html.Section([
        parts.heading("Agenda", "agenda"),
        parts.link("Open the first brief", parts.address("brief", standing.iloc[0]["item_id"]), className="govuk-button tl-start") if len(standing) else None,
        html.Ol([_item(row, runs, len(standing)) for row in standing.itertuples()], className="tl-agenda") if len(standing) else parts.empty(*EMPTY),
        parts.details(f"Taken off the agenda ({len(off)})", parts.listed(_off(row) for row in off.itertuples())) if len(off) else None])


def _item(row, runs: bool, many: int) -> html.Li:
    name = f"{row.name} family" if row.family_id else "Nobody in this snapshot"
    tags = [parts.level(row.level)] if row.level else []
    sent = [parts.tag(f"transferred to {area}", "purple") for area in row.gone_to]
    facts = [words.heard(row), f"{parts.count(row.open_actions, 'open action')}" if row.open_actions else "", f"put on by {row.by}"]
    again = parts.text(html.Strong(f"The same family is number {row.again} on this agenda: "),
                       "people were joined since it was put on twice.") if row.again else None
    gone = None if row.family_id else parts.text("The record by which this family was put on the agenda belongs to no family now: its agency has withdrawn "
                                                 "or corrected it, or people were taken apart. Its notes and actions are kept.")
    return html.Li([
        html.Div([html.H3(parts.link(name, parts.address("brief", row.item_id)), className="govuk-heading-s"), *tags, *sent], className="tl-card__title"),
        parts.text(row.why), again, gone, parts.text(" · ".join(filter(None, facts)), small=True), _buttons(row, name, many) if runs else None], id=row.item_id)


def _buttons(row, name: str, many: int) -> html.Div:
    up = button("Up", does("up", row.item_id), f": {name}") if row.place > 1 else None
    down = button("Down", does("down", row.item_id), f": {name}") if row.place < many else None
    off = parts.details(["Take off", html.Span(f": {name}", className="govuk-visually-hidden")],
                        lines(named("why", row.item_id), "Why this family is not heard", "It stays below the agenda with your name and reason."),
                        button("Take off the agenda", does("off", row.item_id), name))
    return html.Div([up, down, off], className="tl-agenda__buttons")


def _off(row) -> str:
    return f"{row.name or 'Nobody in this snapshot'}: {row.off_why} ({row.off_by})"
