"""How long `timeline run` takes, and how much memory, per stage and beside a bare DuckDB read-and-sort of the same files.

`python -m benchmarks.run [ROWS ...]` generates each size below benchmarks/work, runs it in a process of its own and prints one
table: the ratio of processor seconds to those of the bare reading is the figure to keep, since both were measured in the same run on the same machine.
"""

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import psutil

from timeline import agencies, decisions, pipeline, settings, snapshot
from timeline.model import load as load_model

WORK = Path(__file__).parent / "work"
SIZES = (10_000, 100_000, 1_000_000)
MB = 1024 * 1024


class Watch:
    """Seconds, on the clock and of the processor, and peak resident memory of each stage, sampled every 20 ms."""

    def __init__(self):
        self.stages, self._process, self._peak, self._on = [], psutil.Process(), 0, True
        self._since, self._spent = time.monotonic(), processor()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def told(self, name: str, rows: int) -> None:
        """Called when a stage has stored its table."""
        now, spent = time.monotonic(), processor()
        self.stages.append({"stage": name, "rows": rows, "seconds": now - self._since, "processor": spent - self._spent, "peak_mb": self._peak / MB})
        self._since, self._spent, self._peak = now, spent, 0

    def stop(self) -> list[dict]:
        self._on = False
        self._thread.join()
        return self.stages

    def _sample(self) -> None:
        while self._on:
            self._peak = max(self._peak, self._process.memory_info().rss)
            time.sleep(0.02)


def processor() -> float:
    """Seconds that the processor has worked for this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def generate(rows: int) -> Path:
    """The extracts of that many rows, made once."""
    folder = WORK / str(rows)
    if not (folder / "extracts" / "extracts.toml").exists():
        subprocess.run([sys.executable, "-m", "sample_data.make", str(folder), "--rows", str(rows), "--seed", "1"], check=True, stdout=sys.stderr)
    return folder / "extracts"


def bare(folder: Path) -> dict:
    """Seconds, on the clock and of the processor, in which DuckDB reads every line of the folder's files as text and sorts the lines: a limit no run can beat.

    The lines are written out as UTF-8 beforehand, since DuckDB alone cannot read every encoding that agencies send."""
    plain = folder.parent / "plain"
    plain.mkdir(exist_ok=True)
    for file in folder.iterdir():
        if file.suffix in (".csv", ".txt") and not (plain / file.name).exists():
            raw = file.read_bytes()
            (plain / file.name).write_bytes(raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1").encode())
    connection = duckdb.connect(config={"threads": "2"})
    since, spent = time.monotonic(), processor()
    for number, file in enumerate(sorted(plain.iterdir())):
        connection.execute(f"""create table file_{number} as select * from read_csv('{file}', delim='\x01', quote='', escape='', header=false,
            all_varchar=true, strict_mode=false, columns={{'line': 'VARCHAR'}}, auto_detect=false) order by line""")
    return {"seconds": time.monotonic() - since, "processor": processor() - spent}


def measure(rows: int) -> dict:
    """One size in this process: the stages, the total and the bare reading."""
    folder = generate(rows)
    limit = bare(folder)
    watch, since, spent = Watch(), time.monotonic(), processor()
    with snapshot.working(WORK / "home", told=watch.told) as s:
        pipeline.run(folder, decisions.none(), agencies.load(), settings.load(), load_model(), s)
    whole = {"stage": "**all**", "rows": rows, "seconds": time.monotonic() - since, "processor": processor() - spent}
    stages = watch.stop()
    return {"rows": rows, "bare": limit, "whole": whole | {"peak_mb": max(s["peak_mb"] for s in stages)}, "stages": stages}


def table(results: list[dict]) -> str:
    """The results as Markdown."""
    lines = ["| rows | stage | table rows | seconds | processor | share | peak MB | ratio to bare read and sort |", "|--:|---|--:|--:|--:|--:|--:|--:|"]
    for r in results:
        spent, least = r["whole"]["processor"], r["bare"]["processor"]
        lines += [f"| {r['rows']:,} | {s['stage']} | {s['rows']:,} | {s['seconds']:.1f} | {s['processor']:.1f} | {s['processor'] / spent:.0%} "
                  f"| {s['peak_mb']:.0f} | {s['processor'] / least:.1f} |" for s in (*r["stages"], r["whole"])]
        lines.append(f"| {r['rows']:,} | bare read and sort | {r['rows']:,} | {r['bare']['seconds']:.1f} | {r['bare']['processor']:.1f} | | | 1.0 |")
    return "\n".join(lines)


def main() -> None:
    """Measure each size in a fresh process and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=SIZES)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.rows[0])))
        return
    results = []
    for rows in chosen.rows:
        generate(rows)
        out = subprocess.run([sys.executable, "-m", "benchmarks.run", "--one", str(rows)], check=True, stdout=subprocess.PIPE, text=True).stdout
        results.append(json.loads(out.splitlines()[-1]))
    print(table(results))


if __name__ == "__main__":
    main()
