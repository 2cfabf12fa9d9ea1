"""Handing a family's case over to another area's MARAC: what goes along and what stays, before it goes; and what was handed over before."""

from dash import html
from flask import current_app

from dashboard import parts, queries, theme, withholding
from dashboard.transferring import form
from timeline import transfers
from timeline.access import User
from timeline.wording import when

NAME, PATHS, PERMISSION = "transfer", ("/transfer/<family_id>",), "transfer:make"
LISTED = 100


def layout(user: User, family_id: str, query: dict) -> list:
    """The page of one family."""
    family = queries.family(user, family_id)
    made = transfers.of(current_app.extensions["database"], queries.anchors(user, family_id))
    return [
        parts.title("Transfer to another MARAC", f"{family.name} family"),
        parts.text(parts.link(f"Back to the {family.name} family", parts.address("family", family_id))),
        withholding.notice(user, family_id),
        *(_made(one, family_id) for one in made),
        *_along(user, family_id),
        parts.heading("Where to, and why"),
        form.form(family_id, queries.areas(user)),
    ]


def _made(one: transfers.Transfer, family_id: str) -> html.Section:
    ended = f"Taken back on {_day(one.back_at)} by {one.back_by}: {one.back_why}" if one.back_by else None
    return html.Section([
        parts.heading(f"Transferred to the MARAC of {one.area} on {_day(one.at)} by {one.by}"), parts.text(one.why), form.words(one.along),
        parts.inset(parts.text(html.Strong("This transfer no longer stands. "), ended)) if ended else
        html.Div([parts.text(form.document(family_id)), form.back(one)])], className="tl-card")


def _day(at: str) -> str:
    return parts.day(parts.typed_day(at[:10]))


def _along(user: User, family_id: str) -> list:
    accounts, actions, signals = queries.goes_along(user, family_id), queries.actions(user, family_id), queries.signals(user, family_id)
    goes, stays = accounts[accounts["goes"].eq(True)], accounts[~accounts["goes"].eq(True)]
    still = actions[actions["state"] == "open"]
    return [
        parts.heading("What goes along"),
        parts.text("The partner agency's chronology, which you make and send yourself. It is made from a list of fields that may be given: no address, no "
                   "agency's own words, no school, no child's full name."),
        _accounts(f"Goes along: {parts.count(len(goes), 'account')}", goes) if len(goes) else parts.empty(
            "No account goes along.", "No record on this family's timeline is of a kind that may be given.", "Tell the other coordinator what you may tell."),
        parts.heading("What stays here"),
        _accounts(f"Stays: {parts.count(len(stays), 'account')}", stays, ("Why it stays",)) if len(stays) else None,
        _list(f"Stays: {parts.count(len(signals), 'signal')}. The other MARAC's own rules say what they raise", (
            f"{theme.rule(row.rule)}: {row.because}" for row in signals.itertuples())) if len(signals) else None,
        _list(f"Stays: {parts.count(len(still), 'open action')}. Agree with the other coordinator who does them, and close them here", (
            f"{theme.agency(row.agency)}: {row.what}, by {parts.day(row.due)}" for row in still.itertuples())) if len(still) else None,
        parts.text("Notes, decisions, dismissals and every address stay here too."),
    ]


def _accounts(title: str, accounts, why: tuple[str, ...] = ()) -> html.Details:
    rows = [(parts.link(when(row.occurred_from, row.occurred_to, row.precision), parts.address("record", row.report_id)), row.title, theme.agency(row.agency),
             row.why or "") for row in accounts.head(LISTED).itertuples()]
    more = parts.text(f"{len(accounts) - LISTED} more: open the chronology.") if len(accounts) > LISTED else None
    columns = ("When", "What", "Said by", *why)
    return parts.details(title, parts.table(title, columns, [row[:len(columns)] for row in rows], hide_caption=True), more)


def _list(title: str, lines) -> html.Details:
    return parts.details(title, parts.listed(lines))
