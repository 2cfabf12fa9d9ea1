"""What changed: what a load, or one snapshot against another, changed of people, families, connections and signals, and why."""

from dash import html

from dashboard import parts, queries, theme
from dashboard.comparing import choosing, lists, making, words
from timeline.access import User
from timeline.compared import Kept
from timeline.compared.tables import ABOUT, SIGNALS
from timeline.snapshot import day_of

NAME, PATHS, PERMISSION = "compare", ("/compare",), "compare:view"
COLUMNS = ("new", "gone", "merged", "split", "graver", "milder")
HEADINGS = ("", "New", "Gone", "Several, now one", "One, now several", "Graver", "Milder")
CAUTION = ("This compares what the tables say, not what happened. A person or a signal that is gone from them may only be one of whom an agency no longer "
           "sends a record.")
NONE = ("Nothing has been compared yet.", "A comparison is kept each time that files are loaded over timelines that stood already. Here no load has followed "
        "another, or it was made by an earlier version.", "Load the next files under Load; what they change is then shown here.")


def layout(user: User, query: dict) -> list:
    """One comparison: of the load that the query names (`of`) or of two snapshots (`before`, `after`), else of the latest load. `list`, `how` and `page` say
    which of its lists is shown."""
    loads = queries.comparisons(user)
    try:
        of = making.asked(query["before"], query.get("after", "")) if query.get("before") else query.get("of") or (loads[0].name if loads else None)
    except making.NotMade as why:
        return [parts.title("What changed"), choosing.form(user, loads, None, query), parts.empty("These two could not be compared.", str(why), CAUTION)]
    head = [parts.title("What changed"), choosing.form(user, loads, of, query)]
    if of is None:
        return [*head, parts.empty(*NONE)]
    shown = queries.comparison(user, of)
    return [*head, _between(shown), parts.inset(parts.text(CAUTION)), _inputs(user, of), _summary(queries.change_counts(user, of), of), _list(user, of, query)]


def _between(shown: Kept) -> html.P:
    facts = shown.facts
    return parts.text(f"From snapshot {facts['before']}, as at {parts.day(day_of(facts['before_as_of']))}, to {facts['after']}, "
                      f"as at {parts.day(day_of(facts['as_of']))}.")


def _inputs(user: User, of: str) -> html.Section:
    """What differs in what the two were made of, each number leading to its list."""
    counted = [_counted(of, row) for row in queries.input_counts(user, of).itertuples()]
    made = [row.because for row in queries.made_with(user, of).itertuples()]
    nothing = [] if counted or made else [parts.text("Nothing differs: no record, no answer, no setting and no day.")]
    return html.Section([parts.heading("What came in, and what else differs"), parts.listed([*counted, *made]) if counted or made else None, *nothing])


def _counted(of: str, row) -> html.Span:
    nouns = words.KINDS[row.how] if row.what == "records" else (words.ANSWERS[row.how], words.ANSWERS[row.how].replace("answer", "answers", 1))
    to = parts.address("compare", of=of, list=row.what, how=row.how if row.what == "records" else None) + "#list"
    return html.Span([parts.link(parts.count(row.found, *nouns), to), f", by {', '.join(map(theme.agency, row.agencies))}" if row.agencies else ""])


def _summary(counts: dict[tuple[str, str], int], of: str) -> html.Section:
    """Each number leads to its list."""
    rows = [(html.Strong(words.ABOUT[about][1].capitalize()), *(_number(counts, of, about, how) for how in COLUMNS)) for about in ABOUT]
    return html.Section([parts.heading("What changed by it"), parts.text(_said(counts)),
                         parts.table("What changed, in numbers", HEADINGS, rows, hide_caption=True)])


def _said(counts: dict[tuple[str, str], int]) -> str:
    """The changes in a sentence for each kind of thing."""
    said = [f"{words.ABOUT[about][1].capitalize()}: " + ", ".join(f"{counts[about, how]:,} {words.SHORT.get((about, how), how)}"
            for how in words.HOW[about] if (about, how) in counts) + "." for about in ABOUT if any(of == about for of, _ in counts)]
    return " ".join(said) or "No person, family, connection or signal changed."


def _number(counts: dict[tuple[str, str], int], of: str, about: str, how: str):
    if how not in words.HOW[about]:
        return html.Span("not applicable", className="govuk-visually-hidden")
    found = counts.get((about, how), 0)
    words_of = f"{words.ABOUT[about][1]}: {words.HOW[about][how]}"
    return parts.link([f"{found:,}", html.Span(f" {words_of}", className="govuk-visually-hidden")],
                      parts.address("compare", of=of, list=about, how=how) + "#list") if found else "0"


def _list(user: User, of: str, query: dict) -> html.Section:
    which, page = query.get("list"), parts.page(query.get("page"))
    if which == "records":
        return lists.records(user, of, query.get("how"), page)
    if which == "answers":
        return lists.answers(user, of)
    about = which if which in ABOUT else SIGNALS
    return lists.changes(user, of, about, query.get("how") if query.get("how") in words.HOW[about] else None, page)
