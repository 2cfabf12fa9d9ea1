"""Who may do what, and addresses hidden in words."""

from dataclasses import FrozenInstanceError

import pytest

from timeline.access import LOOKING, PERMISSIONS, Denied, User, may, require
from timeline.masking import HIDDEN, masked

HOME = ["12 Alder Road, Bradford, BD5 9XX"]


def test_a_coordinator_opens_what_is_hidden_and_an_analyst_does_not():
    assert may(User("a", "coordinator"), "hidden:open") and not may(User("a", "analyst"), "hidden:open")


BOTH, COORDINATOR, ANALYST, AUDITOR, ADMINISTRATOR = {"coordinator", "analyst"}, {"coordinator"}, {"analyst"}, {"auditor"}, {"administrator"}
WHO_MAY = {"frame:view": BOTH | AUDITOR | ADMINISTRATOR, "family:view": BOTH, "person:view": BOTH, "event:view": BOTH, "record:view": BOTH,
           "families:view": BOTH, "search": BOTH, "coverage:view": BOTH, "quality:view": BOTH, "patterns:view": BOTH, "perpetrators:view": BOTH,
           "compare:view": BOTH, "links:view": BOTH, "decide": BOTH, "meetings:view": BOTH, "return:view": BOTH, "household:open": BOTH,
           "hidden:open": COORDINATOR, "safe:open": COORDINATOR, "signal:dismiss": COORDINATOR, "meetings:run": COORDINATOR,
           "document:make": COORDINATOR, "referral:enter": COORDINATOR, "transfer:make": COORDINATOR, "load:run": ANALYST, "inspection:view": ANALYST,
           "audit:view": AUDITOR, "accounts:manage": ADMINISTRATOR, "exclusions:manage": ADMINISTRATOR}


def test_each_role_may_do_what_was_agreed_and_no_more():
    assert {permission: {role for role in PERMISSIONS if may(User("a", role), permission)} for permission in WHO_MAY} == WHO_MAY
    assert set().union(*PERMISSIONS.values()) == set(WHO_MAY)
    require(User("a", "auditor"), "audit:view")


def test_nobody_takes_another_role_once_signed_in():
    with pytest.raises(FrozenInstanceError):
        User("a", "auditor").role = "coordinator"


def test_who_looks_back_sees_a_page_and_opens_what_is_hidden_and_no_more():
    then = User("a", "coordinator", looks_back=True)
    assert {permission for permission in WHO_MAY if may(then, permission)} == {
        "frame:view", "family:view", "person:view", "event:view", "record:view", "hidden:open"}
    assert not User("a", "coordinator").looks_back


@pytest.mark.parametrize(("role", "permission"), [("coordinator", "unheard of"), ("nobody", "family:view"), ("", ""), ("none", "search")])
def test_what_is_not_permitted_is_denied(role, permission):
    assert not may(User("a", role), permission)
    with pytest.raises(Denied):
        require(User("a", role), permission)


@pytest.mark.parametrize("role", PERMISSIONS)
def test_who_looks_back_may_look_at_what_the_role_permits_and_change_nothing(role):
    then = User("a", role, looks_back=True)
    allowed = {permission for permission in set().union(*PERMISSIONS.values()) if may(then, permission)}
    assert allowed == PERMISSIONS[role] & LOOKING
    assert not allowed & {"decide", "signal:dismiss", "links:view", "search"}


@pytest.mark.parametrize("spelling", [
    "12 Alder Road", "12 alder road", "12, Alder Road", "12 Alder Rd", "12  ALDER\nROAD", "12 Alder", "Alder Road", "Alder Rd",
    "12 Alder Road, BD5 9XX", "BD5 9XX", "bd59xx", "BD5  9XX", "SW1A 1AA",
])
def test_a_known_address_and_any_postcode_is_hidden_however_spelt(spelling):
    assert masked(f"Attended {spelling}. She was upset.", HOME) == f"Attended {HIDDEN}. She was upset."


@pytest.mark.parametrize("words", ["She told her mother in Bradford.", "Road traffic collision", "Hit 12 times", "An alder tree", "DASH 24", None, ""])
def test_other_words_stay(words):
    assert masked(words, HOME) == words


def test_a_flat_and_its_building_are_both_hidden():
    assert masked("At Flat 3, Mill House since May", ["Flat 3, Mill House, Leeds"]) == f"At {HIDDEN} since May"


@pytest.mark.parametrize("address", ["", ",", "\n", "A", "12", "(Refuge)", "O'Neill Court", "5 St. Mary's Close [rear]", "12-14 Alder Rd"])
def test_no_address_breaks_the_pattern(address):
    assert masked("Some words.", [address, None]) == "Some words."


def test_a_house_without_a_street_word_is_hidden_by_its_name():
    assert HIDDEN in masked("Seen at Rosebank Cottage", ["Rosebank Cottage, Hebden"])
