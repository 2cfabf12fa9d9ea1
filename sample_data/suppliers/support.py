"""Housing, the specialist domestic abuse service (IDVA), MARAC, and the family court."""

from datetime import timedelta

IDVA = {"assault": "Physical", "injury": "Injury", "strangulation": "Choking", "threats": "Threats", "threat to kill": "Threats to kill",
        "control": "Control", "isolation": "Isolation", "emotional": "Emotional", "economic": "Economic", "stalking": "Stalking",
        "harassment": "Harassment", "messages": "Harassment", "unwanted contact": "Unwanted contact", "prison contact": "Contact from prison",
        "contact dispute": "Child contact", "argument": "Emotional", "damage": "Threats", "breach": "Unwanted contact", "weapon": "Injury"}
RELATION = {"partner": "Partner", "spouse": "Husband", "ex-partner": "Ex-partner", "ex-spouse": "Ex-husband", "son": "Son",
            "daughter": "Daughter", "other family": "Other family", "": ""}
QUESTIONS = {"isolation": "Q4 Isolated", "separation": "Q6 Separated", "stalking": "Q8 Stalks", "more often": "Q10 More Often",
             "jealous control": "Q12 Controls", "weapon": "Q13 Weapon", "threat to kill": "Q14 Threat Kill", "strangulation": "Q15 Choke",
             "sexual violence": "Q16 Sexual", "perpetrator suicidality": "Q22 Perp Suicide"}
CASES = {"damage": "DA - damage", "economic": "DA - money", "argument": "ASB - shouting"}
SEX = {"f": "Female", "m": "Male", "x": "Non-binary"}


def casework(desk, client, on, kind, perpetrator=None, relation="partner", children=(), status="", grade="", answers=(), text="", event="",
             happened=None, kind_of_address="Own home") -> None:
    """An adviser's contact with a client, whom the client says it is about, and the questions answered."""
    recorded = on + desk.lag("idva", client.plain)
    note, write = desk.note(client, "idva", "idva-cases", on), desk.layouts["idva-cases"].date
    cells = {"Case ID": _case(desk, client), "Contact No": str(desk.ref("idva contact")), "Main Abuse Type": kind,
             "Incident Date": write(happened or on), "Contact Date": write(recorded), "Relationship": RELATION[relation] if perpetrator else "",
             "Relationship Status": status, "Risk Level": grade.capitalize(), "Safe Address": "Y" if kind_of_address == "Refuge" else "",
             "Case Notes": text or "Spoke by \u2019phone \u2013 safety plan reviewed.", "Client First Name": note.forename,
             "Client Surname": note.surname, "Client DOB": note.dob, "Client Gender": SEX[client.sex], "Client Ethnicity": client.custom.ethnicity,
             "Client Address": note.address, "Client Postcode": note.postcode, "Address Type": kind_of_address, "Client Other Names": client.previous,
             "Advocate": "IDVA 2", "Referred By": "Self"}
    people = {"client": client}
    if perpetrator:
        his = desk.note(perpetrator, "idva", "idva-cases", on)
        cells |= {"Perpetrator": his.name, "Perp DOB": his.dob, "Perp Gender": SEX[perpetrator.sex], "Perp Address": his.address,
                  "Perp Postcode": his.postcode}
        people["perpetrator"] = perpetrator
    for i, child in enumerate(children[:2], 1):
        theirs = desk.note(child, "idva", "idva-cases", on)
        cells |= {f"Child {i}": theirs.name, f"Child {i} DOB": theirs.dob, f"Child {i} Rel": "Son" if child.sex == "m" else "Daughter",
                  f"Child {i} Lives With Client": "Yes"}
        people[f"child{i}"] = child
    if answers or grade:
        cells |= {q: "Yes" if factor in answers else "No" if i % 3 else "Don't know" for i, (factor, q) in enumerate(QUESTIONS.items())}
    desk.write("idva-cases", cells, people, event, recorded)


def casework_told(desk, t, status="") -> None:
    """What the client tells the adviser of what happened."""
    casework(desk, t.victim, t.day, IDVA[t.what], t.suspect, t.relation, t.children, status, "", t.answers,
             t.words or f"Client told me of {t.what} \u2013 said she\u2019s worried.".replace("she\u2019s", "they are"), t.event)


def marac(desk, victim, perpetrator, on, step="REF", relation="partner", children=(), meeting=None, crime_ref="", text="", number="",
          maiden="") -> str:
    """A referral to MARAC (REF) or its hearing (MTG). Gives the case's number."""
    number = number or f"CB{desk.ref('marac'):05d}"
    recorded = on + desk.lag("marac", victim.plain)
    write = desk.layouts["marac-list"].date
    hers, his = (desk.note(p, "marac", "marac-list", on) for p in (victim, perpetrator))
    surname = hers.surname.upper() + (f" (aka {maiden.upper()})" if maiden else "")
    cells = {"MARAC No": number, "Step": step, "Step Date": write(on), "Date Received": write(recorded),
             "Meeting Date": write(meeting) if meeting else "", "Relationship": RELATION[relation].upper().replace("-", " ") if relation != "partner"
             else "PARTNER", "Risk": "HIGH", "Crime Ref": crime_ref, "Reason And Actions": text or "Professional judgement.\nActions: IDVA to contact.",
             "Victim Forename": hers.forename, "Victim Surname": surname, "Victim DOB": hers.dob, "Victim Sex": victim.sex.upper(),
             "Victim Ethnicity": victim.custom.ethnicity, "Victim Address": hers.address, "Victim Postcode": hers.postcode,
             "Perpetrator": his.surname_first, "Perp DOB": his.dob, "Perp Sex": perpetrator.sex.upper(), "Perp Address": his.address,
             "Perp Postcode": his.postcode, "DASH Score": "15"}
    people = {"victim": victim, "perpetrator": perpetrator}
    for i, child in enumerate(children[:3], 1):
        theirs = desk.note(child, "marac", "marac-list", on)
        cells |= {f"Child {i}": theirs.surname_first, f"Child {i} DOB": theirs.dob, f"Child {i} Rel To Victim": "SON" if child.sex == "m" else "DAUGHTER",
                  f"Child {i} With Victim": "Y"}
        people[f"child{i}"] = child
    desk.write("marac-list", cells, people, "", recorded)
    return number


def tenancy(desk, tenant, on, entry="START", since=None, until=None, second=None, second_is="Partner", members=(), reason="") -> None:
    """A tenancy's start, change or end; `members` are (person, relationship as housing words it)."""
    note, write = desk.note(tenant, "housing", "housing-tenancies", on), desk.layouts["housing-tenancies"].date
    recorded = on + desk.lag("housing", tenant.plain)
    if "tenancy" not in tenant.numbers:
        tenant.numbers["tenancy"], tenant.numbers["changes"] = f"T{desk.ref('tenancy'):06d}", 0
    tenant.numbers["changes"] += 1
    cells = {"Tenancy Ref": tenant.numbers["tenancy"], "Change No": str(tenant.numbers["changes"]), "Entry": entry, "Entered": write(recorded),
             "Tenancy Start": write(since or on), "Tenancy End": write(until) if until else "", "Reason For Change": reason, "Tenant 1": note.name,
             "Tenant 1 DOB": note.dob, "Tenant 1 Person No": _number(desk, tenant), "Property Address": note.address, "Property Postcode": note.postcode,
             "Property Type": "House"}
    people = {"tenant1": tenant}
    if second:
        theirs = desk.note(second, "housing", "housing-tenancies", on)
        cells |= {"Tenant 2": theirs.name, "Tenant 2 DOB": theirs.dob, "Tenant 2 Rel": second_is, "Tenant 2 Person No": _number(desk, second),
                  "Tenant 2 Address": theirs.address, "Tenant 2 Postcode": theirs.postcode}
        people["tenant2"] = second
    for i, (member, stands) in enumerate(members[:3], 1):
        theirs = desk.note(member, "housing", "housing-tenancies", on)
        cells |= {f"Member {i}": theirs.name, f"Member {i} DOB": theirs.dob, f"Member {i} Rel": stands, f"Member {i} Resident": "Y"}
        people[f"member{i}"] = member
    desk.write("housing-tenancies", cells, people, "", recorded)


def case(desk, tenant, on, kind="Repair - other", other=None, other_as="Complained of", relation="Partner", text="", event="", late=0) -> None:
    """A complaint, a repair or support: one row per case."""
    recorded = on + (timedelta(days=late) if late else desk.lag("housing", tenant.plain))
    note, write = desk.note(tenant, "housing", "housing-cases", on), desk.layouts["housing-cases"].date
    cells = {"Case No": f"J{desk.ref('case'):07d}", "Case Type": kind, "Incident Date": write(on), "Logged": write(recorded), "Property Address": note.address,
             "Property Postcode": note.postcode, "Details": text or "Reported by tenant.", "Tenant": note.name, "Tenant DOB": note.dob,
             "Person No": _number(desk, tenant), "Officer": "HO3"}
    people = {"tenant": tenant}
    if other:
        theirs = desk.note(other, "housing", "housing-cases", on)
        cells |= {"Other Party As": other_as, "Other Party": theirs.name, "Other Party DOB": theirs.dob, "Other Party Rel": relation}
        people["other"] = other
    desk.write("housing-cases", cells, people, event, recorded)


def case_told(desk, t) -> None:
    """What the tenant tells the landlord."""
    relation = "Ex-partner" if t.relation.startswith("ex") else "Son" if t.relation == "son" else "Partner"
    case(desk, t.victim, t.day, CASES.get(t.what, "DA - disclosed"), t.suspect, "Complained of", relation,
         t.words or f"Tenant reports {t.what} at the property.", t.event, t.late)


def court(desk, applicant, respondent, on, form, enum="formerBfGfOrPartnerNotLivedTogether", children=(), note="", made=None, served=None,
          expires=None, terms="", hearing=None, case_no="", step=1, hidden=False, applicant_is="Mother", respondent_is="Father") -> str:
    """A step of a private family case: an application, a hearing or an order. Gives the case number."""
    recorded = on + desk.lag("family court", applicant.plain)
    write = desk.layouts["family-court"].date
    case_no = case_no or f"QJ{on.year % 100}P{desk.ref('court'):05d}"
    hers, his = (desk.note(p, "family court", "family-court", on) for p in (applicant, respondent))
    cells = {"Case No": case_no, "Step": str(step), "Form": form, "Step Date": write(on), "Received": write(recorded),
             "Next Hearing": write(hearing) if hearing else "", "Order Made": write(made) if made else "", "Served": write(served) if served else "",
             "Order Expires": write(expires) if expires else "", "Terms": terms, "ApplicantRelationshipEnum": enum, "C8": "Y" if hidden else "",
             "Note": note, "Applicant": hers.surname_first, "Applicant DOB": hers.dob, "Applicant Sex": applicant.sex.upper(),
             "Applicant Address": "" if hidden else hers.address, "Applicant Postcode": "" if hidden else hers.postcode,
             "Applicant Rel To Child": applicant_is if children else "", "Child Lives With Applicant": "Y" if children and applicant_is == "Mother" else "",
             "Respondent": his.surname_first, "Respondent DOB": his.dob, "Respondent Sex": respondent.sex.upper(), "Respondent Address": his.address,
             "Respondent Postcode": his.postcode, "Respondent Rel To Child": respondent_is if children else "",
             "Child Lives With Respondent": "N" if children and applicant_is == "Mother" else "", "Court": "Calderbrook"}
    people = {"applicant": applicant, "respondent": respondent}
    for i, child in enumerate(children[:2], 1):
        theirs = desk.note(child, "family court", "family-court", on)
        cells |= {f"Child {i}": theirs.name, f"Child {i} DOB": theirs.dob}
        people[f"child{i}"] = child
    desk.write("family-court", cells, people, "", recorded)
    return case_no


def _case(desk, client):
    if "idva" not in client.numbers:
        client.numbers["idva"] = f"IDVA-{desk.ref('idva'):05d}"
    return client.numbers["idva"]


def _number(desk, person):
    if "housing" not in person.numbers:
        person.numbers["housing"] = f"N{desk.ref('housing person'):07d}"
    return person.numbers["housing"]
