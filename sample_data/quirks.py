"""What real extracts are like: late, corrected, withdrawn, doubled and broken rows, and values that mean nothing.

Only the small set holds these. `add` writes them about two families of their own; `TOLD` says what they are."""

import csv
from datetime import date, timedelta

from .accounts import tell
from .stories.scene import Scene
from .suppliers import children, health
from .telling import Telling

DELTA = "police_crimes_2025-04-07_changes.csv"
DELTA_AS_AT = date(2025, 4, 7)
TOLD = (
    "The same incident told by the police, the hospital, the surgery, the school, social care and the IDVA: one event.",
    "A police crime and a housing complaint recorded 31 days after they happened.",
    "A police row corrected (grade and address) and another cancelled in a second file of changes, as at a week later.",
    "The same surgery entry twice, exactly.",
    "A suspect UNKNOWN MALE born 01/01/1900; an unconscious patient FOXTROT WHISKY born 1 January; a newborn BABY OF; ZZ99 3VZ.",
    "Rows that must be quarantined: 31/13/2024, a Home Office code that is none, a SNOMED code as a spreadsheet leaves it (8.95141E+14), "
    "a school category that no one declared, and a row cut short.",
)


def add(desk, knows: dict) -> list:
    """Write the quirks; gives the scenes, whose families are ordinary but for one incident each."""
    (desk.folder / DELTA).unlink(missing_ok=True)
    first, second = Scene(desk, knows, "quirks"), Scene(desk, knows, "quirks")
    f, g = first.family((6.2, 0.8)), second.family((8.0,))
    first.tell(f, 140, "injury", "police", "encompass", "hospital", "gp letter", "social care copy", "idva", time="21:40")
    _corrected(first, f)
    _late(second, g)
    _placeholders(first, f)
    _doubled(first, f)
    _broken(second, g)
    for scene in (first, second):
        scene.close()
    return [first, second]


def _corrected(s, f):
    """One row amended and one cancelled in the file of changes."""
    for n, change in ((100, {"Record Action": "AMENDED", "DASH Grade": "MED"}), (75, {"Record Action": "CANCELLED"})):
        t = Telling(s.at(n), "argument", f.mother, f.father, f.children, time="18:15")
        tell(s.of(f), t, "police")
        path = s.desk.folder / DELTA
        new = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            if new:
                writer.writerow(s.desk.layouts["police-niche"].columns)
            writer.writerow([change.get(c, s.desk.last.get(c, "")) for c in s.desk.layouts["police-niche"].columns])


def _late(s, g):
    s.tell(g, 45, "argument", "police", late=31)
    s.tell(g, 45, "argument", "housing", late=31)


def _placeholders(s, f):
    nobody = s.adult("m")
    s.desk.twist = {"Sus Forename": "UNKNOWN", "Sus Surname": "MALE", "Sus DOB": "01/01/1900", "Sus PNC": "", "Sus Address": "", "Sus Postcode": ""}
    s.tell(f, 260, "damage", "police", suspect=nobody, relation="", children=[])
    patient = s.adult("m")
    s.desk.family = ""
    s.desk.twist = {"PersonGivenName": "FOXTROT", "PersonFamilyName": "WHISKY", "DateofBirth": f"{patient.born.year}0101", "NHSNumber": "",
                    "Postcode": "ZZ99 3WZ", "AddressLine1": ""}
    health.emergency(s.desk, patient, s.at(77), "NOT-KNOWN", "Found unconscious, no identification.")
    baby = f.children[1]
    s.desk.twist = {"Child_Name": f"BABY OF {f.mother.name}", "Child_NHS": "", "Postcode": "ZZ99 3VZ"}
    health.visit(s.of(f), baby, f.mother, baby.born + timedelta(days=11), "NBV")


def _doubled(s, f):
    health.practice(s.of(f), f.mother, s.at(222))
    s.desk.again("gp-emis")


def _broken(s, g):
    desk = s.of(g)
    for twist, what in (({"From Date": "31/13/2024"}, "argument"), ({"HO Code": "99999"}, "argument")):
        desk.twist = twist
        s.tell(g, 33, what, "police")
    desk.twist = {"Code": "8.95141E+14"}
    health.practice(desk, g.mother, s.at(33))
    desk.twist = {"Category": "Safegaurding misc"}
    children.log(desk, g.children, s.at(31), text="Entered under the wrong heading.")
    desk.again("school-log", 9)
