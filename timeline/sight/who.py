"""The tables of who is who and who belongs together, as a reader may see them.

What stands on no hidden report is as the snapshot has it. What stands on some is told again by the visible reports alone, with the reasons left
out that may rest on more; a person keeps his or her place in a family only where a visible report, or one address, ties the two."""

from timeline.sight.words import ACCUSED, BY, HARMED, PART

WHO = {
    "made.judgements": """
        with seen as (select mention_id as id from made.mentions union all select report_id from made.reports),
        hidden_answers as (
            select answer_id from src.judgements
            where left_id not in (from seen) or (kind <> 'factor in report' and right_id not in (from seen))
               or coalesce((signal ->> 'person') not in (from seen), false) or coalesce((signal ->> 'harmed') not in (from seen), false))
        from src.judgements anti join hidden_answers using (answer_id)""",
    "remade.people": f"""
        with mine as materialized (
            select person_id, m.* from (
                select person_id, unnest(mention_ids) as mention_id from src.people semi join (from hidden.people where not whole) using (person_id))
            join made.mentions m using (mention_id)),
        names as (
            select distinct on (person_id) person_id, name from mine where name is not null group by person_id, name
            order by person_id, bool_or(forename is not null and surname is not null) desc, count(*) desc, max(known_on) desc, name),
        births as (
            select distinct on (person_id) person_id, dob, dob_precision
            from (select * replace (coalesce(dob_precision, 'day') as dob_precision) from mine where dob is not null) group by person_id, dob, dob_precision
            order by person_id, dob_precision, count(*) desc, max(known_on) desc, dob),
        sexes as (
            select distinct on (person_id) person_id, sex from mine where sex is not null group by all
            order by person_id, count(*) desc, max(known_on) desc, sex),
        made_of as (select person_id, list_sort(list(mention_id)) as mention_ids, list_sort(list(distinct agency)) as agencies from mine group by person_id)
        select person_id, coalesce(if(name in (upper(name), lower(name)), array_to_string(
                   list_transform(string_split(name, ' '), lambda word: upper(word[1]) || lower(word[2:])), ' '), name), 'name not recorded') as name,
               dob, dob_precision, sex, mention_ids, agencies, {BY.format("agencies")} as because
        from made_of left join names using (person_id) left join births using (person_id) left join sexes using (person_id)""",
    "made.people": "from src.people anti join hidden.people using (person_id) union all by name from remade.people",
    "made.naming": """
        select n.* replace (coalesce(w.now, n.writing_id) as writing_id)
        from (from src.naming anti join hidden.mentions using (mention_id)) n left join remade.writings w using (writing_id)""",
    "made.links": f"""
        with touched as (from hidden.people),
        cut as (
            from src.links where person_id_l in (select person_id from touched) or person_id_r in (select person_id from touched)),
        kept as (
            from cut where person_id_l not in (select person_id from touched where whole) and person_id_r not in (select person_id from touched where whole)
            and mention_id_l not in (select mention_id from hidden.mentions) and mention_id_r not in (select mention_id from hidden.mentions))
        from src.links where link_id not in (select link_id from cut)
        union all by name
        select * replace ([] as agrees, [] as conflicts, [] as missing, null as rarity, false as moves, false as queued, null as place, {PART} as because)
        from kept""",
    "made.doubts": f"""
        select d.* replace (if(h.person_id is null, because, {PART}) as because)
        from src.doubts d left join hidden.people h using (person_id) where not coalesce(h.whole, false)""",
    "made.primaries": """
        with who as (select person_id, unnest(mention_ids) as mention_id from made.people),
        answered as (
            select distinct l.person_id as one_id, r.person_id as other_id from made.judgements
            join who l on l.mention_id = left_id join who r on r.mention_id = right_id where kind = 'primary perpetrator')
        from src.primaries where (one_id not in (select person_id from hidden.people) and other_id not in (select person_id from hidden.people))
           or (one_id, other_id) in (select (one_id, other_id) from answered union select (other_id, one_id) from answered)""",
    "remade.parts": """
        select distinct family_id, person_id, part from src.families semi join hidden.families using (family_id) anti join hidden.closed using (family_id)
        anti join (from hidden.people where whole) using (person_id)""",
    "remade.naming": """
        with who as (select person_id, unnest(mention_ids) as mention_id from made.people semi join remade.parts using (person_id))
        select p.family_id, person_id, m.* from (select distinct family_id, person_id from remade.parts) p join who using (person_id)
        join made.mentions m using (mention_id)""",
    "remade.ties": """
        select distinct a.family_id, a.person_id as one_id, b.person_id as other_id from remade.naming a join remade.naming b using (family_id, report_id)
        where a.person_id <> b.person_id
        union
        select distinct a.family_id, a.person_id, b.person_id from remade.naming a join remade.naming b using (family_id, address_key)
        where a.person_id <> b.person_id""",
    "remade.members": """
        with recursive core as (select distinct family_id, person_id from remade.parts where part <> 'linked person'),
        heart as (
            select family_id, arg_min(person_id, (list_position(['carer', 'adult', 'child', 'other adult'], part), person_id)) as person_id
            from remade.parts where part <> 'linked person' group by family_id),
        reached as (
            from heart
            union select t.family_id, t.other_id from reached r join core c using (family_id, person_id)
                  join remade.ties t on t.family_id = r.family_id and t.one_id = r.person_id)
        from reached""",
    "remade.families": f"""
        with together as (select family_id, report_id from remade.naming group by all having count(distinct person_id) > 1),
        told as (
            select n.family_id, n.person_id, list(distinct n.agency) as agencies, coalesce(min(n.known_on) filter (t.report_id is not null),
                min(n.known_on)) as since,
                   bool_or(n.role in {ACCUSED}) as accused, bool_or(n.role in {HARMED}) as harmed
            from remade.naming n left join together t using (family_id, report_id) group by all)
        select distinct family_id, person_id, case when part = 'linked person' and not accused or part = 'adult' and not harmed
            then 'other adult' else part end as part,
               since, null::date as until, {BY.format("agencies")} as because
        from remade.parts semi join remade.members using (family_id, person_id) join told using (family_id, person_id)""",
    "made.families": "from src.families anti join hidden.families using (family_id) union all by name from remade.families",
}
