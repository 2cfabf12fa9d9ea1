"""The tables of what the agencies wrote, as a reader may see them: whatever is of a hidden report is left out."""

from timeline.sight.hidden import SEEN
from timeline.sight.words import IN_PART, literal

WRITTEN = {
    "made.files": f"select f.* from src.files f, hidden.limits l where {SEEN.format(of='f')}",
    "made.codes": "from src.codes",
    "made.categories": "from src.categories",
    "made.rows": "from src.rows anti join hidden.rows using (row_id)",
    "made.issues": "from src.issues anti join hidden.rows using (row_id)",
    "made.versions": f"""
        select v.* replace (if(h.row_id is null, v.replaced_by, null) as replaced_by, if(h.row_id is null, v.because, {literal(IN_PART)}) as because)
        from (from src.versions anti join hidden.rows using (row_id)) v left join hidden.rows h on h.row_id = v.replaced_by""",
    "made.coverage": f"""
        with lacking as (select agency, system, area, date_trunc('month', known_on)::date as month, count(*) as number
                         from src.reports semi join hidden.reports using (report_id) group by all)
        select c.* replace (c.rows - coalesce(number, 0) as rows, if(number is null, c.because, {literal(IN_PART)}) as because)
        from src.coverage c left join lacking using (agency, system, area, month), hidden.limits l where {SEEN.format(of='c')}""",
    "made.reports": "from src.reports anti join hidden.reports using (report_id)",
    "made.suggestions": "from src.suggestions anti join hidden.reports using (report_id)",
    "remade.writings": """
        select writing_id, min(mention_id) as now from src.mentions anti join hidden.mentions using (mention_id)
        where writing_id in (select mention_id from hidden.mentions) group by writing_id""",
    "made.mentions": """
        select m.* replace (coalesce(w.now, m.writing_id) as writing_id)
        from (from src.mentions anti join hidden.mentions using (mention_id)) m left join remade.writings w using (writing_id)""",
    "made.characteristics": "from src.characteristics anti join hidden.mentions using (mention_id)",
    "made.search_terms": """
        from src.search_terms anti join (select mention_id as id from hidden.mentions union all select report_id from hidden.reports) using (id)""",
    "remade.told": """
        with accounts as (select event_id, unnest(report_ids) as report_id from src.events semi join hidden.events using (event_id))
        select report_id from accounts anti join hidden.reports using (report_id)""",
    "made.quality": """
        select q.* replace (if(t.report_id is null, q.telling_untold, null) as telling_untold, if(t.report_id is null, q.days_to_tell, null) as days_to_tell)
        from (from src.quality anti join hidden.reports using (report_id)) q left join remade.told t using (report_id)""",
    "remade.pairs": """
        with ends as (
            select coalesce(l.now, if(p.mention_id_l in (select mention_id from hidden.mentions), null, p.mention_id_l)) as one,
                   coalesce(r.now, if(p.mention_id_r in (select mention_id from hidden.mentions), null, p.mention_id_r)) as other, p.*
            from src.pairs p left join remade.writings l on l.writing_id = p.mention_id_l left join remade.writings r on r.writing_id = p.mention_id_r
            where p.mention_id_l in (select mention_id from hidden.mentions) or p.mention_id_r in (select mention_id from hidden.mentions))
        select * exclude (one, other) replace (least(one, other) as mention_id_l, greatest(one, other) as mention_id_r)
        from ends where one is not null and other is not null""",
    "made.pairs": """
        from (from src.pairs anti join (select mention_id as mention_id_l from hidden.mentions) using (mention_id_l)
              anti join (select mention_id as mention_id_r from hidden.mentions) using (mention_id_r)) union all from remade.pairs""",
}
"""Each table as SQL, in the order in which they are made. What another report's absence would change is emptied: when a copy that tells of a report
is hidden, so is the day on which its agency told."""
