"""A large extract of which everything is known by counting, and its reading in a process of its own: `python -m tests.reliability.volume FOLDER HOME`.

Each record's reference says on which line it begins, and its note what it must hold, so that any row can be judged by itself; the generator counts and
sums the lines of each part, so that none can be missing."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb

from tests.extracts import HEADER, extracts, layouts
from timeline import files, rows, snapshot
from timeline.rows.parts import opened, parts

ROOT = Path(__file__).parent.parent.parent
NAME = "visits.csv"
DUCKDB_MEMORY = "64MB"
"""What DuckDB may use while the rows are stored, on one thread: little more than the last rows of a table take, which it keeps until the table is whole."""

TEXT = "Seen at home with her mother; says that he came to the door again on Sunday and rang for an hour. Café \N{EN DASH} no visit agreed."


def write(folder: Path, size: int, seed: int) -> dict:
    """Fill the folder with an extract of that many bytes; what is in it: the lines of each part, how many and the sum of their first lines' numbers."""
    inside = extracts(folder, {NAME: HEADER + "\n"})
    chance, truth, line = random.Random(seed), Counter({"header pieces": 1, "header lines": 1, "header first": 1}), 1
    with (inside / NAME).open("ab") as file:
        while file.tell() < size:
            several = []
            for _ in range(1000):
                part, text = _piece(chance, line + 1)
                ends = text.count(b"\n") + 1
                truth.update({f"{part} pieces": 1, f"{part} lines": ends, f"{part} first": line + 1})
                line += ends
                several.append(text)
            file.write(b"\n".join(several) + b"\n")
    return {"lines": line, "wrong": 0, **truth}


def process(folder: Path, home: Path) -> dict:
    """What `read` found, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "tests.reliability.volume", str(folder), str(home)], cwd=ROOT, capture_output=True, text=True,
                          env=os.environ | {"TIMELINE_DEMO": "1"}, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _piece(chance: random.Random, line: int) -> tuple[str, bytes]:
    """A piece that begins on this line, without its end: in ten a record over several lines, in a thousand one that is damaged, or blank."""
    at = chance.random()
    if at < 0.1:
        return "record", _record(line, '"' + "\n".join([f"R{line}, {TEXT}"] * chance.randint(2, 4)) + '"')
    if at < 0.1004:
        return "unreadable", _record(line, f'"R{line}, {TEXT}')  # a quote that is never closed
    if at < 0.1007:
        return "unreadable", b"R%d,12/03/2024,HV" % line
    if at < 0.101:
        return "unreadable", _record(line, f"R{line} \0 {TEXT}")
    if at < 0.102:
        return "blank", b""
    if at < 0.1021:
        return "header", HEADER.encode()
    return "record", _record(line, f"R{line} {TEXT}")


def _record(line: int, note: str) -> bytes:
    return f"R{line},12/03/2024,HV,Ann,Roe,01/02/1990,9434765919,Y,,{note}".encode()


def read(folder: Path, home: Path) -> dict:
    """Read the extract, and then read and store its rows as a run does: what is in the table, in the terms of the truth, how many rows are not as they
    must be, the books, the most memory that this process had for each of the two, and the seconds that they took."""
    known, began = layouts(folder), time.process_time()
    with snapshot.working(home, memory=DUCKDB_MEMORY) as s:
        s.connection.execute("set threads = 1")
        s["files"] = files.find(folder / "in", known)
        (told,) = s["files"].to_arrow_table().to_pylist()
        pieces = sum(1 for _ in parts(opened(folder / "in" / NAME, told, known["visits"])))
        reading = most_memory()
        s["rows"] = rows.read(folder / "in", s["files"], known)
        measured = {"pieces": pieces, "reading": reading, "storing": most_memory(), "seconds": round(time.process_time() - began, 1)}
        s.connection.execute("set memory_limit = '1GB'")
        return measured | {"found": _found(s.connection), "books": _books(s)}


def _books(s) -> dict:
    """The account of the file's lines. What became of each record is left out: to judge millions takes gigabytes, and is no part of reading."""
    from timeline import ledger  # when the memory has been measured, of which it takes some
    judged = duckdb.sql("select '' as row_id, '' as state limit 0")
    books = ledger.books(s["files"], s["rows"], judged)
    return dict(zip(books.columns, books.fetchall()[0], strict=True))


def _found(connection: duckdb.DuckDBPyConnection) -> dict:
    counted = connection.execute("select part, count(*), sum(line_to - line_from + 1), sum(line_from) from made.rows group by part").fetchall()
    found = {f"{part} {what}": int(count) for part, *counts in counted for what, count in zip(("pieces", "lines", "first"), counts, strict=True)}
    ((lines, wrong),) = connection.execute(f"""
        select any_value(lines), (select count(*) from made.rows where part = 'record' and not ({_RIGHT})) from made.files""").fetchall()
    return {"lines": lines, "wrong": wrong, **found}


_RIGHT = f"""coalesce(fields.ref = 'R' || line_from and row_id = '{NAME}:' || line_from and fields.recorded_on = '12/03/2024' and people[1].surname = 'Roe'
    and fields.words = case when line_from = line_to then fields.ref || ' {TEXT}'
    else array_to_string(list_transform(range(line_from, line_to + 1), lambda n: fields.ref || ', {TEXT}'), chr(10)) end, false)"""
"""SQL for whether a record holds what its own first and last line say that it must."""


def most_memory() -> int:
    """The most memory that this process has had at once, in bytes."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) << 10


if __name__ == "__main__":
    print(json.dumps(read(Path(sys.argv[1]), Path(sys.argv[2]))))
