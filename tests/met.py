"""A small published snapshot for tests of meetings: the Khans of the published story, and three more families of the same area.

The Obis were referred to MARAC, heard on 1 April 2024 as the list records, and a repeat was raised in June; of the Reids, heard the same
day, a criterion was met before that. Of the Fords no rule says anything. The Khans have an order that runs out and a language recorded."""

from tests import published
from tests.made import Map
from tests.published import CRIME, FATHER, MOTHER

OBI, REID, FORD = "F-obi000000", "F-reid00000", "F-ford00000"
NAMES = {OBI: "Ada Obi", REID: "Eve Reid", FORD: "Joy Ford"}
HEARD = "2024-04-01"


def story() -> dict[str, list[dict]]:
    """The rows of every table that the story fills."""
    tables = published.story()
    for family in NAMES:
        for name, rows in _family(family).items():
            tables[name] = [*tables[name], *rows]
    tables["signals"] = [*tables["signals"], _signal("S-obi", "R15", OBI, "2024-06-03"), _signal("S-reid", "R01", REID, "2024-03-01")]
    tables["headlines"] = [row for row in tables["headlines"] if row["name"] != "Nowak"]
    tables["families"] = [row for row in tables["families"] if row["family_id"] != published.OTHER_FAMILY]
    tables["categories"] += [dict(category="marac_meeting", title="Heard at MARAC", kind="protection")]
    tables["files"][0]["contact"] = "Duty desk, 01632 960001"
    tables["orders"] = [dict(order_id="O-1", kind="stalking", bound_id=FATHER, protected_ids=[MOTHER], expires_on="2024-12-20", known_on="2024-05-03")]
    tables["characteristics"] = [dict(mention_id=f"{CRIME}#victim", kind="language", value="Urdu, interpreter"),
                                 dict(mention_id=f"{CRIME}#victim", kind="ethnicity", value="A2")]
    return tables


def mention(family: str) -> str:
    """The mention of the mother of one of these families."""
    return f"police:niche:{family}#victim"


def _family(family: str) -> dict[str, list[dict]]:
    name, report, child = NAMES[family], f"police:niche:{family}", f"P-child-{family}"
    forename, surname = name.lower().split()
    events = [("E-" + family, "2024-02-01", "common_assault", ["police"])] + [("E-heard-" + family, HEARD, "marac_meeting", ["marac"])] * (family != FORD)
    return {
        "reports": [dict(report_id=report, row_id=report, agency="police", system="niche", area="Calderbrook", occurred_from="2024-02-01",
                         known_on="2024-02-01", received_on="2024-12-02", category="common_assault", kind="abuse", precision="day")],
        "mentions": [dict(mention_id=f"{report}#{role}", slot=role, agency="police", role=role, known_on="2024-02-01", received_on="2024-12-02", name=who,
                          forename=who.lower().split()[0], surname=surname, dob=dob, seen=seen)
                     for role, who, dob, seen in (("victim", name, "1991-05-06", "not asked"), ("child", f"Kit {surname.title()}", "2020-01-01", "yes"))],
        "people": [dict(person_id=f"P-{family}", name=name, dob="1991-05-06", dob_precision="day", agencies=["police"], mention_ids=[f"{report}#victim"]),
                   dict(person_id=child, name=f"Kit {surname.title()}", dob="2020-01-01", dob_precision="day", agencies=["police"],
                        mention_ids=[f"{report}#child"])],
        "families": [dict(family_id=family, person_id=f"P-{family}", part="carer", since="2024-02-01"),
                     dict(family_id=family, person_id=child, part="child", since="2024-02-01")],
        "events": [dict(event_id=id, occurred_from=day, occurred_to=day, precision="day", known_on=day, received_on="2024-12-02", category=category,
                        kind="abuse", agencies=agencies, report_ids=[report]) for id, day, category, agencies in events],
        "timelines": [dict(family_id=family, event_id=id, position=place + 1, known_on=Map({agencies[0]: day}))
                      for place, (id, day, _, agencies) in enumerate(events)],
        "headlines": [dict(family_id=family, name=surname.title(), area="Calderbrook", children=1, agencies=["police"], events=1)],
    }


def _signal(id: str, rule: str, family: str, day: str) -> dict:
    return dict(signal_id=id, rule=rule, family_id=family, raised_on=day, latest_on=day, level="MARAC criterion met", because=f"{rule} says so.",
                evidence=[f"E-{family}"])
