"""One answer: what it is about, how it stands, a second person's view where it waits for one, and taking it back."""

from dash import html

from dashboard import answering, dismissing, parts, queries
from dashboard.answering import back
from dashboard.answering.kinds import QUESTIONS
from dashboard.answering.told import about, blind, folded, summary, tags
from dashboard.sides import side_by_side
from timeline.access import User, may
from timeline.decisions import DISMISSED, FROM_WORDS

NAME, PATHS, PERMISSION = "decision", ("/decisions/<answer_id>",), "links:view"


def layout(user: User, answer_id: str, query: dict) -> list:
    """The answer with this id."""
    answer = queries.answer(user, answer_id)
    asks = answer.state in ("waiting for a second person", "contradicted") and answer.decided_by != user.name
    return [
        answering.notice(user, query.get("kept")),
        parts.text(parts.link("Decisions", "/decisions")),
        parts.title(f"Answer {answer.answer_id}", QUESTIONS[answer.kind]),
        html.P(tags(answer)),
        folded(answer) if blind(user, answer) else summary(answer),
        _sides(user, answer) if answer.kind not in ("same event", DISMISSED, FROM_WORDS) else None,
        _form(user, answer) if asks else None,
        back.form(answer) if answer.state != "taken back" and may(user, "decide") else None,
    ]


def _sides(user: User, answer) -> html.Section:
    left, right = (sorted({pair[f"{side}_id"] for pair in answer.pairs}) for side in ("left", "right"))
    names = [" and ".join(sorted({pair[f"{side}_name"] or "not in this snapshot" for pair in answer.pairs})) for side in ("left", "right")]
    return html.Section([parts.heading("The records side by side"), side_by_side(user, (names[0], left, left), (names[1], right, right))])


def _form(user: User, answer) -> html.Section:
    if answer.kind == DISMISSED:
        return html.Section([parts.heading("Your own view"), html.Div(about(answer), className="govuk-body"), dismissing.agreement(user, answer)])
    pairs = [(pair["left_id"], pair["right_id"]) for pair in answer.pairs]
    return html.Section([parts.heading("Your own view"), answering.ask(user, QUESTIONS[answer.kind], answer.kind, pairs, since=answer.since is not None)])
