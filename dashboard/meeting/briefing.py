"""The parts of the brief: each says in a few lines one thing that people at a meeting ask of a family."""

from datetime import date

from dash import html

from dashboard import parts, queries, theme, withholding
from dashboard.meeting import words
from timeline.access import User
from timeline.tables import LEVELS

SHOWN = 6  # events that are read without opening anything
KINDS = 3  # kinds of folded events that the summary names
FIRST = 2  # signals that are, where none is grave or new
NEEDS = {"safe contact": "Safe contact times", "language": "Language or interpreter", "disability": "Disability or access needs"}
UNRECORDED = "not recorded by any agency"
NOBODY = "nobody is named"
WHERE_CONTACTS = "Whom to ask stands under [contacts] in extracts.toml: add what is missing there, and the next run shows it."
SUPPLY = ("Silent: the agency's records cover the month, and not one row of anybody came: it was quiet, or a feed was lost. Not supplied: no file covers "
          "the month. That says nothing of what happened.")
EVER = date(1, 1, 1)


def people(user: User, item) -> html.Section:
    """The adults of the family, as what and how old on the day of the meeting; and each child with who saw and heard the child last."""
    found = list(queries.belonging(user, item.family_id, item.day).itertuples())
    children = [_child(p) for p in found if p.part == "child"]
    adults = [f"{p.name}, {theme.PARTS[p.part].lower()}, {_age(p)}" for p in found if p.part != "child"]
    ages = parts.text("Ages are those on the day of the meeting.", small=True)
    return html.Section([_section("Who", ages, parts.listed(adults) if adults else parts.text("No adult is recorded in this family.")),
                         _section("Children", parts.listed(children) if children else parts.text("No child is recorded in this family."))])


def _child(child) -> html.Span:
    name = parts.link(child.name, parts.address("child", child.person_id))
    return html.Span([name, f", {_age(child)}. {_answered('Seen', child.seen)}; {_answered('heard', child.heard)}."])


def _age(person) -> str:
    age = {None: "age not known", -1: "unborn"}.get(person.age, str(person.age))
    return f"{age}, in the family until {parts.day(person.until)}" if person.until else age


def _answered(word: str, last: dict | None) -> str:
    return f"{word} by {theme.agency(last['agency'])} on {parts.day(last['day'])}" if last else f"{word}: {UNRECORDED}"


def changed(user: User, item) -> html.Section:
    """What came in since the family was last heard; where nobody knows of a hearing, the latest events. Mere contacts are folded."""
    found = list(queries.came_since(user, item.family_id, item.heard_on or EVER).itertuples())
    later, older = [e for e in found if e.later], [e for e in found if not e.later]
    told, contacts = [e for e in later if e.kind != "contact"], [e for e in later if e.kind == "contact"]
    since = f"Changed since {parts.day(item.heard_on)}" if item.heard_on else "Latest events"
    why = words.heard(item) + ("." if item.heard_on else ", so nothing is marked as new.")
    none = parts.text("Nothing but contacts." if contacts else "No record of this family that became known since has been received.") if not told else None
    return _section(since, parts.text(why, small=True), none, parts.listed(map(_event, told[:SHOWN])) if told else None,
                    _more(told[SHOWN:], "more event"), _more(contacts, "contact"), _more(older, "older event, received since", "older events, received since"))


def _event(event) -> list:
    new = "" if event.whole else ", a further account"
    return [parts.link(f"{parts.when(event.occurred_from, event.occurred_to, event.precision)}: {event.title}", parts.address("event", event.event_id)),
            f" ({', '.join(map(theme.agency, event.agencies))}{new})"]


def _more(events: list, one: str, many: str | None = None) -> html.Div | None:
    """Events that are folded; the summary says of which kinds they are."""
    if not events:
        return None
    kinds = sorted({event.title for event in events})
    named = ", ".join(kinds[:KINDS]) + (" and others" if len(kinds) > KINDS else "")
    return html.Div(parts.details(f"{parts.count(len(events), one, many)}: {named}", parts.listed(map(_event, events))), className="tl-brief__more")


def signals(user: User, item) -> html.Section:
    """What the rules raise: the sentences of the two gravest levels and of what is new (or of the first), the others folded; each with what it rests on."""
    found = list(queries.brief_signals(user, item.family_id, item.heard_on or EVER).itertuples())
    full = [s for s in found if s.level in LEVELS[:2] or s.new and item.heard_on and s.level != LEVELS[-1]] or found[:FIRST]
    folded = [s for s in found if s not in full]
    none = withholding.unsaid(user, item.family_id) or parts.text("No rule was met on the data supplied. That says nothing of what no agency recorded.")
    return _section("Signals", None if found else none, *(_signal(s, item) for s in full),
                    parts.details(parts.count(len(folded), "other signal"), *(_signal(s, item) for s in folded)) if folded else None)


def _signal(signal, item) -> html.Div:
    since = item.heard_on and ("new since then" if signal.new else f"rests on {parts.count(signal.fresh, 'record')} received since" if signal.fresh else "")
    tags = [parts.level(signal.level), *([parts.tag("rests on a proposed link", "yellow")] if signal.rests_on_proposed_link else [])]
    return html.Div([
        html.H3([f"{theme.rule(signal.rule)} ", *tags], className="govuk-heading-s"), parts.text(signal.because),
        parts.text(" · ".join(filter(None, [f"Raised {parts.day(signal.raised_on)}", since])), small=True),
        parts.details(f"Evidence: {parts.count(len(signal.rested), 'record')}", parts.listed(parts.record(**record) for record in signal.rested)),
        parts.details("What the coverage does not let us say", parts.text(signal.gaps, small=True)) if signal.gaps else None], className="tl-brief__signal")


def harming(user: User, item) -> html.Section:
    """Who is said to have harmed here: how named, where now and with whom, and whether elsewhere too."""
    found = [_person(p) for p in queries.said_to_harm(user, item.family_id).itertuples()]
    return _section("Said to have harmed, here or elsewhere: where now",
                    *(found or [parts.text("No agency names anybody as having harmed somebody of this family.")]))


def _person(person) -> html.Div:
    elsewhere = f" Said to have harmed somebody of {parts.count(person.elsewhere, 'other family', 'other families')} too." if person.elsewhere else ""
    tags = [] if person.link == "confirmed" else [parts.tag("identity only proposed", "yellow")]
    return html.Div([
        html.H3([parts.link(person.name, parts.address("perpetrator", person.person_id)), " ", *tags], className="govuk-heading-s"),
        parts.text(f"{_sentence(person.standing)}.{elsewhere}", small=True),
        parts.text(html.Strong("Now: "), person.now or f"where: {UNRECORDED}", ".", small=True)])


def due(user: User, item) -> html.Section:
    """What runs out or falls due."""
    found = [[f"{parts.day(d.due_on)}: {d.what} {d.becomes}", f", {d.who}" if d.who else "", f", protects {', '.join(d.protects)}" if d.protects else "",
              f" ({d.certainty})" if d.certainty != "stated" else ""] for d in queries.falls_due(user, item.family_id, item.day).itertuples()]
    return _section("Orders, releases and births that fall due", parts.listed("".join(line) for line in found) if found else
                    parts.text("None is recorded from the day of these records until four weeks after the meeting."))


def needs(user: User, item) -> html.Section:
    """How to speak with the people of the family without adding danger."""
    found = list(queries.needs(user, item.family_id).itertuples())
    return _section("Contact, interpreter, access", parts.summary(
        (title, parts.listed(_need(user, n) for n in found if n.kind == kind)
         if any(n.kind == kind for n in found) else UNRECORDED) for kind, title in NEEDS.items()))


def _need(user: User, need) -> str | html.Div:
    said_by = ", ".join(map(theme.agency, need.agencies))
    if not need.contact:
        return f"{need.who}: {need.words} ({said_by})"
    return html.Div([f"{need.who}: recorded by {said_by}. ", parts.hidden_address(user, "contact", need.contact, "Way to make contact")])


def agencies(user: User, item) -> html.Section:
    """What each agency holds, whom to ask there, and what it did not supply."""
    found = list(queries.agencies_hold(user, item.family_id).itertuples())
    rows = [(theme.agency(a.agency), f"{parts.count(a.records, 'record')}, the latest {parts.day(a.last_on)}" if a.records else "no record of this family",
             a.contact or NOBODY, _supplied(a)) for a in found]
    columns = ("Agency", "Holds", "Whom to ask", "Last twelve whole months")
    return _section("Agencies", parts.table("What each agency holds, and whom to ask", columns, rows, hide_caption=True),
                    parts.text(SUPPLY, small=True) if any(a.silent or a.missing for a in found) else None,
                    parts.text(WHERE_CONTACTS, small=True) if any(a.contact is None for a in found) else None)


def _supplied(agency) -> str:
    gaps = [f"{how} in {parts.count(number, 'month')}" for how, number in (("not supplied", agency.missing), ("silent", agency.silent)) if number]
    return "; ".join(gaps) or "supplied"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _section(title: str, *inside) -> html.Section:
    return html.Section([html.H2(title, className="govuk-heading-s tl-brief__head"), *inside])
