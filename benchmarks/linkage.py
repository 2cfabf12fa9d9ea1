"""How well the engine tells who is who, against the truth of generated extracts, by how often agencies blunder.

`python -m benchmarks.linkage [ROWS ...]` prints a table. Precision and recall are of pairs of mentions: joined are those put
into one person, queued those whose two people a proposed link offers to a reader. Mixed counts people, in truth two, of
whom one made person holds mentions of both: twins (one family, one date of birth) and namesakes (one name).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from timeline import agencies, codes, files, issues, links, mentions, model, pairs, people, reports, rows, settings, snapshot, versions

SIZES = (20_000, 200_000)
LEVELS = ("low", "medium", "high")


def generate(folder: Path, size: int, level: str) -> Path:
    """Extracts of that many rows with that much noise, and truth.csv beside them."""
    made = folder / f"{size}-{level}"
    subprocess.run([sys.executable, "-m", "sample_data.make", str(made), "--rows", str(size), "--noise", level], check=True, stdout=subprocess.PIPE)
    return made


def link(s, folder: Path):
    """Snapshot `s` filled from the extracts in `folder` as far as links: the first lines of the pipeline."""
    layouts, judged = agencies.load(), settings.load()
    s["files"] = files.find(folder, layouts)
    s["codes"] = codes.gather(layouts)
    s["categories"] = judged.categories
    s["rows"] = rows.read(folder, s["files"], layouts)
    s["issues"] = issues.find(s["rows"], s["codes"], s["categories"])
    s["versions"] = versions.settle(s["rows"], s["issues"], s["codes"], s["files"], None)
    s["reports"] = reports.shape(s["rows"], s["versions"], s["codes"], s["categories"])
    s["mentions"] = mentions.shape(s["rows"], s["reports"], s["codes"])
    s["pairs"] = pairs.score(s["mentions"], model.load())
    s["people"] = people.resolve(s["mentions"], s["pairs"])
    s["links"] = links.propose(s["mentions"], s["pairs"], s["people"])
    return s


def measure(s, truth: Path) -> tuple:
    """Mentions, people in truth and made, links, precision, recall joined and queued, precision of links, twins and namesakes mixed."""
    placed = place(s, truth)
    proposed = s["links"]
    return duckdb.sql("""
        with placed as materialized (from placed), proposed as materialized (from proposed),
        cells as materialized (select made, person, count(*) as n from placed group by all),
        couples as materialized (select l.person, sum(l.n * r.n) as n from proposed join cells as l on l.made = person_id_l
                    join cells as r on r.made = person_id_r and r.person = l.person group by all),
        offered as (select count(*) as n from proposed semi join (
            select distinct l.made as a, r.made as b from cells as l join cells as r using (person)) on a = person_id_l and b = person_id_r),
        joined as (select sum(n * (n - 1) / 2) as n from cells),
        made as (select sum(n * (n - 1) / 2) as n from (select sum(n) as n from cells group by made)),
        real as (select sum(n * (n - 1) / 2) as n from (select sum(n) as n from cells group by person))
        select (select count(*) from placed), (select count(distinct person) from placed), (select count(distinct made) from placed),
               (select count(*) from proposed), (select n from joined) / (select n from made), (select n from joined) / (select n from real),
               (select coalesce(sum(n), 0) from couples) / (select n from real), (select n from offered) / (select count(*) from proposed)
        """).fetchall()[0] + mixed(placed)


def place(s, truth: Path):
    """Each mention with the person that it truly is and the person that it was put into."""
    named, made = s["mentions"], s["people"]
    known = duckdb.read_csv(str(truth), all_varchar=True)
    return duckdb.sql("""
        select known.mention_id, known.person, known.family, named.name, named.dob, made.person_id as made
        from known join named using (mention_id) join (select person_id, unnest(mention_ids) as mention_id from made) as made using (mention_id)
        """).materialize()


def mixed(placed) -> tuple:
    """How many twins, and how many of one name, stand in a made person together: mixed / all such couples."""
    return duckdb.sql("""
        with placed as materialized (from placed),
        drawn as materialized (select person, any_value(family) as family, mode(lower(name)) as name, mode(dob) as dob from placed group by person),
        held as materialized (select distinct made, person from placed),
        together as materialized (select distinct l.person as a, r.person as b from held as l join held as r on l.made = r.made and l.person < r.person),
        twins as (select l.person as a, r.person as b from drawn as l join drawn as r on l.family = r.family and l.dob = r.dob and l.person < r.person),
        namesakes as (select l.person as a, r.person as b from drawn as l join drawn as r on l.name = r.name and l.person < r.person)
        select (select count(*) from twins semi join together using (a, b)) || ' of ' || (select count(*) from twins),
               (select count(*) from namesakes semi join together using (a, b)) || ' of ' || (select count(*) from namesakes)""").fetchall()[0]


def table(results: list[tuple]) -> str:
    """The results as Markdown."""
    heads = ["rows", "noise", "mentions", "people in truth", "people made", "links", "precision", "recall joined", "recall queued",
             "precision of links", "twins mixed", "namesakes mixed"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "--:|" * len(heads)]
    for size, level, *counts, precision, joined, queued, offered, twins, namesakes in results:
        cells = [f"{size:,}", level, *(f"{n:,}" for n in counts), f"{precision:.4f}", f"{joined:.3f}", f"{queued:.3f}", f"{offered:.3f}", twins, namesakes]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure each size at each level of noise and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=SIZES)
    parser.add_argument("--noise", choices=LEVELS, nargs="*", default=LEVELS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = {(size, level): generate(Path(folder), size, level) for size in chosen.rows for level in chosen.noise}
        results = []
        for key, at in made.items():
            with snapshot.working(Path(folder)) as s:
                results.append((*key, *measure(link(s, at / "extracts"), at / "truth.csv")))
        print(table(results))


if __name__ == "__main__":
    main()
