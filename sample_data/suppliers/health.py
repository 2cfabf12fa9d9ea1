"""Health: the emergency department, general practice, maternity, health visiting and adult mental health."""

from datetime import timedelta

from .police import clock

ED = {"injury": "ASSAULT-PARTNER", "assault": "ASSAULT-PARTNER", "strangulation": "STRANGULATION", "weapon": "ASSAULT-PARTNER"}
ED_WORDS = {"injury": "Pt states hit in face by {r}. Swelling L cheek, lip lac.", "assault": "Pt pushed by {r}, bruised arm.",
            "strangulation": "Pt reports hands round neck, {r}. Hoarse voice, petechiae.", "weapon": "Lac forearm, says knife, {r}."}
GP = {"injury": "SN563", "strangulation": "269734009", "control": "14XG.", "isolation": "14XG.", "emotional": "14XG."}
HV = {"argument": "CONFLICT", "control": "CONTROL", "isolation": "CONTROL", "economic": "CONTROL"}
MH = {"control": "Control disclosed", "isolation": "Control disclosed", "economic": "Control disclosed", "threats": "Threats to other"}
SEX_CODE = {"f": "2", "m": "1", "x": "9"}
SEX = {"f": "F", "m": "M", "x": "I"}
ROUTINE = (("9N11.", "Seen in surgery"), ("9N11.", "Telephone consultation"), ("9N11.", "Repeat medication reviewed"), ("9N42.", "Did not attend"))


def emergency(desk, patient, day, reason="ACCIDENT", words="", event="", time="", late=0) -> None:
    """An attendance; the injury may be hours before the arrival."""
    recorded = day + (timedelta(days=late) if late else desk.lag("hospital", patient.plain))
    note, write = desk.note(patient, "hospital", "ed-ecds", day), desk.layouts["ed-ecds"].date
    time = (time or clock(desk.rng)).replace(":", "") + "00"
    nhs = desk.number(patient, "nhs")
    cells = {"CDSUniqueIdentifier": f"RQJ{desk.ref('ed'):09d}", "CDSUpdateType": "9", "CDSActivityDate": write(recorded), "NHSNumber": nhs,
             "NHSNumberStatus": "01" if nhs else "03", "LocalPatientID": _local(desk, patient, "ed", "H"), "PersonGivenName": note.forename,
             "PersonFamilyName": note.surname, "DateofBirth": note.dob, "Postcode": note.postcode, "AddressLine1": note.address,
             "PersonCurrentGender": SEX_CODE[patient.sex], "EthnicCategory": "A", "ArrivalDate": write(recorded), "ArrivalTime": time,
             "ArrivalMode": "2", "InjuryDate": write(day), "InjuryTime": time, "InjuryIntent": reason, "DischargeStatus": "1",
             "DepartureDate": write(recorded), "TriageNote": words or "Fall at home." if reason == "ACCIDENT" else words}
    desk.write("ed-ecds", cells, {"patient": patient}, event, recorded)


def emergency_told(desk, t) -> None:
    """The harmed person's attendance after `t`; who did it stands in the triage note alone."""
    words = ED_WORDS.get(t.what, "Discloses abuse at home by {r}.").replace("{r}", t.relation.replace("-", " ") or "someone known")
    emergency(desk, t.victim, t.day, ED.get(t.what, "DA-DISCLOSED"), words, t.event, t.time)


def practice(desk, patient, day, code="9N11.", term="Seen in surgery", text="", event="", sender="", sender_ref="", late=0) -> None:
    """A coded entry of general practice."""
    recorded = day + (timedelta(days=late) if late else desk.lag("gp", patient.plain))
    note, write = desk.note(patient, "gp", "gp-emis", day), desk.layouts["gp-emis"].date
    cells = {"EntryID": f"E{desk.ref('gp'):08d}", "Code": code, "Term": term, "EventDate": write(day), "EntryDate": write(recorded),
             "SenderOrg": sender, "SenderRef": sender_ref, "FreeText": text, "Forename": note.forename, "Surname": note.surname,
             "DOB": note.dob, "Gender": SEX[patient.sex], "Ethnicity": patient.custom.ethnicity, "Address": note.address,
             "Postcode": note.postcode, "NHSNo": _spaced(desk.number(patient, "nhs"), desk.rng), "EMISNo": _local(desk, patient, "emis", ""),
             "Practice": "Y99001"}
    desk.write("gp-emis", cells, {"patient": patient}, event, recorded)


def practice_told(desk, t) -> None:
    """The harmed person's disclosure to the practice."""
    practice(desk, t.victim, t.day, GP.get(t.what, "14XD."), "Domestic abuse disclosed", f"Tells me of {t.what} at home, {t.relation}.", t.event)


def practice_letter(desk, t, patient) -> None:
    """The police's report, received and coded on a patient's record: the same incident again."""
    practice(desk, patient, t.day, "895141000000105", "Police domestic incident report received", "PVP letter scanned.", t.event, "police",
             t.crime_ref, late=9)


def maternity(desk, mother, baby, day, kind, partner=None, relation="PARTNER", lives="Y", father="FATHER", text="", change="") -> None:
    """A booking or contact of maternity; the partner as the mother names him or her."""
    note, write = desk.note(mother, "maternity", "maternity-msds", day), desk.layouts["maternity-msds"].date
    recorded = day + desk.lag("maternity", mother.plain)
    cells = {"RecordID": f"M{desk.ref('msds'):07d}", "ContactType": kind, "ContactDate": write(day), "EnteredDate": write(recorded),
             "EDDAgreed": write(baby.born), "MotherName": note.surname_first, "MaidenName": mother.previous, "PersonBirthDateMother": note.dob,
             "MotherSex": "2", "EthnicCategoryMother": mother.custom.ethnicity, "MotherAddress": note.address, "MotherPostcode": note.postcode,
             "NHSNumberMother": desk.number(mother, "nhs"), "MotherRelToBaby": "MOTHER", "MotherWithBaby": "Y",
             "GestAgeBooking": "10", "ComplexSocialFactorsInd": "N", "Notes": text or "Routine.",
             "RelationshipChange": change}
    pregnancy = _local(desk, baby, "pregnancy", "PG")
    if kind == "BIRTH":
        cells |= {"UniqPregIDBaby": pregnancy, "NHSNumberBaby": desk.number(baby, "nhs"), "PersonBirthDateBaby": write(baby.born),
                  "BabySurname": note.surname}
    else:
        cells["UniqPregID"] = pregnancy
    people = {"mother": mother, "baby" if kind == "BIRTH" else "unborn": baby}
    if partner:
        him = desk.note(partner, "maternity", "maternity-msds", day)
        cells |= {"PartnerRelationship": relation, "PartnerName": him.surname_first, "PartnerDOB": him.dob, "PartnerSex": SEX_CODE[partner.sex],
                  "PartnerRelToBaby": father, "PartnerLivesWith": lives, "PartnerAddress": him.address if lives == "Y" else "",
                  "PartnerPostcode": him.postcode if lives == "Y" else ""}
        people["partner"] = partner
    desk.write("maternity-msds", cells, people, "", recorded)


def visit(desk, child, carer, day, kind="VISIT", carer_is="MOTHER", adult=None, adult_is="FATHER", adult_in="Y", text="", event="",
          change="", source="", late=0) -> None:
    """A health visitor's contact with a child: the main carer, and another adult where the visitor notes one."""
    recorded = day + (timedelta(days=late) if late else desk.lag("health visiting", child.plain))
    write = desk.layouts["health-visiting"].date
    note, hers = (desk.note(p, "health visiting", "health-visiting", day) for p in (child, carer))
    seen = "N" if kind in ("DNA", "HH", "POLDV") else "Y"
    cells = {"CareContactID": f"HV{desk.ref('hv'):07d}", "Contact_Type": kind, "Contact_Date": write(day),
             "Contact_Time": "1970-01-01 " + clock(desk.rng), "Record_Date": write(recorded), "Narrative": text or "Routine contact.",
             "Info_Source": source, "Child_Name": note.name, "Child_DOB": note.dob, "Child_Sex": "F" if child.sex == "f" else "M",
             "Child_Ethnic": child.custom.ethnicity, "Address": note.address, "Postcode": note.postcode, "Child_NHS": desk.number(child, "nhs"),
             "Child_Seen": seen, "Child_Voice": "N" if child.age(day) < 3 else "U", "Carer_Name": hers.name, "Carer_DOB": hers.dob,
             "Carer_Sex": "F" if carer.sex == "f" else "M", "Carer_NHS": desk.number(carer, "nhs"), "Carer_Rel": carer_is, "Carer_In_Home": "Y",
             "Carer_Relationship_Change": change}
    people = {"child": child, "carer": carer}
    if adult:
        his = desk.note(adult, "health visiting", "health-visiting", day)
        cells |= {"Adult2_Name": his.name, "Adult2_DOB": his.dob, "Adult2_Sex": "F" if adult.sex == "f" else "M", "Adult2_Rel": adult_is,
                  "Adult2_In_Home": adult_in}
        people["adult"] = adult
    desk.write("health-visiting", cells, people, event, recorded)


def visit_told(desk, t) -> None:
    """What the victim tells the health visitor."""
    youngest = min(t.children, key=lambda c: -c.born.toordinal())
    visit(desk, youngest, t.victim, t.day, HV.get(t.what, "DA"), "MOTHER" if t.victim.sex == "f" else "FATHER", t.suspect, t.to_child.upper(),
          "Y", f"Carer tells me of {t.what} at home.", t.event)


def mind(desk, patient, day, entry="Review", role="Patient", other=None, other_role="Partner", relation="Partner", text="", event="",
         basis="Self-reported", change="") -> None:
    """An entry of adult mental health; the patient may be the one harmed or the one said to harm."""
    recorded = day + desk.lag("mental health", patient.plain)
    note, write = desk.note(patient, "mental health", "mental-health", day), desk.layouts["mental-health"].date
    cells = {"Progress Note ID": f"PN{desk.ref('rio'):07d}", "Entry Type": entry, "Contact Date": write(day), "Validated Date": write(recorded),
             "Basis": basis, "Progress Note": text or "Seen in clinic.\nMood stable, plan unchanged.", "Patient Is": role, "First Name": note.forename,
             "Last Name": note.surname, "Date of Birth": note.dob, "Gender": {"f": "Female", "m": "Male", "x": "Other"}[patient.sex],
             "Ethnicity": patient.custom.ethnicity, "Home Address": note.address, "Home Postcode": note.postcode,
             "NHS No": desk.number(patient, "nhs"), "RiO ID": _local(desk, patient, "rio", "R"), "Relationship Change": change}
    people = {"patient": patient}
    if other:
        theirs = desk.note(other, "mental health", "mental-health", day)
        cells |= {"Other Person Is": other_role, "Other Person": theirs.name, "Other Person DOB": theirs.dob,
                  "Other Person Relationship": relation.capitalize()}
        people["other"] = other
    desk.write("mental-health", cells, people, event, recorded)


def mind_told(desk, t) -> None:
    """What the person harmed tells adult mental health."""
    mind(desk, t.victim, t.day, MH.get(t.what, "Domestic abuse disclosed"), "Victim", t.suspect, "Alleged perpetrator",
         {"spouse": "partner", "ex-spouse": "ex-partner"}.get(t.relation, t.relation), f"Tells me of {t.what} at home.", t.event)


def _local(desk, person, system, letter):
    """This system's own number of the person."""
    if system not in person.numbers:
        person.numbers[system] = f"{letter}{desk.ref(system + ' person'):07d}"
    return person.numbers[system]


def _spaced(nhs, rng):
    return f"{nhs[:3]} {nhs[3:6]} {nhs[6:]}" if nhs and rng.random() < .3 else nhs
