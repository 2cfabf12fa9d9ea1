"""Passwords: which may be chosen, and how they are kept, as Argon2id hashes.

A password has at least 15 characters, any characters, and no rule of composition: length is what a guesser pays for (NIST SP 800-63B-4, OWASP ASVS 5 V6.2).
It is refused where a guesser would try it early: it was found in a leak, is two common passwords set together or one piece repeated, holds
the account's name, or is little more than words of this work. It is taken exactly as it was typed: nothing is cut off, folded or trimmed."""

import re
import secrets
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

SHORTEST, LONGEST = 15, 1000
OWN_WORDS = ("timeline", "marac", "coordinator", "analyst", "auditor", "administrator", "domesticabuse", "safeguarding", "bradford", "police")
"""Words of this product and its work, which a guesser would begin with (ASVS 5 V6.1.2)."""
LEFT = 8  # characters that a password must have beside those words
HASHER = PasswordHasher()
"""Argon2id as RFC 9106 gives it for servers with less memory: 64 MiB, three passes, four lanes; a sixth of a second."""


class Refused(Exception):
    """What was asked for is not done; the message is a sentence for whoever asked."""


def check(password: str, name: str) -> None:
    """Raise Refused, with what to do instead, where the account of this name may not have this password."""
    if len(password) < SHORTEST:
        raise Refused(f"The password has {len(password)} characters and needs at least {SHORTEST}. Four or more words that have nothing to do with one "
                      "another are good.")
    if len(password) > LONGEST:
        raise Refused(f"The password has {len(password):,} characters; the longest that is taken has {LONGEST:,}. Shorten it.")
    plain = password.casefold()
    if name.casefold() in plain:
        raise Refused("The password holds the name of the account. Choose one that does not.")
    bare = re.sub(r"[\W_]", "", plain)
    if plain in _known("breached") or _repeats(plain) or _is_two_common(plain) or _is_two_common(bare):
        raise Refused("This password is among those that were found in leaks, or is made of such, and would be guessed early. Choose another.")
    left = re.sub("|".join(OWN_WORDS), "", bare)
    if left != bare and len(left) < LEFT:
        raise Refused("The password is little more than words of this work, which would be guessed early. Choose other words.")


def hashed(password: str) -> str:
    """The Argon2id hash that is kept of a password."""
    return HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password that the hash was made of; where nothing is kept, never, after the same time."""
    try:
        return HASHER.verify(kept or _nobodys(HASHER), password) and kept is not None
    except VerifyMismatchError:
        return False


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_hex(16))


@cache
def _known(name: str) -> frozenset[str]:
    """The passwords of a list beside this file, in small letters; where they are from: LICENCES.md."""
    return frozenset(Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").splitlines())


def _repeats(plain: str) -> bool:
    """Whether it is one piece, of at most half of it, over and over."""
    return re.fullmatch(r"(.+?)\1+.?.?", plain, re.DOTALL) is not None


def _is_two_common(plain: str) -> bool:
    """Whether it is two common passwords, one after the other."""
    common = _known("common")
    return any(plain[:cut] in common and plain[cut:] in common for cut in range(1, len(plain)))
