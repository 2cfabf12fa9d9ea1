"""The app and its shell: header, navigation, the page that the address names, and which snapshot it was made from.

`create` makes it; serving.py serves it. What may be seen is decided in gate.py, what is seen in pages/."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, dcc, html, no_update
from flask import Flask, current_app, g
from flask_wtf.csrf import generate_csrf

from dashboard import (
    asknown,
    current,
    documents,
    doors,
    gate,
    inspecting,
    managing,
    overlaid,
    parts,
    queries,
    returns,
    sections,
    taking,
    updating,
    uploading,
    working,
)
from dashboard.asknown import showing, words
from dashboard.pages import PAGES
from dashboard.quality import sending
from timeline import access, keys, memory, sealed, snapshot
from timeline.database import Database

INDEX = """<!DOCTYPE html>
<html lang="en" class="govuk-template govuk-template--rebranded">
<head>{%metas%}<title>{%title%}</title><link rel="icon" href="/assets/icon.svg" type="image/svg+xml">{%css%}</head>
<body class="govuk-template__body"><a href="#main" class="govuk-skip-link">Skip to main content</a>
{%app_entry%}
<div id="trouble" role="alert" aria-live="assertive" class="tl-trouble"></div>
{%config%}{%scripts%}{%renderer%}</body>
</html>"""


def create(home: Path, https: bool = False) -> Dash:
    """The dashboard over the snapshots, accounts and audit in `home`; with `https`, cookies travel over TLS alone. Raises keys.NoKey, memory.NoMemory."""
    memory.use(home)  # before anything is made: without a key nothing is
    server = Flask("dashboard", static_folder=None)
    server.extensions["database"] = Database(home)
    server.config.update(SECRET_KEY=keys.of(home).derived("cookies"), SESSION_COOKIE_NAME="__Host-timeline_session" if https else "timeline_session",
                         SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Strict", SESSION_COOKIE_SECURE=https,
                         WTF_CSRF_TIME_LIMIT=None, MAX_CONTENT_LENGTH=1_000_000, CONTENT_SECURITY="default-src 'none'")
    current.install(server, home)
    updating.install(server)
    working.install(server)
    uploading.install(server)
    gate.install(server, _permission, asknown.turning(find))
    server.extensions["first_page"] = lambda user: sections.first(user, find)
    doors.install(server)
    documents.install(server)
    returns.install(server)
    sending.install(server)
    inspecting.install(server)
    taking.install(server)
    managing.install(server)
    app = Dash("dashboard", server=server, index_string=INDEX, title="Timeline", update_title=None, use_pages=False,
               suppress_callback_exceptions=True, serve_locally=True, enable_mcp=False, add_log_handler=False)
    app.layout = _shell
    gate.attach(app)
    with server.test_client() as client:
        client.get("/health")  # Dash registers its inline scripts with its first request
    gate.allow_scripts(server, app.csp_hashes())
    return app


def _shell() -> list:
    """The frame around every page; made for each visitor, since the sign-out form carries the visitor's own token.

    Dash also asks for it once when it starts, for nobody."""
    if "user" not in g:
        return []
    return [
        dcc.Location(id="address", refresh="callback-nav"),
        html.Header(html.Div([
            dcc.Link("Timeline", href=sections.first(g.user, find), className="tl-header__name"),
            html.Span("OFFICIAL-SENSITIVE", className="tl-header__marking"),
            html.Nav([dcc.Link(words, href=href, className="tl-header__link") for words, href in sections.seen(g.user, sections.NAVIGATION, find)],
                     className="tl-header__nav", **{"aria-label": "Main"}),
            html.Form([dbc.Input(type="hidden", name="csrf_token", value=generate_csrf()),
                       html.A(g.user.name, href="/account", title="Your account", className="tl-header__user"),
                       html.Button("Sign out", type="submit", className="tl-header__out")],
                      method="post", action="/sign-out", className="tl-header__form")],
            className="tl-header__inner"), className="tl-header"),
        html.Div(html.Main(id="main", className="govuk-main-wrapper", tabIndex=-1), className="govuk-width-container"),
        html.Footer([updating.line(), html.Div(id="made-from", className="govuk-width-container")], className="tl-footer"),
    ]


@gate.secured("frame:view", Output("main", "children"), Output("made-from", "children"),
              Input("address", "pathname"), Input("address", "search"))
def show(user: access.User, path: str | None, search: str | None):
    """The page that the address names, after it has been written down that this user sees it."""
    page, ids = find(path or "/")
    if page is None:
        return _not_found(), ""
    access.require(user, page.PERMISSION)
    query = _query(search)
    try:
        asked = asknown.of(user, page, ids, query)
        if asked:
            return showing.begun(user, page, ids, query, asked), _made_from(asked)
        gate.seen(f"view {page.NAME}", " ".join(ids.values()) or (search or ""), record=ids.get("id"))
        with current_app.extensions["database"].one_moment():
            return [*sections.beside(user, path or "/", find), *page.layout(user, **ids, query=query)], _made_from()
    except current.NoSnapshot:
        return _no_snapshot(), ""
    except (memory.NoMemory, sealed.Damaged, current.OtherTables) as why:
        return [parts.title("The timelines cannot be opened"), parts.text(str(why))], ""
    except asknown.Wrong as why:
        return words.refused(str(why)), _made_from()
    except current.Withheld as why:
        return _withheld(str(why)), _made_from()
    except queries.NotHere as missing:
        given_up = queries.retired(user, " ".join(ids.values())) if access.may(user, "person:view") else None
        return _given_up(page, given_up) if given_up else _not_here(str(missing)), _made_from()


@gate.secured("frame:view", Output("view-body", "children"), Input("view-look", "n_intervals"), State("address", "pathname"),
              State("address", "search"), prevent_initial_call=True)
def look_again(user: access.User, _looks, path: str | None, search: str | None):
    """The page of what was known then, when it has been worked out."""
    page, ids = find(path or "/")
    asked = asknown.of(user, page, ids, _query(search)) if page else None
    if asked is None:
        return no_update
    access.require(user, page.PERMISSION)
    return showing.shown(user, page, ids, _query(search), asked) or no_update


def _query(search: str | None) -> dict[str, str]:
    return dict(parse_qsl((search or "").lstrip("?")))


def find(path: str) -> tuple:
    """The page whose PATH fits this address, and the ids that stand in it; (None, {}) where none does.

    The id comes from the path alone, a query that names one is never taken for it; it may hold slashes, as references do."""
    given = unquote(path).strip("/").split("/")
    for page in PAGES:
        for pattern in page.PATHS:
            *before, last = pattern.strip("/").split("/")
            rest = "/".join(given[len(before):])
            if given[:len(before)] == before and (rest == last or rest and last.startswith("<")):
                return page, {last.strip("<>"): rest} if last.startswith("<") else {}
    return None, {}


def _permission(path: str) -> str | None:
    page, _ids = find(path)
    return page.PERMISSION if page else None


def _made_from(asked: asknown.Asked | None = None) -> html.P:
    if current.newest() is None:
        return html.P("Nothing is published yet.", className="govuk-body-s")
    laid = ""
    if asked:
        shows = asked.words
    else:
        laid = f" {overlaid.FRAME}" if current.overlaid() else ""
        facts = current.about()
        shows = f"as at {parts.day(snapshot.day_of(facts['as_of'])) if 'as_of' in facts else 'not recorded'}"
    return html.P(f"Snapshot {current.newest_path().stem}, {shows}.{laid} It shows what agencies recorded: no score, no prediction, no decision.",
                  className="govuk-body-s")


def _no_snapshot() -> list:
    return [parts.title("No timelines yet"),
            parts.empty("Nothing has been built from the agencies' extracts yet.",
                        "This dashboard shows the newest published snapshot, and there is none in its folder.",
                        "An analyst loads files under Data; or run: timeline run EXTRACTS_FOLDER. Then reload this page; the dashboard need not be restarted.")]


def _not_found() -> list:
    return [parts.title("Page not found"), parts.text("Check the address, or ", parts.link("go to the list of families", "/families"), ".")]


def _not_here(what: str) -> list:
    return [parts.title("Not in this snapshot"),
            parts.empty(f"There is no {what} here.",
                        "It may have been made from another snapshot, or an agency has since corrected or withdrawn what it rested on.",
                        "Search for the person, the identifier or the agency's reference from the list of families.")]


def _withheld(why: str) -> list:
    return [parts.title("Not shown to this account"),
            parts.empty(why, "It is shown whole or not at all, so that nothing that is hidden can be told from it.",
                        "Ask somebody who may see all records, or an administrator, who says under Exclusions who may.")]


def _given_up(page, given_up) -> list:
    """The page of an id that was retired: why, and what to open instead. A child's page leads to the child's page."""
    now = [parts.link(f"{name} ({id})", parts.address(page.NAME if kind == "person" and page.NAME == "child" else kind, id))
           for kind, id, name in given_up.now]
    return [parts.title("This id was retired", f"It named a {page.NAME} in an earlier snapshot"), parts.listed(given_up.why),
            parts.heading("Open instead") if now else None, parts.listed(now) if now else None,
            parts.text("What people answered is kept with the records that it is about: none of it is lost with an id.", small=True)]
