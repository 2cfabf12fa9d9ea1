"""Entering a referral to MARAC by hand: first whom it is about, then what it says, read through before it is kept."""

from dashboard import parts, queries
from dashboard.referring import finding, keeping
from timeline.access import User

NAME, PATHS, PERMISSION = "referral", ("/referral",), "referral:enter"


def layout(user: User, query: dict) -> list:
    """The form. `query`: family, and the ids of who was chosen from the records as victim and source."""
    chosen = {part: query.get(part) for part in ("family", "victim", "source")}
    if chosen["family"]:
        queries.family(user, chosen["family"])
    return [
        parts.title("Enter a referral"),
        parts.text("A referral to MARAC that came by telephone, letter or form. It becomes a record like any other: it is linked to people and families, and "
                   "starts the days in which further abuse makes a repeat. ", parts.link("Referrals that were entered", "/referrals")),
        finding.section(user, chosen),
        parts.heading("2. What the referral says"),
        keeping.form(user, chosen["victim"], chosen["source"], chosen["family"]),
    ]
