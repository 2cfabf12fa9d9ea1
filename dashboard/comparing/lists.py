"""A comparison's lists: what changed with the reasons of each, the records that differ, the answers that differ."""

from dash import html

from dashboard import parts, queries, taking, theme
from dashboard.comparing import words
from dashboard.queries.compare import SIZE
from timeline.access import User
from timeline.compared.tables import CONNECTIONS, PEOPLE, SIGNALS
from timeline.sheets import Sheet

FEW = 4
"""Reasons of one kind that are read without opening anything."""
NOTES = ("What the tables say differently, and what differs in what they were made of. It is no finding about anybody.",)


def changes(user: User, of: str, about: str, how: str | None, page: int) -> html.Section:
    """A page of what changed of people, families, connections or signals."""
    shown = queries.changed(user, of, about, how, page)
    found = shown.at[0, "found"] if len(shown) else 0
    title = f"{words.HOW[about][how] if how else 'All that changed'}: {parts.count(found, *words.ABOUT[about])}"
    return html.Section([
        parts.heading(title, "list"),
        parts.table(title, ("What changed", "Why"), [(_what(row), _why(row.reasons)) for row in shown.itertuples()], hide_caption=True) if found else
        parts.empty("Nothing of that kind changed.", "Both snapshots say the same of it.", "Choose another number in the table above."),
        parts.pages(found, page, SIZE, lambda to: parts.address("compare", of=of, list=about, how=how, page=to if to > 1 else None) + "#list"),
        taking.links("compared", "this list", of=of, list=about, how=how) if found else None], className="tl-compared")


def _what(row) -> list:
    tags = [parts.tag(words.HOW[row.about][row.how], "grey")]
    if row.about == SIGNALS:
        was = f" (was: {row.was})" if row.how in ("graver", "milder") else ""
        return [html.P([*tags, " ", parts.level(row.level or row.was), was], className="tl-tagline"),
                html.Div([html.Strong(theme.rule(row.rule)), ", ", parts.link(f"{row.family} family", parts.address("family", row.family_id))]),
                html.Div(row.said, className="tl-muted")]
    if row.about == CONNECTIONS:
        by = [piece for person in row.people for piece in (", ", parts.link(person["name"], parts.address("perpetrator", person["id"])))][1:]
        return [html.P(tags, className="tl-tagline"), _all(row.about, row.before or row.after), html.Div(["Both are named with ", *by, ". ", row.said])]
    return [html.P(tags, className="tl-tagline"), *([html.Div(["Before: ", _all(row.about, row.before)])] if row.before else []),
            *([html.Div(["Now: ", _all(row.about, row.after)])] if row.after else []), html.Div(row.said, className="tl-muted") if row.said else None]


def _all(about: str, several: list[dict]) -> html.Span:
    page = "person" if about == PEOPLE else "family"
    links = [piece for one in several for piece in (", ", parts.link(words.named(about, one), parts.address(page, one["id"]), title=one["id"]))]
    return html.Span(links[1:])


def _why(reasons: list[dict]) -> html.Ul:
    return html.Ul([html.Li([html.Strong(words.reason(r["kind"], r["total"], r["place"])), *_first(r)]) for r in reasons],
                   className="govuk-list govuk-list--bullet")


def _first(reason: dict) -> list:
    """The first things of a kind, each with its link."""
    if reason["kind"] in words.PLAIN:
        return [": ", " ".join(one["because"] for one in reason["told"])]
    told = [_one(reason["kind"], one) for one in reason["told"]]
    more, beyond = reason["total"] - FEW, reason["total"] - len(told)
    rest = [*told[FEW:], *([f"and {beyond:,} more, which are not kept here: see the records of the person or family"] if beyond else [])]
    return [_listed(told[:FEW]), parts.details(f"{more:,} more", _listed(rest)) if more > 0 else None]


def _listed(items: list) -> html.Ul:
    return html.Ul([html.Li(item) for item in items], className="govuk-list")


def _one(kind: str, one: dict) -> list:
    if kind == "decision":
        return [parts.link(one["id"], parts.address("decisions", one["id"])), ": ", one["because"]]
    return [record(one["id"], one["row_id"], kind), "" if kind == "new record" else f": {one['because']}"]


def record(report_id: str, row_id: str, how: str):
    """A record that differs: the link to it, or to its row where it no longer stands, with its file and line; without a link where no file holds it."""
    if how == "record not there":
        return f"{report_id} ({row_id}, in the earlier snapshot)"
    gone = how in ("withdrawn record", "record set aside")
    return html.Span([parts.link(report_id, parts.address("record", row_id if gone else report_id)), html.Span(f" ({row_id})", className="tl-muted")])


def records(user: User, of: str, how: str | None, page: int) -> html.Section:
    """A page of the records that differ."""
    shown = queries.changed_records(user, of, how, page)
    found = shown.at[0, "found"] if len(shown) else 0
    rows = [(record(row.report_id, row.row_id, row.how), theme.agency(row.agency), parts.day(row.known_on), row.because) for row in shown.itertuples()]
    title = parts.count(found, *(words.KINDS.get(how) or ("record that differs", "records that differ")))
    return html.Section([
        parts.heading(title, "list"),
        parts.table(title, ("Record", "Agency", "Known on", "What became of it"), rows, hide_caption=True) if found else
        parts.empty("No record of that kind differs.", "Both snapshots hold the same.", "Choose another number above."),
        parts.pages(found, page, SIZE, lambda to: parts.address("compare", of=of, list="records", how=how, page=to if to > 1 else None) + "#list"),
        taking.links("compared-records", "this list", of=of, how=how) if found else None])


def answers(user: User, of: str) -> html.Section:
    """The answers that differ."""
    shown = queries.changed_answers(user, of)
    return html.Section([parts.heading(parts.count(len(shown), "answer that differs", "answers that differ"), "list"), parts.listed(
        html.Span([parts.link(row.answer_id, parts.address("decisions", row.answer_id)), f" ({words.ANSWERS[row.how]}): {row.because}"])
        for row in shown.itertuples())])


@taking.table("compared", "compare:view")
def changes_sheet(user: User, given: dict[str, str]) -> Sheet:
    """What changed by the comparison `of`, of the kind `list`, narrowed by `how`, with every reason."""
    about = given.get("list") if given.get("list") in words.HOW else SIGNALS
    rows = tuple((words.HOW[about][c.how], *([x[key] for x in side] for side in (c.before, c.after) for key in ("name", "id")), [p["name"] for p in c.people],
                  theme.rule(c.rule) if c.rule else None, c.level, c.was, c.family_id, c.said, words.why(c.reasons))
                 for c in queries.changed(user, given.get("of", ""), about, given.get("how"), None).itertuples())
    return Sheet(f"What changed: {words.ABOUT[about][1]}", ("How", "Before", "Before, id", "Now", "Now, id", "People", "Rule", "Level", "Was", "Family", "Said",
                                                            "Why"), rows, NOTES)


@taking.table("compared-records", "compare:view")
def records_sheet(user: User, given: dict[str, str]) -> Sheet:
    """The records that differ by the comparison `of`, narrowed by `how`."""
    rows = tuple((r.report_id, r.how, theme.agency(r.agency), r.row_id, r.known_on, r.because)
                 for r in queries.changed_records(user, given.get("of", ""), given.get("how"), None).itertuples())
    return Sheet("Records that differ", ("Record", "How", "Agency", "File and line", "Known on", "What became of it"), rows, NOTES)
