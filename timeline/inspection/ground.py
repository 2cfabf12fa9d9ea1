"""The ground that every answer stands on: the families of an area, what happened to them, who told it, and who is said to have harmed whom.

SQL over a snapshot's tables. `$since` and `$until` are the first and last day asked about, `$area` an area or nothing, and the lists come
from the settings of the rules: `$work` and `$worked_with` are what R13 takes for work with a person, `$groups` the wordings of ethnic groups.

An event of two families is in `abuse` with each and in `deeds` once. `asks` are the rows whose file has a column for a question about abuse, or for a child:
another row cannot tell whether either was there to be written."""

FOLLOWED = 90
"""Days in which a further event is looked for after a grade or a step."""

BANDS = "['unborn', 'under 2', '2 to 4', '5 to 7', '8 to 11', '12 to 15', '16 and 17', 'age not recorded']"

GROUND = f"""
    span as (select $since::date as first_day, $until::date as last_day, $kinds::varchar[] as kinds, $groups::struct(wording varchar, name varchar)[] as groups,
                    $actions::struct(action_id varchar, anchor varchar, falls_on varchar, state varchar, day date)[] as actions),
    homes as materialized (select family_id, area from made.headlines where $area::varchar is null or area = $area),
    titles as (select category, title, factors as asserted from made.categories),
    belonging as materialized (select distinct family_id, person_id, part from made.families semi join homes using (family_id) where part <> 'linked person'),
    happened as materialized (
        select t.family_id, e.event_id, e.kind, e.category, e.physical, e.agencies, e.report_ids, coalesce(e.occurred_from::date, e.known_on) as day,
               t.children, t.known_on as knew
        from made.timelines t semi join homes using (family_id) join made.events e using (event_id), span
        where e.precision <> 'undated' and coalesce(e.occurred_from::date, e.known_on) >= first_day),
    ever as (select distinct family_id from made.timelines semi join homes using (family_id)
             where event_id in (select event_id from made.events where kind = 'abuse')),
    abuse as materialized (select happened.* from happened, span where kind = 'abuse' and day between first_day and last_day),
    deeds as (select * from abuse qualify row_number() over (partition by event_id order by family_id) = 1),
    asking as (select distinct layout, if(code like 'asked.%', 'abuse', 'child') as what from made.codes
               where field = 'column' and (code like 'asked.%' or code similar to '(child|baby|unborn)[0-9]*[.].*')),
    asks as (select row_id, what from made.rows join asking using (layout)),
    harmed_in as materialized (
        select a.family_id, a.event_id, a.day, h.source_id, h.harmed_id, h.manner
        from made.harms h join abuse a using (event_id) where not h.against_decision),
    sources as materialized (
        select source_id as person_id, min(family_id) as family_id from harmed_in where source_id <> 'not named' and manner = 'named' group by all),
    harmed as materialized (select harmed_id as person_id, min(family_id) as family_id from harmed_in where manner = 'named' group by all),
    kids as materialized (
        select b.family_id, b.person_id, p.name, p.dob,
               {BANDS}[case when p.dob is null then 8 when p.dob > last_day then 1 when years < 2 then 2 when years < 5 then 3 when years < 8 then 4
                            when years < 12 then 5 when years < 16 then 6 else 7 end] as band
        from belonging b join made.people p using (person_id), span, lateral (select date_sub('year', p.dob, last_day) as years)
        where part = 'child' and (p.dob is null or years < 18) and family_id in (select family_id from abuse)),
    who as materialized (
        select person_id, unnest(mention_ids) as mention_id from made.people
        where person_id in (select person_id from belonging where family_id in (select family_id from abuse)
                            union select person_id from sources union select person_id from made.perpetrators semi join homes using (family_id))),
    named as materialized (
        select w.person_id, m.mention_id, m.role, m.present, m.seen, m.heard, r.report_id, r.agency, r.category, r.kind, r.known_on, r.copied_from,
               r.grade_tool, coalesce(r.occurred_from::date, r.known_on) as day
        from who w join made.mentions m using (mention_id) join made.reports r using (report_id), span
        where coalesce(r.occurred_from::date, r.known_on) >= first_day),
    lately as (select named.* from named, span where day between first_day and last_day),
    worked as (select * from lately where list_contains($work::varchar[], category) and list_contains($worked_with::varchar[], role)),
    told as materialized (
        select h.family_id, h.event_id, h.kind as event_kind, r.* from (select *, unnest(report_ids) as told_by from happened) h
        join made.reports r on r.report_id = h.told_by, span where r.known_on >= first_day or r.occurred_from >= first_day)"""
