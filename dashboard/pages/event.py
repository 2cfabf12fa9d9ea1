"""An event: what happened, once, with every agency's account side by side, where they differ and who knew when."""

from dash import html

from dashboard import answering, parts, queries, theme
from dashboard.correcting import from_words, made, one_event
from timeline.access import User, may

NAME = "event"
PATHS = ("/event/<event_id>",)
PERMISSION = "event:view"


def layout(user: User, event_id: str, query: dict) -> list:
    """The event with this id."""
    event, told = queries.event(user, event_id), queries.accounts(user, event_id)
    families = queries.event_families(user, event_id)
    return [
        answering.notice(user, query.get("kept")),
        _back(families),
        _look_back(families, event),
        parts.title(event.title or event.category, parts.when(event.occurred_from, event.occurred_to, event.precision)),
        parts.summary([
            ("Told by", ", ".join(map(theme.agency, event.agencies))),
            ("Accounts", f"{parts.count(len(told), 'report')}, {parts.count(event.independent_accounts, 'independent account')}; "
                         "a report that repeats another agency's is not independent" if len(told) > 1 else "1 report"),
            ("Gravity", f"band {event.gravity} of 5, of the gravest account" if event.gravity else None),
            ("Recorded as present", ", ".join(sorted(k for k, v in event.factors.items() if v == "yes"))),
            ("Why these are one event", event.because),
        ]),
        _disagreements(event.disagreements),
        parts.heading("Each agency's own account"),
        html.Div([_account(user, row) for row in told.itertuples()], className="tl-accounts"),
        parts.table("Who is named, and as what", ("Person", "Named by each agency as", "Made of"),
                    [_named(row) for row in queries.named_in(user, event_id).itertuples()]),
        parts.text("A role is what one source asserted about this event. It is not a finding about the person.", small=True),
        parts.table("Who knew when", ("Agency", "Recorded or told on", "Told whom", "We received it on"), [_knew(row) for row in told.itertuples()]),
        from_words.section(user, "event", event_id),
        one_event.form(user, event_id, told) if may(user, "decide") else None,
        made.section(user, "event", event_id),
    ]


def _back(families) -> html.P:
    return parts.text("On the timeline of ", *_between([parts.link(f"{row.name} family", parts.address("family", row.family_id))
                                                          for row in families.itertuples()]) or ["no family"])


def _look_back(families, event) -> html.P | None:
    if event.occurred_from is None or families.empty:
        return None
    return parts.text("What the rules would have raised before it: ", *_between([
        parts.link(f"look back, {row.name} family", parts.address("look-back", row.family_id, event=event.event_id)) for row in families.itertuples()]))


def _between(links: list) -> list:
    return [piece for link in links for piece in (", ", link)][1:]


def _disagreements(sentences: list[str]) -> html.Div | None:
    if not sentences:
        return None
    return html.Div([html.H2("Where the accounts differ", className="govuk-heading-s"), parts.listed(sentences)], className="govuk-inset-text")


def _account(user: User, row) -> html.Article:
    return html.Article(parts.card(
        html.H3([theme.agency(row.agency), html.Span(f" ({row.system})", className="tl-muted")], className="govuk-heading-s"),
        parts.own_words(user, row.report_id, row.words, "No words were supplied."),
        parts.summary([
            ("Recorded as", row.title),
            ("When", parts.when(row.occurred_from, row.occurred_to, row.precision)),
            ("Stated as", row.statement),
            ("Gravity", f"band {row.gravity} of 5" if row.gravity else None),
            ("Answers yes to", ", ".join(sorted(row.factors))),
            ("Agency's own grade", f"{row.grade} ({row.grade_tool or 'tool not recorded'})" if row.grade else None),
            ("Outcome", row.outcome), ("Between the adults", row.relationship), ("Separation", row.separation),
            ("Repeats the record of", theme.agency(row.copied_from) if row.copied_from else None),
            ("Handling", row.handling),
            ("Names", parts.listed(_person(person) for person in row.people) if row.people else "nobody"),
            ("Place", parts.hidden_address(user, "place", row.report_id, "Place") if row.has_place else None),
            ("Source", parts.link(parts.lines(row.file, row.line_from, row.line_to), parts.address("record", row.report_id))),
        ])))


def _person(person: dict) -> str:
    answers = [f"{what} {person[what]}" for what in ("present", "seen", "heard") if person[what] != "not asked"]
    said = [person["role"], *([person["relationship"]] if person["relationship"] else []), *answers]
    return f"{person['name']}: {', '.join(said)}"


def _named(row) -> tuple:
    who = parts.link(row.name, parts.address(row.page, row.person_id)) if row.page else row.name
    return who, parts.listed(f"{theme.agency(said['agency'])}: {said['role']}" for said in row.roles), parts.made_of(row.person_id, row.mentions, row.agencies)


def _knew(row) -> tuple:
    told = f"{theme.agency(row.notified_to)}, on {parts.day(row.notified_on)}" if row.notified_to else "not recorded"
    return theme.agency(row.agency), parts.day(row.known_on), told, parts.day(row.received_on)
