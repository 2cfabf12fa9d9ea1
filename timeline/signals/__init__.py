"""The signals: one file per rule, in the order in which a practitioner reads them.

A rule's docstring is what a practitioner reads; its `find` takes the tables it names, the day, and its settings by name, and
says what the rule answers on each day on which the answer could change: a level, or none, and a sentence either way.
`history` keeps that; today's answers and all raisings are read from it, so no rule judges in hindsight."""

import inspect

import duckdb
import pandas as pd

from timeline.signals import (
    accounts,
    allegations,
    areas,
    gaps,
    held,
    history,
    pace,
    r01_frequency,
    r02_severity_and_variety,
    r03_first_high_risk_factor,
    r04_across_agencies,
    r05_separation,
    r06_abuse_after_separation,
    r07_order_breach,
    r08_custody_and_release,
    r09_serial,
    r10_nonphysical_pattern,
    r11_new_household,
    r12_young_child,
    r13_unseen_perpetrator,
    r14_child_not_seen,
    r15_repeat_marac,
    r16_recorded_both_ways,
    r18_check_who,
    r19_no_follow_up,
    r20_three_vulnerabilities,
    r21_wording,
    r22_strengths,
    raisings,
    standings,
)
from timeline.signals.manual import EXAMPLES, page

RULES = {
    "R01": r01_frequency,
    "R02": r02_severity_and_variety,
    "R03": r03_first_high_risk_factor,
    "R04": r04_across_agencies,
    "R10": r10_nonphysical_pattern,
    "R15": r15_repeat_marac,
    "R16": r16_recorded_both_ways,
    "R05": r05_separation,
    "R06": r06_abuse_after_separation,
    "R07": r07_order_breach,
    "R08": r08_custody_and_release,
    "R11": r11_new_household,
    "R09": r09_serial,
    "R18": r18_check_who,
    "R12": r12_young_child,
    "R13": r13_unseen_perpetrator,
    "R14": r14_child_not_seen,
    "R19": r19_no_follow_up,
    "R20": r20_three_vulnerabilities,
    "R21": r21_wording,
    "R22": r22_strengths,
}


def look(s, settings, as_of, rules=tuple(RULES)) -> duckdb.DuckDBPyRelation:
    """Every rule's history for every family until the day: at least one row for each, with an empty level where nothing is raised."""
    with held.named_often():
        return _looked(s, settings, as_of, rules)


def _looked(s, settings, as_of, rules):
    """As `look`: each rule in turn, and what those before it have said."""
    tables, said = _prepared(s, settings, as_of, rules), None
    for name in rules:
        for chosen, families in _by_numbers(name, tables["areas"], settings):
            found = _find(RULES[name], s, tables | {"history": said}, as_of, chosen)
            if name in standings.RESTING:
                found = standings.held(found, tables["standings"])
            told = history.shape(name, found, families)
            said = told if said is None else said.union(told)
    return history.complete(said, tables["areas"], _nothing(rules, tables["areas"], settings))


def raised(answers, events, coverage, settings, as_of) -> duckdb.DuckDBPyRelation:
    """The `signals` among the answers, with the evidence in order of occurrence and what the coverage leaves open."""
    missing = gaps.between(answers, coverage, as_of)
    return duckdb.sql("""
        with raised as materialized (from answers where level is not null),
        parts as (select signal_id, unnest(evidence) as event_id from raised),
        ordered as (
            select signal_id, list(event_id order by occurred_from nulls last, event_id) as evidence
            from parts left join events using (event_id) group by all)
        select signal_id, rule, family_id, person_id, harmed_id, raised_on, latest_on, level, because,
               coalesce(o.evidence, []) as evidence, list_sort(reports) as reports, nullif(concat_ws('; ', doubts, gaps), '') as gaps,
               rests_on_proposed_link, $version as settings
        from raised left join ordered o using (signal_id) left join missing using (family_id, looked_from)
        order by family_id, rule, person_id, harmed_id""", params={"version": settings.version})


def not_raised(answers) -> duckdb.DuckDBPyRelation:
    """The `asked` among the answers of rules that raised nothing on a family: the sentence about the pair of most evidence."""
    return duckdb.sql("""
        with answers as materialized (select rule, family_id, because, signal_id, len(evidence) as events, latest_on, level from answers)
        select rule, family_id, because from answers where signal_id is null
        union all
        select rule, family_id, arg_min(because, (-events, -epoch(latest_on), because)) from answers where signal_id is not null
        group by rule, family_id having count(level) = 0""")


def manual(settings) -> str:
    """`docs/signals.md`: what a practitioner reads of every rule, with its settings and its drawn examples."""
    return page(RULES, settings, EXAMPLES)


def listed(settings) -> str:
    """What `timeline signals` prints: every rule's words and its numbers in these settings, without the examples drawn for the shipped ones."""
    return page(RULES, settings, None)


def numbers(settings, name: str, area: str | None = None) -> dict:
    """A rule's settings, with an area's own numbers in place of the country's."""
    return {**settings.rules.get(name, {}), **(settings.areas.get(area, {}).get(name, {}) if area else {})}


def _prepared(s, settings, as_of, rules) -> dict:
    """The tables that several rules count on, made once; the pace of incidents, which costs most, where a rule asks for it."""
    told = accounts.shape(s["events"], s["reports"], as_of)
    ways = standings.shape(s["harms"], s["events"], as_of)
    said = allegations.shape(s["harms"], s["events"], s["families"], s["people"], ways, as_of)
    home = areas.find(s["timelines"], told, s["families"])
    made = {"accounts": told, "allegations": said, "standings": ways, "counted": standings.counted(said, ways), "areas": home, "titles": _titles()}
    if any("pace" in _named(RULES[name]) for name in rules):
        made["pace"] = pace.measure(said, s["known_periods"], s["coverage"], home, as_of, **numbers(settings, "pace"))
    return made


def _titles() -> pd.DataFrame:
    """What each rule is called: the first line of what a practitioner reads."""
    return pd.DataFrame([(name, rule.__doc__.splitlines()[0]) for name, rule in RULES.items()], columns=["rule", "title"])


def _find(rule, s, tables, as_of, chosen):
    """Ask the rule, handing it the tables that its parameters name and its settings."""
    return rule.find(**{name: tables[name] if name in tables else s[name] for name in _named(rule)}, as_of=as_of, **chosen)


def _named(rule) -> list[str]:
    """The tables that the rule's parameters name."""
    return [p.name for p in inspect.signature(rule.find).parameters.values() if p.kind is not p.KEYWORD_ONLY and p.name != "as_of"]


def _nothing(rules, areas, settings) -> pd.DataFrame:
    """What each rule says of a family of which it found nothing, by area."""
    places = duckdb.sql("select distinct area from areas").fetchall()
    return pd.DataFrame([(name, area, RULES[name].NOTHING.format(**numbers(settings, name, area))) for name in rules for (area,) in places],
                        columns=["rule", "area", "because"])


def _by_numbers(name, areas, settings):
    """Each set of numbers that judges some families, with those families and their area."""
    own = sorted(area for area, rules in settings.areas.items() if name in rules)
    yield numbers(settings, name), duckdb.sql("select * from areas where area is null or not list_contains($own, area)", params={"own": own})
    for area in own:
        yield numbers(settings, name, area), duckdb.sql("select * from areas where area = $area", params={"area": area})
