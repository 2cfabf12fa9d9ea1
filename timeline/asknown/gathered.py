"""What the agencies had written, as a view has it: the gathered tables of the records near a family, cut and shaped anew.

A report is shaped from the row that stood by then: an earlier version where its agency has corrected it since, and what it has
taken back since as well. So the whole load's rows are settled again as of the day, and only then are those near the family
taken. How alike two mentions are is weighed anew too, since what was written was another thing.
"""

import duckdb

from timeline import characteristics, coverage, mentions, pairs, pipeline, reports, versions
from timeline.asknown.views import PARTNERSHIP, View
from timeline.model import Model
from timeline.pairs.comparisons import prior_for

NOT_PASSED_ON = "What this agency was told of this record is not recorded, so the record itself is not shown."
UNSEEN = ("words", "place", "place_key", "outcome", "grade", "grade_tool", "conditions")
"""What a report says that nobody need have passed on to whom it was told."""


def gather(s, view: View, model: Model) -> None:
    """Fill `s`, to which the published snapshot is attached as `before` and whose `near.records` names the reports near the family,
    with the tables of pipeline.GATHERED as the view has them."""
    codes, categories, issues = (s.connection.sql(f'from before.made."{name}"') for name in ("codes", "categories", "issues"))
    files, rows = (s.connection.sql(f'from before.made."{name}" where {_received(view)}') for name in ("files", "rows"))
    settled = versions.settle(rows, issues, codes, files, view.recorded_by).materialize()
    here = _near(s, rows, settled, codes, categories).materialize()
    stood = duckdb.sql("""from settled semi join here using (report_id) where state <> 'superseded' or replaced_by is not null""").materialize()
    lines = duckdb.sql("from rows semi join stood using (row_id)").materialize()
    told = _as_told(view, reports.shape(lines, stood, codes, categories), categories).materialize()
    s["codes"], s["categories"] = codes, categories
    s["reports"] = duckdb.sql("select * exclude (own) from told")
    s["suggestions"] = s.connection.sql("from before.made.suggestions limit 0")  # what is asked today is no part of what was known then
    s["mentions"] = mentions.shape(lines, s["reports"], codes)
    s["characteristics"] = characteristics.shape(lines, duckdb.sql("select * exclude (own) from told where own"))
    _keep_lines(s, view, lines, stood, told, issues, files)
    s["coverage"] = _coverage(s, view, files, settled, rows)
    s["pairs"] = pairs.score(s["mentions"], _weighing(s, view, model))


def _received(view: View) -> str:
    """SQL for what the partnership had: everything, where the question is what agencies knew."""
    return f"received_on <= date '{view.on}'" if view.by == PARTNERSHIP and view.on else "true"


def _near(s, rows, settled, codes, categories):
    """The reports near the family: those of today's neighbourhood, and those that stood otherwise and named somebody of it."""
    changed = s.connection.sql("""
        with known as materialized (select row_id, report_id from before.made.reports)
        from settled anti join near.records using (report_id) anti join known using (row_id) where state = 'current'""").materialize()
    if not len(changed):
        return s.connection.sql("from near.records")
    lines = duckdb.sql("from rows semi join changed using (row_id)").materialize()
    once = reports.shape(lines, changed, codes, categories).materialize()
    named = mentions.shape(lines, once, codes)
    return s.connection.sql(f"""
        with near_keys as (select distinct unnest({TELLING}) as key from before.made.mentions semi join near.records using (report_id)),
        keyed as (select report_id, unnest({TELLING}) as key from named)
        from near.records union select report_id from keyed semi join near_keys using (key)""")


TELLING = """list_concat(list_transform(map_entries(identifiers), lambda e: e.key || ':' || e.value),
    list_filter([forename || ' ' || surname, surname || ' ' || dob, 'at ' || address_key], lambda k: k is not null))"""
"""SQL for what may tell that two mentions are of one person: enough to look at both, and no more."""


def _as_told(view: View, shaped, categories):
    """The reports that the view has, each with `own`: false for another agency's of which this one was only told.

    Such a report is known from the day of the telling, and says what it is about and whom it names."""
    by = f"<= date '{view.on}'" if view.on else "is not null"
    if view.agency is None:
        return duckdb.sql(f"select *, true as own from shaped where known_on {by}")
    unseen = ", ".join(f"if(own, {column}, null) as {column}" for column in UNSEEN)
    return duckdb.sql(f"""
        with held as (select *, agency = $agency as own from shaped),
        asserted as (select category, map_from_entries(list_transform(factors, lambda f: {{'k': f, 'v': 'yes'}})) as of_category from categories)
        select * exclude (of_category) replace (
            {unseen}, if(own, factors, of_category) as factors, if(own, known_on, coalesce(notified_on, known_on)) as known_on)
        from held join asserted using (category)
        where own and known_on {by} or not own and notified_to = $agency and coalesce(notified_on, known_on) {by}""", params={"agency": view.agency})


def _keep_lines(s, view: View, lines, stood, told, issues, files) -> None:
    """The rows, versions, issues and files behind the reports; of a record that an agency was only told of, not what it says."""
    own = duckdb.sql("select report_id from told where own")
    s["versions"] = duckdb.sql("from stood semi join told using (report_id) where report_id in (from own) or state = 'current'")
    kept = duckdb.sql("select row_id, report_id in (from own) as own from stood semi join told using (report_id)").materialize()
    s["rows"] = duckdb.sql(f"""
        select * exclude (own) replace (if(own, raw, '{NOT_PASSED_ON}') as raw, if(own, fields, null) as fields, if(own, people, null) as people,
               if(own, asked, null) as asked) from lines join kept using (row_id)""")
    s["issues"] = duckdb.sql("from issues semi join (from kept where own) using (row_id)")
    s["files"] = duckdb.sql("from files") if view.agency is None else files.filter(f"agency = '{view.agency}'")


def _coverage(s, view: View, files, settled, rows):
    """What each agency had supplied until the day; of the agency alone, where the question is what one agency knew."""
    told = s.connection.sql(f"""
        with here as materialized (select report_id from made.reports)
        select agency, system, area, known_on from before.made.reports anti join here using (report_id) where {_received(view)}
        union all by name select agency, system, area, known_on from made.reports""")
    until = pipeline.begun_by(view.on, coverage.measure(files, settled, rows, pipeline.known_by(view.on, told)))
    return until if view.agency is None else until.filter(f"agency = '{view.agency}'")


def _weighing(s, view: View, model: Model) -> Model:
    """The model with the prior of a load of all that was known by then, and not of the neighbourhood alone."""
    known = f"known_on <= date '{view.on}' and {_received(view)}" if view.on else "true"
    writings = s.connection.execute(f"select count(distinct writing_id) from before.made.mentions where {known}").fetchall()[0][0]
    prior = prior_for(max(writings, 1), model.parameters)
    return Model(model.version, model.parameters | {"prior": [{"writings_up_to": float("inf"), "lambda": prior}]}, model.forenames, model.surnames,
                 model.variants)
