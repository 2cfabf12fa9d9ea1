"""The session on a Spark: how this program uses it, whatever else the operator says in spark-defaults.conf."""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException, PythonException
from pyspark.sql import SparkSession
from splink.backends.spark import similarity_jar_location

ERROR = re.compile(r"[\w.]+(Error|Exception): ")
LOOPBACK = "127.0.0.1"
RESULT = "16m"
"""What all tasks of a step together may send to the driver: enough to say that they are done, too little for a table."""


FAULTS = (PySparkException, Py4JError)


def begun(master: str | None, work: Path, parts: int) -> SparkSession:
    """A session on the master, or on the one that spark-submit was given, which works in the folder `work` and parts a table into `parts`.

    Raises one of FAULTS where there is no such master."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("timeline")
    for name, value in _settings(master, work, parts).items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    spark.sparkContext.setCheckpointDir(str(work / "checkpoints"))
    return spark


def ended(spark: SparkSession) -> None:
    """End the session; where its Java has gone already there is nothing to end."""
    with suppress(*FAULTS, ConnectionError):
        spark.stop()


def why(fault: Exception) -> str:
    """What went wrong, in one line: the last of a worker's own account, or else Java's first."""
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    if isinstance(fault, PythonException):
        return next((line for line in reversed(lines) if ERROR.match(line)), lines[0])
    return next((line for line in lines if "Exception: " in line or "Error: " in line), lines[0] if lines else type(fault).__name__)


def _settings(master: str | None, work: Path, parts: int) -> dict[str, str]:
    """No table is sent to the driver, neither as a result nor to be handed out to all."""
    here = {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK} if master and (master.startswith("local") or LOOPBACK in master) else {}
    return here | ({"spark.master": master} if master else {}) | {
        "spark.jars": similarity_jar_location(), "spark.driver.maxResultSize": RESULT, "spark.sql.autoBroadcastJoinThreshold": "-1",
        "spark.sql.shuffle.partitions": str(parts), "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false", "spark.sql.warehouse.dir": str(work / "warehouse")}
