"""Nothing was lost, or no snapshot: the books of each file, and the laws that hold between tables.

lines = header + blank + note + lines of records + unreadable lines, and
records and unreadable = current + superseded + withdrawn + exact duplicates + quarantined + removed.
"""

import duckdb

LAWS = {
    "a physical line of a file is in no row, or in two": """
        select f.file from files f left join rows r using (file) where f.problem is null
        group by f.file, f.lines having f.lines <> coalesce(sum(r.line_to - r.line_from + 1), 0)""",
    "a record has no state in the books": """
        select r.row_id from rows r anti join versions v using (row_id) where r.part in ('record', 'unreadable', 'removed')""",
    "the books hold a row that was never read": """
        select v.row_id from versions v anti join (select row_id from rows where part in ('record', 'unreadable', 'removed')) r using (row_id)""",
    "a quarantined row has no error that says why": """
        select v.row_id from versions v anti join (select row_id from issues where severity = 'error') i using (row_id)
        where v.state = 'quarantined'""",
    "a row whose content was removed still holds some, or is counted as another": """
        select row_id from rows r left join versions v using (row_id) where (r.part = 'removed') <> coalesce(v.state = 'removed', false)
        or r.part = 'removed' and (raw not like '[removed R-%]' or fields is not null or people is not null or asked is not null)""",
    "a report comes from a row that is not current": """
        select p.report_id from reports p anti join (select row_id from versions where state = 'current') v using (row_id)""",
    "a mention is in no person, or in two": """
        select m.mention_id from mentions m left join (select unnest(mention_ids) as mention_id from people) p using (mention_id)
        group by m.mention_id having count(p.mention_id) <> 1""",
    "a person holds a mention that does not exist": """
        select mention_id from (select unnest(mention_ids) as mention_id from people) anti join mentions using (mention_id)""",
    "a mention is not named where its person holds it": """
        from (select person_id, unnest(mention_ids) as mention_id from people) anti join naming using (person_id, mention_id)
        union all select person_id, mention_id from naming anti join (
            select person_id, mention_id, report_id from (select person_id, unnest(mention_ids) as mention_id from people)
            join mentions using (mention_id)) using (person_id, mention_id, report_id)""",
    "two mentions that a person said are one are in two people": """
        select answer_id from judgements j join (select person_id, unnest(mention_ids) as left_id from people) l using (left_id)
        join (select person_id, unnest(mention_ids) as right_id from people) r using (right_id)
        where kind = 'same person' and verdict = 'yes' and state = 'standing' and l.person_id <> r.person_id""",
    "two mentions that a person told apart are in one person": """
        select answer_id from judgements j join (select person_id, unnest(mention_ids) as left_id from people) l using (left_id)
        join (select person_id, unnest(mention_ids) as right_id from people) r using (right_id)
        where kind = 'same person' and verdict = 'no' and state in ('standing', 'contradicted') and l.person_id = r.person_id""",
    "two reports that a person said are one event are in two": """
        select answer_id from judgements j join (select event_id, unnest(report_ids) as left_id from events) l using (left_id)
        join (select event_id, unnest(report_ids) as right_id from events) r using (right_id)
        where j.kind = 'same event' and verdict = 'yes' and state = 'standing' and l.event_id <> r.event_id""",
    "two reports that a person said are not one event are in one": """
        select answer_id from judgements j join (select event_id, unnest(report_ids) as left_id from events) l using (left_id)
        join (select event_id, unnest(report_ids) as right_id from events) r using (right_id)
        where j.kind = 'same event' and verdict = 'no' and state in ('standing', 'contradicted') and l.event_id = r.event_id""",
    "an answer is in no judgement": "select answer_id from answers anti join judgements using (answer_id, left_id, right_id)",
    "a judgement rests on no answer": "select answer_id from judgements anti join answers using (answer_id, left_id, right_id)",
    "an answer about what is in this load is set aside": """
        with anchors as (select mention_id as id from mentions union all select report_id from reports)
        select answer_id from judgements where state = 'not in this load' and left_id in (from anchors) and right_id in (from anchors)""",
    "a report is in no event, or in two": """
        select r.report_id from reports r left join (select unnest(report_ids) as report_id from events) e using (report_id)
        group by r.report_id having count(e.report_id) <> 1""",
    "someone is harmed in an event that does not exist": "select event_id from harms anti join events using (event_id)",
    "a timeline shows an event that does not exist": "select event_id from timelines anti join events using (event_id)",
    "a timeline belongs to no family": "select family_id from timelines anti join families using (family_id)",
    "a signal rests on evidence that does not exist": """
        select event_id from (select unnest(evidence) as event_id from signals) anti join events using (event_id)""",
    "a signal rests on a report that does not exist": """
        select report_id from (select unnest(reports) as report_id from signals) anti join reports using (report_id)""",
    "a signal belongs to no family": "select family_id from signals anti join families using (family_id)",
    "a rule both raised a signal and found nothing": "select family_id from asked semi join signals using (rule, family_id)",
    "a dismissal is of a signal that does not exist": "select signal_id from dismissals anti join signals using (signal_id)",
    "a signal is neither counted nor dismissed": """
        select family_id from headlines join (select family_id, count(*) as raised from signals group by family_id) using (family_id)
        where raised <> headlines.signals + dismissed""",
    "a family has no headline": "select family_id from families anti join headlines using (family_id)",
}


WHOLE = "a current row makes no report"
EVERY_ROW = "select row_id from versions v anti join reports p using (row_id) where v.state = 'current'"


class OutOfBalance(Exception):
    """The books do not balance, so nothing is published: a fault of ours; the message names the law and examples."""


def balance(s, answers, as_of=None) -> duckdb.DuckDBPyRelation:
    """Hold every law on the tables of snapshot `s`, made with the `answers` that stand; returns `books`, the account of each file.

    Raises OutOfBalance.
    A run as of an earlier day leaves out the reports of later days, so only a whole run must make one of every current row."""
    laws = LAWS if as_of else LAWS | {WHOLE: EVERY_ROW}
    reader = s.reader()
    reader.register("answers", answers[["answer_id", "left_id", "right_id"]].astype(str))
    for law, sql in laws.items():
        broken = reader.execute(sql).fetchall()
        if broken:
            examples = ", ".join(str(row[0]) for row in broken[:3])
            raise OutOfBalance(f"Nothing was published: {law} ({len(broken)} found, such as {examples}). The last snapshot stands.")
    return books(s["files"], s["rows"], s["versions"])


def books(files, rows, versions) -> duckdb.DuckDBPyRelation:
    """One account per file: its lines by part, its records by state."""
    return duckdb.sql("""
        with parts as (
            select file, sum(line_to - line_from + 1) filter (part = 'header') as header,
                   sum(line_to - line_from + 1) filter (part = 'blank') as blank,
                   sum(line_to - line_from + 1) filter (part = 'note') as note,
                   sum(line_to - line_from + 1) filter (part in ('record', 'removed')) as record_lines,
                   sum(line_to - line_from + 1) filter (part = 'unreadable') as unreadable_lines,
                   count(*) filter (part in ('record', 'unreadable', 'removed')) as records
            from rows group by file),
        states as (
            select file, count(*) filter (state = 'current') as current, count(*) filter (state = 'superseded') as superseded,
                   count(*) filter (state = 'withdrawn') as withdrawn,
                   count(*) filter (state = 'exact duplicate') as exact_duplicates,
                   count(*) filter (state = 'quarantined') as quarantined,
                   count(*) filter (state = 'removed') as removed
            from versions join rows using (row_id) group by file)
        select file, files.lines, coalesce(header, 0)::bigint as header, coalesce(blank, 0)::bigint as blank,
               coalesce(note, 0)::bigint as note, coalesce(record_lines, 0)::bigint as record_lines,
               coalesce(unreadable_lines, 0)::bigint as unreadable_lines, coalesce(records, 0)::bigint as records,
               coalesce(current, 0)::bigint as current, coalesce(superseded, 0)::bigint as superseded,
               coalesce(withdrawn, 0)::bigint as withdrawn, coalesce(exact_duplicates, 0)::bigint as exact_duplicates,
               coalesce(quarantined, 0)::bigint as quarantined, coalesce(removed, 0)::bigint as removed,
               problem as refused
        from files left join parts using (file) left join states using (file)""")
