"""The first page: the families with signals, gravest first, with the reasons in words; what narrows it is in its address.

What is searched for is not in any address: it is sent, written down in the audit and forgotten."""

from dash import Input, Output, State, html, no_update

from dashboard import gate, parts, queries, searching, taking, theme, withholding
from dashboard.queries.families import SIZE
from timeline.access import User, may

NAME = "families"
PATHS = ("/", "/families")
PERMISSION = "families:view"
SHOWN = 2  # signals of a family that are read without opening anything; the others are one click away
FILTERS = ("level", "heading", "agency", "area", "show")


def layout(user: User, query: dict) -> list:
    """The list, narrowed as the query says (level, heading, agency, area, show=all, page), and the search above it."""
    chosen = {key: query[key] for key in FILTERS if query.get(key)}
    page = parts.page(query.get("page"))
    _, rules = theme.HEADINGS.get(chosen.get("heading"), (None, ()))
    shown = queries.families(user, chosen.get("level"), rules, chosen.get("agency"), chosen.get("area"),
                             chosen.get("show") == "all", page)
    found = shown.at[0, "found"] if len(shown) else 0
    withheld = queries.withheld_levels(user, list(shown["family_id"]))
    return [
        parts.title("Families"),
        parts.text("Families with signals, those that ask for something today first. A signal says which rule the records met; "
                   "it is a prompt to look, not a finding about anybody."),
        _search() if may(user, "search") else None,
        html.Div([
            html.Nav(_narrow(queries.choices(user), chosen), className="tl-filters", **{"aria-label": "Narrow the list"}),
            html.Section([parts.heading(_counted(found, chosen)), *(_family(row, withheld.get(row.family_id)) for row in shown.itertuples()),
                          _nothing(chosen) if shown.empty else None,
                          parts.pages(found, page, SIZE, lambda to: _address(chosen, page=to)),
                          taking.links("families", "this list", **chosen) if found else None]),
        ], className="tl-beside"),
    ]


def _counted(found: int, chosen: dict) -> str:
    which = "" if chosen.get("show") == "all" else " with signals"
    return parts.count(found, "family", "families") + which + (", as narrowed" if set(chosen) - {"show"} else "")


def _family(row, withheld: list[str] | None) -> html.Article:
    name = parts.link(f"{row.name} family", parts.address("family", row.family_id))
    reasons = [html.Li([html.Strong(theme.rule(rule) + ": "), because]) for rule, because in zip(row.rules, row.because, strict=True)]
    facts = [parts.count(row.children, "child", "children"), parts.count(row.events, "event") + " on the timeline",
             f"last {parts.day(row.last_on)}" if row.last_on else "no dated event",
             "told by " + ", ".join(map(theme.agency, row.agencies)), row.area, f"{parts.count(row.dismissed, 'signal')} dismissed" if row.dismissed else ""]
    raised = [parts.level(row.level), html.Span(f" raised {parts.day(row.raised_on)}" if row.raised_on else "", className="tl-muted")] if row.level else [
        html.Span("Every signal is dismissed, until a day" if row.dismissed else "No rule was met on the data supplied", className="tl-muted")]
    return html.Article(parts.card(
        [html.H3(name, className="govuk-heading-s"), html.P(raised, className="tl-tagline")],
        parts.text(html.Strong(withholding.whom(withheld))) if withheld else None,
        html.Ul(reasons[:SHOWN], className="govuk-list govuk-list--bullet") if reasons else None,
        parts.details(f"{parts.count(len(reasons) - SHOWN, 'more signal')} of the {row.name} family",
                      html.Ul(reasons[SHOWN:], className="govuk-list govuk-list--bullet")) if len(reasons) > SHOWN else None,
        parts.text(" · ".join(fact for fact in facts if fact), small=True),
        level_colour=theme.LEVEL_COLOURS.get(row.level)), id=row.family_id)


def _nothing(chosen: dict) -> html.Div:
    if chosen:
        return parts.inset(parts.text("No family fits all of what was chosen."),
                           parts.text(parts.link("Show every family with signals", "/families")))
    return parts.empty("No rule was met on the data supplied.", "That says nothing of safety: an agency may not have supplied its records.",
                       "See under Coverage who supplied what, or show all families from the list beside this.")


# --- what narrows the list


def _narrow(choices, chosen: dict) -> list:
    by = {choice: dict(zip(rows["value"], rows["families"], strict=True)) for choice, rows in choices.groupby("choice")}
    headings = {key: words for key, (words, rules) in theme.HEADINGS.items() if any(rule in by.get("rule", {}) for rule in rules)}
    return [
        html.H2("Narrow the list", className="govuk-heading-s"),
        _group("What it asks for", "level", {key: key[:1].upper() + key[1:] for key in theme.LEVEL_COLOURS if key in by.get("level", {})}, chosen,
               by.get("level", {})),
        _group("Which pattern", "heading", headings, chosen),
        _group("Told by", "agency", {key: theme.agency(key) for key in sorted(by.get("agency", {}))}, chosen, by.get("agency", {})),
        _group("Area", "area", {key: key for key in sorted(by.get("area", {}))}, chosen, by.get("area", {})),
        _group("Which families", "show", {"all": "All families, with or without signals"}, chosen, by.get("all", {})),
        parts.text(parts.link("Clear all", "/families")) if chosen else None,
    ]


def _group(title: str, key: str, options: dict, chosen: dict, counts: dict | None = None) -> html.Div | None:
    if not options:
        return None
    links = [_option(key, value, words, chosen, (counts or {}).get(value)) for value, words in options.items()]
    return html.Div([html.H3(title, className="govuk-heading-s"), html.Ul(links, className="govuk-list")], role="group", **{"aria-label": title})


def _option(key: str, value: str, words: str, chosen: dict, number: int | None) -> html.Li:
    counted = words if number is None else f"{words} ({number:,})"
    if chosen.get(key) == value:
        without = {k: v for k, v in chosen.items() if k != key}
        return html.Li([html.Strong(counted), " ", parts.link([html.Span("remove"), html.Span(f" {words}", className="govuk-visually-hidden")],
                                                               _address(without))])
    return html.Li(parts.link(counted, _address(chosen | {key: value})))


def _address(chosen: dict, page: int | None = None) -> str:
    return parts.address("families", **chosen, page=page if page and page > 1 else None)


# --- the search


def _search() -> html.Section:
    return html.Section([
        html.Details([
            html.Summary(html.Span("Search for a person or a record", className="govuk-details__summary-text"), className="govuk-details__summary"),
            html.Div([
                parts.text("Fill in what you have; a result fits all of it. The search is written down with your name.", small=True),
                searching.fields("search-{}".format),
                html.Button("Search", id="search-go", n_clicks=0, className="govuk-button"),
                html.Div(id="search-found", role="status"),
            ], className="govuk-details__text")], className="govuk-details", id="search")])


FIELDS = tuple(f"search-{field}" for field in searching.FIELDS)


@gate.secured("search", Output("search-found", "children"), Input("search-go", "n_clicks"),
              *(Input(field, "n_submit") for field in FIELDS), *(State(field, "value") for field in FIELDS), prevent_initial_call=True)
def found(user: User, clicks: int, *values):
    """The results of a search, after it has been written down."""
    if not (clicks or any(values[:len(FIELDS)])):
        return no_update
    try:
        wanted = searching.wanted(*values[len(FIELDS):])
    except searching.TooLittle as why:
        return searching.wrong(str(why))
    gate.seen("search", searching.said(wanted))
    return _results(queries.search(user, **wanted))


def _results(people) -> html.Div:
    if people.empty:
        return parts.empty("Nobody and no record fits all of that.", "Names are searched as agencies wrote them; a date of birth must be the same day.",
                           "Try fewer words or only one field. An agency that has not supplied its records cannot be searched: see Coverage.")
    more = people.at[0, "found"] - len(people)
    return html.Div([parts.heading(parts.count(people.at[0, "found"], "result")),
                     *(_result(row) for row in people.itertuples()),
                     parts.text(f"{more} more are not shown. Narrow the search.") if more else None])


def _result(row) -> html.Div:
    who = f"{row.name}, {parts.born(row.dob, row.dob_precision)}" if row.person_id else "A report that names nobody"
    family = [parts.link(f"{row.family} family", parts.address("family", row.family_id)), f", as {' and '.join(row.parts)}"] if row.family_id else [
        "in no family"]
    fits = [f"{theme.agency(place['agency'])}: {place['written']}" for place in row.places[:5]]
    made_of = [" · ", parts.link("Who this is made of", parts.address("person", row.person_id))] if row.person_id else []
    return parts.card(html.H3(who, className="govuk-heading-s"), parts.text(*family),
                      parts.listed(fits), parts.text(parts.link("See the record", parts.address("record", row.report_id)), *made_of))
