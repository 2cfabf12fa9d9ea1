"""Finding whom a referral is about: in a family that is open, or by a search; who was chosen stands in the page's address."""

from dash import Input, Output, State, dcc, html, no_update

from dashboard import gate, parts, queries, searching, theme
from timeline.access import User

FIELDS = tuple(f"referring-{field}" for field in searching.FIELDS)
AS = {"victim": "The referral is about this person", "source": "Said to have caused harm"}


def section(user: User, chosen: dict[str, str | None]) -> html.Section:
    """The people of the family that is chosen, if one is, and the search. `chosen` holds the ids of family, victim and source."""
    return html.Section([
        parts.heading("1. Find the people"),
        parts.text("Find people who are in the records, so that the referral is about them and not about somebody of the same name. "
                   "Whom you do not find is typed into the form below."),
        _family(user, chosen), _so_far(user, chosen),
        parts.details("Search for a person", dcc.Store(id="referring-chosen", data=chosen),
                      parts.text("Fill in what you have; a result fits all of it. The search is written down with your name.", small=True),
                      searching.fields("referring-{}".format), html.Button("Search", id="referring-go", n_clicks=0, className="govuk-button"),
                      html.Div(id="referring-found", role="status"))])


def _family(user: User, chosen: dict) -> html.Div | None:
    if not chosen["family"]:
        return None
    members = queries.members(user, chosen["family"]).drop_duplicates("person_id")
    return parts.table("People of the family", ("Name", "Part", "Born", "In the referral"), [
        (row.name, theme.PARTS[row.part], parts.born(row.dob, row.dob_precision), _links(row.name, row.person_id, chosen) if row.part != "child"
         else "can be ticked below") for row in members.itertuples()])


def _so_far(user: User, chosen: dict) -> html.Div | None:
    known = {row.person_id: row for row in queries.people_named(user, [chosen[part] for part in AS if chosen[part]]).itertuples()}
    lines = [html.Span([f"{words}: ", html.Strong(known[chosen[part]].name), " ", parts.link("not this person", _address(chosen | {part: None}))])
             for part, words in AS.items() if chosen[part] in known]
    return parts.inset(html.P(html.Strong("Chosen")), parts.listed(lines)) if lines else None


@gate.secured("search", Output("referring-found", "children"), Input("referring-go", "n_clicks"), *(Input(field, "n_submit") for field in FIELDS),
              State("referring-chosen", "data"), *(State(field, "value") for field in FIELDS), prevent_initial_call=True)
def found(user: User, clicks: int, *values):
    """The people whom a search finds, after it has been written down, each with what he or she can be in the referral."""
    if not (clicks or any(values[:len(FIELDS)])):
        return no_update
    chosen, typed = values[len(FIELDS)], values[len(FIELDS) + 1:]
    try:
        wanted = searching.wanted(*typed)
    except searching.TooLittle as why:
        return searching.wrong(str(why))
    gate.seen("search", searching.said(wanted))
    people = queries.found_people(user, "", **wanted)
    if people.empty:
        return parts.empty("Nobody fits all of that.", "Names are searched as agencies wrote them.", "Try less, or type the person into the form below.")
    return html.Div([_result(row, chosen) for row in people.itertuples()] + ([] if people.at[0, "whole"] else [parts.text("More fit. Narrow the search.")]))


def _result(row, chosen: dict) -> html.Div:
    families = [piece for home in row.families for piece in (", ", parts.link(f"{home['name']} family", parts.address("family", home["family_id"])))]
    first = row.families[0]["family_id"] if row.families else None
    with_family = chosen if chosen["family"] else chosen | {"family": first}
    return parts.card(html.H3(f"{row.name}, {parts.born(row.dob, row.dob_precision)}", className="govuk-heading-s"),
                      parts.text("Named by ", ", ".join(map(theme.agency, row.agencies)), *families), parts.text(*_links(row.name, row.person_id, with_family)))


def _links(name: str, person_id: str, chosen: dict) -> list:
    """What this person can be in the referral; the family comes along with whom the referral is about."""
    about = html.Span(f": {name}", className="govuk-visually-hidden")
    return [parts.link([AS["victim"], about], _address(chosen | {"victim": person_id})), " · ",
            parts.link([AS["source"], about], _address(chosen | {"source": person_id}))]


def _address(chosen: dict) -> str:
    return parts.address("referral", **chosen)
