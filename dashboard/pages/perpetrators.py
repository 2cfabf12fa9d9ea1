"""Those with several people said to be harmed, for the meetings that plan disruption: by a chosen definition of serial, in order of one chosen
column, with what is recorded of each and what is being done. What sources assert, never what a person is."""

from dash import html

from dashboard import current, parts, queries, taking, theme
from dashboard.queries.perpetrators import SIZE
from dashboard.serial import DEFINITIONS, DOING, FIRST, NUMBERS, SORTS
from timeline import snapshot
from timeline.access import User
from timeline.sheets import Sheet

NAME = "perpetrators"
PATHS = ("/perpetrators",)
PERMISSION = "perpetrators:view"
EVERY = "every area"
IDENTITY = {"confirmed": "Confirmed identity", "proposed": "Only if a proposed link is right"}
HOW = (
    "A person is here because agencies' records say that he or she harmed several people. Each record is an allegation unless it says charged or convicted.",
    "To be counted by a definition, somebody must be named as harmed; a child who was present or lives there is harmed too, and stands in the column of "
    "children. A child is whoever was under 18 at the first event in which he or she is said to be harmed by this person.",
    "Where two people are each said to harm the other, the way of fewer events waits until a person has assessed who is the primary perpetrator, and is not "
    "counted here. What a person has decided to be the other way round is not counted either.",
    "“Nothing recorded” is what the records supplied say. It does not mean that nothing was done: ask the agency.",
    "MATAC and MAPPA lists are supplied by nobody here: ask the police and probation who is on them.",
    "This is not a force's matrix of recency, frequency, gravity and victims, whose points are its own: the four stand apart, and nothing is summed.")


def layout(user: User, query: dict) -> list:
    """The list as the query asks: definition, area, order, identity, page; `person` and `show` open what one number counts."""
    areas = queries.serial_areas(user)
    chosen = _chosen(query, areas)
    area = _area(chosen)
    page = parts.page(query.get("page"))
    counts = queries.serial_counts(user, area)
    shown = queries.perpetrators(user, chosen["definition"], area, chosen["identity"] == "proposed", chosen["order"], page)
    found = shown.at[0, "found"] if len(shown) else 0
    return [
        parts.title("Said to have harmed several people", "Perpetrators"),
        parts.text("For the meetings that plan how to disrupt abuse. Each number stands by itself and opens the records behind it; no two are put together."),
        _definitions(counts, chosen),
        _choose(chosen, areas),
        _opened(user, query),
        parts.heading(f"{parts.count(found, 'person', 'people')}{f' in {area}' if area else ''}, {SORTS[chosen['order']].said}", "list"),
        parts.text("Only that column makes the order; people who are alike in it stand by name. Events are counted to "
                   f"{parts.day(snapshot.day_of(current.about()['as_of']))}.", small=True),
        _table(shown, chosen, queries.agencies(user)) if found else _nobody(counts, chosen),
        parts.pages(found, page, SIZE, lambda to: _address(chosen, page=to if to > 1 else None)),
        taking.links(NAME, "this list, all pages", **chosen) if found and chosen["identity"] == "confirmed" else None,
        parts.details("How it is counted", *(parts.text(line) for line in HOW)),
    ]


def _chosen(query: dict, areas: list[str]) -> dict:
    """What the query chooses, each only if it can be chosen."""
    return {"definition": query.get("definition") if query.get("definition") in DEFINITIONS else next(iter(DEFINITIONS)),
            "area": query.get("area") if query.get("area") in areas else EVERY,
            "order": query.get("order") if query.get("order") in SORTS else FIRST,
            "identity": query.get("identity") if query.get("identity") in IDENTITY else "confirmed"}


def _area(chosen: dict) -> str | None:
    return None if chosen["area"] == EVERY else chosen["area"]


def _address(chosen: dict, **more) -> str:
    return parts.address(NAME, **chosen, **more)


def _definitions(counts, chosen: dict) -> html.Div:
    by = {row.definition: row for row in counts.itertuples()}
    rows = [(html.Strong(f"{told.title} (shown below)") if key == chosen["definition"] else told.title, told.source, told.counts, told.differs,
             *(_listed(chosen, key, identity, getattr(by[key], identity)) for identity in IDENTITY)) for key, told in DEFINITIONS.items()]
    return parts.table("Three definitions of serial, and whom each would count", (
        "Definition", "Whose", "What it counts", "How it differs", "People, identity confirmed", "More, if a proposed link is right"), rows)


def _listed(chosen: dict, definition: str, identity: str, number: int):
    """How many people a definition counts, leading to the list of them."""
    if not number:
        return "0"
    about = html.Span(f": {DEFINITIONS[definition].title}, {IDENTITY[identity].lower()}", className="govuk-visually-hidden")
    return parts.link([f"{number:,}", about], _address(chosen | {"definition": definition, "identity": identity}) + "#list")


def _choose(chosen: dict, areas: list[str]) -> html.Form:
    def select(label: str, name: str, options: dict) -> html.Div:
        told = [{"label": words, "value": value} for value, words in options.items()]
        return parts.select(label, f"perpetrators-{name}", told, chosen[name], name=name)
    return html.Form(html.Div([
        select("Definition", "definition", {key: told.title for key, told in DEFINITIONS.items()}),
        select("Area", "area", {EVERY: "Every area", **{area: area for area in areas}}),
        select("In order of", "order", {key: sort.heading for key, sort in SORTS.items()}),
        select("Who this is", "identity", IDENTITY), html.Button("Show", type="submit", className="govuk-button")], className="tl-fields"),
        method="get", action=parts.address(NAME), className="tl-noprint")


def _nobody(counts, chosen: dict) -> html.Div:
    others = [told.title for key, told in DEFINITIONS.items() if key != chosen["definition"] and
              any(row.confirmed for row in counts.itertuples() if row.definition == key)]
    return parts.empty(
        "This definition counts nobody here." if chosen["identity"] == "confirmed" else "Nobody would be counted only by a proposed link.",
        "No named person is recorded as having harmed as many people as it asks for, by the records supplied. That says nothing of what no agency recorded.",
        f"Choose another definition ({', '.join(others)} counts somebody)." if others else "Choose another area, see under Coverage who supplied records, or "
        "under Links to review whether two people may be one.")


# --- the list


def _table(shown, chosen: dict, agencies: list[str]) -> html.Div:
    columns = ("Person", *(NUMBERS[key].heading for key in NUMBERS if key not in ("cautioned", "acquitted")), "Who this is, across households")
    rows = [row for person in shown.itertuples() for row in _person(person, chosen, len(columns), agencies)]
    return parts.table("People said to have harmed several others, and what is being done", columns, rows, hide_caption=True)


def _person(person, chosen: dict, width: int, agencies: list[str]) -> list:
    """Two rows of the table: what is recorded of a person, and below it what is being done and where he or she was last placed."""
    def number(key: str, words: str | None = None):
        return _number(getattr(person, key), words, NUMBERS[key].heading, person, key, chosen)
    main = (
        [parts.link(person.name, parts.address("perpetrator", person.person_id)), *_waiting(person)], number("adults"), number("children"),
        number("latest_on", parts.day(person.latest_on)), number("year"),
        number("gravity", f"band {person.gravity}, {parts.day(person.gravity_on)}" if person.gravity else "not graded"), number("police"),
        number("charged"), [number("convicted"), *_otherwise(number, person)], _identity(person))
    return [html.Tr([html.Td(cell, className="govuk-table__cell") for cell in main], className="govuk-table__row"),
            parts.across(width, "note", html.Strong("Being done: "), *_doing(person, chosen, agencies), html.Br(), html.Strong("Last placed: "),
                         person.placed or "not recorded")]


def _number(value, words: str | None, heading: str, person, key: str, chosen: dict):
    """A number that opens what it counts; a nought counts nothing and opens nothing."""
    if not value:
        return words or "0"
    whose = html.Span(f", {heading.lower()}: {person.name}", className="govuk-visually-hidden")
    return parts.link([words or f"{value:,}", whose], _address(chosen, person=person.person_id, show=key) + "#counted")


def _waiting(person) -> list:
    return [html.Br(), html.Span(f"{parts.count(person.waiting, 'more event')} recorded both ways round: who harms whom waits for a person",
                                 className="tl-muted")] if person.waiting else []


def _otherwise(number, person) -> list:
    return [piece for key in ("cautioned", "acquitted") if getattr(person, key)
            for piece in (html.Br(), number(key, f"{key} {getattr(person, key):,}"))]


def _identity(person) -> list:
    if person.may_be and not person.households:
        confirmed = ["not confirmed across households"]
    else:
        confirmed = [f"confirmed in {parts.count(person.households, 'household')}"]
    more = f" {parts.count(person.proposed_households, 'more household')}"
    proposed = [html.Br(), parts.tag("proposed", "yellow"), more] if person.proposed_households else []
    may_be = [piece for one in person.may_be for piece in (html.Br(), "may be ", parts.link(one["name"], parts.address("links", one["link_id"])))]
    return [*confirmed, *proposed, *may_be]


def _doing(person, chosen: dict, agencies: list[str]) -> list:
    """What is recorded as being done, each apart: a number that opens its records, or that nothing is recorded."""
    pieces = []
    for key, told in DOING.items():
        value = getattr(person, key)
        words = f"{value:,}{_latest(person, key)}" if value else (
            "nothing recorded" if told.agency in (None, *agencies) else f"{theme.agency(told.agency)} supplied no records")
        pieces += [f"{told.heading}: ", _number(value, words, told.heading, person, key, chosen), ". "]
    return pieces


def _latest(person, key: str) -> str:
    if key == "marac":
        return f", last {parts.day(person.marac_on)}"
    return f", last: {person.programme}, {parts.day(person.programme_on)}" if key == "programmes" else ""


# --- what one number counts


def _opened(user: User, query: dict) -> html.Section | None:
    person_id, show = query.get("person"), query.get("show")
    if not person_id or show not in (*NUMBERS, *DOING):
        return None
    name = queries.person(user, person_id).name
    told = NUMBERS[show] if show in NUMBERS else DOING[show]
    counted = queries.counted_events(user, person_id, show) if show in NUMBERS else queries.being_done(user, person_id, show)
    return html.Section([parts.heading(f"{name}: {told.heading.lower()}", "counted"), parts.text(f"{_how_many(show, counted)} {told.counts}"),
                         _events(counted) if show in NUMBERS else _done(counted)], className="tl-card")


def _how_many(show: str, counted) -> str:
    """How many of what a number counts are listed below it."""
    if show in DOING:
        return f"{len(counted):,} in all."
    events = f"{parts.count(len(counted), 'event')}."
    people = {"adults": ("adult", "adults"), "children": ("child", "children")}.get(show)
    return f"{parts.count(counted.at[0, 'people'], *people)}, in {events}" if people and len(counted) else events


def _events(events) -> html.Div:
    return parts.table("The events that it counts", ("When", "What", "Band", "Status", "Said to be harmed", "Records"), [
        (parts.link(parts.when(e.occurred_from, e.occurred_to, e.precision), parts.address("event", e.event_id)), e.title, e.gravity or "",
         ", ".join(e.statuses), f"{parts.count(e.adults, 'adult')}, {parts.count(e.children, 'child', 'children')}", _records(e.records))
        for e in events.itertuples()])


def _done(done) -> html.Div:
    return parts.table("What it counts", ("What", "Day", "Agency", "How it stands", "Records"), [
        (d.title, parts.day(d.day), theme.agency(d.agency) if d.agency else "", d.state or "", _records(d.records)) for d in done.itertuples()])


def _records(records: list[dict]) -> html.Ul | str:
    return parts.listed(html.Span([parts.link(parts.lines(r["file"], r["line_from"], r["line_to"]) if r["file"] else r["report_id"],
                                              parts.address("record", r["report_id"])), f" ({theme.agency(r['agency'])})"])
                        for r in records) if records else "kept here, at a meeting"


# --- the list as a file


@taking.table(NAME, PERMISSION)
def sheet(user: User, given: dict[str, str]) -> Sheet:
    """The whole list by a definition, of an area, in an order; only those whose identity is confirmed: whom a proposed link would count stays here."""
    chosen = _chosen(given, queries.serial_areas(user))
    told = DEFINITIONS[chosen["definition"]]
    shown = queries.perpetrators(user, chosen["definition"], _area(chosen), False, chosen["order"], page=None)
    columns = ("Person", "Id", "Adults said to be harmed", "Children said to be harmed", "Last event", "Events in 12 months", "Highest band", "Highest band on",
               "Named as suspect by police", "Charged", "Cautioned", "Convicted", "Acquitted", "Events that wait for an assessment of who harms whom",
               "Households, identity confirmed", "More households, only proposed", *(done.heading for done in DOING.values()), "Last placed")
    rows = tuple((p.name, p.person_id, p.adults, p.children, p.latest_on, p.year, p.gravity, p.gravity_on, p.police, p.charged, p.cautioned, p.convicted,
                  p.acquitted, p.waiting, p.households, p.proposed_households, *(getattr(p, key) or "nothing recorded" for key in DOING), p.placed)
                 for p in shown.itertuples())
    said = (f"Definition: {told.title} ({told.source}). {told.counts}", f"Area: {chosen['area']}. In order {SORTS[chosen['order']].said}.")
    return Sheet("People said to have harmed several others", columns, rows, (*said, *HOW), name="Perpetrators")
