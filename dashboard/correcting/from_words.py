"""What a record's own words suggest: shown with the words marked and never changed, until a person says yes, no, or not sure."""

from dash import MATCH, Input, Output, State, html

from dashboard import answering, gate, parts, queries, theme
from dashboard.correcting.choosing import button, named
from timeline.access import User, may
from timeline.decisions import FROM_WORDS

PURPOSE = "from words"
HEADING = "Suggested from the words, not confirmed"
FACTORS = {
    "strangulation": "strangulation, choking or suffocation", "weapon": "a weapon used, shown or threatened", "threat to kill": "a threat to kill",
    "pregnancy": "a pregnancy, or a birth not long ago", "perpetrator suicidality": "suicidality of the person said to cause harm",
    "victim suicidality": "suicidality of the person said to be harmed", "child threatened or hurt": "a child threatened or hurt",
    "pet harmed": "an animal harmed or threatened", "step-child in home": "a child in the home who is not both adults' own",
    "jealous control": "jealousy and control of everyday life", "firearm": "a firearm, or a licence for one",
    "victim fears being killed": "fear of being killed", "child contact conflict": "conflict over contact with a child", "injury": "an injury",
    "more often": "that it happens more often", "worse": "that it grows worse", "order breached": "an order, bail or licence breached",
    "money control": "control of money", "control": "controlling or coercive behaviour", "emotional": "emotional abuse", "economic": "economic abuse",
}
"""A factor or kind of abuse in plain words; one that is not here is as plain as its name."""


STANDS = {"open": "not confirmed", "not sure": "somebody was not sure", "waiting": "waits for a second person", "contradicted": "answers contradict"}


def section(user: User, kind: str, id: str) -> html.Section | None:
    """What the words on the page `kind` (event or record) of `id` suggest; None where they suggest nothing, or for who looks back."""
    found = queries.suggested(user, kind, id) if not user.looks_back else None
    if found is None or found.empty:
        return None
    told = [_suggestion(user, row) for row in found.itertuples() if row.stands != "confirmed"]
    confirmed = [_confirmed(row) for row in found.itertuples() if row.stands == "confirmed"]
    return html.Section([
        *([parts.heading(HEADING, "from-words"), parts.text("The words are read by a program that knows phrases and no people: it can be wrong either way. "
                                                            "Nothing here counts in any rule until a person confirms it, and silence of words says nothing."),
           *told] if told else []),
        *([parts.heading("Confirmed from the words"), *confirmed] if confirmed else [])])


def notice(user: User, family_id: str) -> html.Details | None:
    """For the page of a family: how much its records' words suggest that nobody has answered yet, each with a link to where it is answered."""
    found = queries.suggested(user, "family", family_id) if not user.looks_back else None
    waiting = [] if found is None else [row for row in found.itertuples() if row.stands != "confirmed"]
    if not waiting:
        return None
    return parts.details(f"{HEADING} ({len(waiting)})", parts.listed(
        html.Span([parts.link(_plain(row.name), parts.address("event", row.event_id) + "#from-words"),
                   f", in the words of {theme.agency(row.agency)}, known {parts.day(row.known_on)}"]) for row in waiting))


def _suggestion(user: User, row) -> html.Article:
    asked = parts.details("Confirm, refuse or say that you are not sure", button(PURPOSE, _key(row), "Answer this")) if may(user, "decide") else None
    return html.Article(parts.card(
        [html.H3(_plain(row.name).capitalize(), className="govuk-heading-s"),
         parts.tag(STANDS[row.stands], "yellow")],
        _source(row), _words(row), asked))


def _confirmed(row) -> html.Article:
    return html.Article(parts.card(
        [html.H3(_plain(row.name).capitalize(), className="govuk-heading-s"), parts.tag("confirmed", "green")],
        _source(row), _words(row), parts.text(f"{row.because[:1].upper()}{row.because[1:]}. It counts as this record's own answer when the tables have been "
                                              "made anew. It can be taken back under “What people have decided about this”.", small=True)))


def _source(row) -> html.P:
    return parts.text(html.Strong(theme.agency(row.agency)), f", known {parts.day(row.known_on)}. ",
                      parts.link("The record", parts.address("record", row.report_id)), small=True)


def _words(row) -> html.Blockquote:
    if not row.quote:
        return html.Blockquote([row.before, html.Br(), html.Em("A part of the words that this rests on is hidden with an address.")], className="tl-words")
    marked = html.Mark([html.Span("[", **{"aria-hidden": "true"}), html.Span("Marked: ", className="govuk-visually-hidden"), row.quote,
                        html.Span(" (end of the mark) ", className="govuk-visually-hidden"), html.Span("]", **{"aria-hidden": "true"})], className="tl-mark")
    return html.Blockquote([row.before, marked, row.after], className="tl-words")


def _plain(name: str) -> str:
    return FACTORS.get(name, name)


def _key(row) -> str:
    return f"{row.report_id} {row.name}"


@gate.secured("decide", Output(named("form", PURPOSE, MATCH), "children"), Input(named("go", PURPOSE, MATCH), "n_clicks"),
              State(named("go", PURPOSE, MATCH), "id"), prevent_initial_call=True)
def ask(user: User, clicks: int, of: dict):
    """Ask whether the record's words tell of the factor that they suggest."""
    if not clicks:
        return None
    found = queries.suggested(user, "record", of["of"].split(" ")[0])
    chosen = [row for row in found.itertuples() if _key(row) == of["of"]]
    if not chosen:
        return parts.text("This is not suggested any more: somebody has answered it. Reload the page.")
    row = chosen[0]
    gate.seen("correct record", f"{row.report_id}: {row.name}")
    return answering.ask(user, f"Do the marked words of {theme.agency(row.agency)} say this: {_plain(row.name)}?", FROM_WORDS, [(row.report_id, row.name)])
