"""Who looked at what: an auditor's questions find every look, under retired ids too, and show no case data."""

import hashlib

import pytest

from dashboard import auditing, queries
from tests import published
from timeline import audit
from timeline.access import Denied, User
from timeline.audit.asked import Within

AUDITOR, ADA, BOB = User("auditor", "auditor"), User("ada", "coordinator"), User("bob", "analyst")
EVERY = Within()


def founded(kind, *on):
    return f"{kind}-{hashlib.md5(''.join(on).encode(), usedforsecurity=False).hexdigest()[:16]}"


@pytest.fixture
def here(tmp_path):
    published.publish(tmp_path)
    with published.served(tmp_path) as server, server.test_request_context():
        yield server.extensions["database"]


def looks(family=published.FAMILY, within=EVERY):
    return [(row.by, row.named, row.how) for row in queries.looks(AUDITOR, family, within).itertuples()]


@pytest.mark.parametrize("id", [published.FAMILY, published.MOTHER, published.CHILD, published.ASSAULT])
def test_a_look_at_a_family_its_people_and_its_events_is_found(here, id):
    audit.write(here, ADA, "view", id)
    assert looks() == [("ada", id, "opened")]


@pytest.mark.parametrize("record", [published.CRIME, f"{published.CRIME}#victim", "T-home"])
def test_an_opened_record_and_an_opened_address_are_found(here, record):
    audit.write(here, ADA, "opened mention", "", record=record)
    assert looks() == [("ada", record, "opened")]


@pytest.mark.parametrize("id", [founded("F", f"{published.CRIME}#child"), founded("P", f"{published.VISIT}#patient"), founded("E", published.CRIME),
                                founded("F", f"{published.CRIME}#child", f"{published.CRIME}#victim")])
def test_a_look_under_an_id_that_the_same_records_founded_before_is_found(here, id):
    audit.write(here, ADA, "view family", id)
    assert looks() == [("ada", id, "opened")]


def test_being_shown_in_a_list_is_told_apart(here):
    audit.write(here, ADA, "view families", "", families=[published.FAMILY, published.OTHER_FAMILY])
    audit.write(here, BOB, "view family", published.FAMILY, people=[published.MOTHER])
    assert looks() == [("bob", published.FAMILY, "opened"), ("ada", published.FAMILY, "seen in a list")]


def test_a_look_at_somebody_who_is_only_linked_with_it_is_no_look_at_the_family(here):
    audit.write(here, ADA, "view person", published.FATHER)
    assert looks() == []
    audit.write(here, ADA, "view perpetrator", published.FATHER, families=[published.FAMILY])
    assert looks() == [("ada", published.FAMILY, "seen in a list")]


def test_looks_are_narrowed_by_day_and_action(here):
    audit.write(here, ADA, "view family", published.FAMILY)
    audit.write(here, ADA, "make document", published.FAMILY)
    assert len(looks(within=Within(action="make document"))) == 1
    today = queries.looks(AUDITOR, published.FAMILY, EVERY).at[0, "at"][:10]
    assert len(looks(within=auditing.within({"since": today, "until": today}))) == 2
    assert looks(within=auditing.within({"until": "1/1/2020"})) == []


@pytest.mark.parametrize("typed", [published.FAMILY, f" {published.MOTHER} ", published.ASSAULT, "999 000 0018", "20CR/0001/24", published.CRIME,
                                   founded("F", f"{published.CRIME}#child"), founded("P", f"{published.VISIT}#patient")])
def test_a_family_is_found_by_an_id_of_today_or_before_by_an_identifier_and_by_a_reference(here, typed):
    assert queries.named_families(AUDITOR, typed) == [published.FAMILY]


def test_an_id_of_which_the_snapshot_knows_nothing_can_be_asked_about_all_the_same(here):
    audit.write(here, ADA, "view family", "F-0000000000000000")
    assert queries.named_families(AUDITOR, "F-0000000000000000") == ["F-0000000000000000"]
    assert len(looks("F-0000000000000000")) == 1
    assert queries.named_families(AUDITOR, "no such thing") == []


def test_what_an_account_did_is_told_without_what_it_searched_for(here):
    audit.write(here, ADA, "search", "name='sara khan'", people=[published.MOTHER])
    audit.write(here, ADA, "opened mention", "", reason="to arrange a visit", record=f"{published.CRIME}#victim")
    audit.write(here, BOB, "sign in", "bob")
    told = queries.done_by(AUDITOR, "ada", EVERY)
    assert [(row.action, row.named, row.shown, row.reason) for row in told.itertuples()] == [
        ("opened mention", [f"{published.CRIME}#victim"], 0, "to arrange a visit"), ("search", [], 1, None)]
    assert "sara" not in told.to_string().lower()


def test_the_choices_are_everybody_and_every_action_of_the_audit(here):
    audit.write(here, BOB, "sign in", "bob")
    audit.write(here, ADA, "view family", published.FAMILY)
    assert queries.audit_choices(AUDITOR) == (["ada", "bob"], ["sign in", "view family"])


def test_only_an_auditor_asks(here):
    for ask in (lambda user: queries.looks(user, published.FAMILY, EVERY), lambda user: queries.done_by(user, "ada", EVERY), queries.audit_choices,
                queries.unusual_access, lambda user: queries.named_families(user, "x"), lambda user: queries.lines_of(user, (1,))):
        with pytest.raises(Denied):
            ask(ADA)
