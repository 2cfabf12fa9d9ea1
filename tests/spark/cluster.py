"""A standalone Spark for tests: one master and two workers, processes of their own on loopback, from the jars that pyspark brings."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

NO_LIBRARY = "pyspark is not installed, so nothing was tried on Spark: make spark"
NO_JAVA = "Java is not installed, so nothing was tried on Spark: apt install openjdk-17-jre-headless"
HERE = "127.0.0.1"
SECONDS = 240


def needed() -> None:
    """Skip the test, with a sentence, where Spark cannot be had."""
    if find_spec("pyspark") is None:
        pytest.skip(NO_LIBRARY)
    if shutil.which("java") is None:
        pytest.skip(NO_JAVA)


@contextmanager
def standalone(folder: Path) -> Iterator[str]:
    """The address of a Spark of one master and two workers of a core each, which work below the folder; they end with the block."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    address, started = f"spark://{HERE}:{port}", []
    try:
        started.append(_daemon(folder / "master.log", "master.Master", "--host", HERE, "--port", str(port), "--webui-port", "0"))
        _said(folder / "master.log", "I have been elected leader", started)
        for number in (1, 2):
            log = folder / f"worker-{number}.log"
            started.append(_daemon(log, "worker.Worker", "--host", HERE, "--webui-port", "0", "--cores", "1", "--memory", "1g",
                                   "--work-dir", str(folder / f"worker-{number}"), address))
            _said(log, "Successfully registered with master", started)
        yield address
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


def _daemon(log: Path, which: str, *words: str) -> subprocess.Popen:
    import pyspark
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    return subprocess.Popen([program, f"org.apache.spark.deploy.{which}", *words], stdout=log.open("w"), stderr=subprocess.STDOUT,
                            env=os.environ | {"SPARK_LOCAL_IP": HERE, "SPARK_DAEMON_MEMORY": "256m", "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false"})


def _said(log: Path, words: str, processes: list[subprocess.Popen]) -> None:
    until = time.monotonic() + SECONDS
    while words not in log.read_text():
        assert time.monotonic() < until and all(process.poll() is None for process in processes), log.read_text()
        time.sleep(0.5)
