"""One link to review: the records of two people side by side, what agrees and what does not, and the question whether they are one.

What either is said to have done is not here, nor how strongly the records match: both come only after the reviewer's own view."""

from dash import html

from dashboard import answering, parts, queries
from dashboard.sides import side_by_side
from timeline.access import User

NAME, PATHS, PERMISSION = "link", ("/links/<link_id>",), "links:view"
QUESTION = "Are they one person?"
SAID = {"left": None, "waiting": "An answer to this waits for a second person.", "contradicted": "People contradict one another about this.",
        "unsure": "Somebody was not sure about this.", "answered": "This was answered since the tables were made."}


def layout(user: User, link_id: str, query: dict) -> list:
    """The link with this id, and the form for an answer, which goes on to the next link in the queue."""
    link = queries.link(user, link_id)
    pairs = [(pair["l"], pair["r"]) for pair in link.pairs]
    rests_on = [link.mention_id_l, link.mention_id_r, *(anchor for pair in pairs for anchor in pair)]
    return [
        answering.notice(user, query.get("kept")),
        _where(link),
        parts.title(f"{link.left_name} and {link.right_name}", QUESTION),
        parts.inset(SAID[link.now]) if SAID[link.now] else None,
        parts.summary([
            ("What agrees", parts.listed(link.agrees)), ("What conflicts", parts.listed(link.conflicts) if link.conflicts else "nothing that is recorded"),
            ("What is missing", parts.listed(link.missing) if link.missing else None), ("How rare the name is", link.rarity)]),
        parts.heading("The records side by side"),
        side_by_side(user, (link.left_name, rests_on, link.left_mentions), (link.right_name, rests_on, link.right_mentions)),
        parts.heading("Your answer", id="answer"),
        _keys(),
        _form(user, link, pairs),
    ]


def _where(link) -> html.Nav:
    place = f"{link.turn} of {link.left_over:,} left" if link.now == "left" else f"{link.left_over:,} left"
    onward = [parts.link("Skip to the next", parts.address("links", link.next))] if link.next else []
    return html.Nav([parts.link("Links to review", "/links"), html.Span(place), *onward, html.A("Go to the answer", href="#answer", className="govuk-link")],
                    className="tl-pages", **{"aria-label": "The queue"})


def _form(user: User, link, pairs: list[tuple[str, str]]) -> html.Div:
    if len(pairs) > 1:
        return parts.inset(parts.text("This is part of an answer about several people: ",
                                      parts.link(f"see it whole ({link.answer_id})", parts.address("decisions", link.answer_id)), "."))
    then = parts.address("links", link.next) if link.next else "/links"
    return html.Div([answering.ask(user, QUESTION, "same person", pairs, then=then), _how()])


def _keys() -> html.Div:
    return html.Div([html.Span("Keys, while you are not typing: 1 the same person, 2 different people, 3 not sure. "),
                     html.Button("Number keys: on", type="button", className="tl-keys", **{"aria-pressed": "true"})], className="govuk-hint tl-answer__keys")


def _how() -> html.Details:
    return parts.details(
        "How an answer is used",
        parts.text("First you give your own view and say why. Then you see how strongly the records match, what others answered and what your answer "
                   "would change; only then is it kept. It is kept for ever with your name, and you can take it back at any time."),
        parts.text("An answer that puts somebody into another family's view is applied only when a second person has given the same answer. "
                   "That person gives a view of their own first and sees yours before keeping it. If they answer otherwise, both answers stand as "
                   "contradicted, nobody is joined, and a person must look."))
