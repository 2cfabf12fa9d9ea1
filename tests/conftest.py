"""What many tests share: one run on the sample data."""

import os
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from timeline import agencies, decisions, pipeline, settings, snapshot
from timeline.database import Database
from timeline.model import load as load_model

SAMPLE = Path(__file__).parent.parent / "sample_data" / "extracts"
THEN = date(2024, 6, 30)


def run(extracts: Path, home: Path, as_of=None) -> Path:
    """Run the engine on a folder of extracts; returns the published snapshot."""
    with snapshot.working(home) as s:
        return pipeline.run(extracts, decisions.none(), agencies.load(), settings.load(), load_model(), s, as_of)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory) -> Path:
    """A home whose current snapshot is a run on the sample data."""
    home = tmp_path_factory.mktemp("sample-home")
    run(SAMPLE, home)
    return home


@pytest.fixture(scope="session")
def sample_then(tmp_path_factory) -> Path:
    """The published run on the sample data as of the day THEN."""
    return run(SAMPLE, tmp_path_factory.mktemp("sample-then"), THEN)


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
