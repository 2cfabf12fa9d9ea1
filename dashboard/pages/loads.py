"""Load: agencies' files are dropped here, what they cannot say is said, and they are checked and loaded."""

from dash import html

from dashboard import parts, theme
from dashboard.loading import found, removing, saying, starting, strange, waiting
from timeline.access import User
from timeline.agencies import BadLayout

NAME, PATHS, PERMISSION = "loads", ("/loads", "/loads/<upload_id>"), "load:run"


def layout(user: User, upload_id: str = "", query: dict | None = None) -> list:
    """The files and the jobs; or one file."""
    return _one(user, upload_id) if upload_id else [
        parts.title("Load"),
        parts.text("Take in the files that agencies send. Drop them here, say what each is, check them, and load them: nothing is published before you have "
                   "seen what would be set aside."),
        parts.heading("1. Bring the files"),
        parts.text("CSV, text or Excel (.xlsx), as the supplier sent them. A file is kept here whole and is read by nobody who may not load."),
        waiting.section(user),
        *starting.section(user)]


def _one(user: User, upload_id: str) -> list:
    try:
        one = found.one(user, upload_id)
    except BadLayout as why:
        return [parts.title("Load"), parts.empty("A layout that was drawn here cannot be read.", str(why), "Whoever runs this program can mend that file.")]
    back = parts.text(parts.link("All files", "/loads"))
    head = parts.title(one.upload.name, "Load")
    if one.problem:
        unread = parts.empty("This file cannot be read.", one.problem, "Take it out, and send it again when it is mended.")
        return [head, back, unread, removing.form(one.upload)]
    return [
        head, back, _about(one), *strange.section(user, one), _several(one),
        *(_unsaid(user, one) if one.layout or one.fits or _headless(user, one) else []),
        removing.form(one.upload)]


def _several(one: found.Found) -> html.Div | None:
    if len(one.fits) < 2:
        return None
    return parts.inset(parts.text(f"Several layouts fit this file: {', '.join(one.fits)}. Choose below which reads it."))


def _unsaid(user: User, one: found.Found) -> list:
    return [parts.heading("What the file cannot say"),
            parts.text("A file does not say these things of itself, and they are never guessed. They decide what counts as gone, and where silence means "
                       "that nothing happened."), html.Div(saying.form(user, one), className="tl-draw")]


def _headless(user: User, one: found.Found) -> bool:
    """Whether a layout for files without a header may read it."""
    return any(not layout.header and len(layout.columns) == len(one.looked.columns) for layout in found.layouts(user).values())


def _about(one: found.Found) -> html.Dl:
    read = f"{one.layout.title} ({one.layout.supplier})" if one.layout else "several fit: choose below" if one.fits else "none fits"
    return parts.summary((
        ("How it stands", parts.tag(one.state, waiting.COLOURS[one.state])), ("Size", waiting.size(one.upload.size)), ("Written as", one.looked.words),
        ("Layout", read), ("Agency", theme.agency(one.layout.agency) if one.layout else None),
        ("Sent by", f"{one.upload.by}, {waiting.day(one.upload.at)}")))
