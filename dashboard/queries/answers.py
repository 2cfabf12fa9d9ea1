"""Every answer that was ever given: about whom, what, by whom, when, why, and how it stands now."""

import json

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.here import only
from dashboard.queries.unseen import unseen
from timeline import decisions
from timeline.access import User, require
from timeline.kept import NotTaken

SIZE = 20
UNSEEN = "Part of what this answer is about is in records that this account may not see, so somebody who sees all of it must look."
LISTS = {
    "all": "true", "contradicted": "state = 'contradicted'", "waiting": "state = 'waiting for a second person'",
    "changed": "changed and state <> 'taken back'", "unsure": "verdict = 'unsure' and state <> 'taken back'",
    "dismissed": "kind = 'signal dismissed' and state <> 'taken back'", "mine": "$me in (decided_by, seconded_by)", "taken back": "state = 'taken back'",
}
"""The lists of answers, and which answers stand in each."""

SAID = """STRUCT(answer_id VARCHAR, kind VARCHAR, left_id VARCHAR, right_id VARCHAR, since DATE, verdict VARCHAR, reason VARCHAR, decided_by VARCHAR,
    decided_on DATE, needs_second BOOLEAN, seconded_by VARCHAR, seconded_on DATE, agreed VARCHAR, back_by VARCHAR, back_on DATE, back VARCHAR,
    until DATE, signal VARCHAR)[]"""

TOLD = f"""
    said as materialized (select unnest($said::{SAID}, recursive := true)),
    spoken as materialized (select left_id as id from said union select right_id from said),
    holder as materialized (select person_id, name, mention_id as id from made.naming join made.people using (person_id) where mention_id in (from spoken)),
    named as materialized (
        select id, name, person_id, null as report_id from holder
        union all select report_id, coalesce(title, category) || ', ' || agency || ', ' || strftime(known_on, '%-d %B %Y'), null, report_id
        from made.reports left join (select category, title from made.categories) using (category) where report_id in (from spoken)
        union all select distinct right_id, right_id, null, null from said where kind = 'factor in report'),
    placed as materialized (
        select said.*, l.name as l_name, l.person_id as l_person, l.report_id as l_report, r.name as r_name, r.person_id as r_person, r.report_id as r_report,
               j.state as settled, coalesce(j.changed, false) as changed, j.because,
               kind = 'same person' and l.person_id <> r.person_id as two,
               list_sort(if(two, [l.person_id, r.person_id], [left_id, right_id])) as who
        from said left join named as l on l.id = left_id left join named as r on r.id = right_id
        left join (select answer_id, left_id, right_id, state, changed, because from made.judgements) as j using (answer_id, left_id, right_id)),
    dismissed as (
        select answer_id, arg_min(state, list_position(['dismissed', 'waiting for a second person', 'overtaken', 'returned'], state)) as holds,
               string_agg(distinct because, ' ') as why, min(family_id) as family_id
        from made.dismissals join (select signal_id, family_id from made.signals) using (signal_id) group by answer_id),
    against as (
        select a.answer_id, string_agg(distinct b.decided_by || ' said otherwise (' || b.answer_id || ')', ' and ') as others
        from placed as a join placed as b on a.kind = b.kind and a.who = b.who and [a.verdict, b.verdict] in (['yes', 'no'], ['no', 'yes'])
        where a.back_by is null and b.back_by is null and a.kind in ('same person', 'same event', 'factor in report') group by a.answer_id),
    stated as (
        select placed.*, others, why, family_id, case
            when back_by is not null then 'taken back' when others is not null or settled = 'contradicted' then 'contradicted'
            when holds in ('overtaken', 'returned') then holds
            when needs_second and seconded_by is null then 'waiting for a second person'
            when settled is null or settled = 'waiting for a second person' then 'not yet applied'
            when kind = 'signal dismissed' then coalesce(holds, 'of no signal now') else settled end as state
        from placed left join against using (answer_id) left join dismissed using (answer_id)),
    told as (
        select answer_id, kind, since, until, signal ->> 'rule' as rule, signal ->> 'level' as level, family_id,
               verdict, reason, decided_by, decided_on, seconded_by, seconded_on, agreed, back_by, back_on, back,
               bool_or(changed) as changed,
               arg_min(state, coalesce(list_position(['taken back', 'contradicted', 'waiting for a second person', 'not yet applied'], state), 9)) as state,
               arg_min(case when back_by is not null then back_by || ' took it back on ' || strftime(back_on, '%-d %B %Y') || ': ' || back
                            when others is not null then others || '; nothing '
                                                         || if(kind = 'factor in report', 'counts', 'is joined') || ' by either until a person has looked.'
                            when verdict = 'unsure' and kind = 'factor in report' then 'It counts nothing: the question stays open for somebody who knows more.'
                            when verdict = 'unsure' then 'It joins and parts nobody: the question stays open for somebody who knows more.'
                            when state = 'not yet applied' then 'It shows in the timelines when the tables have been made anew.'
                            when state = 'of no signal now' then 'No signal of this rule rests on these records now.'
                            when state in ('dismissed', 'overtaken', 'returned') then why
                            when state = 'waiting for a second person' and rule is not null then 'The signal stays raised until a second person agrees.'
                            when state = 'waiting for a second person' then 'It is not applied until somebody else has given the same answer.'
                            else because end, if(state = 'contradicted', 1, 2)) as because,
               list({{left_id: left_id, left_name: l_name, left_person: l_person, left_report: l_report,
                      right_id: right_id, right_name: r_name, right_person: r_person, right_report: r_report}} order by left_id, right_id) as pairs
        from stated group by all)
"""
"""The answers, a row each: its `pairs` with the names that the anchors have in this snapshot, its `state` now, and why."""


def answers(user: User, which: str = "all", page: int = 1) -> pd.DataFrame:
    """A page of the answers: what contradicts another first, then what waits, then what an agency has changed since, then the newest."""
    require(user, "links:view")
    return current.ask(f"""
        with {TOLD} select *, count(*) over () as found from told where {LISTS[which]}
        order by list_position(['contradicted', 'waiting for a second person'], state) nulls last, (changed and state <> 'taken back') desc,
                 decided_on desc, len(answer_id) desc, answer_id desc limit $size offset $start""",
        size=SIZE, start=SIZE * (page - 1), **_asked(user, "$me" in LISTS[which]))


def answer_counts(user: User) -> dict[str, int]:
    """How many answers stand in each of LISTS."""
    require(user, "links:view")
    counts = ", ".join(f'count(*) filter ({test}) as "{name}"' for name, test in LISTS.items())
    return current.ask(f"with {TOLD} select {counts} from told", **_asked(user, True)).to_dict("records")[0]


def answer(user: User, answer_id: str):
    """One answer, as in `answers`, and the `mentions` that it is about. Raises NotHere."""
    require(user, "links:view")
    return only(current.ask(f"with {TOLD} select * from told where answer_id = $id", id=answer_id, **_asked(user, False)), f"answer {answer_id}")


def _asked(user: User, me: bool) -> dict:
    return {"said": said_until_now()} | ({"me": user.name} if me else {})


def said_until_now() -> list[dict]:
    """What has been said until this minute, a row per answer and pair of anchors, as TOLD takes it; but no answer of which the user may not see all."""
    said = _said_by_anybody()
    hidden = _hidden(said)
    return [line for line in said if line["answer_id"] not in hidden]


def refuse_unseen(user: User, answer_id: str) -> None:
    """Raise NotTaken where the user may not see all that the answer is about: neither agreeing nor taking back is then his or hers."""
    require(user, "decide")
    if answer_id in _hidden(_said_by_anybody()):
        raise NotTaken(UNSEEN)


def _hidden(said: list[dict]) -> set[str]:
    about = {(line["answer_id"], anchor) for line in said for anchor in _anchors(line)}
    hidden = unseen(anchor for _, anchor in about)
    return {answer for answer, anchor in about if anchor in hidden}


def _anchors(line: dict) -> list[str]:
    """The mentions and reports that a line of an answer is about; what a factor is of is a report alone."""
    signal = json.loads(line["signal"] or "{}")
    ends = [line["left_id"]] if line["kind"] == decisions.FROM_WORDS else [line["left_id"], line["right_id"]]
    return [anchor for anchor in (*ends, signal.get("person"), signal.get("harmed")) if anchor]


def _said_by_anybody() -> list[dict]:
    lines = decisions.history(current_app.extensions["database"]).to_dict("records")
    agreed = {line["about"]: line for line in reversed(lines) if line["act"] == "seconded"}  # the first who agreed is the second person
    back = {line["about"]: line for line in lines if line["act"] == "taken back"}
    return [_said(line, pair, agreed.get(line["line_id"]), back.get(line["line_id"]))
            for line in lines if line["act"] == "answered" for pair in json.loads(line["pairs"])]


def _said(line: dict, pair: list, agreed: dict | None, back: dict | None) -> dict:
    seconded, taken = agreed or dict.fromkeys(("by", "at", "reason")), back or dict.fromkeys(("by", "at", "reason"))
    return {"answer_id": line["line_id"], "kind": line["kind"], "left_id": pair[0], "right_id": pair[1], "since": line["since"], "verdict": line["verdict"],
            "reason": line["reason"], "decided_by": line["by"], "decided_on": line["at"][:10], "needs_second": bool(line["needs_second"]),
            "seconded_by": seconded["by"], "seconded_on": seconded["at"] and seconded["at"][:10], "agreed": seconded["reason"],
            "back_by": taken["by"], "back_on": taken["at"] and taken["at"][:10], "back": taken["reason"],
            "until": line["until"], "signal": line["signal"]}
