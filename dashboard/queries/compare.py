"""What changed between two snapshots: which comparisons there are, each in numbers, and its lists with the reasons of each change.

A comparison is named `of`; one that is not there raises NotHere. Sentences that may quote a record come with addresses hidden."""

from datetime import datetime

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.here import NotHere
from timeline import compared, snapshot
from timeline.access import User, require
from timeline.compared import Kept
from timeline.masking import sentence_hidden

SIZE = 25


def comparisons(user: User) -> list[Kept]:
    """The comparisons that loads kept, the latest first."""
    require(user, "compare:view")
    return compared.kept(_home())


def comparison(user: User, of: str) -> Kept:
    """The comparison of this name, of a load or asked for. Raises NotHere."""
    require(user, "compare:view")
    found = compared.find(_home(), of)
    if found is None:
        raise NotHere(f"comparison {of}")
    return found


def snapshots(user: User) -> pd.DataFrame:
    """The snapshots that are still kept, the latest first: the name, when it was published, and the day that it shows."""
    require(user, "compare:view")
    paths = snapshot.published(_home())
    days = [current.ask_of(path, "select value from made.about where fact = 'as_of'").iat[0, 0] for path in paths]
    return pd.DataFrame({"name": [path.stem for path in paths], "published_at": [datetime.fromtimestamp(path.stat().st_mtime) for path in paths],
                         "as_of": [snapshot.day_of(day) for day in days]}, dtype=object)


def change_counts(user: User, of: str) -> dict[tuple[str, str], int]:
    """How many people, families, connections and signals changed, by what they are and how."""
    found = current.ask_of(comparison(user, of).path, "select about, how, count(*) as found from made.changes group by all")
    return {(row.about, row.how): row.found for row in found.itertuples()}


def input_counts(user: User, of: str) -> pd.DataFrame:
    """How many records differ, by `how`, with the agencies; then how many answers."""
    return current.ask_of(comparison(user, of).path, """
        select 'records' as what, how, count(*) as found, list(distinct agency order by agency) as agencies from made.records group by how
        union all select 'answers', how, count(distinct answer_id), [] from made.answers group by how order by what desc, found desc, how""")


def made_with(user: User, of: str) -> pd.DataFrame:
    """The day, settings, model and layouts in which the two differ."""
    return current.ask_of(comparison(user, of).path, "from made.made_with order by what <> 'day', what")


def changed(user: User, of: str, about: str, how: str | None = None, page: int | None = 1) -> pd.DataFrame:
    """A page of the changes of people, families, connections or signals, or all of them without one, in order; `found` counts them all. `reasons`
    holds of each its place, kind, total and what is told."""
    found = current.ask_of(comparison(user, of).path, """
        with why as (select change_id, list({place: place, kind: kind, total: total, told: told} order by place) as reasons from made.reasons group by all)
        select c.*, coalesce(reasons, []) as reasons, count(*) over () as found from made.changes c left join why using (change_id)
        where about = $about and ($how::varchar is null or how = $how) order by change_id limit $size offset $start""",
        about=about, how=how, size=SIZE if page else None, start=SIZE * (page - 1) if page else 0)
    return found.assign(reasons=[[_hidden(reason) for reason in reasons] for reasons in found["reasons"]])


def changed_records(user: User, of: str, how: str | None = None, page: int | None = 1) -> pd.DataFrame:
    """A page of the records that differ, or all of them without one, the latest known first; `found` counts them all."""
    found = current.ask_of(comparison(user, of).path, """
        select *, count(*) over () as found from made.records where $how::varchar is null or how = $how
        order by known_on desc, report_id limit $size offset $start""", how=how, size=SIZE if page else None, start=SIZE * (page - 1) if page else 0)
    return found.assign(because=[sentence_hidden(because) for because in found["because"]])


def changed_answers(user: User, of: str) -> pd.DataFrame:
    """The answers that differ, one row each, in order of their number."""
    return current.ask_of(comparison(user, of).path, """
        select answer_id, how, min(because) as because from made.answers group by answer_id, how order by len(answer_id), answer_id, how""")


def _hidden(reason: dict) -> dict:
    return reason | {"told": [one | {"because": sentence_hidden(one["because"])} for one in reason["told"]]}


def _home():
    return current_app.extensions["database"].home
