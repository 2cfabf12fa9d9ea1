"""Working files of a sealed home lie in memory, for their owner alone, and go with their process."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from timeline import keys, memory

HOLDS = """
import sys, time
from pathlib import Path
from timeline import memory
print(memory.folder(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A sealed home."""
    monkeypatch.delenv("TIMELINE_DEMO", raising=False)
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    return tmp_path


def holder(home):
    """A process that has a folder of the home, until its standard input ends; and the folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               cwd=Path(__file__).parents[1])
    return process, Path(process.stdout.readline().strip())


def test_the_folder_is_in_memory_and_for_its_owner_alone(home):
    mine = memory.folder(home)
    assert memory.backed(mine) and mine == memory.folder(home)
    assert {mine.stat().st_mode & 0o777, mine.parent.stat().st_mode & 0o777} == {0o700}


def test_without_memory_behind_it_a_folder_is_refused_with_what_to_do(home, monkeypatch, tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda / ext4 rw 0 0\ntmpfs /dev/shm tmpfs rw 0 0\n/dev/sdb /dev/shm/a\\040disk ext4 rw 0 0\n")
    monkeypatch.setattr(memory, "MOUNTS", mounts)
    monkeypatch.setenv("TIMELINE_MEMORY", str(tmp_path))
    with pytest.raises(memory.NoMemory, match="--shm-size"):
        memory.shared(home)
    assert memory.backed(Path("/dev/shm")) and not memory.backed(tmp_path)


def test_a_folder_that_others_may_open_is_refused(home):
    place = memory.shared(home)
    place.chmod(0o755)
    with pytest.raises(memory.NoMemory, match="this user alone"):
        memory.shared(home)
    place.chmod(0o700)


def test_a_folder_goes_with_its_process_and_a_killed_one_s_is_swept_by_the_next(home):
    ended, of_ended = holder(home)
    ended.communicate()
    assert not of_ended.exists()
    killed, of_killed = holder(home)
    lives, of_living = holder(home)
    killed.kill()
    killed.communicate()
    assert of_killed.exists()
    last, _ = holder(home)
    assert not of_killed.exists() and of_living.exists()
    for process in (lives, last):
        process.communicate()


def test_what_libraries_write_into_the_temporary_folder_goes_into_memory(home, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setitem(os.environ, "TMPDIR", tempfile.gettempdir())
    memory.use(home)
    with tempfile.NamedTemporaryFile() as file:
        assert memory.backed(Path(file.name).parent)
    assert os.environ["TMPDIR"] == tempfile.gettempdir()


@pytest.mark.parametrize(("group", "limit", "half"), [("0::/", "4000", 2000), ("0::/one.slice/two.service\n", "6000\n", 3000), ("0::/", "max", None)])
def test_half_of_the_memory_is_of_the_container_or_service_or_else_of_the_machine(tmp_path, monkeypatch, group, limit, half):
    (tmp_path / "group").write_text(group)
    place = tmp_path / group.removeprefix("0::/").strip()
    place.mkdir(parents=True, exist_ok=True)
    (place / "memory.max").write_text(limit)
    monkeypatch.setattr(memory, "GROUP", tmp_path / "group")
    monkeypatch.setattr(memory, "LIMITS", tmp_path)
    assert memory.half() == (half or os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)


def test_a_demo_uses_the_ordinary_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DEMO", "1")
    with memory.temporary(tmp_path) as place:
        assert place.is_relative_to(tempfile.gettempdir())
    memory.use(tmp_path)
    assert tempfile.gettempdir() != str(memory.folder(tmp_path))
