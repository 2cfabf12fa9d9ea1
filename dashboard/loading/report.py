"""What a check or a load found: each file by the books, why rows were set aside, what waits for a yes, and what is to be done next."""

import secrets
from pathlib import Path

from dash import Input, Output, State, dcc, html, no_update

from dashboard import gate, parts, queries, taking, theme
from dashboard.loading import sending_back, starting, yes
from timeline.access import User
from timeline.jobs import Job
from timeline.masking import sentence_hidden

BOOKS = ("current", "superseded", "withdrawn", "exact_duplicates", "quarantined", "removed")
TITLES = {"current": "Current", "superseded": "Superseded", "withdrawn": "Withdrawn", "exact_duplicates": "Exact duplicates", "quarantined": "Set aside",
          "removed": "Removed"}
HINTS = {
    "unknown code": "If the code is a new one, say what it means; if it is a mistake, the agency corrects it.",
    "date to come": "If many rows have it, the day that the file is said to be as at may be wrong: correct it.",
    "impossible date": "If every row has it, the layout reads days in the wrong way: choose another.",
    "missing reference": "A row without the agency's own reference cannot be corrected later. Ask the agency for it.",
    "unreadable": "The line was cut short or damaged on its way. Ask the agency to send it again."}
MENDED = {"unknown code": ("layout", "What its codes mean"), "impossible date": ("layout", "How it writes a day"),
          "date to come": ("loads", "What is said of the file")}
"""Where what is wrong may be mended here: the page and its words."""

OTHERWISE = "Ask the agency to correct it and to send the row again."
UNREAD = ("Nothing of these files is used. Where an earlier load had read one, by a layout that has been drawn anew since, its records leave the "
          "timelines with this load.")
SHOWN = 50


def told(user: User, of: Job) -> list:
    """The account of a job that has ended."""
    if of.state == "failed":
        return [parts.empty("It could not be done, and nothing was published.", of.problem, "Mend what is said here, and start it again under Load.")]
    if of.state == "cancelled":
        return [parts.text(parts.link("Go back to the files", "/loads"))]
    result = of.result
    found = [_books(of, result), *_refused(result), *yes.section(result["held"]), *_reasons(of, result), *_more(of, result)]
    return [_headline(of, result), *(_onward(result) if of.kind == "load" else []), *found, *(_loading(of) if of.kind == "check" else [])]


def _headline(of: Job, result: dict) -> html.Div:
    read = result["files"]
    records, aside = (sum(one[book] for one in read) for book in ("records", "quarantined"))
    what = "Loaded and published" if of.kind == "load" else "Checked; nothing is published yet"
    refused = len(_unread(result))
    unread = f" {parts.count(refused, 'file')} could not be read, and nothing of {'it' if refused == 1 else 'them'} is used." if refused else ""
    then = " Read below why, and what waits for a yes; then load it." if of.kind == "check" and (aside or unread or result["held"]) else ""
    files = parts.count(len(read), "file") + (f", and {parts.count(len(result['gone']), 'file')} taken out" if result["gone"] else "")
    return parts.notice(html.Strong(f"{what}. "), f"{files}, {parts.count(records, 'record')}: {aside:,} set aside.{unread}{then}")


def _onward(result: dict) -> list:
    """Where to look after a load."""
    before, after = (_name(result[which] or "") for which in ("before", "published"))
    changed = [("What changed in the timelines", parts.address("compare", of=f"{before}-{after}"))] if before not in ("", after) else []
    ways = [*changed, ("Coverage with these files", "/coverage"), ("All files", "/loads")]
    return [parts.listed(parts.link(words, href) for words, href in ways)]


def _loading(of: Job) -> list:
    """The button that loads what was checked, after all that was found."""
    store = dcc.Store(id="report-of", data={"last": of.about["last"], "key": secrets.token_urlsafe(12)})
    return [store, parts.heading("Next"),
            parts.text("Load what was checked here, and no file or answer that came later: the rows that were set aside stay out, and the others come into the "
                       "timelines. A layout that is drawn anew before then is used as it then is. Or ", parts.link("go back to the files", "/loads"),
                       ", correct something, and check again."),
            html.Div(id="report-wrong"), html.Button("Load what was checked", id="report-load", n_clicks=0, className="govuk-button"),
            html.Div(id="report-on")]


def _books(of: Job, result: dict) -> html.Div | None:
    if not result["files"]:
        return parts.text("No file was read anew: what stands here is in the timelines already.")
    return html.Div([parts.table("Each file, by the books", ("File", "Received", *TITLES.values()), [
        (parts.link(html.Span(one["file"].split("/", 1)[-1], className="tl-own"), parts.address("loads", one["file"].split("/")[0])),
         f"{one['records']:,}", *(_number(of, one, book) for book in BOOKS)) for one in result["files"] if not one["refused"]]),
        parts.text("Received = current + superseded + withdrawn + exact duplicates + set aside + removed. Superseded: a later version of the row stands in "
                   "its place. Withdrawn: the agency says, or a full extract shows, that it is gone. Removed: a confirmed order removed what it held.",
                   small=True)])


def _number(of: Job, one: dict, book: str):
    """A number of the books, as the link to the rows behind it where there are any that can be shown."""
    if not one.get(book) or of.kind == "check" and book != "quarantined":
        return f"{one.get(book, 0):,}"  # an account of before there was this book lacks it
    words = [f"{one[book]:,}", html.Span(f": {TITLES[book].lower()}, {one['file'].split('/', 1)[-1]}", className="govuk-visually-hidden")]
    return parts.link(words, parts.address("load", of.job_id, file=one["file"], state=book.replace("exact_duplicates", "exact duplicate")))


def _refused(result: dict) -> list:
    refused = _unread(result)
    return [parts.heading("Files that could not be read"), parts.listed(refused), parts.text(UNREAD)] if refused else []


def _unread(result: dict) -> list[str]:
    """Why each file that could not be read was refused."""
    return [one["refused"] for one in result["files"] if one["refused"]]


def _reasons(of: Job, result: dict) -> list:
    if not result["reasons"]:
        return [parts.text("No record was set aside.")] if result["files"] else []
    files = list(dict.fromkeys(one["file"] for one in result["reasons"]))
    return [parts.heading("Why records were set aside"),
            parts.table("Reasons", ("File", "Reason", "Records", "For example", "What to do"), [
                (html.Span(one["file"].split("/", 1)[-1], className="tl-own"), one["code"], f"{one['records']:,}",
                 html.Span(sentence_hidden(one["example"]), className="tl-own"), _hint(one))
                for one in result["reasons"]], hide_caption=True),
            parts.heading("To send back"),
            parts.text("Each row that was set aside, with the reason and what to do. Addresses and the agency's own words are hidden: the agency finds them "
                       "in its own file, by the line. It names people: it goes to nobody but the agency that sent it. When it comes back corrected, drop it "
                       "under Load and say that it is a delta: it holds these rows alone."),
            *(taking.links(sending_back.NAME, f"the rows of {file.split('/', 1)[-1]}", job=of.job_id, file=file) for file in files)]


def _hint(one: dict) -> html.Span:
    """What to do about a reason, with the link to where it may be mended here."""
    page, words = MENDED.get(one["code"], (None, None))
    where = parts.address(page, one["file"].split("/")[0], step="meanings" if page == "layout" else None) if page else None
    return html.Span([HINTS.get(one["code"], OTHERWISE), " " if where else "", parts.link(words, where) if where else ""])


def _more(of: Job, result: dict) -> list:
    if not result["queries"]:
        return []
    return [parts.text(f"On {parts.count(result['queries'], 'further record')} something is noted, such as a name that is a placeholder; they are used without "
                       "that value. ", parts.link("See them under Data quality", "/quality") if of.kind == "load" else "")]


def _name(snapshot: str) -> str:
    return Path(snapshot).stem


@gate.secured("load:run", Output("report-wrong", "children"), Output("report-on", "children"), Input("report-load", "n_clicks"), State("report-of", "data"),
              prevent_initial_call=True)
def load(user: User, clicks: int, about: dict):
    """Start to load what the check has read."""
    return starting.begin(user, "load", about["key"], {"last": int(about["last"])}) if clicks else (no_update, no_update)


def rows(user: User, of: Job, file: str, state: str) -> list:
    """The rows of one file in one state, each with why and its record."""
    if of.result is None or file not in {one["file"] for one in of.result["files"]} or state.replace(" ", "_") not in TITLES:
        raise queries.NotHere(f"file {file}")
    frame = queries.rows_of_check(user, of.job_id, file, SHOWN) if of.kind == "check" else queries.rows_of_file(user, file, state, SHOWN)
    back = parts.text(parts.link("Back to the whole report", parts.address("load", of.job_id)))
    total = int(frame["found"].iloc[0]) if len(frame) else 0
    cells = [(row.line_from, html.Span(row.because, className="tl-own"),
              parts.link(row.report_id, parts.address("record", row.report_id)) if row.shown else row.report_id or "") for row in frame.itertuples()]
    return [back, parts.text(f"{theme.agency(next(one['agency'] for one in of.result['files'] if one['file'] == file))}, {file.split('/', 1)[-1]}: "
                             f"{parts.count(total, 'row')}{f', of which the first {SHOWN}' if total > SHOWN else ''}."),
            parts.table(f"Rows: {TITLES[state.replace(' ', '_')].lower()}", ("Line", "Why", "Record"), cells) if cells else parts.empty(
                "No such row.", "They have changed with a later load.", "Look at the latest load."),
            taking.links(sending_back.NAME, "all of them", job=of.job_id, file=file) if state == "quarantined" and cells else None]
