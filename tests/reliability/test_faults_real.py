"""Disks that are really full or read-only, folders that belong to somebody else, and memory that the kernel refuses: mounted, owned and limited for the test.
It needs root; what every user's machine can try is planted in the other files."""

import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.reliability import SEED, WHOLE, standing
from timeline import cli, keys, snapshot

pytestmark = [pytest.mark.skipif(not WHOLE, reason="it mounts disks and starts processes: `make reliability` does it"),
              pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")]
ROOT = Path(__file__).parents[2]
NOBODYS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-dac_override,-dac_read_search,-fowner")
"""A command before another takes from root what no other user has: passing by permissions."""

RECORD = "police.csv:4"


class Disk:
    """A disk of its own, in memory, of so many bytes."""

    def __init__(self, place: Path, size: int):
        place.mkdir()
        self.place = place
        self._mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs")

    def sized(self, size: int) -> None:
        """Give it another size."""
        self._mount("-o", f"remount,size={size}")

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Let nothing be written to it in the block."""
        self._mount("-o", "remount,ro")
        try:
            yield
        finally:
            self._mount("-o", "remount,rw")

    def used(self) -> int:
        found = os.statvfs(self.place)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def _mount(self, *words: str) -> None:
        subprocess.run(["mount", *words, str(self.place)], check=True)


@pytest.fixture
def disk(tmp_path):
    """A disk with room, unmounted afterwards."""
    made = Disk(tmp_path / "disk", 200 << 20)
    yield made
    subprocess.run(["umount", "--lazy", str(made.place)], check=True)


@pytest.fixture(params=standing.KINDS)
def home(request, disk, tmp_path):
    """A home that stands, on that disk."""
    with standing.stands(request.param, disk.place / "home", tmp_path) as made:
        yield made


@pytest.fixture
def told(capfd):
    """Runs a command; its code and its sentence."""
    return partial(standing.told, capfd)


def test_a_run_on_a_disk_that_fills_up_publishes_nothing_and_works_when_there_is_room(home, disk, told, tmp_path, figure):
    from_here, drawn = standing.to_read(tmp_path), random.Random(SEED)
    full, before = 0, snapshot.current(home)
    for room in sorted(drawn.randrange(8 << 10, 6 << 20) for _ in range(3)):
        disk.sized(disk.used() + room)
        code, said = told("run", from_here)
        full += code != 0
        assert code == 0 or "no room left" in said or "database" in said or "anchor" in said, said
        assert (snapshot.current(home) == before) == (code != 0 and "had been published" not in said)
        before = snapshot.current(home)
    disk.sized(200 << 20)
    assert told("run", from_here)[0] == 0
    assert {path.name for path in (home / "snapshots").iterdir()} == {"CURRENT", *(path.name for path in snapshot.published(home))}
    assert full
    figure("runs for which a disk was really full", full)


@pytest.mark.parametrize("home", ["sealed"], indirect=True)
def test_a_run_whose_memory_folder_fills_up_publishes_nothing_and_names_it(home, told, tmp_path, monkeypatch, figure):
    from_here, full, before = standing.to_read(tmp_path), 0, snapshot.current(home)
    small = Disk(tmp_path / "memory", 1 << 20)
    try:
        monkeypatch.setenv("TIMELINE_MEMORY", str(small.place))
        for size in (1 << 20, 4 << 20):
            small.sized(size)
            ended = _process("run", str(from_here))
            if ended.returncode:
                said = standing.sentence(ended.returncode, ended.stdout, ended.stderr)
                full += 1
                assert "room" in said and (snapshot.current(home) == before or "had been published" in said or "Published" in ended.stdout)
            before = snapshot.current(home)
        small.sized(200 << 20)
        assert _process("run", str(from_here)).returncode == 0 and full
        figure("runs whose memory folder was really full", full)
    finally:
        subprocess.run(["umount", "--lazy", str(small.place)], check=True)


def test_on_a_read_only_disk_every_command_says_so_and_works_again_when_it_can_be_written(home, disk, told, tmp_path):
    from_here = standing.to_read(tmp_path)
    with disk.read_only():
        for words in (("run", from_here), ("update",), ("trace", RECORD), ("work",), ("users", "list"), ("audit", "verify"), ("backup", disk.place / "b")):
            code, said = told(*words)
            assert code != 0 and ("read-only" in said or "Read-only" in said or words[0] == "backup"), (words, said)
    assert told("trace", RECORD)[0] == 0
    assert told("run", from_here)[0] == 0


def _process(*words: str, before: tuple[str, ...] = (), limit: Callable = lambda: None) -> subprocess.CompletedProcess:
    """A command as a process of its own."""
    return subprocess.run([*before, sys.executable, "-m", "timeline.cli", *words], cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limit)


FORBIDDEN = {
    "an extract": lambda home, given: (given / "visits.csv", ("run", str(given)), "visits.csv"),
    "what is said of the extracts": lambda home, given: (given / "extracts.toml", ("run", str(given)), "extracts.toml"),
    "the folder of snapshots": lambda home, given: (home / "snapshots", ("run", str(given)), "CURRENT"),
    "the database": lambda home, given: (home / "timeline.db", ("trace", RECORD), "timeline.db"),
    "the keyring": lambda home, given: (home / "keyring", ("trace", RECORD), "keyring"),
    "the anchor of the audit": lambda home, given: (home / "audit.anchor", ("trace", RECORD), "anchor"),
    "the home": lambda home, given: (home, ("trace", RECORD), "home"),
}


@pytest.mark.parametrize("home", ["demo"], indirect=True)
@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_what_may_not_be_read_or_written_is_named_and_nothing_is_changed(home, told, tmp_path, forbidden):
    path, words, named = FORBIDDEN[forbidden](home, standing.to_read(tmp_path))
    before, mode = snapshot.current(home), path.stat().st_mode
    path.chmod(0)
    ended = _process(*words, before=NOBODYS)
    path.chmod(mode)
    assert ended.returncode in (cli.USED_WRONGLY, cli.NOT_PUBLISHED)
    assert named in standing.sentence(ended.returncode, ended.stdout, ended.stderr)
    assert snapshot.current(home) == before
    assert told("trace", RECORD)[0] == 0


@pytest.mark.parametrize("home", ["sealed"], indirect=True)
def test_a_home_and_a_key_of_another_s_are_refused_with_a_sentence(home, told, tmp_path, monkeypatch):
    file = tmp_path / "key"
    file.write_text(os.environ["TIMELINE_KEY"])
    monkeypatch.delenv("TIMELINE_KEY")
    monkeypatch.setenv("TIMELINE_KEY_FILE", str(file))
    assert told("trace", RECORD)[0] == 0
    file.chmod(0)
    assert str(file) in standing.sentence(1, "", _process("trace", RECORD, before=NOBODYS).stderr)
    file.chmod(0o600)
    for path in (home, *home.rglob("*")):
        shutil.chown(path, "nobody")
    ended = _process("trace", RECORD, before=NOBODYS)
    assert ended.returncode and standing.sentence(ended.returncode, ended.stdout, ended.stderr)
    for path in (home, *home.rglob("*")):
        shutil.chown(path, "root")
    assert keys.of(home).sealed and told("trace", RECORD)[0] == 0


@pytest.mark.parametrize("home", ["demo"], indirect=True)
def test_a_process_that_the_kernel_refuses_memory_publishes_nothing_and_the_next_run_works(home, tmp_path, figure):
    from_here, before, ended = standing.to_read(tmp_path), snapshot.current(home), []
    for most in (1000 << 20, 1400 << 20, 2000 << 20):
        process = _process("run", str(from_here), limit=lambda most=most: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
        ended.append(process.returncode)
        assert process.returncode and "Traceback" not in process.stderr
        assert snapshot.current(home) == before
    assert _process("run", str(from_here)).returncode == 0
    figure("how runs ended for which 1,000, 1,400 and 2,000 MB of addresses were too few", ended)
