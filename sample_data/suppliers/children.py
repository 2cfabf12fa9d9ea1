"""Schools and children's social care."""

from datetime import timedelta

LOG = {"argument": "Home - parents arguing", "control": "Home - isolated or watched", "isolation": "Home - isolated or watched",
       "economic": "Home - money or phone controlled", "emotional": "Home - put down or shouted at", "unwanted contact": "Gate - unwanted attendance",
       "contact dispute": "Contact dispute", "stalking": "Gate - unwanted attendance"}
LOG_WORDS = {"argument": "Child said there was shouting at home last night.\nSeemed tired, ate breakfast here.",
             "control": "Mum says that she has to send a photo from the gate each morning.", "economic": "Mum has no access to money for the trip.",
             "emotional": "Child repeats names that an adult at home calls the other.", "unwanted contact": "Waited at the gate although asked not to."}
STEP = {"argument": "REF CONFLICT", "control": "ASMT CTRL", "isolation": "ASMT CTRL", "economic": "ASMT CTRL", "emotional": "ASMT 17A"}
SEX = {"f": "F", "m": "M", "x": "M"}


def roll(desk, child, carer, day, since, until=None, carer_is="Mother", other=None, other_is="Father", other_in="Y", entry=1, other_dob=True,
         notes="") -> None:
    """A pupil's line on the register with its contacts; the second contact's address is filled where it is another."""
    note, write = desk.note(child, "schools", "school-roll", day), desk.layouts["school-roll"].date
    first = desk.note(carer, "schools", "school-roll", day)
    cells = {"Adno": _adno(desk, child), "Roll Entry": str(entry), "Last Updated": write(day), "Entry Date": write(since),
             "Leaving Date": write(until) if until else "", "Notes": notes, "Legal Forename": note.forename, "Legal Surname": note.surname,
             "DOB": note.dob, "Sex": SEX[child.sex], "Ethnicity": child.custom.ethnicity, "First Language": child.custom.language,
             "UPN": desk.number(child, "upn"), "Pupil Address": note.address, "Pupil Postcode": note.postcode, "Contact1 Name": first.name,
             "Contact1 Relationship": carer_is, "Contact1 Same Address": "Y", "Contact1 Address": first.address,
             "Contact1 Postcode": first.postcode, "School": "Calderbrook Primary" if child.age(day) < 11 else "Calderbrook High",
             "Contact1 Priority": "1", "Preferred Surname": note.surname}
    people = {"child": child, "contact1": carer}
    if other:
        second = desk.note(other, "schools", "school-roll", day)
        cells |= {"Contact2 Name": second.name, "Contact2 DOB": second.dob if other_dob else "", "Contact2 Relationship": other_is,
                  "Contact2 Same Address": other_in, "Contact2 Address": second.address, "Contact2 Postcode": second.postcode,
                  "Contact2 Priority": "2"}
        people["contact2"] = other
    desk.write("school-roll", cells, people, "", day)


def log(desk, children, day, category="Cause for concern", text="", adult=None, named="parent", adult_is="Mother", adult_in="", event="",
        change="", seen="", voice="", late=0) -> None:
    """A safeguarding log entry, one row per pupil; entries may be dated back."""
    recorded = day + (timedelta(days=late) if late else desk.lag("schools", children[0].plain))
    write, number = desk.layouts["school-log"].date, desk.ref("log")
    event = event or desk.event()
    for child in children:
        note = desk.note(child, "schools", "school-log", day)
        cells = {"Incident ID": f"SL{number:07d}", "Student No": _adno(desk, child), "Category": category, "Incident Date": write(day),
                 "Incident Time": f"{8 + number % 8:02d}:{number % 6}0", "Added On": write(recorded), "Family Change": change, "Incident": text,
                 "Student": note.name, "DOB": note.dob, "Gender": SEX[child.sex], "UPN": desk.number(child, "upn"), "Seen": seen,
                 "Pupil Voice": voice, "Staff": "DSL", "School": "Calderbrook Primary"}
        people = {"child": child}
        if adult:
            theirs = desk.note(adult, "schools", "school-log", day)
            cells |= {"Adult Named As": named.capitalize(), "Adult Named": theirs.name, "Adult Relationship": adult_is, "Adult Lives With": adult_in}
            people["adult"] = adult
        desk.write("school-log", cells, people, event, recorded)


def log_told(desk, t) -> None:
    """What school notices or is told: the adult that it is about is named."""
    pupils = [c for c in t.children if 5 <= c.age(t.day) < 18]
    if pupils:
        is_to = {"father": "Father", "mother": "Mother", "mum's partner": "Mum's partner", "dad's partner": "Dad's partner", "brother": "Brother",
                 "step-father": "Step father", "step-mother": "Step mother"}.get(t.to_child, "Other")
        log(desk, pupils, t.day, LOG.get(t.what, "Domestic abuse"), t.words or LOG_WORDS.get(t.what, f"Child talked about {t.what} at home."),
            t.suspect, "concern about", is_to, "", t.event, seen="Y", voice="Y", late=t.late)


def attendance(desk, child, day, percent) -> None:
    """A term's attendance."""
    low = percent < 90
    log(desk, [child], day, "Attendance" if low else "Attendance summary", f"Term attendance {percent}%.")


def step(desk, child, day, code, adults=(), text="", event="", chain="", source="", their_ref="", outcome="OPEN", change="", seen="",
         alone="", since=None, until=None, late=0) -> None:
    """A step of social care about one child; `adults` are (person, role, relationship, lives with child)."""
    recorded = day + (timedelta(days=late) if late else desk.lag("social care", child.plain))
    note, write = desk.note(child, "social care", "social-care", day), desk.layouts["social-care"].date
    unborn = child.born > day
    cells = {"Step Ref": f"LCS{desk.ref('lcs'):07d}", "Referral Chain": chain, "Event Code": code, "Event Date": write(day),
             "Entered Date": write(recorded), "Start Date": write(since) if since else "", "End Date": write(until) if until else "",
             "Expected DOB": write(child.born) if unborn else "", "Outcome": outcome, "Informed By": source, "Their Ref": their_ref,
             "Family Change": change, "Summary": text or "Screened by the front door.", "Child Forename": "" if unborn else note.forename,
             "Child Surname": note.surname, "Child DOB": "" if unborn else note.dob,
             "Gender": "0" if unborn else "2" if child.sex == "f" else "1", "Ethnicity": child.custom.ethnicity,
             "UPN": desk.number(child, "upn") if 4 <= child.age(day) < 17 else "UN1", "LA Child ID": _adno(desk, child, "la", "7"),
             "Child Address": note.address, "Child Postcode": note.postcode, "Seen": seen, "Seen Alone": alone, "Team": "Front door"}
    people = {"child": child}
    for i, (adult, role, stands, lives) in enumerate(adults[:3], 1):
        theirs = desk.note(adult, "social care", "social-care", day)
        cells |= {f"Adult{i} Role": role, f"Adult{i} Name": theirs.name, f"Adult{i} DOB": theirs.dob, f"Adult{i} Relationship": stands,
                  f"Adult{i} Lives With Child": lives}
        if i < 3:
            cells |= {f"Adult{i} Address": theirs.address, f"Adult{i} Postcode": theirs.postcode}
        people[f"adult{i}"] = adult
    desk.write("social-care", cells, people, event, recorded)


def step_told(desk, t) -> None:
    """A referral or assessment of each child about what happened: who is said to harm, who to be harmed."""
    event = t.event or desk.event()
    victim_is = "Mother" if t.victim.sex == "f" else "Father"
    stands = {"father": "Father", "mother": "Mother", "mum's partner": "Mother's partner", "dad's partner": "Father's partner",
              "step-father": "Step-father", "step-mother": "Step-mother", "brother": "Brother"}.get(t.to_child, "Not related")
    lives = "No" if t.relation.startswith("ex") else "Yes"
    adults = [(t.victim, "V", victim_is, "Yes")] + ([(t.suspect, "AP", stands, lives)] if t.suspect else [])
    for child in t.children[:1]:
        step(desk, child, t.day, STEP.get(t.what, "REF N1"), adults, t.words or f"Referral: {t.what} at home.", event, outcome="NFA", late=t.late)


def forwarded(desk, t, adults) -> None:
    """The police's report as social care's front door received it: a copy."""
    for child in t.children[:1]:
        step(desk, child, t.day, "CONT 6", adults, "Police report received through the front door.", t.event, source="police",
             their_ref=t.crime_ref, outcome="NFA")


def _adno(desk, child, kind="adno", prefix=""):
    if kind not in child.numbers:
        child.numbers[kind] = f"{prefix}{desk.ref(kind + ' number') + 10000}"
    return child.numbers[kind]


