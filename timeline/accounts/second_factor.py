"""The second factor: codes of six digits that an authenticator app makes from a shared secret and the time (TOTP, RFC 6238).

A code works once: the last step of thirty seconds that was used is kept, and nothing at or before it is taken again. One step of drift either way is
allowed. A step that was used further in the future than AHEAD is of a clock that was ahead, and keeps nobody out when that is right again. The
secret is kept sealed with a key of its own, so that a copy of the database alone makes no codes. Required wherever data is
real: in every home but a demo's."""

import secrets
from datetime import datetime

import pyotp
import segno
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from timeline import keys
from timeline.database import Database, accounts

STEP, DRIFT = 30, 1
AHEAD = 3600 // STEP
ISSUER = "Timeline"
NONCE = 12


def required(database: Database) -> bool:
    """Whether accounts of this home need one: all do whose data is closed with an operator's key."""
    return keys.of(database.home).sealed


def new(database: Database, name: str) -> str:
    """A new secret for the account of this name, as it is kept: sealed."""
    nonce = secrets.token_bytes(NONCE)
    return (nonce + _cipher(database).encrypt(nonce, pyotp.random_base32().encode(), name.encode())).hex()


def secret(database: Database, name: str, kept: str) -> str:
    """The secret as a person types it into an app."""
    sealed = bytes.fromhex(kept)
    return _cipher(database).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode()).decode()


def picture(database: Database, name: str, kept: str) -> str:
    """The secret as a QR code, an SVG that asks for nothing from anywhere."""
    address = pyotp.TOTP(secret(database, name, kept)).provisioning_uri(name=name, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_inline(scale=5, light="#fff", title="QR code for your authenticator app", omitsize=False)


def step(database: Database, name: str, kept: str, code: str | None, now: datetime) -> int | None:
    """The step of thirty seconds that this code is of, if it is of one within the drift."""
    typed = "".join((code or "").split())
    totp, this = pyotp.TOTP(secret(database, name, kept)), int(now.timestamp()) // STEP
    return next((near for near in range(this - DRIFT, this + DRIFT + 1) if totp.verify(typed, for_time=near * STEP)), None)


def passes(database: Database, account, code: str | None, now: datetime) -> bool:
    """Whether the code is right for the account, a row of its table, and was not used before; it is used from here on, and by one of two at once."""
    of = step(database, account.name, account.secret, code, now) if account.secret else None
    if of is None:
        return False
    unused = (accounts.c.name == account.name, accounts.c.secret == account.secret,
              sa.or_(accounts.c.last_step.is_(None), accounts.c.last_step < of, accounts.c.last_step > of + AHEAD))
    with database.write() as connection:
        return connection.execute(accounts.update().where(*unused).values(last_step=of)).rowcount == 1


def _cipher(database: Database) -> AESGCM:
    return AESGCM(keys.of(database.home).derived("second factor"))
