"""What many tests share: one run on the sample data."""

import fcntl
import os
import secrets
import shutil
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests import postgres
from timeline import agencies, decisions, pipeline, settings, snapshot
from timeline.accounts import passwords
from timeline.database import Database
from timeline.model import load as load_model

os.environ["TIMELINE_DEMO"] = "1"  # a home that a test makes has a key of its own, unless the test gives one
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)  # a hash costs nothing here; what it costs elsewhere: test_passwords.py
SAMPLE = Path(__file__).parent.parent / "sample_data" / "extracts"
THEN = date(2024, 6, 30)
ENGINES = EMBEDDED, POSTGRESQL = "embedded", "postgresql"
QUICK = {"test_accounts", "test_actions", "test_activities", "test_audit", "test_database", "test_decisions", "test_inspection_samples", "test_jobs",
         "test_meetings", "test_migrations", "test_notes", "test_serving",
         "test_transfers", "test_uploads"}
"""The files of tests that run on a server too whenever tests are run; all others that have a database do so in the longer run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave to the longer run what takes long on a second engine."""
    for item in items:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        if POSTGRESQL in (given.get("engine"), given.get("kept_by")) and item.path.stem not in QUICK:
            item.add_marker("slow")



def run(extracts: Path, home: Path, as_of=None) -> Path:
    """Run the engine on a folder of extracts; returns the published snapshot."""
    with snapshot.working(home) as s:
        return pipeline.run(extracts, decisions.none(), agencies.load(), settings.load(), load_model(), s, as_of)


def made_once(tmp_path_factory, name: str, make) -> Path:
    """A folder that `make` fills: the first of the processes that share the tests fills it, and each has a copy of its own."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            making = shared.with_suffix(".tmp")
            make(making)
            making.rename(shared)
    own = tmp_path_factory.mktemp(name) / "home"
    shutil.copytree(shared, own)
    return own


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory) -> Path:
    """A home whose current snapshot is a run on the sample data."""
    return made_once(tmp_path_factory, "sample", lambda home: run(SAMPLE, home))


@pytest.fixture(scope="session")
def sample_then(tmp_path_factory) -> Path:
    """The published run on the sample data as of the day THEN."""
    return snapshot.current(made_once(tmp_path_factory, "sample-then", lambda home: run(SAMPLE, home, THEN)))


@pytest.fixture
def sample(sample_home):
    """A reader of the run on the sample data."""
    reader = snapshot.open(snapshot.current(sample_home))
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL server for all tests of this process."""
    if postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    with postgres.folder() as made, postgres.serving(made):
        yield made


@pytest.fixture(scope="session")
def part(cluster):
    """The address of a part of the server, for one test after another."""
    return postgres.address(cluster, "part")


@pytest.fixture(scope="module", params=ENGINES)
def kept_by(request):
    """A block in which the one home of a file of tests is opened on this engine."""
    address = None
    if request.param == POSTGRESQL:
        address = postgres.address(request.getfixturevalue("cluster"), f"of_{secrets.token_hex(4)}")

    @contextmanager
    def opening():
        with pytest.MonkeyPatch.context() as environment:
            if address:
                environment.setenv("TIMELINE_DATABASE", address)
            yield
    return opening


@pytest.fixture(params=ENGINES)
def engine(request, monkeypatch) -> str:
    """What keeps the database of every home of a test: a file of the home, or a server."""
    if request.param == POSTGRESQL:
        address = request.getfixturevalue("part")
        postgres.empty(address)
        monkeypatch.setenv("TIMELINE_DATABASE", address)
    return request.param


@pytest.fixture
def database(tmp_path, engine):
    """The database of a new home, on each engine."""
    with closing(Database(tmp_path)) as opened:
        yield opened


@pytest.fixture
def at_home(sample_home, monkeypatch) -> Path:
    """Commands work on the run on the sample data."""
    monkeypatch.setitem(os.environ, "TIMELINE_HOME", str(sample_home))
    return sample_home
