"""Search terms: each word of a name, each identifier and each form of a reference, and the record that has it."""

from tests.made import made
from timeline import search_terms, tables


def terms(mention=None, report=None) -> set:
    """The terms, with their kinds, of one mention or one report with these cells."""
    mentions = made("mentions", *([dict(mention_id="p:n:1#v", report_id="p:n:1") | mention] if mention else []))
    found = search_terms.gather(mentions, made("reports", *([report] if report else [])))
    tables.check("search_terms", found)
    assert {one for _, _, one in found.fetchall()} <= {"p:n:1#v", (report or {}).get("report_id")}
    return {(kind, term) for kind, term, _ in found.fetchall()}


def test_each_word_of_a_name_and_of_other_names_is_a_term_once():
    named = dict(forename="mary jane", surname="oneill", other_names=["mary", "smith"])
    assert terms(named) == {("name", "mary"), ("name", "jane"), ("name", "oneill"), ("name", "smith")}


def test_who_has_no_name_is_found_by_none():
    assert terms(dict(forename=None, surname=None, other_names=[])) == set()


def test_an_identifier_is_a_term_without_marks_and_without_the_system_that_gives_it():
    numbers = {"nhs": "9990000018", "cro": "12345/99a", "local_id": "police:niche:p-77"}
    assert terms(dict(identifiers=numbers)) == {("identifier", "9990000018"), ("identifier", "1234599A"), ("identifier", "P77")}


def test_two_identifiers_that_are_written_alike_are_one_term():
    assert terms(dict(identifiers={"crn": "x1", "local_id": "probation:ndelius:X1"})) == {("identifier", "X1")}


def test_a_reference_is_a_term_as_it_stands_and_without_who_gives_it():
    report = dict(report_id="police:niche:20cr/1/24", incident_ref="police:log 7", other_ref="ed-5")
    assert terms(report=report) == {("reference", term) for term in ("POLICE:NICHE:20CR/1/24", "20CR/1/24", "POLICE:LOG 7", "LOG 7", "ED-5")}


def test_a_reference_with_a_colon_of_its_own_keeps_it():
    assert {("reference", "A:B")} <= terms(report=dict(report_id="police:niche:A:B", incident_ref=None, other_ref=None))
