"""A published family with secrets planted in it, each of which must not come before the person said to have caused harm.

The Khans of `published`, and beside them: what may be given (a charge, an order served, custody), and SECRETS: a GP contact, a disclosure
scheme application, a planned separation, a refuge, a school's word, an order that nobody served, and a neighbour who called."""

import copy

from tests import published
from tests.made import Map
from tests.published import CHILD, CRIME, FAMILY, FATHER, MOTHER

SARA, TOM, ALI = ("Sara Khan", "1990-03-04"), ("Tom Khan", "1988-01-02"), ("Ali Khan", "2019-06-01")
REFUGE, SCHOOL, NEIGHBOUR = "7 Linden Court", "Oakfield Primary", "Nora Fenwick"
FORMULA = '=HYPERLINK("http://x.example","open")'
TITLES = {"gp_contact": "GP contact", "disclosure_scheme": "Disclosure scheme (DVDS)", "separation_planned": "Separation planned",
          "refuge": "Moved to a refuge or safe address", "school_contact": "School contact", "actual_bodily_harm": "Assault causing actual bodily harm",
          "non_molestation_order": "Non-molestation order", "custody": "In custody", "progress": "Progress recorded", "abuse_disclosed": "Abuse disclosed"}

GIVEN = (
    dict(report_id="police:niche:CH1", category="actual_bodily_harm", day="2024-06-07", known="2024-06-09", kind="abuse", gravity=4, outcome="charged",
         words="The charging officer writes.", victim=SARA, suspect=TOM),
    dict(report_id="police:niche:CH2", category="actual_bodily_harm", day="2024-06-07", known="2024-06-10", kind="abuse", gravity=4, outcome="charged",
         words="The same charge again.", suspect=TOM),
    dict(report_id="family court:cafcass:NM1", category="non_molestation_order", day="2024-06-28", known="2024-07-04", kind="protection",
         served_on="2024-07-02", made_on="2024-06-28", conditions=f"Not to come within 100 metres of {REFUGE}.", respondent=TOM, applicant=SARA),
    dict(report_id="probation:delius:CU1", category="custody", day="2024-10-01", known="2024-10-02", kind="movement", statement="fact", offender=TOM),
)
SECRETS = (
    dict(report_id="gp:emis:GP9", category="abuse_disclosed", day="2024-04-11", known="2024-04-12", kind="abuse", words="Told the GP in tears.",
         patient=SARA, suspect=TOM),
    dict(report_id="police:dvds:DV1", category="disclosure_scheme", day="2024-04-17", known="2024-04-18", kind="protection",
         words="Applied under the scheme.", applicant=SARA, subject=TOM),
    dict(report_id="idva:casework:ID1", category="separation_planned", day="2024-04-23", known="2024-04-24", kind="life", separation="planned",
         words="Plans to leave on the 30th.", victim=SARA, suspect=TOM),
    dict(report_id="idva:casework:ID2", category="refuge", day="2024-05-09", known="2024-05-10", kind="movement", words=f"Now at {REFUGE}.",
         place=REFUGE, subject=SARA, address=REFUGE),
    dict(report_id="schools:log:SC1", category="school_contact", day="2024-05-14", known="2024-05-15", kind="contact",
         words=f"{SCHOOL}: mum says she is afraid.", child=ALI, contact=SARA),
    dict(report_id="family court:cafcass:NM2", category="non_molestation_order", day="2024-08-08", known="2024-08-09", kind="protection",
         made_on="2024-08-08", respondent=TOM, applicant=SARA),
    dict(report_id="schools:log:CU2", category="custody", day="2024-09-16", known="2024-09-17", kind="movement", words="Dad is inside, she says.",
         offender=TOM, contact=SARA),
    dict(report_id="police:niche:CH3", category="actual_bodily_harm", day="2024-11-05", known="2024-11-06", kind="abuse", gravity=4, outcome="charged",
         handling="restricted", words="Restricted charge.", victim=SARA, suspect=TOM),
    dict(report_id="police:niche:TW1", category="actual_bodily_harm", day="2024-08-15", known="2024-08-16", kind="abuse", gravity=4, outcome="charged",
         words="Both were named.", suspect=TOM, offender=SARA),
    dict(report_id="probation:delius:CP1", category="actual_bodily_harm", day="2024-08-20", known="2024-08-21", kind="abuse", gravity=4, outcome="charged",
         copied_from="police", words="As the police say.", suspect=TOM),
    dict(report_id="police:niche:OP1", category="actual_bodily_harm", day="2024-08-27", known="2024-08-28", kind="abuse", gravity=4, outcome="charged",
         statement="opinion", words="Probably charged.", suspect=TOM),
    dict(report_id="police:niche:NF1", category="actual_bodily_harm", day="2024-11-12", known="2024-11-13", kind="abuse", gravity=4,
         outcome="no further action", words=FORMULA, victim=SARA, suspect=TOM),
)
STRENGTH = dict(report_id="idva:casework:ST1", category="progress", day="2024-11-20", known="2024-11-21", kind="strength", words="Sleeps well now.",
                victim=SARA)
PEOPLE = {SARA: MOTHER, TOM: FATHER, ALI: CHILD}
ROLES = ("victim", "suspect", "child", "respondent", "applicant", "offender", "patient", "subject", "contact", "caller")


def story(secrets: tuple[dict, ...] = SECRETS, strength: bool = True) -> dict[str, list[dict]]:
    """The tables of the family, with these secrets; the neighbour called the police if there are any."""
    tables = copy.deepcopy(published.story())
    tables["categories"] += [dict(category=key, title=title, kind="contact") for key, title in TITLES.items()]
    for number, told in enumerate((*GIVEN, *secrets, *([STRENGTH] if strength else [])), 20):
        _plant(tables, number, dict(told))
    if secrets:
        tables["mentions"].append(_mention(CRIME, "caller", (NEIGHBOUR, "1950-01-01"), "14 Alder Road, Bradford"))
        tables["mentions"].append(_mention(CRIME, "child", ("Zoe Fenwick", "2018-01-01"), None) | dict(mention_id=f"{CRIME}#child2", slot="child2"))
        tables["people"].append(dict(person_id="P-nora0000000", name=NEIGHBOUR, mention_ids=[f"{CRIME}#caller"], agencies=["police"], because="One mention."))
    by_day = sorted(tables["timelines"], key=lambda line: next(e["occurred_from"] for e in tables["events"] if e["event_id"] == line["event_id"]))
    for position, line in enumerate(by_day, 1):
        line["position"] = position
    return tables


def _plant(tables: dict, line: int, told: dict) -> None:
    """One report, its row, its event (that of the first charge is told twice), and a mention of each whom it names."""
    report, day, known = told.pop("report_id"), told.pop("day"), told.pop("known")
    agency, system, _ = report.split(":")
    named = {role: told.pop(role) for role in ROLES if role in told}
    address, file = told.pop("address", None), f"{SCHOOL if agency == 'schools' else agency}.csv".replace(" ", "_")
    tables["rows"].append(dict(row_id=f"{file}:{line}", file=file, file_hash="ab" * 32, layout="x", agency=agency, system=system, area="Calderbrook",
                               line_from=line, line_to=line, as_at="2024-12-01", received_on="2024-12-02", raw="raw"))
    tables["versions"].append(dict(row_id=f"{file}:{line}", report_id=report, state="current", because="The latest."))
    tables["reports"].append(dict(report_id=report, row_id=f"{file}:{line}", agency=agency, system=system, area="Calderbrook", occurred_from=f"{day} 09:00:00",
                                  occurred_to=f"{day} 09:00:00", precision="minute", known_on=known, received_on="2024-12-02") | told)
    tables["mentions"] += [_mention(report, role, who, address) for role, who in named.items()]
    for person in tables["people"]:
        person["mention_ids"] = person.get("mention_ids", []) + [f"{report}#{role}" for role, who in named.items() if PEOPLE[who] == person["person_id"]]
    if report == "police:niche:CH2":
        first = next(event for event in tables["events"] if event["event_id"] == "E-CH1")
        first["report_ids"], first["disagreements"] = [*first["report_ids"], report], ["police put it in gravity band 4; police put it in gravity band 3"]
        return
    event = f"E-{report.split(':')[-1]}"
    tables["events"].append(dict(event_id=event, occurred_from=f"{day} 09:00:00", occurred_to=f"{day} 09:00:00", precision="minute", known_on=known,
                                 received_on="2024-12-02", category=told["category"], kind=told["kind"], gravity=told.get("gravity"), agencies=[agency],
                                 report_ids=[report], independent_accounts=1, because="One account."))
    tables["timelines"].append(dict(family_id=FAMILY, event_id=event, position=0, known_on=Map({agency: known}),
                                    children=[dict(person_id=CHILD, age=4, present="not asked", seen="not asked", heard="not asked")]))


def _mention(report: str, role: str, who: tuple[str, str], address: str | None) -> dict:
    forename, surname = who[0].lower().split()
    return dict(mention_id=f"{report}#{role}", slot=role, agency=report.split(":")[0], role=role, known_on="2024-03-20", name=who[0], forename=forename,
                surname=surname, dob=who[1], address=address)
