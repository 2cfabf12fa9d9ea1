"""What a run tells the person who started it: what came in, what was quarantined and why, what was found."""

import duckdb


def report(connection: duckdb.DuckDBPyConnection) -> str:
    """The account of the published snapshot on `connection`, as lines of text."""
    ask = connection.cursor()
    ask.execute("use made")
    return "\n".join(["", *_came_in(ask), *_quarantined(ask), *_held_back(ask), *_found(ask), ""])


def _came_in(ask) -> list[str]:
    read = ask.execute("""
        select f.file, coalesce(f.agency, ''), coalesce(f.layout, ''), b.records, b.current, b.superseded, b.withdrawn,
               b.exact_duplicates, b.quarantined, b.removed, f.problem
        from files f join books b using (file) order by f.agency, f.file""").fetchall()
    lines = [f"{'file':44}{'records':>9}{'current':>9}{'replaced':>9}{'withdrawn':>10}{'twice':>7}{'quarantined':>12}{'removed':>9}"]
    for name, _, _, *counts, problem in read:
        lines.append(f"{name:44}{counts[0]:>9,}{counts[1]:>9,}{counts[2]:>9,}{counts[3]:>10,}{counts[4]:>7,}{counts[5]:>12,}{counts[6]:>9,}"
                     if problem is None else f"{name:44}  refused")
    refused = [f"  {problem}" for *_, problem in read if problem]
    return ["What came in", *lines, *(["", "Refused", *refused] if refused else [])]


def _quarantined(ask) -> list[str]:
    reasons = ask.execute("""
        select code, count(distinct row_id), min_by(because, row_id) from issues where severity = 'error'
        group by code order by 2 desc, 1""").fetchall()
    queries = ask.execute("select count(*), count(distinct row_id) from issues where severity = 'query'").fetchall()[0]
    lines = [f"  {count:,} x {code}. For example: {because}" for code, count, because in reasons] or ["  nothing"]
    return ["", "Quarantined, by reason", *lines, f"Queries noted on rows that still count: {queries[0]:,} on {queries[1]:,} rows."]


def _held_back(ask) -> list[str]:
    held = ask.execute("""select because, count(*) from versions where state = 'current' and because ilike '%accept_vanished%'
                          group by because order by because""").fetchall()
    return [f"Waiting for a person: {because} ({count:,} rows)" for because, count in held]


def _found(ask) -> list[str]:
    counts = ask.execute("""
        select (select count(*) from reports), (select count(*) from events), (select count(*) from people),
               (select count(distinct family_id) from families), (select count(*) from links where queued),
               (select value from about where fact = 'as_of'), (select count(distinct signal_id) from dismissals where state = 'dismissed')""").fetchall()[0]
    raised = ask.execute("""select rule, level, count(*) from signals group by all order by rule, level""").fetchall()
    lines = [f"  {rule} {level}: {count:,}" for rule, level, count in raised] or ["  no rule fired on the data supplied"]
    lines += [f"  {counts[6]:,} of them dismissed by a coordinator, until a day"] if counts[6] else []
    return ["", f"Found, as of {counts[5]}", f"  {counts[0]:,} reports of {counts[1]:,} events; {counts[2]:,} people in {counts[3]:,} families; "
            f"{counts[4]:,} proposed links to review", "Signals, by rule and level", *lines]
