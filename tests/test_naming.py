"""Who is named where: a row for each mention, with the person who holds it, and in the order of people."""

from tests.made import made
from timeline import naming, snapshot

REPORTS = {"p:1#victim": ("p:1", "a"), "p:1#suspect": ("p:1", None), "h:7#patient": ("h:7", "b")}
MENTIONS = [dict(mention_id=mention, report_id=report, writing_id="p:1#victim" if mention.endswith("patient") else mention, address_key=address)
            for mention, (report, address) in REPORTS.items()]
PEOPLE = [dict(person_id="P-2", mention_ids=["h:7#patient", "p:1#victim"]), dict(person_id="P-1", mention_ids=["p:1#suspect"])]


def test_each_mention_stands_once_with_its_person_report_writing_and_address():
    assert set(naming.find(made("people", *PEOPLE), made("mentions", *MENTIONS)).fetchall()) == {
        ("P-1", "p:1#suspect", "p:1", "p:1#suspect", None), ("P-2", "p:1#victim", "p:1", "p:1#victim", "a"),
        ("P-2", "h:7#patient", "h:7", "p:1#victim", "b")}


def test_of_fewer_people_fewer_are_named():
    assert {row[0] for row in naming.find(made("people", *PEOPLE).filter("person_id = 'P-2'"), made("mentions", *MENTIONS)).fetchall()} == {"P-2"}


def test_all_of_one_person_stand_together():
    with snapshot.in_memory() as s:
        s["people"], s["mentions"] = made("people", *PEOPLE), made("mentions", *MENTIONS)
        s["naming"] = naming.find(s["people"], s["mentions"])
        assert [row[0] for row in s["naming"].fetchall()] == ["P-1", "P-2", "P-2"]
