"""The FEBRL records as they are, who is truly who, and how good a set of pairs is."""

from pathlib import Path

import duckdb

SETS = {3: ("dataset3.csv",), 4: ("dataset4a.csv", "dataset4b.csv")}
COLUMNS = ("rec_id", "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state", "date_of_birth", "soc_sec_id")


def missing(folder: Path | None) -> str | None:
    """Why the check cannot run, in a sentence; nothing where it can."""
    if folder is None:
        return "Skipped: no folder of FEBRL data was named."
    absent = [name for names in SETS.values() for name in names if not (folder / name).is_file()]
    return f"Skipped: {folder} does not hold {', '.join(absent)}." if absent else None


def read(folder: Path, number: int):
    """The records of a set, trimmed, an empty cell as nothing; `person` is the truth and `source` the file."""
    files = [str(folder / name) for name in SETS[number]]
    cells = ", ".join(f"nullif(trim({column}), '') as {column}" for column in COLUMNS)
    raw = duckdb.read_csv(files, header=False, skiprows=1, names=list(COLUMNS), all_varchar=True, filename=True)
    return duckdb.sql(f"""
        select {cells}, regexp_extract(trim(rec_id), '^rec-[0-9]+') as person, parse_filename(filename, true) as source
        from raw order by rec_id""").materialize()


def score(pairs, records) -> tuple[float, float, float]:
    """Precision, recall and F1 of `pairs` of record ids (l, r) against the truth."""
    right, claimed, real = duckdb.sql("""
        with records as materialized (from records),
        found as (select distinct least(l, r) as l, greatest(l, r) as r from pairs where l <> r),
        judged as (select a.person = b.person as true_pair from found join records as a on a.rec_id = l join records as b on b.rec_id = r)
        select (select count(*) filter (true_pair) from judged), (select count(*) from judged),
               (select sum(n * (n - 1) // 2) from (select count(*) as n from records group by person))""").fetchall()[0]
    precision, recall = right / max(claimed, 1), right / real
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def within(clusters):
    """Every pair of record ids (l, r) that stand in one cluster; `clusters` is (rec_id, cluster)."""
    return duckdb.sql("""
        with clusters as materialized (from clusters)
        select a.rec_id as l, b.rec_id as r from clusters as a join clusters as b on a.cluster = b.cluster and a.rec_id < b.rec_id""").materialize()
