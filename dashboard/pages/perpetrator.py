"""A person said to have caused harm: every household and person said to be harmed over time, how named and by whom, where last
placed, and the network two steps around. What sources assert, never what a person is."""

import dash_cytoscape as cyto
from dash import dcc, html

from dashboard import figures, gate, household, parts, queries, theme, withholding
from dashboard.correcting import made, primary
from dashboard.taken import person as taken
from timeline.access import User

NAME, PATHS, PERMISSION = "perpetrator", ("/perpetrator/<person_id>",), "person:view"
NETWORK_STYLE = [
    {"selector": "node", "style": {"label": "data(label)", "font-family": "Arial", "font-size": 14, "color": theme.INK, "background-color": "#b1b4b6",
                                   "text-valign": "bottom", "text-margin-y": 6, "width": 26, "height": 26, "border-width": 2, "border-color": theme.INK}},
    {"selector": ".person", "style": {"shape": "diamond", "width": 38, "height": 38, "background-color": "#f47738"}},
    {"selector": ".second", "style": {"background-color": "#ffffff"}},
    {"selector": "edge", "style": {"label": "data(label)", "font-family": "Arial", "font-size": 11, "color": theme.INK, "text-background-color": "#ffffff",
                                   "text-background-opacity": 0.9, "curve-style": "straight", "width": 2, "line-color": "#505a5f"}},
    {"selector": ".proposed", "style": {"line-style": "dashed"}},
]


def layout(user: User, person_id: str, query: dict) -> list:
    """The page of one person said to have caused harm."""
    person = queries.person(user, person_id)
    households, opened = queries.households(user, person_id), gate.opened()
    return [
        parts.title(person.name, "Named as having caused harm"),
        parts.inset("This page gathers what agencies have recorded. An allegation is an allegation; each line says by whom."),
        parts.summary([("Born", parts.born(person.dob, person.dob_precision)), ("Named by", ", ".join(map(theme.agency, person.agencies))),
                       ("Why these records are one person", person.because),
                       ("Who this is made of", parts.made_of(person_id, person.reports, len(person.agencies)))]),
        _households(user, households, opened),
        withholding.elsewhere(user, person_id),
        _over_time(user, person_id, opened),
        _harmed(queries.said_harmed(user, person_id)),
        primary.section(user, queries.both_ways(user, person_id)),
        _links(user, queries.links(user, person_id), opened),
        _orders(queries.person_orders(user, person_id)),
        _custody(queries.person_periods(user, person_id)),
        _network(person, queries.network(user, person_id)),
        made.section(user, "person", person_id),
    ]


def _households(user: User, households, opened: set[str]) -> html.Section:
    if households.empty:
        return parts.empty("Not named with any family.", "No record in this snapshot says that this person harmed someone or lives with a family.",
                           "Search for the person from the list of families.")
    return html.Section([parts.heading("Households"), *(_household(user, h, opened) for h in households.itertuples())])


def _household(user: User, h, opened: set[str]) -> html.Div:
    tags = [] if h.link == "confirmed" else [parts.tag("identity only proposed", "yellow")]
    children = [[parts.link(c["name"], parts.address("child", c["person_id"])), f", {parts.born(c['dob'], 'day')}"] for c in h.child_names or []]
    return parts.card(
        [html.H3(h.family or h.family_id, className="govuk-heading-s"), *tags], household.link(user, h.family_id, f"{h.family} family", opened, "card"),
        parts.summary([
            ("Named with this family", f"{parts.day(h.first_on)} to {parts.day(h.last_on)}"), ("How named", h.standing),
            ("Said to be harmed", ", ".join(h.harmed_names or []) or "nobody recorded in this household"),
            ("Children of this household", parts.listed(html.Span(c) for c in children) if children else "none recorded"), ("Where last placed", h.now),
            ("Events", len(h.event_ids))]))


def _over_time(user: User, person_id: str, opened: set[str]) -> html.Section:
    """Every household on one axis of time, and beside it the same in words: the events in order, then what held for a time."""
    points, bands = queries.person_points(user, person_id), queries.person_bands(user, person_id)
    events = parts.table("Events in every household, in order", ("When", "Household", "What", "Gravity", "Said by"), [
        (household.told(parts.when(e.at, e.until, e.precision), parts.address("event", e.event_id), e.family_id, opened),
         household.told(e.family, parts.address("family", e.family_id), e.family_id, opened),
         e.title, e.gravity or "", ", ".join(map(theme.agency, e.agencies))) for e in points.itertuples()])
    held = parts.table("What held for a time", ("Lane", "What", "From", "Until"),
                       [(b.lane, b.label, parts.day(b.since), parts.day(b.until, "as far as known, still")) for b in bands.itertuples()])
    return html.Section([parts.heading("Over time: every household on one axis", "over"), html.Figure([
        dcc.Graph(id="over-time", figure=figures.households(points, bands), config=parts.GRAPH_CONFIG, className="tl-chart"),
        html.Figcaption(figures.HOUSEHOLDS, className="govuk-body-s")], className="tl-figure"), taken.below_chart(user, person_id),
        html.Div([events, held], className="tl-accounts")])


def _harmed(harmed) -> html.Div:
    return parts.table("People said to be harmed", ("Person", "Relation", "Events", "First", "Latest", "Said by", "Status"), [
        (h.name or "name not recorded", ", ".join(h.relations), h.events, parts.day(h.first_on), parts.day(h.last_on),
         ", ".join(map(theme.agency, h.asserted_by)), _status(h)) for h in harmed.itertuples()])


def _status(h) -> list:
    contested = [html.Br(), "contested: also recorded the other way round; who is the primary perpetrator is for a person to assess"]
    against = [html.Br(), "kept as said and counted by no rule: the other of the two was decided to be the primary perpetrator"]
    decision = [html.Br(), h.decision] if h.decision else []
    return [", ".join(h.statuses), *(contested if h.contested else []), *(against if h.against_decision else []), *decision]


def _links(user: User, links, opened: set[str]) -> html.Section:
    proposed = [_link(user, n, opened) for n in links.itertuples()]
    nobody = parts.text("No other person in this snapshot is proposed as the same.")
    return html.Section([parts.heading("People who may be the same person"), *(proposed or [nobody])])


def _link(user: User, n, opened: set[str]) -> html.Div:
    families = [household.link(user, f, f"Family {f}", opened, n.link_id) for f in n.family_ids or []]
    return parts.card([html.H3(n.name, className="govuk-heading-s"), parts.tag(n.state, "yellow")],
                      parts.text(f"{parts.born(n.dob, n.dob_precision)}. {n.because}"), parts.listed(families),
                      parts.text("Only proposed: nothing else on this page rests on it.", small=True))


def _orders(orders) -> html.Div:
    return parts.table("Orders that bind or protect this person", ("Order", "Side", "Protects", "Made", "Served", "Expires", "Recorded breaches"), [
        (o.title, o.side, ", ".join(o.protected or []), parts.day(o.made_on), parts.day(o.served_on), parts.day(o.expires_on), len(o.breach_event_ids))
        for o in orders.itertuples()])


def _custody(periods) -> html.Div:
    return parts.table("Custody", ("From", "Until", "How we know", "Because"), [
        (parts.day(p.since), parts.day(p.until, "as far as known, still"), p.certainty, p.because) for p in periods.itertuples() if p.kind == "custody"])


def _network(person, edges) -> html.Section:
    table = parts.table("The network as a table", ("One", "Tie", "Other", "Events", "Identity"), [
        (e.l_name, e.tie, e.r_name or "not named", e.events or "", "confirmed" if e.confirmed else "proposed") for e in edges.itertuples()])
    drawn = cyto.Cytoscape(id="network", elements=figures.network(person.person_id, person.name, edges), layout={"name": "preset", "fit": True},
                           stylesheet=NETWORK_STYLE, style={"width": "100%", "height": "460px"}, userZoomingEnabled=False, autoungrabify=True)
    return html.Section([parts.heading("Two steps around"), html.Figure([drawn, html.Figcaption(
        "Dashed: only proposed. The table below holds the same.", className="govuk-body-s")], className="tl-figure"), table])
