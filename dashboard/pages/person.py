"""Who a person is made of: every mention that was gathered into one, why, who else it may be, and what people decided about it."""

from dash import html

from dashboard import answering, gate, household, parts, queries, theme
from dashboard.correcting import join, made, split
from timeline import identifiers
from timeline.access import User, may

NAME, PATHS, PERMISSION = "person", ("/person/<person_id>",), "person:view"


def layout(user: User, person_id: str, query: dict) -> list:
    """The page of one person."""
    person = queries.person(user, person_id)
    mentions, links = queries.mentions_of(user, person_id), queries.links(user, person_id)
    families = queries.person_families(user, person_id)
    correcting = may(user, "decide")
    return [
        answering.notice(user, query.get("kept")),
        parts.title(person.name, "Who this person is made of"),
        parts.text("A person here is gathered from what agencies wrote. Each line below is one mention in one report, as it was written."),
        parts.summary([
            ("Born", parts.born(person.dob, person.dob_precision)), ("Sex as recorded", person.sex),
            ("Named by", f"{', '.join(map(theme.agency, person.agencies))}, in {parts.count(person.reports, 'mention')}"),
            ("Why these are one person", person.because), ("Other pages", _pages(user, person_id, families))]),
        _families(user, families, gate.opened()),
        _mentions(person_id, mentions, correcting),
        parts.text("An application under the disclosure scheme is not listed for the person whom it asks about.", small=True),
        split.form(person_id, mentions) if correcting else None,
        _links(user, links),
        join.form(user, person, links) if correcting else None,
        made.section(user, "person", person_id),
    ]


def _pages(user: User, person_id: str, families) -> html.Ul | None:
    child = [parts.link("As a child: what was recorded around him or her", parts.address("child", person_id))] if "child" in set(families["part"]) else []
    named = [parts.link("As somebody said to have caused harm", parts.address("perpetrator", person_id))] if len(queries.households(user, person_id)) else []
    return parts.listed(child + named) if child or named else None


def _families(user: User, families, opened: set[str]) -> html.Div:
    if families.empty:
        return parts.text("This person stands in no family.")
    return parts.table("Families", ("Family", "Part", "From", "Until", "Because"), [
        (_family(user, f, opened), theme.PARTS[f.part], parts.day(f.since),
         parts.day(f.until, "as far as known, still"), f.because) for f in families.itertuples()])


def _family(user: User, f, opened: set[str]):
    """The way to a family; of somebody who is only linked with it, another household, with a reason."""
    name = f"{f.family or f.family_id} family"
    return household.link(user, f.family_id, name, opened, "families") if f.part == "linked person" else parts.link(name, parts.address("family", f.family_id))


def _mentions(person_id: str, mentions, correcting: bool) -> html.Div:
    ticks = ("Somebody else?",) if correcting and len(mentions) > 1 else ()
    return parts.table("Every mention, in the order in which agencies knew", (*ticks, "Name as written", "Born", "Sex", "Named as", "By", "Recorded on",
                                                                             "Identifiers", "Lives at", "Source"), [
        (*([split.tick(person_id, m)] if ticks else []), m.name, parts.born(m.dob, m.dob_precision), m.sex or "not recorded",
         f"{m.role}, {m.relationship}" if m.relationship else m.role, f"{theme.agency(m.agency)} ({m.system})", parts.day(m.known_on),
         ", ".join(map(_identifier, m.identifiers)) or "none", m.place or "not recorded",
         [parts.link(parts.lines(m.file, m.line_from, m.line_to), parts.address("record", m.report_id)), html.Br(), m.report_id])
        for m in mentions.itertuples()])


def _identifier(held: dict) -> str:
    """Which identifier; numbered only where the person has several of its kind."""
    words = identifiers.TITLES[held["kind"]]
    return f"{words} {held['number']} of {held['of']}" if held["of"] > 1 else words


def _links(user: User, links) -> html.Section:
    nobody = parts.text("Nobody else is proposed or refused as this same person.")
    return html.Section([parts.heading("Who else this may be"), *([_link(user, n) for n in links.itertuples()] or [nobody])])


def _link(user: User, n) -> html.Div:
    said = [html.Li([html.Strong(words + ": "), "; ".join(what)]) for words, what in (
        ("Agrees", n.agrees), ("Conflicts", n.conflicts), ("Not written", n.missing), ("Rarity", [n.rarity] if n.rarity else [])) if what]
    return parts.card(
        [html.H3(parts.link(n.name, parts.address("person", n.other_id)), className="govuk-heading-s"), parts.tag(n.state, "yellow")],
        parts.text(f"{parts.born(n.dob, n.dob_precision)}; named by {', '.join(map(theme.agency, n.agencies))}. {n.because}"),
        html.Ul(said, className="govuk-list govuk-list--bullet") if said else None,
        parts.text(parts.link("Side by side, to review", parts.address("links", n.link_id))) if may(user, "links:view") else None)
