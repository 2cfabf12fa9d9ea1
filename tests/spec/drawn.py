"""Reads an example drawn as small tables, and turns it into the tables of the engine.

An example is a title after `===`, a day after `as of`, and sections: a name alone on its line, a line of column names parted by
bars, and a line per row. An empty cell takes what is usual. `answer` is what the rule must say: the signals of the rules that
it names, and for a rule that stays silent a line with no level. `numbers` are an area's own. Two families are `family` F unless drawn."""

import inspect
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import duckdb

from tests.made import Map, made
from timeline import perpetrators, settings

HERE = Path(__file__).parent
SETTINGS = settings.load()
WRITTEN = {"forename": "Some", "surname": "Body", "dob": "1990-01-01"}   # what a record that writes these of a person writes
CATEGORIES = {row["category"]: row for row in SETTINGS.categories.to_dict("records")}


@dataclass(frozen=True)
class Example:
    """One drawn example: its title, its text as drawn, the day, and its sections as lists of rows."""

    title: str
    text: str
    as_of: date
    sections: dict


def examples(path: Path) -> list[Example]:
    """Every example of one file."""
    parts = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_example(part) for part in parts]


def _example(part: str) -> Example:
    title, text = part.split("\n", 1)
    as_of = date.fromisoformat(re.search(r"^as of (\S+)", text, re.MULTILINE)[1])
    sections = {}
    for block in re.split(r"\n\s*\n", text.strip()):
        name, *lines = block.strip().splitlines()
        if lines:
            columns = [cell.strip() for cell in lines[0].split("|")]
            sections[name.strip()] = [dict(zip(columns, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines[1:]]
    return Example(title.strip(), text.strip(), as_of, sections)


def judged_by(example: Example):
    """The settings, with the `numbers` drawn, as those of the example's area: a rule, a setting and its value on each line."""
    own = {}
    for row in example.sections.get("numbers", []):
        own.setdefault(row["rule"], {})[row["setting"]] = tomllib.loads(f"value = {row['value']}")["value"]
    return replace(SETTINGS, areas={"Here": own} if own else {})


def tables(example: Example) -> dict:
    """The tables of the engine that the drawing stands for."""
    reports, events, harms = _told(example.sections.get("incidents", []))
    record_reports, record_events, named = _records(example.sections.get("records", []))
    orders, order_reports = _orders(example.sections.get("orders", []))
    states, state_reports = _states(example.sections.get("periods", []))
    drawn = example.sections.get("families", [])
    harmed = sorted({row["harmed_id"] for row in harms} - {row["person"] for row in drawn})
    members = [dict(family_id=row.get("family") or "F", person_id=row["person"], part=row.get("part") or "adult",
                    since=row.get("since") or "2000-01-01", until=row.get("until") or None) for row in drawn]
    members += [dict(family_id="F", person_id=person, part="adult", since="2000-01-01") for person in harmed]
    if not members:
        members = [dict(family_id="F", person_id=person, part="adult", since="2000-01-01") for person in sorted({m["person"] for m in named})]
    born = {row["person"]: row["born"] for row in drawn if row.get("born")}  # a day, or a year alone
    links = example.sections.get("links", [])
    names = {m["person_id"] for m in members} | {h["source_id"] for h in harms} | {n for s in states for n in (s["person_id"], s["other_person_id"])}
    names |= {m["person"] for m in named} | {n for link in links for n in (link["one"], link["other"])}
    names |= {n for order in orders for n in (order["bound_id"], *order["protected_ids"])}
    mentions = {name: [_mention(m)["mention_id"] for m in named if m["person"] == name] for name in names}
    people = [dict(person_id=name, name=name, mention_ids=mentions[name], **_birth(born.get(name)))
              for name in sorted(n for n in names if n and n != "not named")]
    s = {
        "categories": SETTINGS.categories, "reports": made("reports", *reports, *record_reports, *order_reports, *state_reports),
        "events": made("events", *events, *record_events), "harms": made("harms", *harms),
        "periods": made("periods", *states), "known_periods": _as_known(made("periods", *states), _corrected(example.sections.get("periods", []))),
        "families": made("families", *members), "people": made("people", *people),
        "known_orders": _orders_known(made("orders", *orders), example.sections.get("orders", [])),
        "primaries": made("primaries", *(dict(one_id=min(row["one"], row["other"]), other_id=max(row["one"], row["other"]),
                                              primary_id=row["primary"] or None) for row in example.sections.get("primaries", []))),
        "links": made("links", *(dict(link_id=f"L-{n}", person_id_l=row["one"], person_id_r=row["other"], state=row["state"],
                                      moves=row.get("moves") != "no", mention_id_l=next(iter(mentions[row["one"]]), ""),
                                      mention_id_r=next(iter(mentions[row["other"]]), "")) for n, row in enumerate(links))),
        "timelines": made("timelines", *_timelines(members, harms, named, [*events, *record_events], [*reports, *record_reports])),
        "mentions": made("mentions", *(_mention(m) for m in named)),
        "coverage": made("coverage", *_supply(example.sections.get("supply", []), example.as_of))}
    return Drawn(s)


class Drawn(dict):
    """The tables that were drawn, and `perpetrators` as they make it, where a rule asks for it."""

    def __missing__(self, name: str):
        if name != "perpetrators":
            raise KeyError(name)
        self[name] = perpetrators.link(*(self[of] for of in inspect.signature(perpetrators.link).parameters)).materialize()
        return self[name]


def _told(rows):
    reports, events, harms = [], {}, {}
    for n, row in enumerate(rows):
        event = row.get("event") or f"{row['from']}-{row['to']}-{row['day'] or n}-{n}"
        agencies = (row.get("told by") or "police").split("+")
        known = row.get("known") or row["day"]
        category = CATEGORIES[row.get("what") or "common_assault"]
        factors = dict.fromkeys(category["factors"], "yes") | dict(pair.split("=") for pair in (row.get("factors") or "").split("; ") if pair)
        for agency in agencies:
            reports.append(_report(f"{agency}:{event}:{n}", agency, known, category, factors, row["day"])
                           | {"grade": row.get("grade") or None, "copied_from": row.get("copied from") or None})
        ids = [r["report_id"] for r in reports[-len(agencies):]]
        events.setdefault(event, dict(
            event_id=event, category=category["category"], kind=category["kind"], gravity=_gravity(category), known_on=known, received_on=known,
            report_ids=[],
            agencies=agencies, factors=Map(factors), precision="day" if row["day"] else "undated",
            occurred_from=f"{row['day']} 12:00" if row["day"] else None, occurred_to=f"{row['day']} 12:00" if row["day"] else None))
        events[event]["report_ids"] = events[event]["report_ids"] + ids
        source = "not named" if row["from"] == "nobody" else row["from"]
        harm = dict(event_id=event, source_id=source, manner="named", asserted_by=agencies, status=row.get("status") or "alleged",
                    relation=row.get("relation") or "intimate", against_decision=row.get("against") == "yes", known_on=known, received_on=known)
        for harmed, manner in [(row["to"], "named"), *((child, "present") for child in (row.get("beside") or "").split("+"))]:
            if harmed:
                told = harms.setdefault((event, source, harmed), harm | {"harmed_id": harmed, "manner": manner})
                told["asserted_by"] = list(dict.fromkeys(told["asserted_by"] + agencies))
    return reports, list(events.values()), list(harms.values())


def _report(report_id, agency, known, category, factors, day):
    return dict(report_id=report_id, agency=agency, area="Here", known_on=known, received_on=known, category=category["category"],
                kind=category["kind"], gravity=_gravity(category),
                type=category["type"] if isinstance(category["type"], str) else None, factors=Map(factors) if factors else Map(),
                occurred_from=day or None, occurred_to=day or None)


def _gravity(category):
    return int(category["gravity"]) if category["gravity"] == category["gravity"] and category["gravity"] else None


def _states(rows):
    states, reports = [], []
    for n, row in enumerate(rows):
        agencies = (row.get("told by") or "police").split("+")
        known = row.get("known") or row["since"]
        ids, last = [f"{agency}:state:{n}" for agency in agencies], (row.get("last known") or known).split("+")  # one for all of them, or one each
        reports += [dict(report_id=i, agency=a, area="Here", known_on=last[number % len(last)], received_on=known, kind="movement",
                         category="address", copied_from=row.get("copied from") or None, notified_to=row.get("told to") or None,
                         notified_on=row.get("told on") or None) for number, (i, a) in enumerate(zip(ids, agencies, strict=True))]
        states.append(dict(period_id=f"T-{n}", kind=row["kind"], person_id=row["person"], other_person_id=row.get("other") or None,
                           place_key=row.get("place") or None, place_kind=row.get("place kind") or None, since=row.get("since") or None,
                           until=row.get("until") or None, state=row.get("state") or None, certainty=row.get("certainty") or "stated",
                           known_on=known, received_on=known, report_ids=ids))
    return states, reports


def _corrected(rows):
    """The day from which each drawn period was known to be otherwise, if it was."""
    return duckdb.sql("select unnest($ids::varchar[]) as period_id, unnest($days::date[]) as corrected_on", params={
        "ids": [f"T-{n}" for n in range(len(rows))], "days": [row.get("known until") or None for row in rows]}).materialize()


def _as_known(periods, corrected):
    """Drawn separations and custody: on each day on which one of a person became known, or was known to be otherwise, all that were known then; the
    rest from when it first was known."""
    return duckdb.sql("""
        with told as (from periods left join corrected using (period_id)),
        held as (select * from told where kind in ('separation', 'custody')),
        days as (
            select *, lead(known_from) over (partition by kind, person_id order by known_from) as known_until
            from (select distinct kind, person_id, unnest([known_on, corrected_on]) as known_from from held) where known_from is not null)
        select h.* exclude (corrected_on), known_from, known_until from held h join days using (kind, person_id)
        where known_on <= known_from and (corrected_on is null or known_from < corrected_on)
        union all select * exclude (corrected_on), known_on, corrected_on from told where kind not in ('separation', 'custody')""").materialize()


def _orders(rows):
    orders, reports = [], []
    for n, row in enumerate(rows):
        agencies, known = (row.get("told by") or "family court").split("+"), row.get("known") or row["made"]
        ids = [f"{agency}:order:{n}" for agency in agencies]
        reports += [_report(i, agency, known, CATEGORIES[row["kind"]], {}, row["made"]) for i, agency in zip(ids, agencies, strict=True)]
        orders.append(dict(order_id=f"O-{n}", kind=row["kind"], bound_id=row["bound"], protected_ids=row["protects"].split("+"), made_on=row["made"],
                           served_on=row.get("served") or None, known_on=known, received_on=row["made"], expires_on=row.get("expires") or None,
                           ended_on=row.get("ended") or None, report_ids=ids,
                           breach_event_ids=(row.get("breach") or "").split()))
    return orders, reports


def _orders_known(orders, rows):
    """Each drawn order from when it was known until it was known to be otherwise, if it was."""
    untils = {f"O-{n}": row.get("known until") or None for n, row in enumerate(rows)}
    return duckdb.sql("""
        select o.*, known_on as known_from, known_until from orders o
        left join (select unnest($ids::varchar[]) as order_id, unnest($days::date[]) as known_until) using (order_id)""",
                      params={"ids": list(untils), "days": list(untils.values())}).materialize()


def _records(rows):
    """What agencies recorded besides incidents: `who` is 'Noor=victim; Kai=suspect; Ali=child:seen:heard', each with a role and answers."""
    reports, events, named = [], [], []
    for n, row in enumerate(rows):
        agencies, known = (row.get("told by") or "police").split("+"), row.get("known") or row["day"]
        category, event = CATEGORIES[row["what"]], f"{row['what']} {row['day']} {n}"
        ids = [f"{agency}:record:{n}" for agency in agencies]
        reports += [_report(i, agency, known, category, dict.fromkeys(category["factors"], "yes"), row["day"])
                    | {key: row[key] for key in ("outcome", "grade", "words", "notified_to", "notified_on", "due_on", "made_on", "since") if row.get(key)}
                    | {"copied_from": row.get("copied from") or None}
                    for i, agency in zip(ids, agencies, strict=True)]
        events.append(dict(event_id=event, category=row["what"], kind=category["kind"], known_on=known, received_on=known, report_ids=ids,
                           agencies=agencies, precision="day", occurred_from=row["day"], occurred_to=row["day"]))
        for number, said in enumerate(row["who"].split("; ")):
            person, roles = said.split("=")
            role, *answers = roles.split(":")
            named += [dict(person=person, role=role, event=event, agency=agency, report=i, slot=number, answers=answers, known=known)
                      for i, agency in zip(ids, agencies, strict=True)]
    return reports, events, named


def _birth(written):
    """A person's birth: of a year alone its first day, as the engine keeps it."""
    if written is None:
        return {"dob": None, "dob_precision": None}
    return {"dob": written, "dob_precision": "day"} if "-" in written else {"dob": f"{written}-01-01", "dob_precision": "year"}


def _mention(named):
    return dict(mention_id=f"{named['report']}#{named['slot']}", role=named["role"], agency=named["agency"], known_on=named["known"],
                name=named["person"]) | {answer: WRITTEN.get(answer, "yes") for answer in named["answers"]}


def _timelines(members, harms, named, events, reports):
    """Each event on the timelines of the families of those harmed, and of those whom a record names as what they are there."""
    home = {}
    for member in members:
        home.setdefault(member["person_id"], []).append(member["family_id"])
    placed = {(family, harm["event_id"]) for harm in harms for family in home[harm["harmed_id"]]}
    placed |= {(family, said["event"]) for said in named for family in home.get(said["person"], [])}
    roles = {}
    for said in named:
        roles.setdefault(said["event"], []).append({"person_id": said["person"], "role": said["role"], "agency": said["agency"]})
    told = {report["report_id"]: (report["agency"], date.fromisoformat(report["known_on"])) for report in reports}
    known = {event["event_id"]: Map(sorted((told[report] for report in event["report_ids"]), reverse=True)) for event in events}
    return [dict(family_id=family, event_id=event, known_on=known[event]) | ({"roles": roles[event]} if event in roles else {})
            for family, event in sorted(placed)]


def _supply(rows, as_of):
    """One coverage row per agency, area and month from the first month drawn until `as_of`: supplied inside the drawn range."""
    first = min((date.fromisoformat(row["from"]) for row in rows), default=as_of).replace(day=1)
    rows = [row | {"area": row.get("area") or "Here"} for row in rows]
    lines, month = [], first
    while rows and month <= as_of:
        for agency, area in sorted({(row["agency"], row["area"]) for row in rows}):
            held = any((row["agency"], row["area"]) == (agency, area) and row["from"][:7] <= month.isoformat()[:7] <= (row["to"] or "9999")[:7] for row in rows)
            lines.append(dict(agency=agency, system=agency, area=area, month=month.isoformat(), rows=1, state="supplied" if held else "not supplied"))
        month = (month + timedelta(days=32)).replace(day=1)
    return lines
