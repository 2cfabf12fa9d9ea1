"""A small published snapshot for tests of the windows: two families, one evening told by two agencies, a corrected row.

The Khans have a signal (separation risk, same day); the Nowaks have
none, and two of their home are written nearly as two Khans are. What the police wrote of the Khans holds the
address 12 Alder Road, BD5 9XX, which no page may show unopened."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dash import Dash
from flask import Flask, g

from dashboard import current
from tests.made import Map, made
from timeline import exclusions, naming, search_terms, snapshot
from timeline.access import User
from timeline.database import Database
from timeline.tables import REPORT_FIELDS, TABLES

FAMILY, OTHER_FAMILY = "F-khan000000", "F-nowak00000"
MOTHER, FATHER, CHILD, OTHER = "P-sara000000", "P-tom0000000", "P-ali0000000", "P-ewa0000000"
ASSAULT, CALLS = "E-assault000", "E-calls00000"
CRIME, VISIT, STALKING = "police:niche:20CR/0001/24", "ed:symphony:ED077", "police:niche:20CR/0002/24"
NAMESAKE, OTHER_SARA, TENANCY = "P-tomkahn0000", "P-sahrakan000", "housing:orchard:HX1"
LINK, NEXT_LINK = "L-tomandtom00", "L-saraandsahr"
STREET, POSTCODE = "12 Alder Road", "BD5 9XX"
KEYS = {"TIMELINE_KEY", "TIMELINE_KEY_FILE"}
"""What gives a home another key than a demo's."""
WORDS = f"Attended 12 Alder Rd, {POSTCODE}. Victim states suspect pushed her."


def _row(line: int, file: str = "police.csv", **cells) -> dict:
    agency = file.split(".")[0]
    return dict(row_id=f"{file}:{line}", file=file, file_hash="ab" * 32, layout="niche", agency=agency, system="niche", area="Calderbrook",
                line_from=line, line_to=line + 1, as_at="2024-12-01", received_on="2024-12-02") | cells


def _fields(**given) -> dict:
    return {name: given.get(name) for name in REPORT_FIELDS}


def _report(report_id: str, row_id: str, day: str, category: str, **cells) -> dict:
    agency, system, _ = report_id.split(":")
    at = f"{day} 21:30:00"
    return dict(report_id=report_id, row_id=row_id, agency=agency, system=system, area="Calderbrook", occurred_from=at, occurred_to=at,
                precision="minute", known_on=day, received_on="2024-12-02", category=category, kind="abuse", gravity=3, words="Seen.") | cells


def _mention(report_id: str, role: str, name: str, dob: str, **cells) -> dict:
    forename, surname = name.lower().split()
    return dict(mention_id=f"{report_id}#{role}", slot=role, agency=report_id.split(":")[0], role=role, known_on="2024-03-20", name=name,
                forename=forename, surname=surname, dob=dob, address=f"{STREET}, Bradford", postcode="BD59XX") | cells


def _event(event_id: str, day: str, category: str, agencies: list, report_ids: list, **cells) -> dict:
    at = f"{day} 21:30:00"
    return dict(event_id=event_id, occurred_from=at, occurred_to=at, precision="minute", known_on=day, received_on="2024-12-02", category=category,
                kind="abuse", gravity=3, agencies=agencies, report_ids=report_ids, independent_accounts=len(report_ids), disagreements=[],
                because="The same person on the same evening.", factors=Map(injury="yes")) | cells


def _counted(measure: str, numbers: tuple[int, ...], withheld: tuple[int, ...] = ()) -> list[dict]:
    """A measure's figures from April to December 2024 and of the year; `withheld` are the months, by number, that may not be told."""
    own = dict(measure=measure, area="Calderbrook", part="", value="")
    months = [own | dict(since=date(2024, month, 1), until=date(2024, month + 1, 1) - timedelta(days=1) if month < 12 else date(2024, 12, 31),
                         number=number, shown=month not in withheld) for month, number in enumerate(numbers, 4)]
    return [*months, own | dict(since=date(2024, 4, 1), until=date(2025, 3, 31), number=sum(numbers), shown=True)]


def story() -> dict[str, list[dict]]:
    """The rows of every table that the story fills."""
    sara, tom, ali = ("Sara Khan", "1990-03-04"), ("Tom Khan", "1988-01-02"), ("Ali Khan", "2019-06-01")
    roles = [dict(person_id=MOTHER, role="victim", agency="police"), dict(person_id=FATHER, role="suspect", agency="police")]
    child = [dict(person_id=CHILD, age=4, present="yes", seen="no", heard="not asked")]
    reason = "Separation recorded on 10 March 2024; an incident 10 days later."
    return {
        "categories": [dict(category="common_assault", title="Common assault", kind="abuse"),
                       dict(category="injury_by_assault", title="Injury by assault, treated", kind="abuse"),
                       dict(category="stalking", title="Stalking", kind="abuse")],
        "files": [dict(file="police.csv", agency="police", system="niche", area="Calderbrook", as_at="2024-12-01", received_on="2024-12-02",
                       extent="full", covers_from="2024-01-01", covers_to="2024-12-01", lines=20),
                  dict(file="odd.csv", lines=3, problem="No layout fits odd.csv: its header is 'a,b'.")],
        "rows": [_row(4, raw=f"20CR/0001/24,{WORDS}", fields=_fields(ref="20CR/0001/24", outcome="NFA", place=f"{STREET}, Bradford")),
                 _row(2, raw="20CR/0001/24,earlier", as_at="2024-06-01"), _row(6, raw="20CR/0002/24,calls"),
                 _row(3, "housing.csv", raw="HX1,tenancy", system="orchard"), _row(8, "ed.csv", raw="ED077,wrist", system="symphony"),
                 _row(19, raw="X,31/13/2024")],
        "versions": [dict(row_id="police.csv:4", report_id=CRIME, state="current", because="The latest."),
                     dict(row_id="police.csv:2", report_id=CRIME, state="superseded", replaced_by="police.csv:4", because="Corrected."),
                     dict(row_id="police.csv:6", report_id=STALKING, state="current", because="The latest."),
                     dict(row_id="ed.csv:8", report_id=VISIT, state="current", because="The latest."),
                     dict(row_id="housing.csv:3", report_id=TENANCY, state="current", because="The latest."),
                     dict(row_id="police.csv:19", state="quarantined", because="A date that does not exist.")],
        "issues": [dict(row_id="police.csv:19", field="occurred_from", code="impossible date", severity="error",
                        because="police.csv, line 19, column From: found 31/13/2024, expected a day.")],
        "coverage": [dict(agency=agency, system=system, area="Calderbrook", month=f"2024-{month:02d}-01", rows=1, state=state, because="So.")
                     for agency, system, state in (("police", "niche", "supplied"), ("housing", "orchard", "not supplied")) for month in range(1, 13)],
        "reports": [_report(CRIME, "police.csv:4", "2024-03-20", "common_assault", words=WORDS, place=f"{STREET}, Bradford",
                            notified_to="schools", notified_on="2024-03-21", grade="standard", grade_tool="DASH27"),
                    _report(VISIT, "ed.csv:8", "2024-03-20", "injury_by_assault", words="Fractured wrist. <script>alert(1)</script>"),
                    _report(TENANCY, "housing.csv:3", "2024-06-01", "tenancy", kind="movement", gravity=None, words="Tenancy of two."),
                    _report(STALKING, "police.csv:6", "2024-05-02", "stalking", incident_ref="police:LOG 77")],
        "quality": [dict(report_id=CRIME, agency="police", system="niche", area="Calderbrook", month="2024-03-01", birth_missing=False, not_seen=False,
                         not_heard=True, type_unspecified=False, recording_untold=False, days_to_record=0, telling_untold=False, days_to_tell=1),
                    dict(report_id=STALKING, agency="police", system="niche", area="Calderbrook", month="2024-05-01", birth_missing=True,
                         type_unspecified=False, recording_untold=True)],
        "suggestions": [dict(report_id=VISIT, name="injury", quote="Fractured", starts=0, ends=9, because="The words say so.")],
        "mentions": [_mention(CRIME, "victim", *sara), _mention(CRIME, "suspect", *tom), _mention(CRIME, "child", *ali),
                     _mention(VISIT, "patient", *sara, identifiers=Map(nhs="9990000018")), _mention(STALKING, "victim", *sara),
                     _mention(STALKING, "suspect", *tom), _mention(TENANCY, "tenant", "Sahra Kan", "1990-04-03", sex="female"),
                     _mention(TENANCY, "partner", "Tom Kahn", "1988-01-03", sex="male", postcode="LS11AA", address="3 Beech Close, Leeds")],
        "pairs": [dict(mention_id_l=f"{TENANCY}#partner", mention_id_r=f"{STALKING}#suspect", match_weight=7.5,
                       shares=dict(prior=-13.0, name=14.0, dob=5.0, sex=1.0, address=0.5, ids=0.0))],
        "links": [dict(link_id=LINK, person_id_l=FATHER, person_id_r=NAMESAKE, mention_id_l=f"{STALKING}#suspect", mention_id_r=f"{TENANCY}#partner",
                       match_weight=7.5, agrees=["name (Tom Khan / Tom Kahn)", "sex"], conflicts=["date of birth"], missing=["an identifier in common"],
                       rarity="The name is common.", moves=True, queued=True, place=1),
                  dict(link_id=NEXT_LINK, person_id_l=OTHER_SARA, person_id_r=MOTHER, mention_id_l=f"{TENANCY}#tenant", mention_id_r=f"{VISIT}#patient",
                       match_weight=3.5, agrees=["name (Sahra Kan / Sara Khan)"], missing=["an identifier in common"], queued=True, place=2)],
        "people": [dict(person_id=MOTHER, name=sara[0], dob=sara[1], dob_precision="day", agencies=["ed", "police"], because="Same name and day.",
                        mention_ids=[f"{VISIT}#patient", f"{CRIME}#victim", f"{STALKING}#victim"]),
                   dict(person_id=FATHER, name=tom[0], dob=tom[1], dob_precision="day", agencies=["police"], because="Same name and day.",
                        mention_ids=[f"{CRIME}#suspect", f"{STALKING}#suspect"]),
                   dict(person_id=CHILD, name=ali[0], dob=ali[1], dob_precision="day", agencies=["police"], because="One mention.",
                        mention_ids=[f"{CRIME}#child"]),
                   dict(person_id=NAMESAKE, name="Tom Kahn", dob="1988-01-03", dob_precision="day", agencies=["housing"], because="One mention.",
                        mention_ids=[f"{TENANCY}#partner"]),
                   dict(person_id=OTHER_SARA, name="Sahra Kan", dob="1990-04-03", dob_precision="day", agencies=["housing"], because="One mention.",
                        mention_ids=[f"{TENANCY}#tenant"]),
                   dict(person_id=OTHER, name="Ewa Nowak", agencies=["police"], because="One mention.")],
        "families": [dict(family_id=FAMILY, person_id=MOTHER, part="carer", since="2024-03-20", because="She cares for Ali."),
                     dict(family_id=FAMILY, person_id=CHILD, part="child", since="2024-03-20", because="He lives there."),
                     dict(family_id=FAMILY, person_id=FATHER, part="linked person", since="2024-03-20", because="Named as suspect by police."),
                     dict(family_id=OTHER_FAMILY, person_id=OTHER, part="carer", since="2024-03-20", because="Named."),
                     dict(family_id=OTHER_FAMILY, person_id=NAMESAKE, part="other adult", since="2024-06-01", because="Named in the tenancy."),
                     dict(family_id=OTHER_FAMILY, person_id=OTHER_SARA, part="carer", since="2024-06-01", because="Named in the tenancy.")],
        "events": [_event(ASSAULT, "2024-03-20", "common_assault", ["ed", "police"], [CRIME, VISIT],
                          disagreements=["Police record no injury; the emergency department records a fractured wrist."]),
                   _event(CALLS, "2024-05-02", "stalking", ["police"], [STALKING])],
        "timelines": [dict(family_id=FAMILY, event_id=ASSAULT, position=1, roles=roles, children=child, known_on=Map(police="2024-03-20")),
                      dict(family_id=FAMILY, event_id=CALLS, position=2, days_since=43, roles=roles, children=child,
                           known_on=Map(police="2024-05-02"))],
        "harms": [dict(event_id=event, source_id=FATHER, harmed_id=MOTHER, relation="intimate", manner="named", asserted_by=["police"],
                       status="alleged") for event in (ASSAULT, CALLS)],
        "periods": [dict(period_id="T-home", kind="residence", person_id=MOTHER, place_key="BD59XX|12", place=f"{STREET}, Bradford", place_kind="home",
                         since="2020-01-01", certainty="stated", report_ids=[CRIME], because="Police give this address.")],
        "perpetrators": [dict(person_id=FATHER, family_id=FAMILY, first_on="2024-03-20", last_on="2024-05-02", harmed=[MOTHER], children=[CHILD],
                              event_ids=[ASSAULT, CALLS], standing="named as suspect by police 2, convicted 0", link="confirmed")],
        "signals": [dict(signal_id="S-1", rule="R05", family_id=FAMILY, person_id=FATHER, harmed_id=MOTHER, raised_on="2024-03-21",
                         latest_on="2024-05-02", level="same day", because=reason, evidence=[ASSAULT, CALLS])],
        "raisings": [dict(signal_id="S-1", rule="R05", family_id=FAMILY, person_id=FATHER, harmed_id=MOTHER, raised_on="2024-03-21", level="same day",
                          because=reason, evidence=[ASSAULT], reports=[TENANCY])],
        "measured": [dict(measure=measure, unit_id=unit, family_id=FAMILY, event_id=CALLS, area="Calderbrook", day="2024-05-02", parts=Map(agency="police"))
                     for measure, unit in (("incidents", CALLS), ("records", STALKING))],
        "figures": [*_counted("incidents", (12, 1, 5, 9, 14, 8, 7, 11, 6), withheld=(5, 6)), *_counted("records", (15, 9, 9, 12, 20, 9, 8, 13, 9)),
                    *(row | dict(part="agency", value="police", shown=row["shown"] and row["number"] > 8) for measure in ("incidents", "records")
                      for row in _counted(measure, (10, 1, 5, 8, 12, 8, 7, 9, 6), withheld=(5, 6)))],
        "asked": [dict(rule="R01", family_id=FAMILY, because="2 incidents in 90 days; 3 are needed")],
        "doubts": [dict(person_id=OTHER, because="First names that are not written for one another.")],
        "headlines": [dict(family_id=FAMILY, name="Khan", area="Calderbrook", children=1, level="same day", raised_on="2024-03-21", signals=1,
                           because=[reason], rules=["R05"], agencies=["ed", "police"], events=2, last_on="2024-05-02"),
                      dict(family_id=OTHER_FAMILY, name="Nowak", area="Calderbrook", agencies=["police"])],
    }



def publish(home: Path, tables: dict[str, list[dict]] | None = None, as_of: str = "2024-12-01") -> Path:
    """Publish the tables (the story, unless others are given) in this home; returns the snapshot's path."""
    if tables is not None or os.environ.keys() & KEYS or home.exists() and any(home.iterdir()):
        return _publish(home, story() if tables is None else tables, as_of)
    shutil.copytree(_once(as_of).name, home, dirs_exist_ok=True)
    return snapshot.current(home)


@cache
def _once(as_of: str) -> TemporaryDirectory:
    """A home in which the story is published, to be copied."""
    made_once = TemporaryDirectory()
    _publish(Path(made_once.name), story(), as_of)
    return made_once


def _publish(home: Path, rows: dict[str, list[dict]], as_of: str) -> Path:
    with snapshot.working(home) as s:
        for name in TABLES:
            s[name] = made(name, *rows.get(name, []))
        s["naming"] = naming.find(s["people"], s["mentions"])
        s["search_terms"] = search_terms.gather(s["mentions"], s["reports"])
        s.describe(as_of=as_of, until="", own_settings="", settings="test", model="test", acute_days=90, high_days=365)
        return s.publish()


@contextmanager
def asking(server: Flask, user: User) -> Iterator[None]:
    """Questions are asked by this user, as in a request of his or hers."""
    with server.app_context():
        g.user = user
        yield


def name_for(database: Database, account: str, report_id: str) -> None:
    """Let this account see a restricted record."""
    exclusions.name_for_record(database, User("di", "administrator"), f"{account} {report_id}", report_id, account, "Works on it.")


@contextmanager
def closed(app: Dash) -> Iterator[Dash]:
    """A dashboard, of which the files are let go when the block ends."""
    try:
        yield app
    finally:
        app.server.extensions["shelf"].close()
        app.server.extensions["database"].close()


@contextmanager
def served(home: Path, answers: Path | None = None) -> Iterator[Flask]:
    """A server, without pages, that reads what is published in this home and keeps answers there, or in the home `answers`."""
    server = Flask("test")
    server.secret_key = "test"
    current.install(server, home)
    server.extensions["database"] = Database(answers or home)
    try:
        yield server
    finally:
        server.extensions["shelf"].close()
        server.extensions["database"].close()
