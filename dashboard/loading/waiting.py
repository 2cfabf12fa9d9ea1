"""The files under Load: what came, how each stands, and the one thing that is to be done next with it."""

from dash import Input, Output, html, no_update

from dashboard import gate, parts, theme
from dashboard.loading import found
from dashboard.loading.found import AGAIN, LOADED, READY, UNDESCRIBED, UNREADABLE, UNSAID, Found
from timeline.access import User
from timeline.agencies import BadLayout

COLOURS = {UNREADABLE: "red", UNDESCRIBED: "orange", UNSAID: "orange", READY: "green", AGAIN: "green", LOADED: "grey"}


def section(user: User) -> html.Div:
    """The place to drop files, and the files that are here."""
    return html.Div([
        html.Div(id="loads-drop", className="tl-drop"),
        html.Button("Show what came", id="loads-again", n_clicks=0, hidden=True),
        html.Div(listed(user), id="loads-list")])


def listed(user: User) -> list:
    """The files that wait, those that are in the timelines, and those that were taken out."""
    try:
        every = found.every(user)
    except BadLayout as why:
        return [parts.empty("A layout that was drawn here cannot be read.", str(why), "Whoever runs this program can mend or remove that file.")]
    waiting, loaded = [one for one in every if one.state != LOADED], [one for one in every if one.state == LOADED]
    return [
        parts.heading("2. Files that wait"),
        _table("Files that wait", waiting) if waiting else parts.empty(
            "No file waits.", "What was dropped here is in the timelines, or nothing was dropped yet.", "Choose a file above."),
        parts.details(f"Files in the timelines that were loaded here ({len(loaded)})", _table("Files in the timelines", loaded)) if loaded else None,
        _taken_out(user)]


def _table(caption: str, files: list[Found]) -> html.Div:
    return parts.table(caption, ("File", "Whose", "How it stands", "Next"), [
        (html.Span([html.Span(one.upload.name, className="tl-own"), html.Div(f"{size(one.upload.size)}, sent by {one.upload.by} on {day(one.upload.at)}",
                                                                            className="tl-muted")]),
         theme.agency(one.layout.agency) if one.layout else "not known yet", parts.tag(one.state, COLOURS[one.state]), _next(one)) for one in files],
        hide_caption=True)


def _next(one: Found):
    """What is to be done next, as the link that leads there."""
    to, name = parts.address("loads", one.upload.upload_id), html.Span(f": {one.upload.name}", className="govuk-visually-hidden")
    if one.state == UNDESCRIBED:
        return parts.link(["Describe its columns", name], parts.address("layout", one.upload.upload_id))
    if one.state == UNREADABLE:
        return html.Span([one.problem, " ", parts.link(["Take it out", name], to)])
    if one.state == AGAIN:
        return html.Span(["What was said of it, or a layout, has changed since it was loaded: the next load reads it again. ",
                          parts.link(["Look again, or correct", name], to)])
    return parts.link([{UNSAID: "Say what it covers", READY: "Look again, or correct", LOADED: "Correct, or take out"}[one.state], name], to)


def _taken_out(user: User) -> html.Details | None:
    gone = found.taken_out(user)
    if not gone:
        return None
    return parts.details(f"Files that were taken out ({len(gone)})", parts.table(
        "Files that were taken out", ("File", "Sent by", "Why it was taken out"), [(one.name, one.by, one.taken_out) for one in gone], hide_caption=True))


def size(bytes_: int) -> str:
    """A file's size as a person reads it."""
    return f"{-(-bytes_ // 1000):,} kB" if bytes_ < 1_000_000 else f"{bytes_ / 1_000_000:.1f} MB"


def day(at: str) -> str:
    """The day of a time that was kept."""
    return parts.day(parts.typed_day(at[:10]))


@gate.secured("load:run", Output("loads-list", "children"), Input("loads-again", "n_clicks"), prevent_initial_call=True)
def again(user: User, clicks: int):
    """The files as they stand when some more have come."""
    return listed(user) if clicks else no_update
