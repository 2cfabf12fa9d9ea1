"""What is asked of some agencies: the council, health, social care and police, probation, and schools."""

from timeline.inspection.declared import Answer, Question

STRATEGY = Question(
    "strategy", "Probation", "Are those who supervise people on probation routinely part of strategy discussions?",
    (Answer("there", "section 47 enquiries and MARAC hearings, of families in which probation knew somebody said to cause harm, that name probation as telling "
                     "or told", "event", """
        select title as part, h.event_id as id, min(h.family_id) as family_id, list_contains(map_keys(knew), 'probation') as so, null as value
        from happened h join titles using (category), span
        where h.category in ('section_47', 'marac_meeting') and h.day between first_day and last_day and h.family_id in (
            select i.family_id from harmed_in i join who on who.person_id = i.source_id join made.mentions m using (mention_id)
            where m.agency = 'probation') group by title, h.event_id, knew""", "What"),),
    ("probation", "social care", "marac"),
    ("Who sat at the table: no layout supplies who attended. A hearing that does not name probation may have had it there.",))

PATTERNS = Question(
    "patterns", "The council", "Are patterns and trends across the area understood?",
    (Answer("nonphysical", "events of abuse in which no account says that violence was used", "event", """
        select '' as part, event_id as id, family_id, not physical as so, null as value from deeds"""),
     Answer("again", "families with recorded abuse that have more than one event of it", "family", """
        select '' as part, family_id as id, family_id, count(*) > 1 as so, null as value from abuse group by family_id""")),
    ("police", "idva", "gp", "schools", "housing"),
    ("Whether anybody acted on a pattern that was seen.", "How much abuse there is: only what was recorded and supplied."))

TOOLS = Question(
    "tools", "The council", "Which tools are used, and are they used with children in mind?",
    (Answer("named", "records that name a tool and also name a child", "record", """
        select r.grade_tool as part, report_id as id, r.family_id, bool_or(m.role in ('child', 'unborn')) as so, null as value
        from (select report_id, grade_tool, min(family_id) as family_id from told, span
              where grade_tool is not null and known_on between first_day and last_day group by all) r
        left join made.mentions m using (report_id) group by all""", "Tool"),),
    ("police", "idva", "social care", "probation"),
    ("Tools for work with children: no layout supplies them. The tools named here are for adults.",))

HEALTH = Question(
    "health", "Health", "Is there a health pathway: do health services ask, do GPs take part, and do services for adults think of children?",
    (Answer("asked", "records of health services in which at least one question about abuse is answered, yes or no", "record", """
        select agency as part, report_id as id, min(family_id) as family_id,
               case when len(list_filter(map_entries(factors), lambda f: f.value in ('yes', 'no') and not list_contains(coalesce(asserted, []), f.key))) > 0
                    then true when row_id in (select row_id from asks where what = 'abuse') then false end as so, null as value
        from told join titles using (category), span
        where agency in ('gp', 'health visiting', 'maternity', 'hospital', 'mental health') and known_on between first_day and last_day
              and family_id in (select family_id from abuse) group by agency, report_id, row_id, factors, asserted""", "Service"),
     Answer("gp", "families with recorded abuse of which a GP gives a record in the time", "family", """
        select distinct '' as part, family_id as id, family_id, family_id in (
            select family_id from told, span where agency = 'gp' and known_on between first_day and last_day) as so, null as value from abuse"""),
     Answer("children", "records of services for adults, of an adult of a family with recorded abuse, that name a child", "record", """
        select distinct n.agency as part, n.report_id as id, min(b.family_id) as family_id,
               case when n.report_id in (select report_id from made.mentions where role in ('child', 'unborn')) then true
                    when r.row_id in (select row_id from asks where what = 'child') then false end as so, null as value
        from lately n join belonging b using (person_id) join made.reports r using (report_id)
        where n.agency in ('gp', 'hospital', 'mental health', 'probation', 'substance misuse', 'adult social care')
              and n.role in ('patient', 'subject', 'offender') and b.part <> 'child' and b.family_id in (select family_id from abuse)
        group by all""", "Service"),
     Answer("referred", "records by which a health service told another agency or referred to one", "record", """
        select agency as part, report_id as id, min(family_id) as family_id, true as so, null as value
        from told, span where known_on between first_day and last_day and notified_to is not null
              and agency in ('gp', 'health visiting', 'maternity', 'hospital', 'mental health') group by all""", "Service", share=False)),
    ("gp", "health visiting", "maternity", "hospital", "mental health"),
    ("Whether somebody was asked and it was not written down.",
     "Where a service's file has no column for a question about abuse, or for a child, it cannot be told.",
     "Reports that a GP sent to a conference: no layout supplies them."))

VOICE = Question(
    "voice", "Social care and police", "Does audit reflect the child's own voice, and do the police speak with children?",
    (Answer("seen", "children named in records of abuse or concern, unless as not there, by whether the record says that the child was seen",
            "child in a record", """
        select agency as part, report_id as id, null as family_id, case seen when 'yes' then true when 'no' then false end as so, null as value
        from lately where role in ('child', 'unborn') and kind in ('abuse', 'concern') and person_id in (select person_id from kids)
              and (present <> 'no' or 'yes' in (seen, heard))""", "Agency"),
     Answer("heard", "children named in records of abuse or concern, unless as not there, by whether the record says that the child was spoken to and heard",
            "child in a record", """
        select agency as part, report_id as id, null as family_id, case heard when 'yes' then true when 'no' then false end as so, null as value
        from lately where role in ('child', 'unborn') and kind in ('abuse', 'concern') and person_id in (select person_id from kids)
              and (present <> 'no' or 'yes' in (seen, heard))""", "Agency"),
     Answer("alone", "children of families with recorded abuse of whom a record says that somebody saw and spoke to them alone", "child", """
        select '' as part, person_id as id, family_id, person_id in (select person_id from lately where category = 'child_seen') as so, null as value
        from kids""")),
    ("police", "social care", "schools", "health visiting", "idva"),
    ("What the child said, and what came of it.", "“Not said” is what the record leaves open: it is neither a yes nor a no."))

LEARNING = Question(
    "learning", "Social care and police", "Do practice and the MARAC reflect what reviews teach, and is coercive control met quickly?",
    (Answer("control", "families in which a pattern of control without violence was raised in the time, and after which a step is recorded", "family",
            """
        select '' as part, family_id as id, family_id, min(h.day) is not null as so, date_diff('day', r.raised_on, min(h.day)) as value
        from (select family_id, min(raised_on) as raised_on from made.raisings semi join homes using (family_id), span
              where rule = 'R10' and raised_on between first_day and last_day group by all) r
        left join (select family_id as home, day from happened where kind = 'protection' or category in (
                       'section_47', 'idva_contact', 'support_accepted', 'refuge', 'child_seen', 'social_care_contact', 'social_care_assessment', 'home_visit',
                       'probation_contact')) h
             on h.home = r.family_id and h.day >= r.raised_on group by family_id, r.raised_on""",
            days="from the day on which the records first showed the pattern to the first step: protection, support, work of social care or probation"),
     Answer("together", "families with recorded abuse, of which records tell of an adult's mental ill health and substance misuse too", "family", """
        select distinct '' as part, family_id as id, family_id, family_id in (select family_id from made.signals where rule = 'R20') as so, null as value
        from abuse"""),
     Answer("marac", "records of MARAC referrals and hearings that name a child", "record", """
        select title as part, report_id as id, min(family_id) as family_id, report_id in (
            select report_id from made.mentions where role in ('child', 'unborn')) as so, null as value
        from told join titles using (category), span
        where category in ('marac_referral', 'marac_meeting') and known_on between first_day and last_day group by all""",
            "Record")),
    ("police", "social care", "marac", "idva", "mental health"),
    ("Whether staff know the pattern when they meet it.", "That control began on the day on which records first show it."))

WAITING = Question(
    "waiting", "Probation", "Are there waiting lists for programmes?",
    (Answer("started", "referrals to a behaviour programme after which a start is recorded", "record", """
        select '' as part, r.report_id as id, null as family_id, min(s.day) is not null as so, date_diff('day', r.day, min(s.day)) as value
        from (select distinct person_id, report_id, day from lately where category = 'programme_referred') r
        left join (select person_id as starter, day from named where category = 'programme_started') s on s.starter = r.person_id and s.day >= r.day
        group by r.report_id, r.day""", days="from the referral to the start"),),
    ("probation",),
    ("Why somebody has not started: a list, a place that was not offered, a move.", "Programmes that are not probation's."))

SCHOOLS = Question(
    "schools", "Schools", "Are schools told, and what support do they give?",
    (Answer("told", "events of abuse that police recorded with a child of 5 to 17 of the family, of which a school is recorded as knowing", "event", """
        select '' as part, event_id as id, min(family_id) as family_id, knew['schools'] is not null as so,
               if(so, greatest(0, date_diff('day', knew['police'], knew['schools'])), null) as value
        from abuse where knew['police'] is not null and len(list_filter(children, lambda c: c.age between 5 and 17)) > 0 group by event_id, knew""",
            days="from police's record to the school's"),
     Answer("support", "children of 5 to 17 of families with recorded abuse, of whom a school recorded a contact of support in the time", "child", """
        select band as part, person_id as id, family_id, person_id in (
            select person_id from lately where agency = 'schools' and category in ('school_contact', 'support_accepted', 'progress', 'child_seen')) as so,
               null as value
        from kids where band in ('5 to 7', '8 to 11', '12 to 15', '16 and 17')""", "Age on the last day")),
    ("schools", "police"),
    ("What a school did of which it made no record, and what it taught.", "Children who are taught at home, and schools that supply no records."))

QUESTIONS = (STRATEGY, PATTERNS, TOOLS, HEALTH, VOICE, LEARNING, WAITING, SCHOOLS)
