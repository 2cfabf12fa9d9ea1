"""A family whose every cell that may tell where somebody lives holds an address of its own, so that whatever leaks says from where.

It is read by the sample's own suppliers' layouts. Two people are harmed by the same man in turn; the first moves out after a separation, and then to a
refuge."""

import csv
import re
from pathlib import Path

from tests.conftest import SAMPLE

STREETS = ("Quillmere Road", "Oxbelrow Lane", "Zephyrine Close", "Vandrake Street", "Umberhollow Avenue", "Thistlewyke Terrace", "Jorvenny Drive",
           "Plimmerstow Court", "Wexhollin Grove", "Skellibarrow Row", "Farrowquill Crescent", "Dunnimarsh Gardens", "Ettrivale Square", "Hobblethorn Way",
           "Larkspindle Mews", "Mossingham Walk", "Nettlebourne Hill", "Ravelstoke Rise", "Sorrelwick View", "Tumblegate Park", "Yarnfellow Green",
           "Brindlehope Road", "Cranbeckle Street", "Gossamere Lane", "Inkerpool Close", "Kettlewimble Road")
WHERE = ("her home", "the place of the crime", "his home", "the child's home", "her new home", "the refuge", "his home as the refuge has it",
         "a protected tenancy", "the applicant's home", "the respondent's home", "terms", "a pupil's home", "a contact's home", "another contact's home",
         "a licence condition", "a personal contact's home", "address notes", "a row set aside", "a shifted row", "a line cut short", "safe contact",
         "the words of a probation contact", "a second home", "a housing case", "an earlier version", "a withdrawn row")
STREET = dict(zip(WHERE, STREETS, strict=True))
LETTERS = "ABDEFGHJLNPQRSTUWXYZABDEFG"
POSTCODE = {where: f"QX{number // 5 + 1} {number % 9 + 1}{LETTERS[number]}X" for number, where in enumerate(WHERE)}
HER, CHILD, HIM, SECOND = ("Nadia", "Orme", "03/04/1990"), ("Ilya", "Orme", "06/05/2016"), ("Marek", "Voss", "02/01/1988"), ("Tess", "Alder", "07/08/1992")
UNSPELLABLE = "over the chandlers by the old wherry stage"
SPELLINGS = (
    "12 Quillmere Road", "12 quillmere rd", "12, QUILLMERE ROAD", "Flat 3 12 Quillmere Rd", "3/12 Quillmere Road", "no. 12 Quillmere", "twelve Quillmere Road",
    "Quillmere Road", "12 Quilmere Road", "12 Quillmeer Road", "12 Quill mere Road", "12 Quill-Mere Rd", "12QuillmereRd", "12 Qui11mere Road",
    "12 Qu\u0456llm\u0435re Road", "12 Q u i l l m e r e Road", "12 Quill\u200bmere Road", "12\nQuillmere\nRoad", "Quillmere Road, number 12", "on Quillmere",
    "12 Quillmere Close", "{0}", "{1}", "{2}", "{3}", "{4}", "53.74512, -1.98211", "///filled.count.soap", "UPRN 100012345678", "SE 12345 67890",
    "the house with the blue door on the corner of the road by the mere")
"""Ways in which the words of a record may tell of one known address; the last is one that nobody can know. Five are of its postcode."""


def address(where: str) -> str:
    """The address that stands there and nowhere else."""
    return f"{WHERE.index(where) + 12} {STREET[where]}, Calderbrook"


def whole(where: str) -> str:
    """With its postcode."""
    return f"{address(where)} {POSTCODE[where]}"


def spellings() -> list[str]:
    """SPELLINGS with the postcode of her home in its five."""
    code = POSTCODE["her home"]
    out, back = code.split(" ")
    return [said.format(code, out + back, code.lower(), f"{out}-{back}", " ".join(out + back)) for said in SPELLINGS]


CANARY = re.compile("|".join([*(street.split(" ")[0].lower() for street in STREETS), *(rf"{code.split(' ')[0]}\W{{0,3}}{code.split(' ')[1]}".lower()
                                                                                     for code in POSTCODE.values()), UNSPELLABLE]))
"""What may stand in no answer, in small letters."""


def found(text: str) -> list[str]:
    """Each piece of the text around something that may not stand there."""
    told = text.lower()
    return [text[max(0, leak.start() - 90):leak.end() + 30] for leak in CANARY.finditer(told)]


def planted(folder: Path) -> Path:
    """The folder of extracts."""
    folder.mkdir(parents=True)
    for file, rows in _files().items():
        _write(folder / file, rows)
    says = (SAMPLE / "extracts.toml").read_text(encoding="utf-8")
    told = [part for part in re.split(r"\n(?=\[)", says) if not part.startswith("[files") or part.split('"')[1] in _files()]
    (folder / "extracts.toml").write_text("\n\n".join(told), encoding="utf-8")
    cut = '01QZ/0000009/24,1,,NCDI,"30/01/2025,' + whole("a line cut short")
    with (folder / "police_crimes_2025-03.csv").open("a", encoding="utf-8") as file:
        file.write(cut + "\n")
    return folder


def _write(path: Path, rows: list[dict]) -> None:
    header = next(csv.reader([(SAMPLE / path.name).read_bytes().splitlines()[0].decode("utf-8-sig")]))
    unknown = {name for row in rows for name in row} - set(header)
    assert not unknown, f"{path.name} has no column {unknown}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _files() -> dict[str, list[dict]]:
    return {"police_crimes_2025-03.csv": _police(), "idva_casework.csv": _idva(), "housing_tenancies.csv": _tenancies(), "housing_cases.csv": _cases(),
            "family_court_private_law.csv": _court(), "schools_roll_and_contacts.csv": _school(), "ndelius_contacts.csv": _contacts(),
            "ndelius_licence_conditions.csv": _licence(), "ndelius_personal_contacts.csv": _personal(), "ndelius_addresses.csv": _addresses()}


def _crime(number: int, day: str, where: str, **more) -> dict:
    return {"Crime Ref": f"01QZ/000000{number}/24", "Victim No": "1", "HO Code": "10501", "Recorded Date": day, "From Date": day, "DASH Grade": "HIGH",
            "Rel Sus To Vic": "PARTNER", "Location": address("the place of the crime"), "Location Postcode": POSTCODE["the place of the crime"],
            "Vic Forename": HER[0], "Vic Surname": HER[1], "Vic DOB": HER[2], "Vic Sex": "F", "Vic Address": address(where), "Vic Postcode": POSTCODE[where],
            "Sus Forename": HIM[0], "Sus Surname": HIM[1], "Sus DOB": HIM[2], "Sus Sex": "M", "Sus Address": address("his home"),
            "Sus Postcode": POSTCODE["his home"], "Sus PNC": "2021/9611953U", "Child1 Forename": CHILD[0], "Child1 Surname": CHILD[1], "Child1 DOB": CHILD[2],
            "Child1 Sex": "M", "Child1 Address": address("the child's home"), "Child1 Postcode": POSTCODE["the child's home"], "Child1 Rel To Vic": "SON",
            "Child1 Resides": "Y", "Child1 Present": "Y"} | more


def _police() -> list[dict]:
    spelt = "; ".join(said for said in spellings()[:-1])
    return [_crime(1, "02/02/2024", "her home", MO=f"Strangled her at {address('the place of the crime')}. Lives at: {spelt}."),
            _crime(2, "05/06/2024", "her new home", **{"Rel Sus To Vic": "EX-PARTNER", "MO": f"He came to {whole('her new home')} and kicked the door."}),
            _crime(3, "31/13/2024", "a row set aside", MO=f"Now at {whole('a row set aside')}."),
            _crime(4, "05/07/2024", "her home", **{"Vic Sex": address("a shifted row"), "Vic Address": POSTCODE["a shifted row"],
                                                   "DASH Q01": whole("a shifted row")}),
            _crime(5, "06/07/2024", "an earlier version", MO=f"At {address('an earlier version')}"),
            _crime(5, "06/07/2024", "her home", **{"Record Action": "AMENDED", "Recorded Date": "08/07/2024"}),
            _crime(6, "07/07/2024", "a withdrawn row", **{"Record Action": "CANCELLED", "MO": f"At {address('a withdrawn row')}"}),
            _crime(7, "01/09/2024", "a second home", **{"Vic Forename": SECOND[0], "Vic Surname": SECOND[1], "Vic DOB": SECOND[2]} | _without_a_child())]


def _without_a_child() -> dict:
    return {f"Child1 {part}": "" for part in ("Forename", "Surname", "DOB", "Address", "Postcode", "Rel To Vic", "Sex", "Resides", "Present")}


def _idva() -> list[dict]:
    client = {"Client First Name": HER[0], "Client Surname": HER[1], "Client DOB": HER[2], "Client Gender": "Female", "Client Address": address("the refuge"),
              "Client Postcode": POSTCODE["the refuge"], "Address Type": "Refuge", "Safe Address": "Y", "Perpetrator": " ".join(HIM[:2]), "Perp DOB": HIM[2],
              "Perp Gender": "Male", "Perp Address": address("his home as the refuge has it"), "Perp Postcode": POSTCODE["his home as the refuge has it"],
              "Relationship": "Ex-partner", "Child 1": " ".join(CHILD[:2]), "Child 1 DOB": CHILD[2], "Child 1 Rel": "Son", "Child 1 Lives With Client": "Yes"}
    return [client | {"Case ID": "IDVA-90001", "Contact No": "1", "Main Abuse Type": "Refuge", "Incident Date": "01/08/2024", "Contact Date": "02/08/2024",
                      "Relationship Status": "Separated", "Risk Level": "High", "Case Notes": f"Moved in, {UNSPELLABLE}; {whole('the refuge')}."},
            client | {"Case ID": "IDVA-90001", "Contact No": "2", "Main Abuse Type": "Stalking", "Incident Date": "10/08/2024", "Contact Date": "12/08/2024",
                      "Case Notes": f"He was seen {UNSPELLABLE}. She is afraid."}]


def _tenancies() -> list[dict]:
    return [{"Tenancy Ref": "T900001", "Change No": "1", "Entry": "START", "Entered": "12.05.2024", "Tenancy Start": "11.05.2024",
             "Reason For Change": "Relationship ended", "Address Protected": "Yes", "Remarks": f"Keys for {UNSPELLABLE}.", "Tenant 1": " ".join(HER[:2]),
             "Tenant 1 DOB": HER[2].replace("/", "."), "Property Address": address("a protected tenancy"), "Property Postcode": POSTCODE["a protected tenancy"],
             "Tenant 1 Person No": "N9000001", "Member 1 Rel": "Son", "Member 1": " ".join(CHILD[:2]), "Member 1 DOB": CHILD[2].replace("/", "."),
             "Member 1 Resident": "Y"}]


def _cases() -> list[dict]:
    return [{"Case No": "J9000001", "Case Type": "Repair - other", "Incident Date": "04.02.2024", "Logged": "05.02.2024",
             "Property Address": address("a housing case"), "Property Postcode": POSTCODE["a housing case"],
             "Details": f"Boiler at {address('a housing case')}.", "Tenant": " ".join(HER[:2]), "Tenant DOB": HER[2].replace("/", "."),
             "Person No": "N9000001"}]


def _court() -> list[dict]:
    case = {"Case No": "QJ24P90001", "ApplicantRelationshipEnum": "formerlyMarriedOrCivil", "C8": "Y", "Applicant": "ORME, Nadia",
            "Applicant DOB": "03-Apr-1990", "Applicant Sex": "F",
            "Applicant Address": address("the applicant's home"), "Applicant Postcode": POSTCODE["the applicant's home"],
            "Applicant Rel To Child": "Mother", "Child Lives With Applicant": "Y", "Respondent": "VOSS, Marek", "Respondent DOB": "02-Jan-1988",
            "Respondent Sex": "M", "Respondent Address": address("the respondent's home"), "Respondent Postcode": POSTCODE["the respondent's home"],
            "Respondent Rel To Child": "Father", "Child Lives With Respondent": "N", "Child 1": "Ilya Orme", "Child 1 DOB": "06-May-2016"}
    return [case | {"Step": "1", "Form": "FL401", "Step Date": "03-May-2024", "Received": "04-May-2024", "Note": f"She lives {UNSPELLABLE}."},
            case | {"Step": "2", "Form": "FL404A", "Step Date": "07-May-2024", "Received": "10-May-2024", "Order Made": "07-May-2024", "Served": "12-May-2024",
                    "Order Expires": "22-Apr-2026", "C8": "", "Applicant Address": "", "Applicant Postcode": "",
                    "Terms": f"Not to come within 100 metres of {whole('terms')}."}]


def _school() -> list[dict]:
    return [{"Adno": "90001", "Roll Entry": "1", "Last Updated": "2024-09-04", "Entry Date": "2024-09-04", "Notes": "Collected by grandmother only.",
             "Legal Forename": CHILD[0], "Legal Surname": CHILD[1], "DOB": "2016-05-06", "Sex": "M", "UPN": "B999000611953",
             "Pupil Address": address("a pupil's home"), "Pupil Postcode": POSTCODE["a pupil's home"], "Contact1 Name": "Nadia Orme",
             "Contact1 Relationship": "Mother", "Contact1 Same Address": "Y", "Contact1 Address": address("a contact's home"),
             "Contact1 Postcode": POSTCODE["a contact's home"], "Contact2 Name": "Vera Orme", "Contact2 Relationship": "Grandmother",
             "Contact2 Same Address": "N", "Contact2 Address": address("another contact's home"),
             "Contact2 Postcode": POSTCODE["another contact's home"], "School": "Wherrystage Primary"}]


def _supervised() -> dict:
    return {"FIRST_NAME": HIM[0], "SURNAME": HIM[1], "DATE_OF_BIRTH": HIM[2], "GENDER": "M", "CRN": "Z611953", "PNC_NUMBER": "2021/9611953U",
            "NOMS_NUMBER": "Z1953PC"}


def _contacts() -> list[dict]:
    told = {"OTHER_ROLE": "VICTIM", "OTHER_NAME": " ".join(HER[:2]), "OTHER_DOB": HER[2], "OTHER_RELATIONSHIP": "EX PARTNER"}
    return [_supervised() | told | {"CONTACT_ID": "C90000001", "CONTACT_TYPE": "DAD1", "CONTACT_DATE": "05/04/2024", "CREATED_DATE": "06/04/2024",
                                    "NOTES": "Disclosurecanary: asked under the scheme."},
            _supervised() | told | {"CONTACT_ID": "C90000002", "CONTACT_TYPE": "LOCAPP", "CONTACT_DATE": "05/09/2024", "CREATED_DATE": "06/09/2024",
                                    "NOTES": f"Says he knows where she is: {whole('the refuge')} and {whole('the words of a probation contact')}."},
            _supervised() | {"CONTACT_ID": "C90000003", "CONTACT_TYPE": "LOCAPP", "CONTACT_DATE": "06/09/2024", "CREATED_DATE": "07/09/2024",
                             "NOTES": f"Asked again about {address('her new home')} and {address('the refuge')}."}]


def _licence() -> list[dict]:
    return [_supervised() | {"LIC_CONDITION_ID": "L90000001", "CREATED_DATE": "02/03/2024", "START_DATE": "02/03/2024", "SIGNED_DATE": "02/03/2024",
                             "EXPECTED_END_DATE": "09/10/2026", "CONDITION_TEXT": f"Not to enter {whole('a licence condition')}.", "NAMED_PERSON": "Nadia Orme",
                             "NAMED_PERSON_DOB": HER[2], "CONDITION_ID": "NOCONTACTNAMED"}]


def _personal() -> list[dict]:
    return [_supervised() | {"PERSONAL_CONTACT_ID": "R90000001", "RELATIONSHIP_TYPE_ID": "PTN", "CREATED_DATE": "28/08/2024", "START_DATE": "27/08/2024",
                             "NOTES": "New partner, at " + address("a personal contact's home"), "CONTACT_NAME": "Tess Alder",
                             "CONTACT_DOB": SECOND[2], "CONTACT_GENDER": "F", "CONTACT_ADDRESS": address("a personal contact's home"),
                             "CONTACT_POSTCODE": POSTCODE["a personal contact's home"], "LIVES_WITH": "Y"}]


def _addresses() -> list[dict]:
    where = "address notes"
    return [_supervised() | {"OFFENDER_ADDRESS_ID": "A90000001", "START_DATE": "02/02/2023", "CREATED_DATE": "03/02/2023",
                             "ADDRESS_NOTES": f"Moved from {address(where)}.", "ADDRESS_NUMBER": "28", "STREET_NAME": STREET[where], "TOWN_CITY": "Calderbrook",
                             "POSTCODE": POSTCODE[where], "ADDRESS_USAGE": "CS01", "ADDRESS_STATUS": "P"}]
