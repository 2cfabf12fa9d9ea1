"""What is read in the form for an answer: in the first step no more than that others have answered, in the second all the rest."""

from datetime import date

from dash import html

from dashboard import parts
from timeline.decisions import FROM_WORDS

SHARES = {"prior": "Before anything is compared", "name": "Names", "dob": "Dates of birth", "sex": "Sex", "address": "Addresses",
          "ids": "Identifiers"}
SELDOM = "of any two records, few are of one person: this must be outweighed"
STRENGTHS = ((0.5, "says nothing either way"), (3, "speaks a little"), (7, "speaks"), (12, "speaks strongly"), (1000, "speaks very strongly"))
"""How a share of the weight is read: up to so many doublings of the odds."""

SHOWN = 3  # pairs of records whose likeness is read without opening anything


def said_by(answer, words: dict[str, str]) -> str:
    """Who answered what, when and why: ada, on 3 March 2026: They are the same person. 'Same mother.'"""
    on = date.fromisoformat(answer.decided_at[:10])
    return f"{answer.decided_by}, on {parts.day(on)}: {words.get(answer.verdict, answer.verdict)}. “{answer.reason}”"


def others(said) -> html.Div | None:
    """In the first step: that others have answered, and not what they said."""
    if said.empty:
        return None
    waits = " It waits for a second person." if said["waits"].any() else ""
    return parts.inset(parts.text(f"Somebody has answered this before you.{waits} Give your own view first: theirs is shown before yours is kept."))


def shown(given: dict, effects, said, weights) -> list:
    """The second step: her answer again, what it would change, how alike the records are, what others said, and who must agree.

    `weights` is None where the question is not about how alike people are."""
    theirs = [said_by(answer, given["words"]) for answer in said.itertuples()]
    return [
        html.H3("What this answer would change", className="govuk-heading-m tl-answer__step", tabIndex=-1),
        parts.text(html.Strong("Your answer: "), f"{given['says']}. “{given['reason']}”"),
        parts.listed(effects.sentences),
        _alike(weights) if weights is not None else None,
        html.Div([html.H4("What others answered", className="govuk-heading-s"), parts.listed(theirs)]) if theirs else None,
        parts.inset(parts.text(_applied(given))),
    ]


APPLIED = "It is worked into the files that it changes at once where that can be done, and everywhere when the tables are next made."


def _applied(given: dict) -> str:
    if given["agrees_with"]:
        return f"With this you agree with {given['agrees_with']}: it then needs nobody else. {APPLIED}"
    if given["verdict"] == "unsure" and given["kind"] == FROM_WORDS:
        return "It counts nothing: the question stays open for somebody who knows more."
    if given["verdict"] == "unsure":
        return "It joins and parts nobody: the question stays open for somebody who knows more."
    if given["needs_second"]:
        return "It needs a second person: it is kept, and is not applied until somebody else has given the same answer."
    return f"It needs no second person. {APPLIED}"


def _alike(weights) -> html.Div:
    doubling = "Each point doubles the odds that the two are one person. It measures how alike two records are written, and nothing else."
    pairs = [_weight(row) for row in weights.itertuples()]
    more = [parts.details(f"{parts.count(len(pairs) - SHOWN, 'more pair')} of records", *pairs[SHOWN:])] if len(pairs) > SHOWN else []
    return html.Div([*pairs[:SHOWN], *more, parts.text(doubling, small=True)])


def _weight(row) -> html.Div:
    who = f"How alike the records are: {row.left_name} and {row.right_name}"
    if row.match_weight is None:
        return parts.text(f"{who}: they are written too differently to have been weighed.")
    rows = [(SHARES[name], f"{share:+.1f}", SELDOM if name == "prior" else strength(share)) for name, share in row.shares.items()]
    return html.Div([parts.table(who, ("What is compared", "Share", "In words"),
                                 [*rows, (html.Strong("All together"), html.Strong(f"{row.match_weight:+.1f}"), f"on balance {strength(row.match_weight)}")]),
                     parts.text(f"What spoke against joining them by itself: {row.because}") if row.because else None])


def strength(share: float) -> str:
    """A share of the match weight in words."""
    words = next(words for most, words in STRENGTHS if abs(share) < most)
    return words if abs(share) < STRENGTHS[0][0] else f"{words} {'for' if share > 0 else 'against'} one person"


def kept(given: dict, answer_id: str) -> list:
    """That it is kept, how to take it back, and where the page goes on."""
    back = parts.link("Take it back", parts.address("decisions", answer_id))
    said = html.P([html.Strong(f"{as_kept(answer_id, bool(given['agrees_with']))} "), "The foot of the page says when it shows. ", back],
                  className="govuk-body tl-answer__step", tabIndex=-1)
    if not given["then"]:
        return [said]
    then = f"{given['then']}{'&' if '?' in given['then'] else '?'}kept={answer_id}"
    return [said, parts.text(parts.link("Go on", then, className="govuk-link tl-answer__on"))]


def as_kept(answer_id: str, agreed: bool) -> str:
    """What was kept: an answer of one's own, or that one agreed with another person's."""
    return f"Kept: you agreed with {answer_id}." if agreed else f"Kept as {answer_id}."


def noticed(answer, says: str, agreed: bool) -> html.Div:
    """On the next page: what was just kept."""
    about = " and ".join(answer.pairs[0][f"{side}_name"] or "a record" for side in ("left", "right"))
    others = f" and {parts.count(len(answer.pairs) - 1, 'more pair')}" if len(answer.pairs) > 1 else ""
    return html.Div([html.Strong(f"{as_kept(answer.answer_id, agreed)} "), f"{about}{others}: “{says}”. {answer.because} ",
                     parts.link("Take it back", parts.address("decisions", answer.answer_id))], className="tl-notice", role="status")


def answered(answer, words: dict[str, str]) -> html.Div:
    """Instead of the form, to whoever has answered exactly this."""
    waits = " It waits for a second person: somebody else must give the same answer." if answer.waits else ""
    return html.Div([parts.inset(parts.text(html.Strong(f"You have answered this ({answer.answer_id}). "), said_by(answer, words), waits),
                                 parts.text(parts.link("Take it back", parts.address("decisions", answer.answer_id)), " to answer anew."))])


def wrong(why: Exception) -> html.P:
    """Why an answer was not taken."""
    return html.P(str(why), className="govuk-error-message")
