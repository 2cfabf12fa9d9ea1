"""The police: one row per victim per crime, and the notice that goes from them to a child's school."""

from datetime import timedelta

CRIMES = {  # what happened: Home Office code as this force mostly writes it, title
    "argument": ("NCDI", "Non-crime domestic incident"), "assault": ("10501", "Common assault and battery"),
    "injury": ("00806", "Assault occasioning actual bodily harm"), "strangulation": ("00877", "Non-fatal strangulation and suffocation"),
    "threat to kill": ("00301", "Threats to kill"), "threats": ("12509", "Public order - fear or provocation of violence"),
    "harassment": ("8L", "Harassment"), "messages": ("00872", "Malicious communications"), "unwanted contact": ("8L", "Harassment"),
    "stalking": ("19512", "Stalking"), "damage": ("14900", "Criminal damage under \u00a35,000"), "breach": ("06639", "Breach of non-molestation order"),
    "control": ("00867", "Controlling or coercive behaviour"), "weapon": ("00501", "Wounding with intent"),
    "contact dispute": ("NCDI", "Non-crime domestic incident"), "licence breach": ("BAIL", "Breach of bail or licence"),
}
WORDS = {
    "argument": "Verbal argument reported. No offences disclosed, words of advice given.",
    "assault": "{v} states that {s} pushed and slapped her/him during an argument. No visible injury.",
    "injury": "{v} states that {s} punched her/him to the face, causing swelling and a cut lip.\nPhotographs taken. DASH completed with victim alone.",
    "strangulation": "{v} states that {s} put both hands round her/his neck and squeezed; could not breathe.",
    "threat to kill": "{v} reports that {s} said 'I will kill you'. Believes that the threat was meant.",
    "threats": "{v} reports threats from {s} outside the address.",
    "harassment": "{v} reports repeated calls and visits from {s} after being asked to stop.",
    "messages": "{v} shows officers a series of abusive messages said to be from {s}.",
    "unwanted contact": "{v} reports that {s} came to the address after being asked not to.",
    "stalking": "{v} reports being followed from work by {s} on several days.",
    "damage": "{v} reports that {s} kicked the door; panel broken.",
    "breach": "{v} reports that {s} attended the address in breach of the order.",
    "control": "{v} describes {s} checking phone, money and movements over some months.",
    "weapon": "{v} states that {s} cut her/his arm with a kitchen knife.",
    "contact dispute": "Dispute at handover of the children between {v} and {s}. Advice given.",
    "licence breach": "{v} reports contact from {s}, who is on licence with a condition not to.",
}
SAID = {"partner": "PARTNER", "spouse": "SPOUSE", "ex-partner": "EX PARTNER", "ex-spouse": "EX SPOUSE", "son": "SON", "daughter": "DAUGHTER",
        "other family": "OTHER FAMILY", "": ""}
QUESTIONS = {"injury": "01", "victim fears being killed": "03", "isolation": "04", "victim suicidality": "05", "separation": "06",
             "child contact conflict": "07", "stalking": "08", "pregnancy": "09", "step-child in home": "10", "child threatened or hurt": "12",
             "more often": "13", "worse": "14", "jealous control": "15", "weapon": "16", "threat to kill": "17", "strangulation": "18",
             "sexual violence": "19", "honour-based": "20", "pet harmed": "22", "money control": "23", "substance misuse": "24",
             "perpetrator suicidality": "25", "order breached": "26"}
SEX = {"f": "F", "m": "M", "x": "X"}


def crime(desk, t, number: str = "") -> str:
    """The police's row of something said to have been done by `t.suspect` to `t.victim`. Gives the crime reference."""
    code, title = CRIMES[t.what]
    recorded = t.day + (timedelta(days=t.late) if t.late else desk.lag("police", t.victim.plain))
    ref = t.crime_ref or f"01CA/{desk.ref('crime'):07d}/{recorded.year % 100:02d}"
    t.crime_ref = ref
    cells = {"Crime Ref": ref, "Victim No": number or "1", "HO Code": written_code(code, desk.rng), "Offence": title,
             "DA Flag": "Y", "Recorded Date": day(recorded), "From Date": day(t.day), "From Time": t.time or clock(desk.rng),
             "Outcome": t.outcome, "DASH Grade": t.grade.upper() if t.grade != "standard" else "STD", "Rel Sus To Vic": SAID[t.relation],
             "OIC": f"PC {1000 + len(ref) * 37}", "Beat": "CB1"}
    victim = desk.note(t.victim, "police", "police-niche", t.day)
    cells |= _person("Vic", victim, t.victim, desk)
    people = {"victim": t.victim}
    cells["Vic Ethnicity"] = t.victim.custom.ethnicity
    cells["Vic Interpreter"] = "" if t.victim.custom.language == "English" or desk.rng.random() < .8 else t.victim.custom.language
    cells["Location"], cells["Location Postcode"] = victim.address, victim.postcode
    words = t.words or WORDS[t.what]
    if t.suspect:
        people["suspect"] = t.suspect
        suspect = desk.note(t.suspect, "police", "police-niche", t.day)
        cells |= _person("Sus", suspect, t.suspect, desk, t.known)
        cells["Sus CRO"] = desk.number(t.suspect, "cro") if t.known and t.outcome in ("1", "CV") else ""
        words = words.replace("{s}", suspect.name)
    cells["MO"] = words.replace("{v}", victim.name)
    _children(desk, t, cells, people)
    _questions(t, cells)
    desk.write("police-niche", cells, people, t.event, recorded)
    return ref


def _person(prefix, note, person, desk, known=True):
    cells = {f"{prefix} Forename": note.forename, f"{prefix} Surname": note.surname.upper(), f"{prefix} DOB": note.dob,
             f"{prefix} Sex": SEX[person.sex], f"{prefix} Address": note.address, f"{prefix} Postcode": note.postcode}
    if prefix == "Sus":
        cells[f"{prefix} PNC"] = written_pnc(desk.number(person, "pnc"), desk.rng) if known else ""
        cells[f"{prefix} Ethnicity"] = person.custom.ethnicity
    return cells


def _children(desk, t, cells, people):
    for i, child in enumerate(t.children[:3], 1):
        note = desk.note(child, "police", "police-niche", t.day)
        present = "Y" if t.present else "N"
        cells |= {f"Child{i} Forename": note.forename, f"Child{i} Surname": note.surname.upper(), f"Child{i} DOB": note.dob,
                  f"Child{i} Sex": SEX[child.sex], f"Child{i} Rel To Vic": "SON" if child.sex == "m" else "DAUGHTER",
                  f"Child{i} Address": note.address, f"Child{i} Postcode": note.postcode,
                  f"Child{i} Resides": "Y", f"Child{i} Present": present, f"Child{i} Seen": present,
                  f"Child{i} Spoken To": "Y" if t.present and desk.rng.random() < .3 else "N"}
        people[f"child{i}"] = child


def _questions(t, cells):
    if not t.answers and t.grade == "standard":
        return
    for factor, question in QUESTIONS.items():
        cells[f"DASH Q{question}"] = "Y" if factor in t.answers else "N" if hash_of(factor, t.crime_ref) else ""


def hash_of(factor: str, ref: str) -> bool:
    """Whether an unanswered question was asked and denied (two in three) or left blank."""
    return (sum(map(ord, factor)) + sum(map(ord, ref))) % 3 > 0


def day(d) -> str:
    return f"{d.day:02d}/{d.month:02d}/{d.year}"


def clock(rng) -> str:
    return f"{int(rng.random() * 24):02d}:{int(rng.random() * 12) * 5:02d}"


def written_code(code: str, rng) -> str:
    """A Home Office code as it comes: mostly five digits, now and then with a slash or as a spreadsheet leaves it."""
    roll = rng.random()
    if not code.isdigit() or roll < .85:
        return code
    return f"{code[:3]}/{code[3:]}" if roll < .93 else code.lstrip("0")


def written_pnc(pnc: str, rng) -> str:
    """A PNC identifier as it comes: long form, or the short form of the same."""
    return pnc if rng.random() < .7 else f"{pnc[2:4]}/{pnc[5:-1].lstrip('0')}{pnc[-1]}" if pnc else ""


def notice(desk, t) -> None:
    """The notice to the school of each child of school age: a copy of the police's record, sent on the next working day."""
    received = t.day + timedelta(days=1 if t.day.weekday() < 4 else 7 - t.day.weekday())
    number = desk.ref("notice")
    for i, child in enumerate((c for c in t.children if 4 <= c.age(t.day) < 18), 1):
        note = desk.note(child, "schools", "school-encompass", t.day)
        cells = {"Notice No": f"OE{number:06d}", "Pupil No": str(i), "Police Ref": t.crime_ref, "Incident Date": day(t.day),
                 "Incident Time": t.time, "Received": day(received), "Circumstances": "Police attended a domestic incident at the home.",
                 "Child": note.name, "DOB": note.dob, "UPN": desk.number(child, "upn"), "Home Address": note.address,
                 "Home Postcode": note.postcode, "Child Present": "Y" if t.present else "N", "Spoken To": "N", "Key Adult": "DSL"}
        desk.write("school-encompass", cells, {"child": child}, t.event, received)
