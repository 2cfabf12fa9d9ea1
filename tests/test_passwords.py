"""Which passwords may be chosen, and how they are kept."""

import re
import string

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from timeline.accounts import Refused, passwords

GOOD = "quarry lantern ostrich mauve"
COMMON = ["password", "qwerty", "football", "12345678", "sunshine", "iloveyou", "dragon", "monkey"]


@pytest.mark.parametrize("password", [GOOD, "vellum7 thistle", "ÅÄÖ åäö ééé ΩΩΩ", "🦉🦔🦊 tansy wren 🐝", "                x 9k", "a" * 3 + GOOD * 35])
def test_any_characters_do(password):
    passwords.check(password, "ada")


@pytest.mark.parametrize(("password", "why"), [
    ("", "0 characters"), ("vellum thistle", "14 characters"), ("x7" * 501, "longest"), ("i am ADA and quarry lantern", "name of the account"),
    ("manchesterunited", "leaks"), ("ManchesterUnited", "leaks"), ("1q2w3e4r5t6y7u8i9o0p", "leaks"), ("passwordpassword", "leaks"),
    ("Password12345678", "leaks"), ("Football-Sunshine", "leaks"), ("zqzqzqzqzqzqzqzqzq", "leaks"), ("aaaaaaaaaaaaaaaaaaaa", "leaks"),
    ("Timeline-Marac-2026", "words of this work"), ("Bradford police!", "leaks"),
    ("auditor Bradford 7", "words of this work"), ("DomesticAbuse2026", "words of this work")])
def test_what_would_be_guessed_early_is_refused_with_the_reason(password, why):
    with pytest.raises(Refused, match=why):
        passwords.check(password, "ada")


@given(st.lists(st.sampled_from(COMMON), min_size=2, max_size=2), st.sampled_from(["", " ", "-", "_"]), st.booleans())
def test_two_common_passwords_make_no_good_one(two, between, large):
    password = between.join(two).title() if large else between.join(two)
    if len(password) >= passwords.SHORTEST:
        with pytest.raises(Refused):
            passwords.check(password, "ada")


@given(st.text(string.ascii_letters + string.digits, min_size=24, max_size=24))
def test_a_password_is_refused_for_its_repeats_or_words_alone_when_random(password):
    try:
        passwords.check(password, "ada")
    except Refused:
        assert re.search(r"(.)\1|ada|timeline|marac|police", password, re.IGNORECASE) or len(set(password)) < 8 or password.isdigit()


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=3))
def test_a_password_is_taken_exactly_as_it_was_typed(password, more):
    kept = passwords.hashed(password)
    assert passwords.matches(kept, password)
    assert not passwords.matches(kept, password + more) and not passwords.matches(kept, more + password)


def test_no_character_of_the_longest_is_cut_off():
    longest = "k7" * 500
    assert not passwords.matches(passwords.hashed(longest), longest[:-1] + "8")


def test_a_hash_is_argon2id_with_64_mib_outside_the_tests():
    kept = PasswordHasher().hash(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.hashed(GOOD) != passwords.hashed(GOOD), "salted"


def test_where_nothing_is_kept_nothing_matches():
    assert not passwords.matches(None, GOOD) and not passwords.matches("", GOOD)


def test_the_lists_hold_what_their_licences_say():
    said = (passwords.Path(passwords.__file__).with_name("LICENCES.md")).read_text(encoding="utf-8")
    for name in ("breached", "common"):
        lines = passwords.Path(passwords.__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").splitlines()
        assert lines == sorted(set(lines)) and f"{len(lines):,}" in said
        assert all((len(line) >= passwords.SHORTEST) == (name == "breached") and line == line.lower() for line in lines)
