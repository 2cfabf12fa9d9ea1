"""What differs in what two snapshots were made of: records, people's answers, and the day, settings, model and layouts."""

import duckdb

from timeline import wording
from timeline.snapshot import day_of

HASHED = "* exclude (row_id, received_on)"


def records(reports_before, mentions_before, versions_before, rows_before,
            reports_after, mentions_after, versions_after, rows_after) -> duckdb.DuckDBPyRelation:
    """The reports that stand on one side alone, or say something else there: `how`, the row that says so, and why, in words.

    The same lines received again are no change; lines that are read otherwise (by another layout, another code) are told apart from lines that
    their agency wrote otherwise."""
    return duckdb.sql(f"""
        with b as materialized ({_content("before")}), a as materialized ({_content("after")}),
        new as (select report_id, agency, row_id, known_on from a anti join b using (report_id)),
        gone as (select report_id, agency, row_id, known_on from b anti join a using (report_id)),
        other as (select report_id, a.agency, a.row_id, b.row_id as earlier, a.known_on from a join b using (report_id) where a.content <> b.content),
        known as (select distinct report_id from versions_before semi join new using (report_id)),
        ended as (select report_id, arg_max(struct_pack(state, because), (list_position(['current', 'quarantined', 'withdrawn'], state), row_id)) as now
                  from versions_after semi join gone using (report_id)
                  where state in ('current', 'quarantined', 'withdrawn') group by report_id),
        rewritten as (select report_id, x.raw_hash is distinct from y.raw_hash as rewritten
                      from other left join rows_after x using (row_id) left join rows_before y on y.row_id = earlier)
        select report_id, if(known.report_id is null, 'new record', 'record used again') as how, agency, row_id, known_on,
               if(known.report_id is null, 'It came in.', 'It was set aside or withdrawn before, and stands now.') as because
        from new left join known using (report_id)
        union all
        select report_id, case now.state when 'withdrawn' then 'withdrawn record' when 'quarantined' then 'record set aside' else 'record not there' end,
               agency, row_id, known_on, case when now.state is null then 'No file that was read holds it any more.'
               when now.state = 'current' then 'No agency had recorded it by the day that is shown.' else now.because end
        from gone left join ended using (report_id)
        union all
        select report_id, if(rewritten, 'corrected record', 'record read otherwise'), agency, row_id, known_on,
               if(rewritten, 'Its agency sent it again, changed.', 'Its lines are the same and are read otherwise: a layout, a code or the program changed.')
        from other join rewritten using (report_id)""").materialize()


def _content(side: str) -> str:
    """SQL of each report of this side with a hash of what it says and of whom it names."""
    return f"""
        select r.report_id, r.agency, r.row_id, r.known_on, hash(c.said, coalesce(named, 0)) as content
        from reports_{side} r join (select report_id, hash(said) as said from (select {HASHED} from reports_{side}) as said) c using (report_id)
        left join (select report_id, bit_xor(hash(who)) as named from (select * exclude (received_on, writing_id) from mentions_{side}) as who
                   group by report_id) m using (report_id)"""


def answers(judgements_before, judgements_after) -> duckdb.DuckDBPyRelation:
    """People's answers about who is who, what is one event and who belongs together that stand on one side alone, or stand otherwise there."""
    return duckdb.sql("""
        with b as (from judgements_before where kind <> 'signal dismissed'), a as (from judgements_after where kind <> 'signal dismissed'),
        met as (
            select coalesce(a.answer_id, b.answer_id) as answer_id, coalesce(a.left_id, b.left_id) as left_id, coalesce(a.right_id, b.right_id) as right_id,
                   case when b.answer_id is null then 'answered' when a.answer_id is null then 'taken back' else 'stands otherwise' end as how,
                   coalesce(a.kind, b.kind) as kind, coalesce(a.verdict, b.verdict) as verdict, coalesce(a.decided_by, b.decided_by) as decided_by,
                   coalesce(a.decided_on, b.decided_on) as decided_on, b.state as was, a.state as now
            from a full join b using (answer_id, left_id, right_id) where a.state is distinct from b.state)
        select answer_id, how, left_id, right_id,
               decided_by || ' answered ' || verdict || ' (' || kind || ') on ' || strftime(decided_on, '%-d %B %Y')
               || case how when 'answered' then ': ' || now when 'taken back' then '; it was taken back' else '; it was ' || was || ' and is ' || now end
               || '.' as because
        from met""").materialize()


def made_with(facts_before: dict[str, str], facts_after: dict[str, str], codes_before, codes_after, categories_before,
              categories_after) -> duckdb.DuckDBPyRelation:
    """The day, settings, model and layouts in which the two differ, each with what it was and is. A layout that only one of them used reads nothing
    otherwise."""
    days = [facts["as_of"] for facts in (facts_before, facts_after)]
    said = [("day", *days, f"The day that is shown moved from {_day(days[0])} to {_day(days[1])}."),
            ("settings", facts_before["settings"], facts_after["settings"], "The rules were judged by other settings."),
            *((f"model: {fact}", facts_before.get(fact), facts_after.get(fact), "Who is who was weighed by another model.")
              for fact in ("model", "parameters"))]
    layouts = duckdb.sql("""
        with differs as (from (from codes_before except from codes_after) union from (from codes_after except from codes_before))
        select distinct layout from differs semi join codes_before using (layout) semi join codes_after using (layout) order by layout""").fetchall()
    kinds = duckdb.sql("""
        select count(*) from (from (from categories_before except from categories_after) union from (from categories_after except from categories_before))
        """).fetchall()[0][0]
    rows = [one for one in said if one[1] != one[2]]
    rows += [(f"layout: {layout}", None, None, f"The layout {layout} reads columns or codes otherwise.") for (layout,) in layouts]
    rows += [("categories", None, None, "Kinds of record are graded otherwise.")] * bool(kinds)
    return duckdb.sql("select unnest($rows::STRUCT(what VARCHAR, before VARCHAR, after VARCHAR, because VARCHAR)[], recursive := true)",
                      params={"rows": [dict(zip(("what", "before", "after", "because"), row, strict=True)) for row in rows]}).materialize()


def _day(text: str) -> str:
    return wording.day(day_of(text))
