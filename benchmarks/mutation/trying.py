"""What the tests say of a mutant: each is tried in a process of its own, which imports the changed source; no file is touched.

The parent has the libraries in memory and forks, so a mutant costs what its tests cost. A mutant's process may take a few times as
long as the unchanged product's; what takes longer hangs."""

import contextlib
import importlib
import multiprocessing
import os
import resource
import shlex
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.machinery import PathFinder, SourceFileLoader
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path

import duckdb
import pytest

from benchmarks.mutation.mutants import ROOT, Mutant, module_of

SURVIVED, ASSERTION, ERROR, HANG, NONE = OUTCOMES = ("survived", "killed by an assertion", "killed by an error", "killed by its time", "not a mutant")
"""What a mutant came to. One that cannot be imported is none. An error is counted apart, since it flatters: any test would meet it."""
LIBRARIES = ("alembic.command", "argon2", "cryptography.fernet", "hypothesis.strategies", "networkx", "openpyxl", "pandas", "psycopg", "pyarrow.parquet",
             "scipy.sparse.csgraph", "scipy.stats", "splink", "sqlalchemy", "sqlcipher3")
AT_LEAST = 10   # seconds of the processor that any mutant has
TIMES = 3       # how much longer than the unchanged product a mutant may take
WAITED = 10     # how many times its seconds of the processor a mutant is waited for
FORK = multiprocessing.get_context("fork")


class Changed:
    """Finds one module with another source than its file holds."""

    def __init__(self, name: str, source: str):
        self._name, self._source = name, source

    def find_spec(self, name, path=None, target=None):
        """The module's own place, and a loader that reads the changed source."""
        if name != self._name:
            return None
        spec = PathFinder.find_spec(name, path)
        spec.loader = Loader(name, spec.origin, self._source)
        return spec


class Loader(SourceFileLoader):
    """Loads a module from the source it is given; nothing compiled is kept."""

    def __init__(self, name: str, path: str, source: str):
        super().__init__(name, path)
        self._given = source

    def get_code(self, fullname):
        """The code of the given source."""
        return compile(self._given, self.path, "exec")


class Witness:
    """Watches the tests: what the first that failed met. The laws, which take long, come last, or are left out."""

    def __init__(self, laws: bool):
        self.ran, self.failed, self._laws = False, None, laws

    def pytest_collection_modifyitems(self, config, items):
        """The laws after the planted cases."""
        law = {item: getattr(getattr(item, "obj", None), "is_hypothesis_test", False) for item in items}
        items[:] = sorted((item for item in items if self._laws or not law[item]), key=law.get)

    def pytest_runtest_makereport(self, item, call):
        """Tell a failed assertion from an error."""
        self.ran = True
        if call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception):
            self.failed = ASSERTION if _asserted(call.excinfo.value) else ERROR


def _asserted(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return any(_asserted(part) for part in error.exceptions)
    return isinstance(error, AssertionError | pytest.fail.Exception)


def prepare() -> None:
    """Bring the libraries of the product and its tests into memory; of the product itself nothing."""
    for name in LIBRARIES:
        importlib.import_module(name)


def unchanged(tests: list[str], laws: bool, root: Path = ROOT) -> float:
    """The seconds of the processor that the tests take on the product as it is. Raises SystemExit where they fail."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = _started(None, tests, laws, 3600, root)
    process.join()
    if process.exitcode != OUTCOMES.index(SURVIVED):
        raise SystemExit(f"{', '.join(tests)}: failed without any change, so nothing can be said of a mutant.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def outcomes(mutants: Iterable[Mutant], tests: list[str], laws: bool, seconds: float, processes: int, root: Path = ROOT) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what it came to, as they end; `seconds` is what the unchanged product takes."""
    limit = int(max(AT_LEAST, TIMES * seconds) + 1)
    waiting, running = iter(mutants), {}
    while True:
        for mutant in islice(waiting, processes - len(running)):
            running[_started(mutant, tests, laws, limit, root)] = mutant, time.monotonic() + limit * WAITED
        if not running:
            return
        wait([process.sentinel for process in running], timeout=1)
        for process in [process for process, (_, until) in running.items() if not process.is_alive() or time.monotonic() > until]:
            mutant, _ = running.pop(process)
            yield mutant, _ended(process)


def _started(mutant: Mutant | None, tests: list[str], laws: bool, limit: int, root: Path):
    process = FORK.Process(target=_try, args=(mutant, tests, laws, limit, root))
    process.start()
    return process


def _ended(process) -> str:
    """What the process came to; whatever it has started ends with it."""
    late = process.is_alive()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.join()
    if late or process.exitcode == -signal.SIGXCPU:
        return HANG
    return OUTCOMES[process.exitcode] if process.exitcode >= 0 else ERROR


def _try(mutant: Mutant | None, tests: list[str], laws: bool, limit: int, root: Path) -> None:
    """In a process of its own: put the mutant in place and run the tests until one fails. What it came to is the process's exit code."""
    os.setsid()
    os.chdir(root)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    duckdb.execute("set threads = 1; set memory_limit = '2GB'; set temp_directory = ''")
    if mutant:
        source = (root / mutant.file).read_text(encoding="utf-8")
        sys.meta_path.insert(0, Changed(module_of(mutant.file), mutant.applied(source)))
    os._exit(OUTCOMES.index(_witnessed(tests, laws, root)))


def _witnessed(tests: list[str], laws: bool, root: Path) -> str:
    witness = Witness(laws)
    for part in tests:
        options = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        code = pytest.main([*options, "--rootdir", str(root), *shlex.split(part)], plugins=[witness])
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return witness.failed or NONE
    return SURVIVED if witness.ran else NONE
