"""Beyond one machine: the same tables come of Spark as of one machine, and none of them passes through the driver."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from benchmarks import spark_beside
from tests.conftest import SAMPLE
from tests.spark import cluster
from timeline import cli, model, snapshot, spark
from timeline.pairs import comparisons

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")]
DRIVER = {"spark.driver.memory": "256m", "spark.testing.reservedMemory": "67108864"}
"""A heap so small that the driver cannot hold the extracts of `large`: the second says that Spark needs no more for itself."""
DUCKDB = "300MB"
BLANKS, WIDTH = 70_000, 10_000


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    cluster.needed()
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path / "home"))
    (tmp_path / "shared").mkdir()
    return tmp_path / "home"


def test_on_this_machine_every_table_is_as_it_was(home, sample_home, capsys):
    shared = home.parent / "shared"
    assert cli.main(["run", str(SAMPLE), "--engine", "spark", "--master", "local[2]", "--shared", str(shared)]) == 0, capsys.readouterr().err
    beside = spark_beside.compare(snapshot.current(sample_home), snapshot.current(home))
    assert beside.pairs > 100 and beside.alone == [] and beside.apart <= 0.01 and beside.tables == []
    assert not list(shared.iterdir()), "what Spark worked on is gone when the run ends"


def test_a_master_and_two_workers_do_what_one_machine_does_and_the_driver_never_holds_a_table(home, sample_home, tmp_path):
    extracts, shared = large(tmp_path / "extracts"), home.parent / "shared"
    size = sum(path.stat().st_size for path in extracts.iterdir())
    assert size > 556_000_000, "the caps below are 256 and 300 MB"
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text("".join(f"{name} {value}\n" for name, value in DRIVER.items()))
    (tmp_path / "cluster").mkdir()
    with cluster.standalone(tmp_path / "cluster") as address:
        capped = f"from timeline import cli, snapshot; snapshot.LIMIT = '{DUCKDB}'; raise SystemExit(cli.main())"
        run = subprocess.run([sys.executable, "-c", capped, "run", str(extracts), "--engine", "spark", "--master", address, "--shared", str(shared)],
                             env=os.environ | {"SPARK_CONF_DIR": str(tmp_path / "conf")}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-3000:]
    beside = spark_beside.compare(snapshot.current(sample_home), snapshot.current(home))
    assert beside.pairs > 100 and beside.alone == [] and beside.apart <= 0.01
    assert set(beside.tables) <= {"files", "rows"}, "blank lines change what was read, and nothing that is made of it"
    workers = {path.parent.parent.name for path in (tmp_path / "cluster").glob("worker-*/app-*/*") if path.is_dir()}
    assert workers == {"worker-1", "worker-2"}, "each of the two worked"


def large(folder: Path) -> Path:
    """The sample's extracts, one with so many blank lines after its records that they are larger than what the driver may hold."""
    folder.mkdir()
    for path in SAMPLE.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    with (folder / "idva_casework.csv").open("ab") as file:
        for _ in range(BLANKS):
            file.write(b" " * WIDTH + b"\n")
    return folder


def test_spark_weighs_names_and_dates_as_duckdb_does(tmp_path):
    """The functions of the ladders that bear another name on Spark, on names that are nearly alike: those are where two makers may differ."""
    cluster.needed()
    from timeline.spark import session
    names = sorted(model.load().forenames["name"])[:600]
    near = [pair for name in names for pair in (
        (name, name[1:]), (name, name[:2][::-1] + name[2:]), (name, name[:-1] + "x"), (name[:3] + "q" + name[3:], name),
        (name, name[1:3] + name[0] + name[3:]))]
    said = pa.table({"fn_l": [a for a, _ in near] + names[:-1], "fn_r": [b for _, b in near] + names[1:]})
    asked = "damerau_levenshtein(fn_l, fn_r) = 1 as slip, damerau_levenshtein(fn_l, fn_r) <= 2 as two, jaro_winkler_similarity(fn_l, fn_r) as alike, " \
        "left(fn_l, 1) = left(fn_r, 1) as initial, list_has_any([fn_l, 'x'], [fn_r, 'y']) as any_of, list_contains([fn_l], fn_r) as within"
    ours = duckdb.sql(f"select fn_l, fn_r, {asked} from said order by all").fetchall()
    spoken = comparisons.told(asked, "spark")
    for ours_of, theirs_of in (("[fn_l, 'x']", "array(fn_l, 'x')"), ("[fn_r, 'y']", "array(fn_r, 'y')"), ("[fn_l]", "array(fn_l)")):
        spoken = spoken.replace(ours_of, theirs_of)
    from splink.backends.spark import SparkAPI

    from timeline.spark import likeness
    begun = session.begun("local[1]", tmp_path, 1)
    try:
        SparkAPI(spark_session=begun)
        likeness.known(begun)
        begun.createDataFrame(said).createOrReplaceTempView("said")
        theirs = [tuple(row) for row in begun.sql(f"select fn_l, fn_r, {spoken} from said").collect()]
    finally:
        session.ended(begun)
    assert sorted(theirs) == sorted(ours)
    assert {row[2] for row in ours} == {True, False} and sum(row[4] >= 0.93 for row in ours) > 50


@pytest.mark.parametrize(("words", "said"), [
    (["--engine", "spark", "--master", "local[2]"], spark.NO_FOLDER.format(shared="Nothing")),
    (["--engine", "spark", "--master", "nowhere", "--shared", "."], spark.NO_ADDRESS.format(master="nowhere")),
    (["--master", "local[2]"], spark.UNASKED)])
def test_what_is_left_out_or_wrong_is_asked_for_in_a_sentence(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path))
    assert cli.main(["run", str(SAMPLE), *words]) == 2
    assert said in capsys.readouterr().err


def test_without_the_library_or_java_a_sentence_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path))
    words = ["run", str(SAMPLE), "--engine", "spark", "--master", "local[2]", "--shared", str(tmp_path)]
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    assert cli.main(words) == 2 and spark.NO_LIBRARY in capsys.readouterr().err
    monkeypatch.setattr(spark, "find_spec", lambda name: name)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "none"))
    assert cli.main(words) == 2 and spark.NO_JAVA in capsys.readouterr().err


def test_a_sealed_home_is_never_run_where_spark_would_write_it_to_a_disk(tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_DEMO")
    key = tmp_path / "key"
    monkeypatch.setenv("TIMELINE_KEY_FILE", str(key))
    from timeline import keys
    key.write_text(keys.new() + "\n")
    key.chmod(0o600)
    for master in ("spark://elsewhere:7077", "local[2]", None):
        with pytest.raises(spark.Refused, match="this home is sealed"):
            spark.refuse(master, tmp_path, tmp_path / "home")
