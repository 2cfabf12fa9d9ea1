"""The referrals that were entered by hand: all of them, or one with its versions, to be corrected or withdrawn."""

from dash import html
from flask import current_app

from dashboard import current, parts, queries, theme
from dashboard.referring import keeping, shown, withdrawing
from timeline import referrals
from timeline.access import User

NAME, PATHS, PERMISSION = "referrals", ("/referrals", "/referrals/<referral_id>"), "referral:enter"


def layout(user: User, referral_id: str = "", query: dict | None = None) -> list:
    """The list, or the page of one referral."""
    every = queries.entered(user)
    return _one(every, referral_id) if referral_id else _all(every)


def _all(every: list[referrals.Standing]) -> list:
    enter = parts.text(parts.link("Enter a referral", "/referral"))
    if not every:
        return [parts.title("Referrals entered here"), enter, parts.empty(
            "No referral was entered here.", "Referrals that agencies' own extracts hold stand on the families' timelines.",
            "Enter one that came by telephone, letter or form.")]
    rows = [(parts.link(one.referral_id, parts.address("referrals", one.referral_id)), parts.day(one.said.on), one.said.victim.name,
             theme.agency(one.said.agency), one.said.area, one.by, _state(one)) for one in every]
    return [parts.title("Referrals entered here"), enter,
            parts.table("Referrals entered here", ("Referral", "Day", "About", "Referred by", "Area", "Entered by", "How it stands"), rows, hide_caption=True)]


def _one(every: list[referrals.Standing], referral_id: str) -> list:
    one = next((one for one in every if one.referral_id == referral_id), None)
    if one is None:
        raise queries.NotHere(f"referral {referral_id}")
    return [
        parts.title(f"Referral {referral_id}", "Entered here"),
        parts.text(parts.link("Referrals that were entered", "/referrals")),
        parts.text(f"Entered by {one.by} on {parts.day(parts.typed_day(one.at[:10]))}. ", html.Strong(_state(one)), " ", _record(one)),
        shown.referral(one.said),
        _versions(referrals.versions(current_app.extensions["database"], referral_id)),
        *([] if one.withdrawn is not None else [
            parts.details("Correct it", parts.text("A new version is kept beside this one. To change whom it is about, withdraw it and enter a new one."),
                          keeping.correction(one)),
            withdrawing.form(referral_id)]),
    ]


def _versions(lines: list[referrals.Version]) -> html.Details | None:
    """What was kept before, where there is more than one version: by whom, when, why, and as it was."""
    if len(lines) == 1:
        return None
    return parts.details("Its versions", *(piece for line in lines for piece in (
        parts.text(html.Strong(line.act[:1].upper() + line.act[1:]), f" by {line.by} on {parts.day(parts.typed_day(line.at[:10]))}",
                   f": {line.why}" if line.why else "."), shown.referral(line.said) if line.said else None)))


def _state(one: referrals.Standing) -> str:
    """Whether it stands, and whether the timelines show it so."""
    told = f"withdrawn: {one.withdrawn}" if one.withdrawn is not None else "corrected" if one.versions > 1 else "stands"
    return told[:1].upper() + told[1:] + ("" if _read(one) else "; not yet in the timelines")


def _read(one: referrals.Standing) -> bool:
    return one.number <= int(current.about().get("entered", 0))


def _record(one: referrals.Standing):
    if not _read(one) or one.withdrawn is not None:
        return None
    return parts.link("See it as a record", parts.address("record", referrals.REPORT + one.referral_id))
