"""A family: who is in it and when, what the rules raise, the timeline as a chart and as a table, and an event opened beside it."""

from dash import Input, Output, Patch, State, ctx, dcc, html, no_update

from dashboard import chosen, event_table, figures, gate, gathering, noting, overlaid, parts, queries, signal_panel, theme, withholding
from dashboard.asknown import words as asknown_words
from dashboard.behind import STILL, behind
from dashboard.correcting import family as correcting
from dashboard.correcting import from_words, primary
from dashboard.meeting import adding
from dashboard.referring import pending
from dashboard.taken import family as taken
from dashboard.transferring import notice
from timeline.access import User, may

NAME, PATHS, PERMISSION = "family", ("/family/<family_id>",), "family:view"
ZOOMS = {"all": "All", "2y": "Last two years", "separation": "90 days either side of the latest separation"}
CONTENTS = (("signals", "What the rules raise"), ("timeline", "Timeline"), ("notes", "Notes"), ("people", "Who is in it"),
            ("held", "Homes, orders and custody"), ("supplied", "What each agency supplied, and what is missing"))


def layout(user: User, family_id: str, query: dict) -> list:
    """The page of one family. `query`: zoom, or around (an event, 30 days either side), rows (a page of the table), signal (to light its
    evidence), event (to open some), note or activity (just kept), back or apart (just taken back or apart), left-out (whose records to list)."""
    shown = queries.family(user, family_id)
    signals, members = queries.signals(user, family_id), queries.members(user, family_id)
    both_ways = queries.both_ways(user, family_id)
    lit = next((s.evidence for s in signals.itertuples() if s.signal_id == query.get("signal")), [])
    return [
        parts.title(shown.name, f"Family {family_id}"),
        _who(members),
        withholding.notice(user, family_id),
        overlaid.file(family_id),
        _contents(user),
        asknown_words.form(user, family_id),
        adding.section(user, family_id),
        pending.section(user, family_id),
        notice.section(user, family_id),
        primary.notice(both_ways),
        signal_panel.section(user, family_id, signals, queries.asked(user, family_id), query),
        from_words.notice(user, family_id),
        *_timeline(user, family_id, query, lit),
        _people(members),
        *behind(user, family_id, query.get("left-out")),
        primary.section(user, both_ways),
        correcting.section(user, family_id, members),
    ]


def _who(members) -> html.P:
    """Who the page is about, in one line."""
    own = [f"{m.name} ({theme.PARTS[m.part].lower()}{'' if m.age is None else f', {m.age}'})" for m in members.itertuples() if m.part != "linked person"]
    harming = sorted({m.name for m in members.itertuples() if m.said_to_harm})
    return parts.text("; ".join(dict.fromkeys(own)), ". " if own else "", f"Said to have caused harm: {', '.join(harming)}." if harming else "")


def _contents(user: User) -> html.Nav:
    return html.Nav([html.H2("On this page", className="govuk-heading-s"), html.Ul([
        html.Li(html.A(words, href=f"#{id}", className="govuk-link")) for id, words in CONTENTS if not (id == "notes" and user.looks_back)],
        className="govuk-list tl-contents__list")], className="tl-contents", **{"aria-label": "On this page"})


def _timeline(user: User, family_id: str, query: dict, lit) -> list:
    """The chart, what was chosen on it, the table, and what people wrote and gathered beside the records."""
    notes, activities, gaps = queries.notes(user, family_id), queries.activities(user, family_id), queries.gaps(user, family_id)
    frames = (queries.points(user, family_id), queries.bands(user, family_id, activities, gaps), queries.windows(user, family_id),
              queries.note_points(user, notes))
    span = figures.asked_span(*frames, query.get("zoom", "all"), query.get("around"))
    events = queries.timeline(user, family_id, span, parts.page(query["rows"]) if query.get("rows") else None)
    return [
        parts.heading("Timeline", "timeline"),
        _ways(user, family_id),
        _zooms(family_id, query),
        _chart(frames, lit, span),
        taken.below_chart(user, family_id),
        dcc.Store(id="family", data={"family_id": family_id, "lit": list(lit), "bands": figures.plain(frames[1]), "notes": figures.plain(frames[3])}),
        html.Div(chosen.opened(user, family_id, query.get("event", "").split()) if query.get("event") else [], id="opened", role="region",
                 **{"aria-label": "Chosen events", "aria-live": "polite"}),
        event_table.table(family_id, events, lit, (gaps, notes, activities), span, lambda to: _address(family_id, query, rows=to)),
        taken.below_table(family_id),
        gathering.section(user, family_id, activities, query.get("activity") or query.get("apart")),
        noting.section(user, family_id, notes, query.get("note") or query.get("back"))]


def _people(members) -> html.Section:
    return html.Section(parts.table("Who is in it", ("Name", "Part", "Born", "Age", "From", "Until", "Named by", "Made of"), [
        (_person(m), theme.PARTS[m.part], parts.born(m.dob, m.dob_precision), m.age if m.age is not None else "not known", parts.day(m.since),
         parts.day(m.until, STILL), ", ".join(map(theme.agency, m.agencies)), parts.made_of(m.person_id, m.mentions, len(m.agencies)))
        for m in members.itertuples()]), id="people")


def _person(member) -> list:
    page = "child" if member.part == "child" else "perpetrator" if member.said_to_harm else None
    name = parts.link(member.name, parts.address(page, member.person_id)) if page else member.name
    return [name, html.Br(), html.Span("said to have caused harm", className="govuk-body-s")] if member.said_to_harm else [name]


def _ways(user: User, family_id: str) -> html.Nav:
    """What else there is of the timeline."""
    links = [parts.link("Who knew what, and when", parts.address("knew", family_id))]
    if not user.looks_back:
        links.append(parts.link("Look back from an event: what the rules would have raised before it", parts.address("look-back", family_id)))
    if may(user, "document:make"):
        links.append(parts.link("Chronology as a document", parts.address("chronology", family_id)))
    return html.Nav(html.Ul([html.Li(link) for link in links], className="govuk-list tl-contents__list"), **{"aria-label": "More of this timeline"})


def _zooms(family_id: str, query: dict) -> html.Nav:
    now = "around" if query.get("around") else query.get("zoom", "all")
    links = [html.Span(words, className="tl-zoom", **{"aria-current": "true"}) if key == now else
             parts.link(words, _address(family_id, query, zoom=key, around=None, rows=None), className="govuk-link tl-zoom") for key, words in ZOOMS.items()]
    here = [html.Span("30 days either side of one event", className="tl-zoom", **{"aria-current": "true"})] if now == "around" else []
    return html.Nav([html.Span("Show: "), *links, *here], className="govuk-body", **{"aria-label": "How much of the timeline to show"})


def _address(family_id: str, query: dict, **more) -> str:
    """The address of this page with what its query says of the timeline, and more."""
    kept = {key: query.get(key) for key in ("zoom", "around", "signal")}
    return parts.address("family", family_id, **kept | more) + "#timeline"


def _chart(frames: tuple, lit, span) -> html.Figure:
    return html.Figure([
        dcc.Graph(id="chart", figure=figures.timeline(*frames, lit=lit, span=span), config=parts.GRAPH_CONFIG, className="tl-chart"),
        html.Figcaption(figures.LEGEND, className="govuk-body-s")], className="tl-figure")


@gate.secured("family:view", Output("opened", "children"), Input("chart", "clickData"), Input("ticked", "data"), State("family", "data"),
              prevent_initial_call=True)
def open_events(user: User, click: dict | None, ticked: list[str] | None, family: dict):
    """Open what was chosen on the chart, one event or all of a block or bracket, or the events that were ticked in the table."""
    on_chart = str(((click or {}).get("points") or [{}])[0].get("customdata") or "").split()
    wanted = ticked if ctx.triggered_id == "ticked" else on_chart
    if not wanted:
        return no_update
    gate.seen("view event", " ".join(wanted))
    return chosen.opened(user, family["family_id"], wanted)


@gate.secured("family:view", Output("chart", "figure"), Input("chart", "relayoutData"), State("family", "data"), prevent_initial_call=True)
def gather_again(user: User, moved: dict | None, family: dict):
    """Gather the marks anew for the stretch of time that is now visible."""
    span = figures.span_of(moved)
    if span is None:
        return no_update
    patch = Patch()
    patch["data"] = figures.gathered_again(queries.points(user, family["family_id"]), family, family["lit"], span)
    return patch
