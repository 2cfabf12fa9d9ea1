"""One record's walk, from any table to any other: from a file's line up to signals, or from a signal down to lines."""

import duckdb

from timeline import retired


class NotFound(Exception):
    """No table of the snapshot holds this id; the message says which forms an id may have."""


FORMS = "a file's line (police.csv:17), a report (police:niche:CR/1), an event (E-...), a person (P-...), a family (F-...) or a signal (S-...)"

STEPS = {
    "rows": ("row_id", """select file || ':' || line_from || '  ' || part || coalesce(', ' || v.state || ': ' || v.because, '')
                          || chr(10) || '      ' || left(raw, 300)
                          from made.rows left join made.versions v using (row_id) where row_id in $ids order by row_id"""),
    "issues": ("row_id", "select severity || ': ' || because from made.issues where row_id in $ids order by all"),
    "reports": ("report_id", """select report_id || ': ' || coalesce(strftime(occurred_from, '%d %B %Y'), 'undated') || ', ' || category
                                || coalesce(', gravity ' || gravity, '') || ', ' || statement || ', known to ' || agency || ' on '
                                || strftime(known_on, '%d %B %Y') || ' (' || row_id || ')'
                                from made.reports where report_id in $ids order by report_id"""),
    "mentions": ("report_id", """select mention_id || ': ' || role || ', ' || coalesce(name, 'name not recorded')
                                 || coalesce(', born ' || strftime(dob, '%d %B %Y'), '')
                                 from made.mentions where report_id in $ids order by mention_id"""),
    "people": ("person_id", """select person_id || ': ' || name || ', named by ' || array_to_string(agencies, ', ') || ' in '
                               || len(mention_ids) || ' reports. ' || because
                               from made.people where person_id in $ids order by person_id"""),
    "families": ("person_id", """select family_id || ': ' || person_id || ' as ' || part || ' since ' || since || '. ' || because
                                 from made.families where family_id in $ids order by all"""),
    "events": ("event_id", """select event_id || ': ' || coalesce(strftime(occurred_from, '%d %B %Y'), 'undated') || ', ' || category
                              || ', told by ' || array_to_string(agencies, ', ') || ' in ' || len(report_ids) || ' accounts. ' || because
                              || coalesce(' They disagree: ' || nullif(array_to_string(disagreements, '; '), ''), '')
                              from made.events where event_id in $ids order by event_id"""),
    "harms": ("event_id", """select source_id || ' is said by ' || array_to_string(asserted_by, ', ') || ' to have harmed ' || harmed_id
                             || ' (' || status || ', ' || manner || ')' from made.harms where event_id in $ids order by all"""),
    "timelines": ("event_id", """select family_id || ': event ' || position || coalesce(', ' || days_since || ' days after the one before', '')
                                 from made.timelines where event_id in $ids order by all"""),
    "signals": ("signal_id", """select signal_id || ' ' || rule || ', ' || level || ', raised ' || raised_on || ': ' || because
                                || coalesce(' ' || dismissed, '')
                                from made.signals left join (select signal_id, string_agg(because, ' ' order by answer_id) as dismissed
                                                             from made.dismissals group by signal_id) using (signal_id)
                                where signal_id in $ids order by signal_id"""),
}


def walk(connection: duckdb.DuckDBPyConnection, key: str) -> str:
    """The walk of the record named by `key` over the published snapshot, as text; of a retired id, why, and who holds its record now.
    Raises NotFound."""
    ids = _around(connection, key)
    if not any(ids.values()):
        given_up = retired.find(lambda sql, **asked: connection.execute(sql, asked).fetchall(), key)
        if given_up:
            return "\n".join([f"{key} names nothing now", *(f"  {sentence}" for sentence in given_up.why),
                              *(f"  now: {table} {id}, {name}" for table, id, name in given_up.now)])
        raise NotFound(f"Nothing in this snapshot is called '{key}'. Give {FORMS}.")
    lines = []
    for table, (_, sql) in STEPS.items():
        if ids[table]:
            told = [text for (text,) in connection.execute(sql, {"ids": ids[table]}).fetchall()]
            lines += [table, *(f"  {text}" for text in told)] if told else []
    return "\n".join(lines)


def _around(connection, key: str) -> dict[str, list[str]]:
    """The ids of every table that the walk touches, from the one that `key` names."""
    def ask(sql: str, ids) -> list[str]:
        return [found for (found,) in connection.execute(sql, {"ids": ids}).fetchall()]

    reports = _reports(ask, key)
    named = ask("select row_id from made.rows where row_id in $ids or ($ids[1] like file || ':%' and "
                "try_cast(split_part($ids[1], ':', -1) as bigint) between line_from and line_to)", [key])
    rows = ask("select row_id from made.reports where report_id in $ids", reports) if reports else named
    events = ask("select event_id from made.events where list_has_any(report_ids, $ids)", reports)
    people = ask("select person_id from made.people where list_has_any(mention_ids, "
                 "(select list(mention_id) from made.mentions where report_id in $ids))", reports)
    families = ask("select distinct family_id from made.timelines where event_id in $ids", events)
    signals = ask("select signal_id from made.signals where list_has_any(evidence, $ids)", events)
    if key.startswith("P-"):
        people = [person for person in people if person == key]
        families = ask("select distinct family_id from made.families where person_id in $ids", people)
    if key.startswith("S-"):
        signals = [key] if reports else []
    return {"rows": rows, "issues": rows, "reports": reports, "mentions": reports, "people": people, "families": families,
            "events": events, "harms": events, "timelines": events, "signals": signals}


def _reports(ask, key: str) -> list[str]:
    """The reports behind `key`, whatever it names."""
    events = ask("""select event_id from made.events where event_id in $ids
                    union select event_id from made.timelines where family_id in $ids
                    union select unnest(evidence) from made.signals where signal_id in $ids""", [key])
    return ask("""select report_id from made.reports where report_id in $ids or row_id in $ids
                  union select unnest(report_ids) from made.events where list_contains($ids, event_id)
                  union select unnest(reports) from made.signals where signal_id in $ids
                  union select report_id from made.mentions where mention_id in
                      (select unnest(mention_ids) from made.people where person_id in $ids)
                  order by 1""", [key, *events])
