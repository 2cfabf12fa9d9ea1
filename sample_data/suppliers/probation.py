"""Probation: contacts, dated addresses, custody and release, licence conditions, personal contacts."""

from datetime import timedelta

from .police import clock, day

CODES = {"prison contact": "LOCPRC", "unwanted contact": "LOCUNW", "harassment": "LOCUNW", "messages": "LOCUNW", "breach": "LOCLIB",
         "licence breach": "LOCLIB"}


def contact(desk, man, on, code="LOCAPP", text="", other=None, other_role="", relation="", event="", change="", informed="", their_ref="",
            late=0) -> None:
    """A contact with or about a supervised person."""
    recorded = on + (timedelta(days=late) if late else desk.lag("probation", man.plain))
    cells = {"CONTACT_ID": f"C{desk.ref('contact'):08d}", "CONTACT_TYPE": code, "CONTACT_DATE": day(on), "CONTACT_START_TIME": clock(desk.rng),
             "CREATED_DATE": day(recorded), "INFORMED_BY": informed, "EXTERNAL_REF": their_ref, "RELATIONSHIP_CHANGE": change,
             "OTHER_RELATIONSHIP": relation, "NOTES": text or "Attended as instructed.", "TEAM": "CB PDU"} | _supervised(desk, man, on, "probation-contacts")
    people = {"offender": man}
    if other:
        theirs = desk.note(other, "probation", "probation-contacts", on)
        cells |= {"OTHER_ROLE": other_role, "OTHER_NAME": theirs.name, "OTHER_DOB": theirs.dob}
        people["other"] = other
    desk.write("probation-contacts", cells, people, event, recorded)


def contact_told(desk, t) -> None:
    """What probation learns that a supervised person is said to have done."""
    relation = {"partner": "PARTNER", "spouse": "SPOUSE", "ex-partner": "EX PARTNER", "ex-spouse": "EX PARTNER"}.get(t.relation, "OTHER")
    contact(desk, t.suspect, t.day, CODES.get(t.what, "C150"), t.words or f"Information received: {t.what}.", t.victim, "VICTIM", relation,
            t.event, late=t.late)


def address(desk, man, home, since, until=None, usage="CS01", notes="") -> None:
    """A dated address; `usage` says whose home it is."""
    created = since + desk.lag("probation", man.plain)
    cells = {"OFFENDER_ADDRESS_ID": f"A{desk.ref('address'):08d}", "START_DATE": day(since), "END_DATE": day(until) if until else "",
             "CREATED_DATE": day(created), "ADDRESS_NOTES": notes, "ADDRESS_STATUS": "P" if until else "M", "ADDRESS_NUMBER": home.number,
             "STREET_NAME": home.street, "TOWN_CITY": "Calderbrook", "POSTCODE": home.postcode, "ADDRESS_USAGE": usage}
    desk.write("probation-addresses", cells | _supervised(desk, man, since, "probation-addresses"), {"offender": man}, "", created)


def custody(desk, man, on, kind, since=None, until=None, planned=None, notes="") -> None:
    """A movement into or out of custody, or a release to come; `kind` is ADM, REL, PRL or RCL."""
    recorded = on + desk.lag("probation", man.plain)
    cells = {"MOVEMENT_ID": f"K{desk.ref('movement'):08d}", "MOVEMENT_TYPE": kind, "MOVEMENT_DATE": day(on), "CREATED_DATE": day(recorded),
             "CUSTODY_FROM": day(since) if since else "", "CUSTODY_TO": day(until) if until else "",
             "CONFIRMED_RELEASE_DATE": day(planned) if planned else "", "NOTES": notes, "INSTITUTION_CODE": "ZZI",
             "CRO_NUMBER": desk.number(man, "cro")} | _supervised(desk, man, on, "probation-custody")
    desk.write("probation-custody", cells, {"offender": man}, "", recorded)


def licence(desk, man, since, expires, text, protected=None) -> None:
    """A licence condition, and whom it names."""
    cells = {"LIC_CONDITION_ID": f"L{desk.ref('licence'):08d}", "CREATED_DATE": day(since), "START_DATE": day(since), "SIGNED_DATE": day(since),
             "EXPECTED_END_DATE": day(expires), "CONDITION_TEXT": text, "CONDITION_ID": "NOCONTACTNAMED" if protected else "INTIMATERELATIONSHIP"}
    people = {"offender": man}
    if protected:
        theirs = desk.note(protected, "probation", "probation-licence", since)
        cells |= {"NAMED_PERSON": theirs.name, "NAMED_PERSON_DOB": theirs.dob}
        people["protected"] = protected
    desk.write("probation-licence", cells | _supervised(desk, man, since, "probation-licence"), people, "", since)


def personal(desk, man, other, since, kind="PTN", until=None, lives="Y", notes="") -> None:
    """Someone in the supervised person's life, with dates: PTN partner, EXP former partner, CHD child, PAR parent."""
    created = since + desk.lag("probation", man.plain)
    theirs = desk.note(other, "probation", "probation-personal", since)
    cells = {"PERSONAL_CONTACT_ID": f"R{desk.ref('personal'):08d}", "RELATIONSHIP_TYPE_ID": kind, "CREATED_DATE": day(created),
             "START_DATE": day(since), "END_DATE": day(until) if until else "", "NOTES": notes, "CONTACT_NAME": theirs.name,
             "CONTACT_DOB": theirs.dob,
             "CONTACT_GENDER": "F" if other.sex == "f" else "M", "CONTACT_ADDRESS": theirs.address, "CONTACT_POSTCODE": theirs.postcode,
             "LIVES_WITH": lives, "RELATIONSHIP": "as stated"}
    cells |= _supervised(desk, man, since, "probation-personal")
    desk.write("probation-personal", cells, {"offender": man, "contact": other}, "", created)


def _supervised(desk, man, on, layout):
    note = desk.note(man, "probation", layout, on)
    pnc = desk.number(man, "pnc")
    return {"FIRST_NAME": note.forename, "SURNAME": note.surname, "DATE_OF_BIRTH": note.dob, "GENDER": "F" if man.sex == "f" else "M",
            "CRN": desk.number(man, "crn"), "PNC_NUMBER": f"{pnc}  " if pnc else "", "NOMS_NUMBER": desk.number(man, "noms")}
