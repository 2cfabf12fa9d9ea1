"""What was loaded: the files, and the rows of one file that stand in one state."""

from contextlib import closing

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.here import NotHere
from timeline.access import User, require
from timeline.loading import checking
from timeline.masking import sentence_hidden


def last_of_layout(user: User, layout: str):
    """What was said of the latest file that this layout reads; None where there is none."""
    require(user, "load:run")
    found = current.ask("""
        select file, area, as_at, covers_from, searched_for from made.files where layout = $layout and problem is null
        order by as_at desc, received_on desc, file limit 1""", layout=layout)
    return next(found.itertuples(index=False), None)


def uploaded(user: User) -> pd.DataFrame:
    """The uploads that the snapshot holds, each with the layout that reads it, or why it could not be read."""
    require(user, "load:run")
    return current.ask("select file, layout, problem from made.files where regexp_matches(file, '^upload-[0-9]+/')")


def rows_of_file(user: User, file: str, state: str, most: int) -> pd.DataFrame:
    """The first rows of a file that stand in this state, each with why, its report, whether that has a record to be shown, and how many there are."""
    require(user, "load:run")
    found = current.ask(f"""
        with those as (select * from made.versions join made.rows using (row_id) where file = $file and state = $state)
        select line_from, {_why('those')} as because, report_id, report_id in (select report_id from made.reports) as shown, count(*) over () as found
        from those order by line_from limit $most""", file=file, state=state, most=most)
    return _without_addresses(found)


def rows_of_check(user: User, job_id: str, file: str, most: int) -> pd.DataFrame:
    """The first rows of a file that a check would set aside, as `rows_of_file`. Raises queries.NotHere where its tables are no longer kept."""
    require(user, "load:run")
    with closing(check_of(user, job_id)) as reader:
        cursor = reader.execute(f"""
            with those as (select * from made.versions join made.rows using (row_id) where file = $file and state = 'quarantined')
            select line_from, {_why('those')} as because, report_id, false as shown, count(*) over () as found from those order by line_from limit $most""",
                                {"file": file, "most": most})
        return _without_addresses(pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description], dtype=object))


def check_of(user: User, job_id: str):
    """A reader of what the user may see of the tables that a check kept. Raises queries.NotHere where they are no longer kept."""
    require(user, "load:run")
    path = checking.path(current_app.extensions["database"].home, job_id)
    if not path.exists():
        raise NotHere(f"tables of the check {job_id}: only those of the last checks are kept")
    return current.reader(path)


def _why(rows: str) -> str:
    """SQL for why a row stands as it does: of one that was set aside, each thing that is wrong with it."""
    return f"""coalesce((select string_agg(i.because, ' ' order by i.field, i.code) from made.issues i
                         where i.row_id = {rows}.row_id and severity = 'error' and state = 'quarantined'), because)"""


def _without_addresses(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(because=[sentence_hidden(because) for because in found["because"]])
