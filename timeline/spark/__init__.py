"""Beyond one machine: the extracts read and the pairs weighed on Spark, and the run's tables kept as Parquet until they are published (docs/adr/0035).

The room that knows Spark. Nothing of it is loaded before a run asks for it, since few installations have Spark."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from timeline import keys, memory

PART, FEWEST = 32_000_000, 4
"""The bytes of extracts for which a table has one part, and the parts that it has at least."""
NO_LIBRARY = "Spark's library for Python is not installed here. Install what requirements-spark.lock lists (`make spark` does), and try again."
NO_JAVA = "Java was not found, and Spark needs Java 17 or later. Install it (apt install openjdk-17-jre-headless), or name its folder in JAVA_HOME."
NO_FOLDER = ("{shared} is no folder in which this program may write. Name one in --shared that every machine of the Spark reaches under this very path, as it "
             "must reach the extracts.")
UNASKED = "--master and --shared go with --engine spark. Add it, or leave them out to run on this machine."
UNSEALED = ("Spark writes what it works on to the disks of its machines as it is, and this home is sealed, so nothing was read. A sealed home can be run on "
            "this machine alone, in memory: with --master local[2], and in --shared a folder that is held in memory (tmpfs). Without --engine spark nothing "
            "else is needed.")
BROKEN = ("Spark broke the run off{at}: {why} Nothing was published. Look at the logs of its workers. Each must reach the extracts and the --shared folder "
          "under the same path, have this program installed, and have room in memory and on its disk.")
NO_ADDRESS = "{master} is no address of a Spark. One looks like spark://machine:7077; local[2] is one on this machine, with two cores."
ADDRESSES = ("spark://", "local", "yarn", "k8s://")
UNREACHED = ("No Spark answered{at}: {why} Nothing was read. Ask whoever runs it for its address, such as spark://machine:7077, and whether it is up; local[2] "
             "needs none.")


class Refused(Exception):
    """A run that cannot be begun on Spark; the message says what is missing and what to do."""


class BrokenOff(Exception):
    """A run that Spark did not bring to its end; the message says why, as far as Spark said it."""


@dataclass(frozen=True)
class OnSpark:
    """Who reads the extracts and weighs the pairs in a run: a session, the folder it works in, and into how many parts it parts a table."""

    session: Any
    work: Path
    parts: int

    def read(self, folder: Path, files, layouts):
        """`rows` of the files, as timeline.rows reads them."""
        from timeline.spark import rows
        return rows.read(self.session, folder.absolute(), files, layouts, self.work / "rows")

    def score(self, mentions, model):
        """`pairs` of the mentions, as timeline.pairs scores them."""
        from timeline.spark import pairs
        return pairs.score(self.session, mentions, model, self.work / "linkage", self.parts)


def refuse(master: str | None, shared: Path | None, home: Path) -> None:
    """Raise Refused where a run of this home cannot be begun on this master in this folder, before anything is read."""
    if shared is None or not shared.is_dir() or not os.access(shared, os.W_OK):
        raise Refused(NO_FOLDER.format(shared=shared or "Nothing"))
    if master and not master.startswith(ADDRESSES):
        raise Refused(NO_ADDRESS.format(master=master))
    if keys.of(home).sealed and not (master and master.startswith("local") and memory.backed(shared)):
        raise Refused(UNSEALED)
    if find_spec("pyspark") is None:
        raise Refused(NO_LIBRARY)
    if not shutil.which(str(Path(os.environ["JAVA_HOME"], "bin", "java")) if os.environ.get("JAVA_HOME") else "java"):
        raise Refused(NO_JAVA)


def refuse_unasked(master: str | None, shared: Path | None) -> None:
    """Raise Refused where a Spark is named and none is asked for."""
    if master or shared:
        raise Refused(UNASKED)


def tables(work: Path) -> Path:
    """The folder, in the folder of a run, in which its tables stand as Parquet until they are published."""
    made = work / "tables"
    made.mkdir(exist_ok=True)
    return made


@contextmanager
def working(shared: Path) -> Iterator[Path]:
    """A folder of this run alone in the shared one, which goes with all that it holds when the run ends: what stays is the snapshot."""
    with tempfile.TemporaryDirectory(prefix="timeline-", dir=shared.absolute(), ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def connected(master: str | None, work: Path, extracts: Path) -> Iterator[OnSpark]:
    """Who reads and weighs on the master's machines, or on those of the master that spark-submit was given. Raises BrokenOff, Refused."""
    from timeline.spark import session
    at, parts = f" at {master}" if master else "", max(FEWEST, _size(extracts) // PART)
    try:
        spark = session.begun(master, work, parts)
    except session.FAULTS as fault:
        raise Refused(UNREACHED.format(at=at, why=session.why(fault))) from fault
    try:
        yield OnSpark(spark, work, parts)
    except session.FAULTS as fault:
        raise BrokenOff(BROKEN.format(at=at, why=session.why(fault))) from fault
    finally:
        session.ended(spark)


def _size(extracts: Path) -> int:
    return sum(path.stat().st_size for path in extracts.glob("*") if path.is_file())
