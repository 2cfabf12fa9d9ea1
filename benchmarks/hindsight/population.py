"""Made-up families whose records come late, in copies and in pieces: whatever could tempt a rule to judge in hindsight.

Two families at a time: the person said to harm in the first is later placed with the second. Who each mention is, who belongs
to which family and which reports tell of one event are given, so that identity is the same on every day that is tried. The
records of a family are drawn at random, far denser and later than life."""

import json
from datetime import date, timedelta
from random import Random

import duckdb

from benchmarks.hindsight import known
from timeline import events, settings
from timeline.tables import TABLES

FIRST, LAST = date(2022, 1, 1), date(2024, 12, 31)
CATEGORIES = {row["category"]: row for row in settings.load().categories.to_dict("records")}
ABUSE = [name for name, told in CATEGORIES.items() if told["kind"] == "abuse"]
AGENCIES = ("police", "ed", "gp", "schools", "idva", "housing", "social care", "health visiting", "probation")
ASKED = ("strangulation", "weapon", "threat to kill", "stalking", "jealous control", "money control", "mental ill health",
         "substance misuse", "victim fears being killed", "injury", "separation")
ORDERS = ("non_molestation_order", "restraining_order", "bail_conditions", "protection_order", "licence_condition")
CONCERNS = ("child_welfare_concern", "parental_conflict", "victim_suicidality", "perpetrator_suicidality", "mental_health_concern",
            "substance_concern", "attendance_concern", "child_abuse_concern")
WORDS = ("He said, she said.", "As bad as one another.", "A lifestyle choice.", None, None, None, None, None, None)
SORTS = {"abuse": 14, "concern": 4, "contact": 3, "work": 2, "marac": 3, "order": 3, "custody": 2, "separation": 3, "home": 3, "unborn": 1,
         "child": 3, "strength": 1, "undoing": 1}
JSON_OF = {"TINYINT": "BIGINT"}


class Neighbours:
    """Two families, their people and their records: `a` the adult said to be harmed, `b` the one said to harm, `c` the children."""

    def __init__(self, number: int, rng: Random):
        self.rng, self.number, self.reports, self.mentions, self.events = rng, number, [], [], []
        self.homes = [{"a": f"{number}a", "b": f"{number}b", "c": [f"{number}c{n}" for n in range(rng.randrange(3))]},
                      {"a": f"{number}x", "b": f"{number}b", "c": [f"{number}y{n}" for n in range(rng.randrange(2))]}]
        self.born = {kid: date(2006, 1, 1) + timedelta(rng.randrange(6900)) for home in self.homes for kid in home["c"]}
        for home, times in zip(self.homes, (rng.randrange(10, 26), rng.randrange(3, 12)), strict=True):
            for _ in range(times):
                sort = rng.choices(list(SORTS), SORTS.values())[0]
                getattr(self, f"_{sort}")(home, FIRST + timedelta(rng.randrange((LAST - FIRST).days)))

    def _report(self, day, category, agency, who, event=None, **told):
        """One report of the day, known at once or later; `who` is (person, role, what else) for each mention."""
        lag = self.rng.choice((0, 0, 0, 0, 1, 3, 10, 30, 100, 250))
        ref = f"{agency}:{self.number}:{len(self.reports)}"
        coded, dated = CATEGORIES[category], told.pop("dated", True)
        known = min(LAST, day + timedelta(told.pop("lag", lag)))
        answers = dict.fromkeys(coded["factors"], "yes") | {f: self.rng.choice(("yes", "no", "not asked")) for f in self.rng.sample(ASKED, 2)}
        self.reports.append({
            "report_id": ref, "row_id": ref, "agency": agency, "system": agency, "area": "Here", "occurred_from": day if dated else None,
            "occurred_to": day if dated else None, "precision": "day" if dated else "undated", "known_on": known, "received_on": known,
            "category": category, "kind": coded["kind"], "gravity": _number(coded["gravity"]), "type": _text(coded["type"]),
            "physical": bool(coded["physical"]), "factors": answers if coded["kind"] == "abuse" else dict.fromkeys(coded["factors"], "yes"),
            "statement": "allegation", "words": self.rng.choice(WORDS)} | told)
        self.mentions += [{
            "mention_id": f"{ref}#{n}", "report_id": ref, "slot": str(n), "agency": agency, "role": role, "known_on": known, "received_on": known,
            "person": person, "name": f"Name {person}" if self.rng.random() < 0.6 else None, "forename": "name", "surname": person, "other_names": [],
            "address_kind": "home", "identifiers": {}, "lives_here": "not asked", "present": "not asked", "seen": "not asked", "heard": "not asked",
            "writing_id": f"{ref}#{n}"} | more for n, (person, role, more) in enumerate(who)]
        if event is None:
            self.events.append([ref])
        else:
            self.events[event].append(ref)

    def _abuse(self, home, day):
        one, other = (home["b"], home["a"]) if self.rng.random() < 0.1 else (home["a"], home["b"])
        children = [(kid, "child", {"present": self.rng.choice(("yes", "no", "not asked")), "lives_here": "yes"}) for kid in home["c"]
                    if self.rng.random() < 0.5 and self.born[kid] <= day]
        for account in range(self.rng.choice((1, 1, 1, 2, 3))):
            who = [(one, "victim", {"relationship": self.rng.choice(("partner", "ex-partner", None))})]
            who += [(other, "suspect", {})] * (self.rng.random() < 0.85) + children * (account == 0 or self.rng.random() < 0.3)
            self._report(day, self.rng.choice(ABUSE), self.rng.choice(AGENCIES), who, event=-1 if account else None,
                         dated=account > 0 or self.rng.random() < 0.95, outcome=self.rng.choice((None, "charged", "convicted", "no further action")),
                         grade=self.rng.choice((None, "standard", "medium", "high")), copied_from="police" if account and self.rng.random() < 0.3 else None,
                         relationship=self.rng.choice((None, "partner", "ex-partner")),
                         **({"notified_to": "schools", "notified_on": day + timedelta(self.rng.choice((0, 1, 9)))} if self.rng.random() < 0.2 else {}))

    def _concern(self, home, day):
        kids = [(kid, "child", {}) for kid in home["c"] if self.born[kid] <= day]
        self._report(day, self.rng.choice(CONCERNS), self.rng.choice(AGENCIES), [(self.rng.choice((home["a"], home["b"])), "patient", {}), *kids])

    def _contact(self, home, day):
        self._report(day, self.rng.choice(("gp_contact", "health_visit", "school_contact", "idva_contact")), self.rng.choice(AGENCIES),
                     [(home["a"], "patient", {})])

    def _work(self, home, day):
        self._report(day, self.rng.choice(("probation_contact", "programme_started", "social_care_contact")), "probation", [(home["b"], "offender", {})])

    def _marac(self, home, day):
        who = [(home["a"], "victim", {})] + [(home["b"], "suspect", {})] * (self.rng.random() < 0.8)
        self._report(day, self.rng.choice(("marac_referral", "marac_referral", "marac_meeting")), "idva", who)

    def _order(self, home, day):
        who = [(home["b"], "respondent", {}), (home["a"], "applicant", {})]
        kind, days = self.rng.choice(ORDERS), {"made_on": day, "expires_on": day + timedelta(self.rng.choice((28, 180, 365)))}
        self._report(day, kind, self.rng.choice(("police", "family court")), who, served_on=self.rng.choice((None, day + timedelta(3))), **days)
        if self.rng.random() < 0.4:
            self._report(day, kind, "idva", who, ended_on=day + timedelta(40), lag=40, **days)

    def _custody(self, home, day):
        who, until = [(home["b"], "offender", {})], day + timedelta(self.rng.randrange(10, 200))
        self._report(day, "custody", "probation", who, since=day)
        if self.rng.random() < 0.5:
            self._report(until - timedelta(9), "release_planned", "probation", who, due_on=until + timedelta(self.rng.randrange(9)), event=None,
                         **({"notified_to": "idva", "notified_on": until} if self.rng.random() < 0.5 else {}))
        if until < LAST and self.rng.random() < 0.8:
            self._report(until, "release", "probation", who)

    def _separation(self, home, day):
        pair = [(home["a"], "subject", {}), (home["b"], "partner", {})]
        category = self.rng.choice(("separation", "separation", "separation_planned", "reconciliation", "relationship"))
        self._report(day, category, self.rng.choice(AGENCIES), pair, since=self.rng.choice((None, day)))

    def _home(self, home, day):
        place = {"address": "1 High Street", "address_key": f"HX11AA 1 {home['a']}", "lives_here": "yes"}
        who = [(home["a"], "tenant", place)] * (self.rng.random() < 0.5) + [(home["b"], "offender", place)] * (self.rng.random() < 0.7)
        self._report(day, self.rng.choice(("address", "household", "tenancy")), self.rng.choice(AGENCIES), who or [(home["b"], "subject", place)], since=day)

    def _unborn(self, home, day):
        self._report(day, "pregnancy", "maternity", [(home["a"], "patient", {})], due_on=day + timedelta(200))

    def _child(self, home, day):
        kids = [(kid, "child", {"seen": self.rng.choice(("yes", "no")), "heard": self.rng.choice(("yes", "not asked"))}) for kid in home["c"]]
        if kids:
            category, agency = self.rng.choice((("child_seen", "social care"), ("police_notice", "schools"), ("health_visit", "health visiting")))
            self._report(day, category, agency, [*kids, (home["a"], "carer", {})])

    def _strength(self, home, day):
        self._report(day, self.rng.choice(("support_accepted", "progress")), "idva", [(home["a"], "subject", {})])

    def _undoing(self, home, day):
        """Four records against the one who is else said to be harmed, so that the way round can turn."""
        for n in range(4):
            self._report(day + timedelta(20 * n) if day + timedelta(60) < LAST else day, "common_assault", "police",
                         [(home["b"], "victim", {}), (home["a"], "suspect", {})])


def draw(pairs: int, seed: int) -> dict:
    """The tables of so many pairs of families: reports, mentions, people, families, links, and which reports tell of one event."""
    rng = Random(seed)
    drawn = [Neighbours(number, rng) for number in range(pairs)]
    mentions = [m for one in drawn for m in one.mentions]
    days = {r["report_id"]: r["occurred_from"] or r["known_on"] for one in drawn for r in one.reports}
    return {
        "reports": _table("reports", [r for one in drawn for r in one.reports]), "mentions": _table("mentions", mentions),
        "people": _table("people", _people(mentions, {kid: born for one in drawn for kid, born in one.born.items()})),
        "families": _table("families", [row for one in drawn for row in _families(one, mentions_of(one), days)]), "links": _table("links", []),
        "primaries": _table("primaries", []),
        "judgements": _table("judgements", []), "files": _table("files", []), "versions": _table("versions", []), "rows": _table("rows", []),
        "together": {report: f"{one.number}.{n}" for one in drawn for n, event in enumerate(one.events) for report in event}}


def whole(drawn: dict) -> dict:
    """All the tables that the rules read, made by the engine's own stages from everything that was drawn."""
    together = duckdb.sql("select unnest($reports) as report_id, unnest($names) as gathered, []::varchar[] as reasons",
                          params={"reports": list(drawn["together"]), "names": list(drawn["together"].values())}).materialize()
    s = drawn | {"events": events.tell(drawn["reports"], together).materialize(), "categories": settings.load().categories}
    return s | known.by(LAST, s)


def mentions_of(one: Neighbours) -> dict:
    """Each person's reports."""
    named = {}
    for mention in one.mentions:
        named.setdefault(mention["person"], []).append(mention["report_id"])
    return named


def _people(mentions, born):
    named = {}
    for mention in mentions:
        named.setdefault(mention["person"], []).append(mention["mention_id"])
    return [{"person_id": person, "name": f"Name {person}", "dob": born.get(person), "dob_precision": "day" if person in born else None,
             "mention_ids": sorted(ids), "agencies": [], "because": ""} for person, ids in named.items()]


def _families(one, named, days):
    for n, home in enumerate(one.homes):
        parts = [(home["a"], "carer"), (home["b"], "linked person"), *((kid, "child") for kid in home["c"])]
        yield from ({"family_id": f"F{one.number}.{n}", "person_id": person, "part": part, "since": min(days[r] for r in named[person]), "because": ""}
                    for person, part in parts if person in named)


def _table(name, rows):
    """These rows as the declared table."""
    columns = {c.name: JSON_OF.get(c.type, c.type) for c in TABLES[name].columns}
    cast = ", ".join(f'one."{c.name}"::{c.type} as "{c.name}"' for c in TABLES[name].columns)
    text = json.dumps([{c: row.get(c) for c in columns} for row in rows], default=str)
    return duckdb.sql(f"select {cast} from (select unnest(from_json($text, $shape)) as one)",
                      params={"text": text, "shape": json.dumps([columns])}).materialize()


def _number(value):
    return int(value) if value == value and value else None


def _text(value):
    return value if isinstance(value, str) else None
