"""The signals of a family that somebody dismissed, and what a dismissal of each of its signals would be about."""

import pandas as pd

from dashboard import current
from dashboard.queries.answers import TOLD, said_until_now
from dashboard.queries.family import family
from timeline import pipeline, signals
from timeline.access import User, require
from timeline.decisions import DISMISSED
from timeline.judgements import SEEN_MENTION, SEEN_REPORT, seen_of

RESTS = """
    line as materialized (select signal_id, rule, level, person_id, harmed_id, evidence, reports from made.signals where family_id = $id),
    rests as materialized (
        select signal_id, unnest(report_ids) as report_id from (select signal_id, unnest(evidence) as event_id from line) join made.events using (event_id)
        union select signal_id, unnest(reports) from line),
    gathered as (select person_id from made.families where family_id = $id and part in ('carer', 'adult', 'child')
                 order by list_position(['carer', 'adult', 'child'], part), since, person_id limit 1),
    who as (select signal_id, unnest([{part: 'person', person_id: person_id}, {part: 'harmed', person_id: harmed_id},
                                      {part: 'heart', person_id: (from gathered)}], recursive := true) from line),
    mine as (select person_id, unnest(mention_ids) as mention_id from made.people semi join who using (person_id)),
    chosen as materialized (
        select signal_id, part, arg_min(mention_id, {other: rests.report_id is null, mention_id: mention_id}) as mention_id
        from who join mine using (person_id) join made.mentions as m using (mention_id)
        left join rests using (signal_id, report_id) group by all),
    about as materialized (
        select signal_id, rule, level, p.mention_id as person, h.mention_id as harmed, report_id as left_id, f.mention_id as right_id
        from line join rests using (signal_id) join chosen as f on f.signal_id = line.signal_id and f.part = 'heart'
        left join chosen as p on p.signal_id = line.signal_id and p.part = 'person'
        left join chosen as h on h.signal_id = line.signal_id and h.part = 'harmed')
"""
"""What a dismissal of each signal of the family $id would be about: its reports, left, each with whoever the family is gathered
around, right, and a mention of the people that the signal is about. Of the mentions of a person, one that its reports hold comes first."""


def dismissible(user: User, family_id: str) -> pd.DataFrame:
    """The signals of the family that rest on a report: rule, level, a mention of each person that it is about (`person`, `harmed`),
    the `pairs` that a dismissal keeps, each with the hash of what they say now, and `seen`, a hash of it all."""
    require(user, "signal:dismiss")
    return current.ask(f"""
        with {RESTS},
        report as (select report_id, {SEEN_REPORT} as seen from made.reports semi join rests using (report_id)),
        mention as (select mention_id, {SEEN_MENTION} as seen from made.mentions where mention_id in (select right_id from about)),
        read as (select about.*, {seen_of("r.seen", "m.seen")} as seen
                 from about join report as r on r.report_id = left_id join mention as m on m.mention_id = right_id)
        select signal_id, rule, level, person, harmed, list([left_id, right_id, seen] order by left_id) as pairs,
               md5(any_value(level) || string_agg(left_id || seen, '|' order by left_id)) as seen
        from read group by all""", id=family_id)


def dismissals(user: User, family_id: str) -> pd.DataFrame:
    """Of each signal of the family that somebody dismissed, the dismissal that counts, as in `answers`: one that holds, or else the latest.

    One that was given since the snapshot was made is about what the signals of that snapshot rest on."""
    require(user, "family:view")
    said = [line for line in said_until_now() if line["kind"] == DISMISSED]
    if not said:
        return pd.DataFrame(columns=["signal_id"])
    return current.ask(f"""
        with {TOLD}, {RESTS},
        of as (select signal_id, answer_id from made.dismissals semi join line using (signal_id)
               union select signal_id, answer_id from about join said using (left_id, right_id)
               where back_by is null and signal ->> 'rule' = about.rule
                 and signal ->> 'person' is not distinct from person and signal ->> 'harmed' is not distinct from harmed)
        select signal_id, told.* from of join told using (answer_id)
        qualify row_number() over (partition by signal_id order by
            list_position(['dismissed', 'not yet applied', 'waiting for a second person', 'returned'], state) nulls last,
            decided_on desc, len(answer_id) desc, answer_id desc) = 1""", id=family_id, said=said)


def longest_dismissal(user: User, family_id: str) -> int:
    """For how many days a signal of the family may be dismissed, by the settings of its area."""
    require(user, "family:view")
    settings, _ = pipeline.judged_by(current.about())
    return signals.numbers(settings, "dismissal", family(user, family_id).area)["days"]
