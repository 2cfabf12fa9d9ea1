"""A referral as it is read: in words, before it is kept and afterwards."""

from dash import html

from dashboard import parts, theme
from timeline.referrals import Person, Referral


def referral(said: Referral) -> html.Dl:
    """Everything that it says, a line each."""
    ticks = {"visible high risk": f"visible high risk ({said.ticks} ticks)"}
    return parts.summary([
        ("To the MARAC of", said.area), ("Day", parts.day(said.on)),
        ("Referred by", theme.agency(said.agency) + (f": {said.referrer}" if said.referrer else "")),
        ("About", _person(said.victim)), ("Safe contact", said.victim.safe_contact or "not said"),
        ("Interpreter or language", said.victim.language or "not said"), ("Access needs", said.victim.access_needs or "not said"),
        ("Said to have caused harm", _person(said.source) if said.source else "nobody is named"), ("How the two stand", said.relationship or "not known"),
        ("Children named", parts.listed(_person(child) for child in said.children) if said.children else "none"),
        ("Criteria", ", ".join(ticks.get(name, name) for name in said.criteria)), ("In words", said.words)])


def _person(person: Person) -> html.Span:
    born = parts.born(parts.typed_day(person.born), "day")
    lives = {"yes": ", lives with the person referred", "no": ", lives elsewhere"}.get(person.lives_here, "")
    return html.Span([person.name, f", {born}", f", {person.sex}" if person.sex else "", lives, "; chosen from the records" if person.anchor else "; as typed"])
