"""New since a day: families newly or more gravely signalled, people newly named in a household, and what falls due soon.

The day and the area stand in the address and nowhere else: the page remembers nothing of who looked when."""

from datetime import date

from dash import html

from dashboard import current, parts, queries, taking, theme
from dashboard.queries.new_since import DUE_DAYS, MOST, SIZE
from timeline import snapshot
from timeline.access import User

NAME = "new-since"
PATHS = ("/new-since",)
PERMISSION = "families:view"
HOW = {"newly": ("New", "turquoise"), "more gravely": ("Graver", "pink"), "more came in": ("More came in", "grey"),
       "only changed": ("A record was changed", "grey")}
TOLD = ("kind", "id", "since", "until", "precision", "title", "agencies")
WHICH_DAY = (
    "“New” goes by the day on which a record was received here, not by the day on which something happened or an agency wrote it down: a call of last "
    "year that came in yesterday is new.",
    "A signal is new, or graver, if a record that it rests on came in since then and an agency knew of it by the day of the raising. It is also new if time "
    "alone met the rule, on a day that no extract before had reached.",
    "A record that was sent before and has been changed since is shown as changed, not as new.",
    "What people answered since then (who is who, who belongs together) is not counted here: it stands under Decisions.")


def layout(user: User, query: dict) -> list:
    """What came in since the day that the query names, or in the latest load, which a referral typed here is not;
    `area` narrows it, `page` turns the list of families."""
    loads, areas = queries.loads(user), queries.areas(user)
    area = query.get("area") if query.get("area") in areas else None
    if loads.empty:
        return [parts.title("New since"), parts.empty("Nothing has come in.", "No file of this snapshot could be read.",
                                                      "See under Coverage which files were refused, and why.")]
    on = parts.typed_day(query.get("day")) or loads.sort_values("typed", kind="stable").iloc[0]["received_on"]
    return [
        parts.title(f"New since {parts.day(on)}", area),
        _unread(query.get("day")),
        _choose(on, area, areas, loads),
        parts.details("Which day is meant", *(parts.text(line) for line in WHICH_DAY)),
        html.Div([_raised(user, on, area, parts.page(query.get("page"))), _placed(queries.placed_since(user, on, area), on, area),
                  _due(queries.due_soon(user, area), area),
                  _unsignalled(queries.unsignalled_since(user, on, area))], className="tl-new"),
    ]


def _unread(typed: str | None) -> html.Div | None:
    if not typed or parts.typed_day(typed):
        return None
    return html.Div([html.H2("There is a problem", className="govuk-error-summary__title"),
                     html.Div(html.A(f"“{typed}” is not a day. Write it as day, month, year, for example 9/4/2025. The latest load is shown.",
                                     href="#since-day"), className="govuk-error-summary__body")], className="govuk-error-summary", role="alert")


def _choose(on: date, area: str | None, areas: list[str], loads) -> html.Section:
    options = [{"label": "Every area", "value": "all"}, *({"label": name, "value": name} for name in areas)]
    latest = [[parts.link(parts.day(row.received_on), _address(row.received_on, area)),
               f": {parts.count(row.files, 'file')} of {', '.join(map(theme.agency, row.agencies))}"] for row in loads.head(6).itertuples()]
    return html.Section([
        html.Form(html.Div([
            parts.field("Received on or after", "since-day", "For example, 9/4/2025", name="day", value=f"{on.day}/{on.month}/{on.year}", autocomplete="off"),
            parts.select("Area", "since-area", options, area or "all", name="area"),
            html.Button("Show what is new", type="submit", className="govuk-button")], className="tl-fields"),
            method="get", action=parts.address(NAME)),
        parts.details("The days on which files came in", parts.listed(html.Span(line) for line in latest))],
        className="tl-noprint", **{"aria-label": "Choose the day"})


def _address(on: date, area: str | None, page: int | None = None) -> str:
    return parts.address(NAME, day=on.isoformat(), area=area, page=page if page and page > 1 else None)


# --- families


def _raised(user: User, on: date, area: str | None, page: int) -> html.Section:
    shown = queries.raised_since(user, on, area, page)
    found, fresh = (shown.at[0, "found"], shown.at[0, "fresh_found"]) if len(shown) else (0, 0)
    new, more = shown[shown["fresh"].eq(True)], shown[shown["fresh"].eq(False)]
    return html.Section([
        parts.heading(f"Newly or more gravely signalled: {parts.count(fresh, 'family', 'families')}", "signalled"),
        *(_family(row) for row in new.itertuples()),
        _nothing_raised(on) if not fresh else None,
        *([parts.heading(f"Signalled already, and more came in: {parts.count(found - fresh, 'family', 'families')}", "more"),
           *(_family(row) for row in more.itertuples())] if len(more) else []),
        parts.pages(found, page, SIZE, lambda to: _address(on, area, to)),
        taking.links("new-signals", "these signals", day=on.isoformat(), area=area) if found else None])


def _nothing_raised(on: date) -> html.Div:
    return parts.empty("No family is newly or more gravely signalled.",
                       f"Nothing that was received since {parts.day(on)} raised a rule, or made a signal graver. That says nothing of safety: see "
                       "under Coverage which agencies sent their records.", "Choose an earlier day above, or look at all families with signals under Families.")


def _family(row) -> html.Article:
    more = row.touched - len(row.signals)
    return html.Article(parts.card(
        [html.H3(parts.link(f"{row.name} family", parts.address("family", row.family_id)), className="govuk-heading-s"),
         html.P([parts.level(row.level), html.Span(" · ".join(filter(None, (f" {parts.count(row.children, 'child', 'children')}", row.area))),
                                                   className="tl-muted")], className="tl-tagline")],
        html.Ul([_signal(signal) for signal in row.signals], className="govuk-list govuk-list--bullet"),
        parts.text(f"And {parts.count(more, 'more signal')} of this family that what came in touches.", small=True) if more else None,
        level_colour=theme.LEVEL_COLOURS.get(row.level)), id=row.family_id)


def _signal(signal: dict) -> html.Li:
    words, colour = HOW[signal["how"]]
    was = f" (was: {signal['was']})" if signal["how"] == "more gravely" else ""
    return html.Li([
        parts.tag(words, colour), " ", parts.level(signal["level"]), was, " ", html.Strong(theme.rule(signal["rule"]) + ": "), signal["because"],
        " It holds only if a proposed link between two people is confirmed." if signal["proposed"] else "",
        _records(signal["records"], signal["came"]) if signal["records"] else
        html.P(f"No record of it came in: time alone met the rule, on {parts.day(signal['raised_on'])}.", className="govuk-body-s")])


def _records(records: list[dict], came: int) -> html.P:
    changed = {True: " (changed since it was first sent)", False: ""}
    told = [piece for one in records for piece in ("; ", parts.record(*(one[key] for key in TOLD)), changed[one["changed"]])]
    more = f"; and {came - len(records)} more" if came > len(records) else ""
    return html.P(["What came in: ", *told[1:], more, "."], className="govuk-body-s")


def _unsignalled(families) -> html.Section | None:
    if families.empty:
        return None
    found = families.at[0, "found"]
    rest = f" The {MOST} with most records are listed." if found > MOST else ""
    return parts.details(
        f"{parts.count(found, 'more family', 'more families')} of which records came in that touch no signal that stands",
        parts.text(f"No rule rests on these records.{rest} That says nothing of safety."),
        parts.listed(html.Span([parts.link(f"{row.name} family", parts.address("family", row.family_id)), f": {parts.count(row.records, 'record')}"])
                     for row in families.itertuples()))


# --- people newly placed, and what falls due


def _placed(people, on: date, area: str | None) -> html.Section:
    return html.Section([
        parts.heading(f"Newly named in a household: {parts.count(_found(people), 'person', 'people')}", "placed"),
        parts.text("People who are said to have harmed somebody of one household, and whom a record that came in since then is the first to name with "
                   "another."),
        *(_person(row) for row in people.itertuples()), _nobody_placed() if people.empty else _rest(people),
        None if people.empty else taking.links("newly-placed", "these people", day=on.isoformat(), area=area)])


def _found(frame) -> int:
    return 0 if frame.empty else frame.at[0, "found"]


def _rest(frame) -> html.P | None:
    """How many more there are than the frame holds."""
    more = _found(frame) - len(frame)
    return parts.text(f"{more:,} more are not shown. Choose a later day or one area.") if more else None


def _nobody_placed() -> html.Div:
    return parts.empty("Nobody is newly named in another household.",
                       "No record that came in since then is the first to name such a person with another household.",
                       "Links to review shows people who may be one and whom nobody has compared yet: such a move may be hidden there.")


def _person(row) -> html.Article:
    compare = parts.link("Compare the two records", parts.address("links", row.link_id)) if row.link == "proposed" else None
    identity = [parts.tag("Identity only proposed", "yellow"), " ", compare] if compare else [parts.tag("Identity confirmed", "grey")]
    elsewhere = [parts.link(f"{home['name']} family", parts.address("family", home["family_id"])) for home in row.elsewhere]
    return html.Article(parts.card(
        [html.H3([parts.link(row.name, parts.address("perpetrator", row.person_id)), ": ",
                  parts.link(f"{row.family} family", parts.address("family", row.family_id))], className="govuk-heading-s"),
         html.P([parts.level(row.level) if row.level else None, " ", *identity], className="tl-tagline")],
        parts.summary([("How named", row.standing), ("Said to have harmed somebody of", parts.listed(elsewhere)),
                       ("Children of this household", f"{row.children} known"), ("Where last placed", row.now)]),
        _records(row.records, row.came), level_colour=theme.LEVEL_COLOURS.get(row.level)))


def _due(due, area: str | None) -> html.Section:
    today = parts.day(snapshot.day_of(current.about()["as_of"]))
    rows = [_falls_due(row) for row in due.itertuples()]
    head = parts.heading(f"Falls due within {DUE_DAYS} days of {today}", "due")
    if not rows:
        return html.Section([head, parts.empty(
            "No order runs out and no release from custody is recorded in these days.", "Only what the courts, police, probation and "
            "prisons wrote into the extracts is known here.", "See under Coverage whether they sent theirs.")])
    columns = ("On", "That is", "What", "Binds or releases", "Protects", "Families", "Records")
    return html.Section([head, parts.table("Orders that run out, and releases from custody", columns, rows, hide_caption=True), _rest(due),
                         taking.links("due-soon", area=area)])


def _falls_due(row) -> tuple:
    homes = [parts.link(f"{home['name']} family", parts.address("family", home["family_id"])) for home in row.families]
    records = [parts.link(f"Record {id}", parts.address("record", id)) for id in row.report_ids]
    return (parts.day(row.due_on), "today" if not row.days else f"in {parts.count(row.days, 'day')}",
            row.title + (": planned" if row.certainty == "planned" else ""), row.person or "not named", ", ".join(row.protected),
            parts.listed(homes), parts.listed(records))
