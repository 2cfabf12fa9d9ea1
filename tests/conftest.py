"""What many tests share: one run on the sample data."""

import fcntl
import os
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from timeline import agencies, decisions, pipeline, settings, snapshot
from timeline.database import Database
from timeline.model import load as load_model

os.environ["TIMELINE_DEMO"] = "1"  # a home that a test makes has a key of its own, unless the test gives one
SAMPLE = Path(__file__).parent.parent / "sample_data" / "extracts"
THEN = date(2024, 6, 30)


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


@pytest.fixture
def database(tmp_path):
    """The database of a new home."""
    with closing(Database(tmp_path)) as opened:
        yield opened


@pytest.fixture
def at_home(sample_home, monkeypatch) -> Path:
    """Commands work on the run on the sample data."""
    monkeypatch.setitem(os.environ, "TIMELINE_HOME", str(sample_home))
    return sample_home
