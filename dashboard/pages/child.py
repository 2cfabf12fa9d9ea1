"""A child as a person of their own: what was recorded around them and when, at what age, whether seen and heard, and who was told."""

from dash import html

from dashboard import parts, queries, theme
from dashboard.correcting import carer, made
from timeline.access import User, may

NAME, PATHS, PERMISSION = "child", ("/child/<person_id>",), "person:view"


def layout(user: User, person_id: str, query: dict) -> list:
    """The page of one child."""
    child = queries.person(user, person_id)
    events = queries.child_events(user, person_id)
    return [
        parts.title(child.name, "Child"),
        parts.summary([
            ("Born", parts.born(child.dob, child.dob_precision)), ("Age on the snapshot's day", child.age if child.age is not None else "not known"),
            ("Named by", ", ".join(map(theme.agency, child.agencies))), ("Why these records are one child", child.because),
            ("Who this is made of", parts.made_of(person_id, child.reports, len(child.agencies)))]),
        _families(queries.person_families(user, person_id)),
        *(carer.forms({person_id: child.name}) if may(user, "decide") else []),
        _lives(queries.person_periods(user, person_id)),
        _siblings(child, len(events), queries.siblings(user, person_id)),
        _events(events),
        made.section(user, "person", person_id),
    ]


def _families(families) -> html.Div:
    return parts.table("Family", ("Family", "Part", "From", "Until", "Because"), [
        (parts.link(f.family or f.family_id, parts.address("family", f.family_id)), theme.PARTS[f.part], parts.day(f.since),
         parts.day(f.until, "as far as known, still"), f.because) for f in families.itertuples()])


def _lives(periods) -> html.Div:
    lived = [p for p in periods.itertuples() if p.kind in ("residence", "household")]
    if not lived:
        return parts.empty("Where this child lives is not recorded.", "No agency's record gives a dated address or household.",
                           "The family page says what each agency supplied.")
    return parts.table("Where and with whom", ("What", "Where", "With", "From", "Until", "How we know"), [
        (p.kind, p.place or "", p.other_name or "", parts.day(p.since), parts.day(p.until, "as far as known, still"), p.certainty) for p in lived])


def _siblings(child, own: int, siblings) -> html.Div:
    rows = [(child.name, parts.born(child.dob, child.dob_precision), own, "this child")]
    rows += [(parts.link(s.name, parts.address("child", s.person_id)), parts.born(s.dob, s.dob_precision), s.events,
              f"from {parts.day(s.since)}" + (f" until {parts.day(s.until)}" if s.until else "")) for s in siblings.itertuples()]
    return parts.table("Side by side with other children of the family", ("Child", "Born", "Events recorded around them", "In the family"), rows)


def _events(events) -> html.Div:
    if events.empty:
        return parts.empty("Nothing is recorded around this child.", "He or she is known from a roll or a household alone.",
                           "The family page shows what is recorded around others.")
    return parts.table("What was recorded around this child", ("When", "Age", "What", "Present", "Seen", "Heard", "Said by", "Who was told"), [
        (parts.link(parts.when(e.occurred_from, e.occurred_to, e.precision), parts.address("event", e.event_id)), _age(e.age),
         e.title + (f", gravity {e.gravity}" if e.gravity else ""), e.present or "not asked", _by(e.answers, "seen", e.seen), _by(e.answers, "heard", e.heard),
         ", ".join(map(theme.agency, e.agencies)), parts.listed(f"{theme.agency(t['to'])} by {theme.agency(t['by'])}, {parts.day(t['on'])}" for t in e.told))
        for e in events.itertuples()])


def _age(age) -> str:
    return {None: "not known", -1: "unborn"}.get(age, str(age))


def _by(answers: list[dict], what: str, otherwise: str | None) -> str:
    """The answer, and which agencies say yes."""
    yes = sorted({theme.agency(a["agency"]) for a in answers if a[what] == "yes"})
    return f"yes, by {', '.join(yes)}" if yes else otherwise or "not asked"
