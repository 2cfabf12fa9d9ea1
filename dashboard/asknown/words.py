"""What is said of a view: the banner above each of its pages, the form that leads to one, and what stands where there is nothing."""

from datetime import date

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import current, later, parts, queries, theme
from dashboard.asknown import Asked
from timeline.access import User
from timeline.asknown import AGENCIES, PARTNERSHIP

LOOK_AGAIN = 1000  # milliseconds between two looks at whether a view is made
ASKED = "As known on a day, or to one agency"
MOST_LOOKS = 150  # more than it takes until it is given up
KNOWERS = {AGENCIES: "Any agency", PARTNERSHIP: "The partnership (what it had received)"}
WHO = "Who is who is as these records alone tell"
LIKENESS = ". How alike two people are is weighed by the present model."
DAYS = {
    AGENCIES: "A record is shown if its agency had recorded it by then, as it stood then. The partnership may not have had it yet.",
    PARTNERSHIP: "A record is shown, as it stood, if the partnership had received it by then. The rules are asked of the day that "
                 "its latest extract showed, and say since when an agency's knowledge would have raised them, not the partnership's.",
}


def form(user: User, family_id: str) -> html.Div:
    """The form that asks for the page of a family as it would have stood; it works without a mouse, and its answer has an address."""
    opens = parts.details(ASKED, *fields(user, family_id), opened=True) if current.kept() else later.details(ASKED, "known", family_id)
    return html.Div(opens, className="tl-knew__ask")


@later.made("known")
def fields(user: User, family_id: str) -> list:
    """What is asked of who wants to see the page as it would have stood."""
    now = current.kept()
    family_id, on = now.get("known_of", family_id), parts.typed_day(now.get("known_on"))
    options = [{"label": label, "value": key} for key, label in KNOWERS.items()]
    options += [{"label": theme.agency(agency), "value": agency} for agency in queries.holders(user, family_id)]
    return [html.Form([
        parts.text("This whole page as it would have stood: what was not known is left out, and the rules are asked again."),
        html.Div([
            parts.field("By which day", "known-on", "For example, 27/3/2024", name="known_on", value=on and f"{on.day}/{on.month}/{on.year}",
                        autocomplete="off"),
            html.Div([html.Label("Known to", htmlFor="known-to", className="govuk-label"),
                      dbc.Select(id="known-to", name="known_to", value=now.get("known_to", AGENCIES), className="govuk-select", options=options)],
                     className="govuk-form-group"),
            html.Button("Show what was known", type="submit", className="govuk-button")], className="tl-fields")],
        method="get", action=parts.address_now("family", family_id))]


def banner(user: User, asked: Asked, family_id: str | None) -> html.Div:
    """What the page below is, and what it leaves out, in numbers where it is a family's."""
    said = [html.P(f"This page is {asked.words}.", className="govuk-notification-banner__heading")]
    said += [parts.text(line) for line in _numbers(queries.left_out(user, family_id, asked.family_id), asked)] if family_id else []
    if family_id and family_id != asked.family_id:
        said.append(parts.text(f"What is shown makes its people the family {family_id}; all that is known now makes them {asked.family_id}."))
    said += [parts.text(line) for line in _told(asked)]
    said.append(parts.text("Nothing can be answered or corrected here. ", now(asked, "Go to the family as it is known now", "govuk-notification-banner__link")))
    return html.Div([
        html.Div(html.P("As known then", className="govuk-notification-banner__title", id="as-known"), className="govuk-notification-banner__header"),
        html.Div(said, className="govuk-notification-banner__content")],
        className="govuk-notification-banner", role="region", **{"aria-labelledby": "as-known"})


def _numbers(count, asked: Asked) -> list[str]:
    """How much of the family is shown, and why the rest is not."""
    agency = asked.view.agency and theme.agency(asked.view.agency)
    why = [f"{count.unknown} {'was' if count.unknown == 1 else 'were'} not known {'to ' + agency if agency else 'by then'}" if count.unknown else "",
           f"{count.elsewhere} {'was' if count.elsewhere == 1 else 'were'} known, but not yet placed with this family" if count.elsewhere else ""]
    lines = [f"{count.shown - count.gone} of the {parts.count(count.today, 'record')} on this family's timeline now are shown"
             + (": " + " and ".join(filter(None, why)) if any(why) else "") + "."]
    if count.gone:
        lines.append(f"{parts.count(count.gone, 'record')} shown {'is' if count.gone == 1 else 'are'} there no longer: withdrawn or placed elsewhere since.")
    if agency and count.told:
        lines.append(f"{parts.count(count.told, 'record')} {'is' if count.told == 1 else 'are'} another agency's, of which {agency} was told. What it was "
                     "told is not recorded: what the record is about and whom it names is shown, and not its words, answers, grade or outcome.")
    return [*lines, f"The rules were asked as of {parts.day(count.as_of)}."]


def _told(asked: Asked) -> list[str]:
    agency = asked.view.agency and theme.agency(asked.view.agency)
    own = (f"A record is shown if {agency} recorded it or was told of it" + (" by then" if asked.view.on else "") + ", and every day on which something "
           f"is said to be known is the day on which {agency} did. It need not have known that the records concern one family.") if agency else None
    return [own or DAYS[asked.view.by], WHO + (", and answers that people gave later are not applied" if asked.view.on else "") + LIKENESS]


def now(asked: Asked, text: str, class_name: str = "govuk-link") -> dcc.Link:
    """The link back to the family as it is known now."""
    return parts.link(text, parts.address_now("family", asked.family_id), className=class_name)


def waiting(asked: Asked) -> list:
    """What stands while the view is made; it looks by itself whether it is."""
    return [parts.title("Working out what was known", asked.words[:1].upper() + asked.words[1:]),
            html.P("The records are cut as asked, and who is who and every rule is worked out anew from them. This takes a few seconds, once, "
                   "and longer while others ask too; the page then shows itself.", className="govuk-body", role="status"),
            parts.text(now(asked, "Go back to the family as it is known now")),
            dcc.Interval(id="view-look", interval=LOOK_AGAIN, max_intervals=MOST_LOOKS)]


def refused(why: str, asked: Asked | None = None) -> list:
    """What stands where the address asks for what cannot be shown."""
    return [parts.title("This cannot be shown"), html.P(why, className="govuk-error-message", role="alert"),
            parts.text(now(asked, "Go to the family as it is known now")) if asked else
            parts.text("Go back, or ", parts.link("go to the list of families", "/families"), ".")]


def missing(what: str, asked: Asked) -> list:
    """What stands where the view has no such person, event or record."""
    return refused(f"There is no {what} among what was known then: it was not known yet, was not known to whom you ask of, or is not near this "
                   "family. What was gathered otherwise then may have had another id.", asked)


def nothing(user: User, asked: Asked, named, first: date | None) -> list:
    """What stands where the family's people made no family then."""
    people = [[parts.link(p.name, parts.address("person", p.person_id)), f", in {parts.count(p.records, 'record')}"] for p in named.itertuples()]
    knower = theme.agency(asked.view.agency) if asked.view.agency else "the partnership" if asked.view.by == PARTNERSHIP else "any agency"
    since = f"The first record of its people that stands now came to {knower} on {parts.day(first)}." if first else ""
    return [
        parts.title("Nothing to show of that day", asked.words[:1].upper() + asked.words[1:]),
        parts.empty("No family was known then.",
                    "Records of its people were known, but none that makes a family: no child with a carer, and nobody said to be harmed." if people
                    else f"Nothing of this family was known by then. {since}",
                    f"{since} Choose a later day." if people else "Choose that day or a later one, or another agency."),
        *([parts.heading("Who was named"), parts.listed(html.Span(person) for person in people)] if people else []),
        form(user, asked.family_id), parts.text(now(asked, "Go to the family as it is known now"))]


def several(user: User, asked: Asked, families) -> list:
    """What stands where the family's people were known as more than one family then."""
    return [
        parts.title("Known as several families then", asked.words[:1].upper() + asked.words[1:]),
        parts.text("Nothing that was known then says that they are one family."),
        parts.listed(html.Span([parts.link(f"{f.name} family", parts.address("family", f.family_id)), f": {', '.join(f.people)}"])
                     for f in families.itertuples()),
        form(user, asked.family_id), parts.text(now(asked, "Go to the family as it is known now"))]
