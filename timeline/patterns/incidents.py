"""Incidents, the families that they are of, how soon they follow one another, and each agency's records of them."""

from timeline.patterns.item import AGENCY, Item, Part

WHEN = "An incident counts in the month in which it happened, or became known where no day is recorded."
FIRST = "It stands under the agency that recorded it first, so the agencies add up to the whole."

INCIDENTS = Item(
    "incidents", "Incidents", "incidents",
    "An incident is an event of abuse on a family's timeline, as one or more agencies allege it; accounts of one event count once. " + WHEN + " " + FIRST
    + " The time between incidents is from the same family's incident before, in days.",
    "Domestic Abuse Act 2021 s.1; categories as in the settings", """
    select event_id as unit_id, family_id, event_id, area, day, days,
           map {'agency': agency, 'violence': if(physical, 'physical', 'other'),
                'before': case when days is null then 'first' when days <= $soon_days then 'soon' when days <= $repeat_days then 'year'
                               else 'later' end} as parts
    from happened where counted""",
    (AGENCY, Part("violence", "With and without violence", {
        "other": "without physical or sexual violence: control, stalking, threats, money, words and other", "physical": "with physical or sexual violence"}),
     Part("before", "Since the family's incident before", {
         "first": "the family's first on record", "soon": "within four weeks", "year": "after four weeks, within 12 months",
         "later": "after more than 12 months"})),
    timed="days between a family's incidents", untimed=("before", ("first",)))

FAMILIES = Item(
    "families", "Families with an incident", "families",
    "Families with at least one incident in the time that is looked at; a family counts once in each month and once in the year. It stands in the area "
    "that most often reports it.", "as for incidents", """
    select distinct family_id as unit_id, family_id, null as event_id, home as area, day, null::integer as days, map {} as parts
    from happened where home is not null""",
    recurring=True)

REPEATS = Item(
    "repeats", "Families with a repeat", "families",
    "Families with an incident in the time that is looked at that came within 12 months of the same family's incident before. This is a repeat incident "
    "and not a repeat MARAC case, which counts from a referral.", "12 months: SafeLives, definition of a repeat case", """
    select distinct family_id as unit_id, family_id, null as event_id, home as area, day, null::integer as days, map {} as parts
    from happened where days <= $repeat_days and home is not null""", recurring=True, of="families")

RECORDS = Item(
    "records", "Records of abuse", "records",
    "Each agency's own records of the incidents: two agencies' accounts of one incident are two records, and a copy of another's record is one too.",
    "as for incidents", """
    select report_id as unit_id, family_id, event_id, r.area, coalesce(r.occurred_from::date, r.known_on) as day, null as days,
           map {'agency': r.agency} as parts
    from (select family_id, event_id, unnest(report_ids) as report_id from happened where counted) join reports r using (report_id) where r.kind = 'abuse'""",
    (AGENCY,))

KNOWN = Item(
    "known", "Families first known", "families",
    "Families of whom an agency first recorded, or was told of, abuse, parental conflict or a concern that a child lives with abuse. It counts in the "
    "month of that day, under the agency that knew first (of two on one day, the first by name). The time is until a second agency knew.",
    "JTAI 2017: information is shared late; CSPR Panel 2022: abuse recorded as parental conflict", """
    with told as (
        select family_id, unnest(map_entries(t.known_on)) as told from timelines t join events e using (event_id)
        where e.kind = 'abuse' or e.kind = 'concern' and len(e.types) > 0),
    knew as (select family_id, told.key as agency, min(told.value) as day from told group by all),
    ordered as (
        select *, row_number() over known as place, lead(day) over known - day as days from knew
        window known as (partition by family_id order by day, agency))
    select family_id as unit_id, family_id, null as event_id, h.area, day, days,
           map {'agency': agency, 'second': case when days is null then 'none' when days = 0 then 'same' when days <= $soon_days then 'soon'
                when days <= $repeat_days then 'year' else 'later' end} as parts
    from ordered join headlines h using (family_id) where place = 1 and h.area is not null""",
    (AGENCY, Part("second", "Until a second agency knew", {
        "same": "the same day", "soon": "within four weeks", "year": "after four weeks, within 12 months", "later": "after more than 12 months",
        "none": "no other agency is recorded as knowing"})),
    timed="days until a second agency knew", untimed=("second", ("none",)))

ITEMS = (INCIDENTS, FAMILIES, REPEATS, RECORDS, KNOWN)
