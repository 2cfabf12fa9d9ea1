"""What was known by a day, with identity as the whole record has it: the tables that a run as of that day would judge by.

Reports are cut by the day on which their agency knew; who each mention is, who belongs to which family and which reports tell
of one event stay as they are in the whole record, for those whom a report known by then names. Everything else is made anew
from the reports that are left, by the engine's own stages."""

import duckdb

from timeline import coverage, events, harms, orders, periods, perpetrators, timelines


def by(day, s) -> dict:
    """The tables of `s` as they would have stood on the day, with the people, families and events of `s`."""
    reports = s["reports"].filter(f"known_on <= date '{day}'").materialize()
    mentions, people = _named(s["mentions"], s["people"], reports)
    families = s["families"].join(people.project("person_id"), "person_id", "semi").materialize()
    t = {"reports": reports, "mentions": mentions, "people": people, "families": families, "links": _between(s["links"], people),
         "categories": s["categories"], "judgements": s["judgements"],
         "primaries": s["primaries"], "events": _events(s["events"], reports)}
    t["harms"] = harms.find(t["events"], reports, mentions, people, s["primaries"]).materialize()
    t["periods"] = periods.find(reports, mentions, people).materialize()
    t["known_periods"] = periods.as_known(reports, mentions, people, t["periods"], t["harms"], families, t["links"]).materialize()
    t["orders"] = orders.find(reports, mentions, people, t["events"]).materialize()
    t["known_orders"] = orders.as_known(reports, mentions, people, t["events"], t["orders"])
    t["perpetrators"] = perpetrators.link(t["harms"], families, t["periods"], t["links"], people, t["events"], mentions, reports).materialize()
    t["timelines"] = timelines.build(t["events"], reports, mentions, people, families).materialize()
    t["coverage"] = coverage.measure(s["files"], s["versions"], s["rows"], reports).materialize()
    return t


def _named(mentions, people, reports):
    """The mentions in these reports, and the people whom they name."""
    named = mentions.join(reports.project("report_id"), "report_id", "semi").materialize()
    known = duckdb.sql("""
        with held as (select person_id, unnest(mention_ids) as mention_id from people),
        kept as (select person_id, list_sort(list(mention_id)) as ids from held semi join named using (mention_id) group by person_id)
        select p.* replace (ids as mention_ids) from people p join kept using (person_id)""").materialize()
    return named, known


def _between(links, people):
    return duckdb.sql("""
        with known as (select person_id from people)
        select * from links where person_id_l in (from known) and person_id_r in (from known)""").materialize()


def _events(gathered, reports):
    """The events that these reports tell, each under the id that it has in the whole record."""
    together = duckdb.sql("""
        with told as (select event_id as gathered, unnest(report_ids) as report_id from gathered)
        select report_id, gathered, []::varchar[] as reasons from told semi join reports using (report_id)""").materialize()
    made = events.tell(reports, together)
    return duckdb.sql("""
        select m.* replace (t.gathered as event_id) from made m join together t on t.report_id = m.report_ids[1]""").materialize()
