"""What the recorders' words suggest and nobody has answered yet, and what people confirmed of it."""

import pandas as pd

from dashboard import current
from dashboard.queries.decisions import standing
from dashboard.queries.hidden import addresses_hidden
from timeline.access import User, require
from timeline.decisions import FROM_WORDS

OF_EVENTS = "select distinct unnest(report_ids) from made.events where event_id in"
REPORTS = {"event": f"{OF_EVENTS} (select $id)", "record": "select $id",
           "family": f"{OF_EVENTS} (select event_id from made.timelines where family_id = $id)"}
"""The reports that each page shows."""
COLUMNS = ["report_id", "name", "agency", "known_on", "event_id", "before", "quote", "after", "stands", "because"]


def suggested(user: User, kind: str, id: str) -> pd.DataFrame:
    """What the words of the reports on the page `kind` of `id` suggest: report and factor, the words `before`, the `quote` and the words
    `after` it with addresses hidden, how it `stands` (open, not sure, waiting, contradicted, confirmed) and for a confirmed one who said so.

    What somebody has refused is left out. Where an address hides a part of the quote, the words stand whole in `before`."""
    require(user, "record:view")
    reports = current.ask(f"select distinct report_id from made.suggestions where report_id in ({REPORTS[kind]}) order by 1", id=id)["report_id"]
    if reports.empty:  # of most families: nobody need look for the events
        return pd.DataFrame(columns=COLUMNS)
    found = current.ask("""
        select s.report_id, s.name, r.agency, r.known_on, e.event_id, s.quote, s.starts, r.words, r.words as whole
        from made.suggestions s join made.reports r using (report_id)
        left join (select event_id, unnest(report_ids) as report_id from made.events where list_has_any(report_ids, $ids)) e using (report_id)
        where report_id in (select unnest($ids)) order by r.known_on, report_id, s.starts, s.name""", ids=list(reports))
    hidden = addresses_hidden(found)
    said = [_stands(answers) for answers in _answers(user, found)]
    parted = [_parted(row) for row in hidden.itertuples()]
    told = found.assign(before=[part[0] for part in parted], quote=[part[1] for part in parted], after=[part[2] for part in parted],
                        stands=[stands for stands, _ in said], because=[because for _, because in said])
    return told[told["stands"] != "refused"].reset_index(drop=True)[COLUMNS]


def _answers(user: User, found: pd.DataFrame) -> list[pd.DataFrame]:
    """For each suggestion the answers that nobody has taken back, until this minute."""
    said = standing(user)
    said = said[said["kind"] == FROM_WORDS]
    return [said[(said["left_id"] == row.report_id) & (said["right_id"] == row.name)] for row in found.itertuples(index=False)]


def _stands(answers: pd.DataFrame) -> tuple[str, str | None]:
    if len(answers) and answers["waits"].all():
        return "waiting", None
    answers = answers[~answers["waits"].astype(bool)]
    verdicts = set(answers["verdict"])
    if {"yes", "no"} <= verdicts:
        return "contradicted", None
    if "yes" in verdicts:
        first = next(answers[answers["verdict"] == "yes"].itertuples())
        day = pd.Timestamp(first.decided_at)
        return "confirmed", f"confirmed from the record's words by {first.decided_by} on {day.day} {day:%B %Y}"
    return ("refused" if "no" in verdicts else "not sure" if "unsure" in verdicts else "open"), None


def _parted(row) -> tuple[str, str, str]:
    """The words before the quote, the quote, and the words after it, in the words with addresses hidden."""
    if row.words.count(row.quote) != row.whole.count(row.quote):
        return row.words, "", ""
    pieces = row.words.split(row.quote)
    place = row.whole[:row.starts].count(row.quote) + 1
    return row.quote.join(pieces[:place]), row.quote, row.quote.join(pieces[place:])
