"""What stands behind a family's timeline, folded: what held for a time, the orders, what each agency supplied, and what its records leave out."""

from dash import html

from dashboard import later, parts, queries, theme
from timeline.access import User

STILL = "as far as known, still"
LISTED = 3
"""Records that leave one thing out, of which a link each is given."""


def behind(user: User, family_id: str, whole: str | None) -> list:
    """The sections, and a button that opens them (assets/page.js); of what the records leave out, open where all the records of the line `whole` are
    asked for."""
    title = "What these records leave out: type of abuse, the child's voice, characteristics"
    return [
        html.Button("Open the tables that are folded here, to print them", type="button", className="govuk-button govuk-button--secondary tl-noprint tl-opens"),
        html.Section([later.details("What held for a time, as a table", "held", family_id), _orders(queries.orders(user, family_id))], id="held"),
        html.Section(later.details("What each agency supplied, and where it is silent", "supplied", family_id), id="supplied"),
        html.Section(later.details(title, "left-out", family_id) if whole is None else
                     parts.details(title, *left_out(user, family_id, whole), opened=True), id="left-out")]


def _orders(orders) -> html.Details:
    return parts.details(f"Orders, as a table ({len(orders)})", parts.table(
        "Orders", ("Order", "Binds", "Protects", "Made", "Served", "Expires", "Recorded breaches"),
        [(o.title, o.bound or "not named", ", ".join(o.protected or []), parts.day(o.made_on), parts.day(o.served_on), parts.day(o.expires_on),
          len(o.breach_event_ids)) for o in orders.itertuples()]))


@later.made("held")
def periods(user: User, family_id: str) -> list:
    """What held for a time for the people of the family."""
    return [parts.table(
        "What held for a time", ("What", "Who", "With whom or where", "From", "Until", "How we know", "Because"),
        [(p.kind, p.name, p.other_name or p.place or p.state or "", parts.day(p.since), parts.day(p.until, STILL), p.certainty, p.because)
         for p in queries.periods(user, family_id).itertuples()])]


@later.made("supplied")
def supplied(user: User, family_id: str) -> list:
    """What each agency supplied since the family's first event."""
    columns = ("Area", "Agency", "System", "Reports of this family", "Months since its first event: supplied", "Searched, none", "Silent",
               "Not supplied")
    return [parts.table("What each agency supplied", columns, [
        (row.area, theme.agency(row.agency), row.system, row.says, row.supplied, row.none, row.silent, row.not_supplied)
        for row in queries.family_coverage(user, family_id).itertuples()], hide_caption=True)]


@later.made("left-out")
def left_out(user: User, family_id: str, whole: str | None = None) -> list:
    """What the records leave out, agency by agency; each number opens the records that leave it out, all of them on the line `whole`."""
    about = "About the records and not about the family: it ranks nothing. A blank may mean that nobody asked, or that there was nothing to record."
    rows = [(theme.agency(o.agency), o.item[:1].upper() + o.item[1:], f"{o.missing} of {o.total} {o.what}",
             _leaving_out(family_id, o, f"{o.agency} {o.item}", whole)) for o in queries.omissions(user, family_id).itertuples()]
    shown = html.Div(parts.table("What these records leave out", ("Agency", "What", "Left out of", "Which"), rows, hide_caption=True),
                     className="tl-lines") if rows else \
        parts.empty("Nothing that is looked for is left out.", "Type of abuse, the child's voice, ethnicity, disability, sex and date of birth are recorded.",
                    "Open a record to read it.")
    return [parts.text(about), shown]


def _leaving_out(family_id: str, omission, line: str, whole: str | None) -> list:
    """Links to the first records that leave something out, and to all of them."""
    listed = omission.report_ids if line == whole else omission.report_ids[:LISTED]
    more = len(omission.report_ids) - len(listed)
    return [*(parts.link(report, parts.address("record", report)) for report in listed),
            parts.link(f"and {more:,} more", parts.address("family", family_id, **{"left-out": line}) + "#left-out") if more else None]
