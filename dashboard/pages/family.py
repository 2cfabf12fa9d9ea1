"""A family: who is in it and when, what the rules raise, the timeline as a chart and as a table, and an event opened beside it."""

from dash import Input, Output, Patch, State, dcc, html, no_update

from dashboard import figures, gate, parts, queries, signal_panel, theme
from dashboard.asknown import words as asknown_words
from dashboard.correcting import family as correcting
from dashboard.correcting import from_words, primary
from dashboard.meeting import adding
from timeline.access import User

NAME, PATHS, PERMISSION = "family", ("/family/<family_id>",), "family:view"
STILL = "as far as known, still"
ZOOMS = {"all": "All", "2y": "Last two years", "separation": "90 days either side of the latest separation"}


def layout(user: User, family_id: str, query: dict) -> list:
    """The page of one family. `query`: zoom, signal (to light its evidence), event (to open one)."""
    shown = queries.family(user, family_id)
    signals, members = queries.signals(user, family_id), queries.members(user, family_id)
    events, both_ways = queries.timeline(user, family_id), queries.both_ways(user, family_id)
    lit = next((s.evidence for s in signals.itertuples() if s.signal_id == query.get("signal")), [])
    return [
        parts.title(shown.name, f"Family {family_id}"),
        asknown_words.form(user, family_id),
        adding.section(user, family_id),
        _people(members),
        primary.notice(both_ways),
        signal_panel.section(user, family_id, signals, queries.asked(user, family_id), query),
        from_words.notice(user, family_id),
        parts.heading("Timeline", "timeline"),
        parts.text(parts.link("Who knew what, and when", parts.address("knew", family_id)), html.Br(), None if user.looks_back else
                   parts.link("Look back from an event: what the rules would have raised before it", parts.address("look-back", family_id))),
        _zooms(family_id, query),
        _chart(user, family_id, query, lit),
        html.Div(_opened(user, family_id, events, query.get("event", "").split()), id="opened", role="region",
                 **{"aria-label": "Chosen events", "aria-live": "polite"}),
        _table(family_id, events, lit),
        _held(queries.periods(user, family_id), queries.orders(user, family_id)),
        _supplied(user, family_id),
        _left_out(queries.omissions(user, family_id)),
        primary.section(user, both_ways),
        correcting.section(user, family_id, members),
        dcc.Store(id="family", data={"family_id": family_id, "lit": list(lit)}),
    ]


def _people(members) -> html.Div:
    return parts.table("Who is in it", ("Name", "Part", "Born", "Age", "From", "Until", "Named by", "Made of"), [
        (_person(m), theme.PARTS[m.part], parts.born(m.dob, m.dob_precision), m.age if m.age is not None else "not known", parts.day(m.since),
         parts.day(m.until, STILL), ", ".join(map(theme.agency, m.agencies)), parts.made_of(m.person_id, m.mentions, len(m.agencies)))
        for m in members.itertuples()])


def _person(member) -> list:
    page = "child" if member.part == "child" else "perpetrator" if member.said_to_harm else None
    name = parts.link(member.name, parts.address(page, member.person_id)) if page else member.name
    return [name, html.Br(), html.Span("said to have caused harm", className="govuk-body-s")] if member.said_to_harm else [name]


def _zooms(family_id: str, query: dict) -> html.Nav:
    now = query.get("zoom", "all")
    return html.Nav([html.Span("Show: "), *(
        html.Span(words, className="tl-zoom", **{"aria-current": "true"}) if key == now else
        parts.link(words, parts.address("family", family_id, zoom=key, signal=query.get("signal")) + "#timeline", className="govuk-link tl-zoom")
        for key, words in ZOOMS.items())], className="govuk-body", **{"aria-label": "How much of the timeline to show"})


def _chart(user: User, family_id: str, query: dict, lit) -> html.Figure:
    points, bands, windows = _frames(user, family_id)
    span = figures.zoomed(query.get("zoom", "all"), points, bands, windows)
    drawn = figures.timeline(points, bands, windows, lit=lit, span=span)
    return html.Figure([
        dcc.Graph(id="chart", figure=drawn, config=parts.GRAPH_CONFIG, className="tl-chart"),
        html.Figcaption(figures.LEGEND, className="govuk-body-s")], className="tl-figure")


def _frames(user: User, family_id: str) -> tuple:
    return queries.points(user, family_id), queries.bands(user, family_id), queries.windows(user, family_id)


def _opened(user: User, family_id: str, events, wanted: list[str]) -> list:
    """The chosen events with every agency's own words, and links to the events before and after the first of them."""
    chosen = [e for e in events.itertuples() if e.event_id in set(wanted)]
    return [html.Div([_event(user, e) for e in chosen]), _neighbours(family_id, events, chosen[0].position)] if chosen else []


def _event(user: User, event) -> html.Div:
    accounts = queries.accounts(user, event.event_id)
    return parts.card(
        [html.H3([parts.when(event.occurred_from, event.occurred_to, event.precision), ": ", event.title], className="govuk-heading-s")],
        *(parts.inset(parts.text("The accounts disagree: ", "; ".join(event.disagreements))) for _ in event.disagreements[:1]),
        *(_account(a) for a in accounts.itertuples()),
        parts.text(parts.link("Open this event in full", parts.address("event", event.event_id))))


def _account(account) -> html.Div:
    return html.Div([
        parts.text(html.Strong(theme.agency(account.agency)), f", {account.statement}, known {parts.day(account.known_on)}",
                   f"; copied from {theme.agency(account.copied_from)}" if account.copied_from else "", ". ",
                   parts.link(parts.lines(account.file, account.line_from, account.line_to), parts.address("record", account.report_id))),
        html.Blockquote(account.words or "No words recorded.", className="govuk-inset-text tl-words")])


def _neighbours(family_id: str, events, position: int) -> html.Nav:
    beside = {e.position - position: e.event_id for e in events.itertuples()}
    return html.Nav([parts.link(words, parts.address("family", family_id, event=beside[step]) + "#opened", className="govuk-link tl-zoom")
                     for words, step in (("Previous event", -1), ("Next event", 1)) if step in beside],
                    className="govuk-body", **{"aria-label": "Events beside this one"})


def _table(family_id: str, events, lit) -> html.Div:
    if events.empty:
        return parts.empty("No events are recorded for this family.", "It is known from addresses or households alone.",
                           "Open its people to see where they are named.")
    return parts.table("The same as a table", ("When", "Since the one before", "What", "Gravity", "Said by", "Who", "Children", "First known"),
                       [_line(family_id, e, e.event_id in lit) for e in events.itertuples()])


def _line(family_id: str, event, lit: bool) -> tuple:
    return (
        parts.link(parts.when(event.occurred_from, event.occurred_to, event.precision), parts.address("event", event.event_id)),
        parts.count(event.days_since, "day") if event.days_since is not None else "",
        [*([parts.tag("evidence", "yellow"), " "] if lit else []), event.title],
        event.gravity or "", f"{', '.join(map(theme.agency, event.agencies))} ({parts.count(event.independent_accounts, 'independent account')})",
        parts.listed(sorted({f"{r['name'] or 'name not recorded'}: {r['role']}" for r in event.roles})),
        parts.listed(_child(c) for c in event.children), parts.day(min(event.known_on.values())) if event.known_on else "")


def _child(child: dict) -> str:
    age = {None: "age not known", -1: "unborn"}.get(child["age"], child["age"])
    answers = [word for word in ("present", "seen", "heard") if child[word] == "yes"]
    return f"{child['name'] or 'name not recorded'}, {age}{': ' + ', '.join(answers) if answers else ''}"


def _held(periods, orders) -> html.Section:
    return html.Section([
        parts.details(f"What held for a time, as a table ({len(periods)})", parts.table(
            "What held for a time", ("What", "Who", "With whom or where", "From", "Until", "How we know", "Because"),
            [(p.kind, p.name, p.other_name or p.place or p.state or "", parts.day(p.since), parts.day(p.until, STILL), p.certainty, p.because)
             for p in periods.itertuples()])),
        parts.details(f"Orders, as a table ({len(orders)})", parts.table(
            "Orders", ("Order", "Binds", "Protects", "Made", "Served", "Expires", "Recorded breaches"),
            [(o.title, o.bound or "not named", ", ".join(o.protected or []), parts.day(o.made_on), parts.day(o.served_on), parts.day(o.expires_on),
              len(o.breach_event_ids)) for o in orders.itertuples()])),
    ])


def _supplied(user: User, family_id: str) -> html.Section:
    columns = ("Area", "Agency", "System", "Reports of this family", "Months since its first event: supplied", "Searched, none", "Silent",
               "Not supplied")
    return parts.details("What each agency supplied, and where it is silent", parts.table("What each agency supplied", columns, [
        (row.area, theme.agency(row.agency), row.system, row.says, row.supplied, row.none, row.silent, row.not_supplied)
        for row in queries.family_coverage(user, family_id).itertuples()], hide_caption=True))


def _left_out(omissions) -> html.Section:
    """The quality of the records, agency by agency; each number opens the records that leave it out."""
    about = "About the records and not about the family: it ranks nothing. A blank may mean that nobody asked, or that there was nothing to record."
    rows = [(theme.agency(o.agency), o.item[:1].upper() + o.item[1:], f"{o.missing} of {o.total} {o.what}",
             parts.details(parts.count(len(o.report_ids), "record"), parts.listed(parts.link(r, parts.address("record", r)) for r in o.report_ids)))
            for o in omissions.itertuples()]
    shown = parts.table("What these records leave out", ("Agency", "What", "Left out of", "Which"), rows, hide_caption=True) if rows else \
        parts.empty("Nothing that is looked for is left out.", "Type of abuse, the child's voice, ethnicity, disability, sex and date of birth are recorded.",
                    "Open a record to read it.")
    return parts.details("What these records leave out: type of abuse, the child's voice, characteristics", parts.text(about), shown)


@gate.secured("family:view", Output("opened", "children"), Input("chart", "clickData"), State("family", "data"), prevent_initial_call=True)
def open_events(user: User, click: dict | None, family: dict):
    """Open the event, or the events of a block, that was chosen on the chart."""
    ids = str(((click or {}).get("points") or [{}])[0].get("customdata") or "").split()
    if not ids:
        return no_update
    events = queries.timeline(user, family["family_id"])
    gate.audited("view event", " ".join(ids))
    return _opened(user, family["family_id"], events, ids)


@gate.secured("family:view", Output("chart", "figure"), Input("chart", "relayoutData"), State("family", "data"), prevent_initial_call=True)
def gather_again(user: User, moved: dict | None, family: dict):
    """Gather the marks anew for the stretch of time that is now visible."""
    span = figures.span_of(moved)
    if span is None:
        return no_update
    drawn = figures.timeline(*_frames(user, family["family_id"]), lit=family["lit"], span=span)
    patch = Patch()
    patch["data"] = drawn["data"]
    return patch
