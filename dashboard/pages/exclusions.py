"""Who alone may see a restricted record or an excluded person: what stands, and where an administrator says more. It shows no family."""

from dash import html
from flask import current_app

from dashboard import excluding, parts, queries
from timeline import exclusions
from timeline.access import User

NAME, PATHS, PERMISSION = "exclusions", ("/exclusions",), "exclusions:manage"
MEANS = ("An excluded person, the records that name him or her and the family that he or she belongs to are seen by the accounts that are named here and by no "
         "other. A record that its agency marked restricted is hidden by itself until somebody is named for it. Whoever may not see them is told "
         "that a family rests on such records, and whom to ask.")


def layout(user: User, query: dict) -> list:
    """The page."""
    stands = exclusions.standing(current_app.extensions["database"])
    return [parts.title("Exclusions", "Who alone may see"), parts.text(MEANS), excluding.search(), *_excluded(user, stands), *_records(stands)]


def _excluded(user: User, stands: list) -> list:
    people = [said for said in stands if said.act == "excluded"]
    if not people:
        return [parts.heading("Excluded people"), parts.empty("Nobody is excluded.", "No administrator has said so of anybody.",
                                                              "Find the person above, by a record that names him or her.")]
    words = queries.called(user, [said.mentions[0] for said in people])
    named = {said.id: [one for one in stands if one.about == said.id] for said in people}
    return [parts.heading("Excluded people"), *(_person(user, said, words[said.mentions[0]], named[said.id]) for said in people)]


def _person(user: User, said, words: str, named: list) -> html.Div:
    return parts.card([html.H3(f"{said.id}: {words}", className="govuk-heading-s")], _why(said),
                      parts.text(f"Seen by {', '.join(one.account for one in named)}." if named else "Seen by nobody."),
                      excluding.form(excluding.PERSON, said.id, f"Name an account for {said.id}", excluding.readers(user)),
                      *(excluding.form(excluding.BACK, one.id, f"{one.account} may no longer see {said.id}", []) for one in named),
                      excluding.form(excluding.BACK, said.id, f"Take back {said.id}", []))


def _records(stands: list) -> list:
    named = [said for said in stands if said.report]
    none = parts.empty("No account is named for a restricted record.", "Nobody sees such a record until an administrator names an account.",
                       "Find the record above, by its agency's reference.")
    return [parts.heading("Restricted records"), *(_record(said) for said in named), None if named else none]


def _record(said) -> html.Div:
    return parts.card([html.H3(f"{said.report}: seen by {said.account}", className="govuk-heading-s")], _why(said),
                      excluding.form(excluding.BACK, said.id, f"{said.account} may no longer see {said.report}", []))


def _why(said) -> html.P:
    return parts.text(f"{said.by}, {parts.day(said.at)}: {said.why}")
