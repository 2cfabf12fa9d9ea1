"""The same run gives the same tables, whatever the threads, the Python, the database, the day, the place and the order of files and rows."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sample_data import make
from tests import logical, postgres
from tests.conftest import SAMPLE
from tests.made import made
from tests.reliability import SEED, WHOLE
from tests.test_laws import shuffled
from timeline import keys, snapshot
from timeline.tables import TABLES

ROWS = 20_000
HERE = Path(__file__).parent.parent.parent
whole = pytest.mark.skipif(not WHOLE, reason="a whole run takes half a minute of CPU: make reliability")
PATIENCE = 1800  # seconds for one run on a machine that has much else to do
NEW_YORK = dict(PYTHONHASHSEED="1", TZ="America/New_York", LC_ALL="C", LANG="C")
LONDON = dict(PYTHONHASHSEED="77", TZ="Europe/London", LC_ALL="tr_TR.UTF-8", LANG="tr_TR.UTF-8")


def pythons() -> list[str]:
    """The other Pythons that have what the product needs: those that RELIABILITY_PYTHONS names, or those on the path."""
    named = os.environ.get("RELIABILITY_PYTHONS")
    found = named.split(":") if named else filter(None, (shutil.which(f"python3.{minor}") for minor in (12, 13)))
    return [one for one in found if subprocess.run([one, "-c", "import duckdb, networkx, splink, sqlcipher3"], capture_output=True).returncode == 0]


def elsewhere(extracts: Path, home: Path, python: str = sys.executable, threads: int = 2, answers=(), way: str = "run", lines: bool = True,
              **environment: str) -> dict[str, str]:
    """The logical hashes of a run in these surroundings."""
    said = dict(extracts=str(extracts), home=str(home), threads=threads, answers=answers, way=way, lines=lines)
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("TIMELINE_", "PYTHON"))}
    surroundings = usual | {"TIMELINE_DEMO": "1", "PYTHONPATH": str(HERE)} | environment
    done = subprocess.run([python, "-m", "tests.reliability.elsewhere"], input=json.dumps(said), env=surroundings, capture_output=True, text=True,
                          timeout=PATIENCE, cwd=home.parent)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers(sample_home) -> list:
    """Answers about the sample: a yes and a no about people, and a no about an event."""
    with snapshot.open(snapshot.current(sample_home)) as reader:
        (link,) = reader.execute("select mention_id_l, mention_id_r from made.links where state = 'proposed' order by link_id limit 1").fetchall()
        (person,) = reader.execute("select mention_ids[1], mention_ids[2] from made.people where len(mention_ids) > 3 order by person_id limit 1").fetchall()
        (event,) = reader.execute("select report_ids[1], report_ids[2] from made.events where len(report_ids) > 1 order by event_id limit 1").fetchall()
    return [("same person", *link, "yes"), ("same person", *person, "no"), ("same event", *event, "no")]


@pytest.fixture(scope="module")
def usual(answers, tmp_path_factory) -> dict[str, str]:
    """The hashes of a run on the sample with these answers, with nothing unusual about it."""
    return elsewhere(SAMPLE, tmp_path_factory.mktemp("usual") / "home", answers=answers)


@whole
def test_answers_change_the_tables_so_that_sameness_says_something(sample_home, usual):
    without = logical.tables(snapshot.current(sample_home))
    assert {name for name in TABLES if usual[name] != without[name]} >= {"judgements", "people", "events"}
    assert all(usual[name] == without[name] for name in ("rows", "versions", "reports", "mentions", "pairs"))


@whole
def test_an_update_after_the_answers_in_a_sealed_home_with_one_thread_in_new_york_is_the_same(usual, answers, tmp_path):
    (tmp_path / "key").write_text(keys.new() + "\n")
    (tmp_path / "key").chmod(0o600)
    home = tmp_path / "a home with a long name, élan and spaces" / "home"
    home.parent.mkdir()
    assert elsewhere(SAMPLE, home, threads=1, answers=answers, way="update", TIMELINE_DEMO="", TIMELINE_KEY_FILE=str(tmp_path / "key"), **NEW_YORK) == usual


@whole
def test_a_run_with_four_threads_on_postgresql_in_london_is_the_same(usual, answers, tmp_path, part):
    postgres.empty(part)
    assert elsewhere(SAMPLE, tmp_path / "home", threads=4, answers=answers, TIMELINE_DATABASE=part, **LONDON) == usual


@whole
@pytest.mark.parametrize("minor", [12, 13])
def test_a_run_by_another_python_is_the_same(usual, answers, tmp_path, minor):
    python = next((one for one in pythons() if f"3.{minor}" in _version(one)), None)
    if python is None:
        pytest.skip(f"There is no Python 3.{minor} with what the product needs: name one in RELIABILITY_PYTHONS")
    assert elsewhere(SAMPLE, tmp_path / "home", python=python, answers=answers, way=("run", "update")[minor % 2], **LONDON) == usual


def _version(python: str) -> str:
    return subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout


@whole
def test_twenty_thousand_rows_in_another_order_with_other_threads_are_the_same(tmp_path, figure):
    desk = make.large(tmp_path / "made", ROWS, SEED)
    usual = tmp_path / "made" / "extracts"
    other = tmp_path / "other"
    shutil.copytree(usual, other)
    for path in sorted(other.glob("*.csv")):
        path.write_bytes(shuffled(path.read_bytes(), SEED))
    sections = (usual / "extracts.toml").read_text().split("\n[")
    random.Random(SEED).shuffle(rest := sections[1:])
    (other / "extracts.toml").write_text("\n[".join([sections[0], *rest]))
    found = [elsewhere(usual, tmp_path / "one", threads=1, lines=False), elsewhere(other, tmp_path / "two", threads=4, lines=False, **NEW_YORK)]
    assert found[0] == found[1]
    figure("rows that were made twice, in another order and with other threads", desk.rows)


def published(home: Path, rows: list[dict]) -> Path:
    """A snapshot whose events are these and whose other tables are empty."""
    with snapshot.working(home) as s:
        for name in TABLES:
            s[name] = made(name, *(rows if name == "events" else []))
        return s.publish()


EVENTS = [dict(event_id=f"E-{number}", report_ids=["a", "b"], gravity=3) for number in range(3)]


@pytest.fixture(scope="module")
def hashed(tmp_path_factory) -> dict[str, str]:
    """The hashes of a snapshot with these events."""
    return logical.tables(published(tmp_path_factory.mktemp("hashed"), EVENTS))


def test_the_hash_is_of_what_the_tables_say_and_not_of_the_order_in_which_it_was_put_in(hashed, tmp_path):
    assert logical.tables(published(tmp_path, EVENTS[::-1])) == hashed


@pytest.mark.parametrize("changed", [[EVENTS[0] | dict(report_ids=["b", "a"])], [EVENTS[0] | dict(gravity=4)], []],
                         ids=["a list in another order", "a number", "a row"])
def test_the_hash_shows_whatever_differs(hashed, tmp_path, changed):
    other = logical.tables(published(tmp_path, [*changed, *EVENTS[1:]]))
    assert {name for name in TABLES if hashed[name] != other[name]} == {"events"}
