"""Runs as of a day, whose people are resolved from the records of that day, beside what the whole record raises on that day.

The two may differ, and each difference is named by what came later: a decision, a mention that joined two people, a correction. What has no
name is a fault. The first of NAMES that concerns anybody of the family, or of another family of the people whom the signal is about, is taken."""

import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from timeline import agencies, decisions, model, pipeline, settings, snapshot

EXTRACTS = Path(__file__).parents[2] / "sample_data" / "extracts"
NAMES = ("a later decision", "a later mention joined two people", "a later mention parted two people", "a later record placed somebody in the family or "
         "out of it", "a later correction of a record", "a later account showed which records tell of one event", "a link was opened or closed later",
         "a later record told a date of birth")
NO_NAME = "without a name"


class Made(NamedTuple):
    """What a run made: who each mention is, families with their people and parts, events by report, links, days of birth, rows by report, mentions
    by report, answers that stand (the two anchors, the day), and the raisings."""

    people: dict
    families: dict
    parts: dict
    events: dict
    links: set
    born: dict
    rows: dict
    answers: list
    raisings: list
    late: int


def run(answers: pd.DataFrame, day: date | None = None, extracts: Path = EXTRACTS) -> Made:
    """A run of the engine on the extracts with these answers, as of the day."""
    with tempfile.TemporaryDirectory() as folder, snapshot.working(Path(folder)) as s:
        judged_by = settings.load()
        pipeline.gather(extracts, agencies.load(), judged_by, model.load(), s, day)
        pipeline.conclude(answers, judged_by, s, day)
        return _taken(s, day or pipeline.last_day(s["files"]))


def measure(days: list[date], links: int = 6) -> tuple[list[tuple], int, int]:
    """On these days: the differences, how many answers the whole record has, and how many events signals rest on that were not known on their day.

    People say yes to the first so many proposed links of the sample, each on one of the days or later."""
    answers = later(run(decisions.none().answers), links, [*days[1:], days[-1] + timedelta(30)])
    whole = run(answers)
    runs = {day: run(until(answers, day), day) for day in days}
    found = [(day, *one) for day, then in runs.items() for one in differences(whole, then, day)]
    return found, sum(len(_standing(whole.raisings, day)) for day in days), sum(then.late for then in runs.values())


def later(whole: Made, links: int, days: list[date]) -> pd.DataFrame:
    """Answers that say yes to the first so many proposed links of a run, given one after another on these days."""
    said = [(f"A{n}", "same person", left, right, None, None, "yes", "Both are known here.", "ada", str(days[n % len(days)]), False, None, None, None, None)
            for n, (_, _, left, right) in enumerate(sorted(whole.links)[:links])]
    return pd.DataFrame(said, columns=list(decisions.COLUMNS), dtype=object)


def until(answers: pd.DataFrame, day: date) -> pd.DataFrame:
    """The answers of the day and before."""
    return answers[answers.decided_at <= str(day)]


def differences(whole: Made, then: Made, day: date) -> list[tuple]:
    """Each answer on which the two differ on the day: its rule, family, people, the level by each, and the name of what came later."""
    now, of_then = _standing(whole.raisings, day), defaultdict(str)
    for (rule, *who), level in _standing(then.raisings, day).items():
        of_then[rule, *_now(whole, then, *who)] = level
    keys = sorted({*now, *of_then}, key=str)
    return [(*key, now.get(key, ""), of_then.get(key, ""), _name(whole, then, day, key)) for key in keys if now.get(key, "") != of_then.get(key, "")]


def table(found: list[tuple]) -> str:
    """The counts of differences by their name, as Markdown, and each that has none."""
    counts = Counter(one[-1] for one in found)
    return "\n".join(["| what came later | answers |", "|---|--:|", *(f"| {name} | {counts[name]} |" for name in (*NAMES, NO_NAME)),
                      *(str(one) for one in found if one[-1] == NO_NAME)])


def _taken(s, day) -> Made:
    def all_of(query):
        return s.connection.execute(query).fetchall()
    people = dict(all_of("select unnest(mention_ids), person_id from made.people"))
    families, parts = defaultdict(set), defaultdict(set)
    for family, person, linked in all_of("select distinct family_id, person_id, part = 'linked person' from made.families"):
        parts[person].add(family)
        if not linked:
            families[family].add(person)
    late = all_of(f"""
        with rests as (select unnest(evidence) as event_id from made.signals)
        select count(*) from rests join made.events using (event_id) where known_on > date '{day}'""")[0][0]
    return Made(people, families, parts, dict(all_of("select unnest(report_ids), event_id from made.events")),
                set(all_of("select person_id_l, person_id_r, mention_id_l, mention_id_r from made.links where queued")),
                dict(all_of("select person_id, dob from made.people")), dict(all_of("select report_id, row_id from made.reports")),
                all_of("select left_id, right_id, decided_on from made.judgements where state = 'standing'"),
                all_of("select rule, family_id, person_id, harmed_id, raised_on, level, later from made.raisings order by signal_id, raised_on"), late)


def _standing(raisings, day) -> dict:
    """The level of each answer on the day, of those that have one."""
    levels = {}
    for rule, family, person, harmed, raised_on, level, changes in raisings:
        if raised_on <= day:
            levels[rule, family, person, harmed] = ([level] + [c["level"] or "" for c in changes if c["on_day"] <= day])[-1]
    return {key: level for key, level in levels.items() if level}


def _now(whole, then, family, person, harmed):
    """The family and people of a run as of a day as the whole record has them: those who hold the most of the same."""
    mine = defaultdict(list)
    for mention, one in then.people.items():
        mine[one].append(whole.people.get(mention))
    today = {one: Counter(sorted(filter(None, held))).most_common(1)[0][0] for one, held in mine.items() if any(held)}
    homes = Counter(home for one in sorted(then.families.get(family, ())) for home in sorted(whole.parts.get(today.get(one), ()))
                    if today[one] in whole.families.get(home, ()))
    return homes.most_common(1)[0][0] if homes else family, today.get(person, person), today.get(harmed, harmed)


def _name(whole, then, day, key) -> str:
    """What came later and concerns the answer."""
    _, family, *who = key
    near = {family} | {home for person in who for home in whole.parts.get(person, ())}
    people = {person for home in near for person in whole.families.get(home, ())} | {one for one in who if one}
    people |= {person for person, homes in whole.parts.items() if homes & near}
    mentions = {mention for mention, person in whole.people.items() if person in people}
    known = mentions & set(then.people)
    reports = {mention.rsplit("#", 1)[0] for mention in known}
    was, became = defaultdict(set), defaultdict(set)
    for mention in then.people:
        if mention in mentions or then.people[mention] in {then.people[m] for m in known}:
            became[then.people[mention]].add(whole.people.get(mention))
            was[whole.people.get(mention)].add(then.people[mention])
    homes = {one: {frozenset(whole.people[m] for m in known if then.people[m] in then.families.get(home, ())) for home in then.parts.get(one, ())
                   if one in then.families.get(home, ())} for one in {then.people[m] for m in known}}
    whole_homes = {frozenset(person for person in whole.families.get(home, ()) if person in was) for home in near}
    found = (any(on > day and {left, right} & mentions for left, right, on in whole.answers),
             any(len(parts) > 1 for person, parts in was.items() if person in people),
             any(len(parts) > 1 for parts in became.values()),
             not {home for all_homes in homes.values() for home in all_homes} <= whole_homes
             or not {home for home in whole_homes if home} <= {home for all_homes in homes.values() for home in all_homes},
             any(then.rows.get(report) != whole.rows.get(report) for report in reports),
             _gathered(whole.events, reports) != _gathered(then.events, reports),
             {(whole.people.get(left), whole.people.get(right)) for _, _, left, right in then.links if {left, right} & mentions}
             != {(left, right) for left, right, *_ in whole.links if {left, right} & people},
             any(whole.born[person] != then.born[one] for person in people for one in was[person]))
    return next((name for name, so in zip(NAMES, found, strict=True) if so), NO_NAME)


def _gathered(events, reports):
    """Which of these reports tell of one event."""
    told = defaultdict(set)
    for report in reports:
        told[events.get(report)].add(report)
    return {frozenset(one) for one in told.values()}
