"""The keys of a home: what its database, files and cookies are closed with.

The operator's key, 64 hexadecimal characters in TIMELINE_KEY or in the file that TIMELINE_KEY_FILE names, opens the home's `keyring`, in which one
random key lies wrapped (AES-256-GCM); every key in use is derived from that one. So the operator's key can be changed without
closing everything anew. A home of a demo has its key beside its data, in `demo.key`, and its files are not sealed: nothing in it is real."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RING, DEMO = "keyring", "demo.key"
HELD = ("timeline.db", "snapshots/CURRENT")
"""What a home holds that nobody can read without its keyring."""

SIZE, NONCE = 32, 12
BOUND = b"timeline keyring"
MISSING = ("There is no key. Give the 64 hexadecimal characters of the operator's key in TIMELINE_KEY, or the file that holds them in TIMELINE_KEY_FILE; "
           "`timeline keys new` prints a new one. Keep it apart from the data.")
WRONG = "This key does not open {home}. Give the key with which this home was made, or to which it was last changed."
NO_RING = "{home} holds data and no keyring. Put the file `keyring` back from a backup: without it nothing here can be read."
NOT_A_RING = "The file `keyring` in {home} is not as it was written. Put it back from a backup: without it nothing here can be read."
UNENCRYPTED = ("{home} is from an early version of this program, for demonstrations alone, which kept what people write where anybody can read it. This "
               "version reads none of it. Begin in a new folder (TIMELINE_HOME), load the agencies' files again, and destroy this one.")
PLAIN = b"SQLite format 3\0"
NO_HOME = "There is no keyring in {home}, so there is nothing to change. Name the home in TIMELINE_HOME."
DEMOS = "This home is a demo's, which has its key beside its data: there is nothing to be gained by another."
NOT_HEX = "The key in {where} is not 64 hexadecimal characters. `timeline keys new` prints one."


class NoKey(Exception):
    """There is no key, or one that does not open this home; the message says what to do."""


@dataclass(frozen=True)
class Keys:
    """The key of one home; `sealed` says whether its files are encrypted, as they are everywhere but in a demo."""

    root: bytes
    sealed: bool

    def derived(self, purpose: str) -> bytes:
        """The 32 bytes for one purpose, such as 'database', 'files', 'audit' or 'cookies'; no two are alike and none tells of another."""
        return HKDF(SHA256(), SIZE, salt=None, info=purpose.encode()).derive(self.root)


def of(home: Path) -> Keys:
    """The keys of the home, made at its first use. Raises NoKey."""
    given = _given()
    if given is None and not is_demo(home):
        raise NoKey(MISSING)
    wrapping = given or _demo_key(home)
    return Keys(_opened(home, wrapping), sealed=given is not None)


def is_demo(home: Path) -> bool:
    """Whether the home is a demo's: it has a demo's key, or TIMELINE_DEMO says that a new one is to be."""
    return (home / DEMO).exists() or bool(os.environ.get("TIMELINE_DEMO"))


def home_of(path: Path) -> Path:
    """The home in which this file lies: the nearest folder above it that holds a keyring. Raises NoKey where there is none."""
    home = next((folder for folder in path.absolute().parents if (folder / RING).exists()), None)
    if home is None:
        raise NoKey(NO_RING.format(home=path.parent))
    return home


def environment(home: Path) -> dict[str, str]:
    """The environment for a process that works on the home, wherever it is started: it has the key that this one has."""
    given = {"TIMELINE_HOME": str(home.absolute())}
    if os.environ.get("TIMELINE_KEY_FILE"):
        given["TIMELINE_KEY_FILE"] = str(Path(os.environ["TIMELINE_KEY_FILE"]).absolute())
    return {**os.environ, **given}


def rotate(home: Path, wrapping: bytes) -> None:
    """Wrap the home's key, that the operator's present key opens, in this one: from then on no other opens the home. Raises NoKey."""
    if not (home / RING).exists():
        raise NoKey(NO_HOME.format(home=home))
    opened = of(home)
    if not opened.sealed:
        raise NoKey(DEMOS)
    with _beside(home / RING, wrap(opened.root, wrapping)) as whole:
        whole.replace(home / RING)


def read(path: Path) -> bytes:
    """The operator's key that this file holds. Raises NoKey."""
    try:
        return _read(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError):
        raise NoKey(f"The file {path}, which is to hold a key, cannot be read.") from None


def new() -> str:
    """A new operator's key."""
    return secrets.token_hex(SIZE)


def _given() -> bytes | None:
    path = os.environ.get("TIMELINE_KEY_FILE")
    if os.environ.get("TIMELINE_KEY"):
        return _read(os.environ["TIMELINE_KEY"], "TIMELINE_KEY")
    return read(Path(path)) if path else None


def _read(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != SIZE:
        raise NoKey(NOT_HEX.format(where=where))
    return key


def _demo_key(home: Path) -> bytes:
    if (home / RING).exists() and not (home / DEMO).exists():
        raise NoKey(MISSING)  # it is no demo's
    return _read(_first(home / DEMO, new().encode()).decode(), DEMO)


def _opened(home: Path, wrapping: bytes) -> bytes:
    """The home's root key, out of its keyring. Raises NoKey."""
    ring = home / RING
    if not ring.exists() and any((home / held).exists() for held in HELD):
        raise NoKey((UNENCRYPTED if is_plain(home / HELD[0]) else NO_RING).format(home=home))
    held = _first(ring, wrap(secrets.token_bytes(SIZE), wrapping))
    if len(held) != len(wrap(bytes(SIZE), wrapping)) or set(held) - set(b"0123456789abcdef"):
        raise NoKey(NOT_A_RING.format(home=home))
    wrapped = bytes.fromhex(held.decode())
    try:
        return AESGCM(wrapping).decrypt(wrapped[:NONCE], wrapped[NONCE:], BOUND)
    except InvalidTag:
        raise NoKey(WRONG.format(home=home)) from None


def is_plain(database: Path) -> bool:
    """Whether there is a database that can be read without any key."""
    if not database.exists():
        return False
    with database.open("rb") as file:
        return file.read(len(PLAIN)) == PLAIN


def wrap(root: bytes, wrapping: bytes) -> bytes:
    """The root key wrapped in another, as a keyring holds it."""
    nonce = secrets.token_bytes(NONCE)
    return (nonce + AESGCM(wrapping).encrypt(nonce, root, BOUND)).hex().encode()


def _first(path: Path, content: bytes) -> bytes:
    """What the file holds; where there is none yet, it is written whole with this content, and the first of two who do so wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path, content) as whole, suppress(FileExistsError):
            os.link(whole, path)
    return path.read_bytes()


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """A file beside this one that holds the content, and that is on the disk, to be given its name; it is gone when the block ends."""
    handle, name = tempfile.mkstemp(prefix="key-", dir=path.parent)  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
