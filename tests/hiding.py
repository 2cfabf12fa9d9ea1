"""A run on the sample data in which some reports are restricted, and the word CANARY stands in every sentence that rests on one of them."""

import shutil
from pathlib import Path

import duckdb

from timeline import snapshot

CANARY = "zqcanary"
BIRTH = "1911-11-11"

IDS = """
    create temp table hidden_reports as {which};
    create temp table hidden_rows as select row_id from made.versions semi join hidden_reports using (report_id);
    create temp table hidden_mentions as select mention_id from made.mentions semi join hidden_reports using (report_id);
    create temp table touched as select distinct person_id from (select person_id, unnest(mention_ids) as mention_id from made.people)
        semi join hidden_mentions using (mention_id);
    create temp table happened as select distinct event_id from (select event_id, unnest(report_ids) as report_id from made.events)
        semi join hidden_reports using (report_id);
    create temp table homes as select family_id from made.families semi join touched using (person_id)
        union select family_id from made.timelines semi join happened using (event_id);
    create temp table raised as select signal_id from (select signal_id, unnest(evidence) as event_id from made.signals) semi join happened using (event_id)
        union select signal_id from (select signal_id, unnest(reports) as report_id from made.signals) semi join hidden_reports using (report_id)"""

OF_REPORTS = "report_id in (from hidden_reports)"
OF_PEOPLE = "person_id in (from touched)"
RESTING = {
    "reports": (OF_REPORTS, ("words", "place", "conditions", "incident_ref", "other_ref", "place_key")),
    "rows": ("row_id in (from hidden_rows)", ("raw", "problem")),
    "versions": ("row_id in (from hidden_rows)", ("because",)),
    "issues": ("row_id in (from hidden_rows)", ("value", "because")),
    "suggestions": (OF_REPORTS, ("quote", "because")),
    "mentions": ("mention_id in (from hidden_mentions)", ("name", "forename", "surname", "address", "postcode", "address_key", "relationship")),
    "characteristics": ("mention_id in (from hidden_mentions)", ("value",)),
    "people": (OF_PEOPLE, ("name", "because")),
    "links": ("person_id_l in (from touched) or person_id_r in (from touched)", ("because", "rarity", "agrees", "conflicts", "missing")),
    "doubts": (OF_PEOPLE, ("because",)),
    "families": ("family_id in (from homes)", ("because",)),
    "events": ("event_id in (from happened)", ("because", "disagreements", "category")),
    "harms": ("source_id in (from touched) and harmed_id in (from touched)", ("decision",)),
    "periods": (f"{OF_PEOPLE} or other_person_id in (from touched) or list_has_any(report_ids, (select list(report_id) from hidden_reports))", ("because",)),
    "orders": ("list_has_any(report_ids, (select list(report_id) from hidden_reports)) or bound_id in (from touched)", ("because", "conditions")),
    "perpetrators": (OF_PEOPLE, ("standing", "now")),
    "signals": ("signal_id in (from raised)", ("because", "gaps")),
    "raisings": ("signal_id in (from raised)", ("because",)),
    "asked": ("family_id in (from homes)", ("because",)),
    "headlines": ("family_id in (from homes)", ("because", "name")),
}
"""Of each table the rows that rest on a hidden report, and their columns in which a person could read what it says."""


def mark(home: Path, to: Path, which: str) -> Path:
    """Copy the home `to` there, with the reports that the query `which` gives restricted, and all else as it is; the published snapshot's path."""
    shutil.copytree(home, to)
    path = snapshot.current(to)
    with duckdb.connect(path) as connection:
        connection.execute(f"update made.reports set handling = 'restricted' where report_id in ({which})")
    return path


def plant(home: Path, to: Path, which: str, mark: str = "handling = 'restricted'", word: str = CANARY) -> Path:
    """Copy the home `to` there, with the reports that the query `which` gives marked, and the canaries, each the same `word`; the published
    snapshot's path."""
    shutil.copytree(home, to)
    path = snapshot.current(to)
    with duckdb.connect(path) as connection:
        for statement in IDS.format(which=which).split(";"):
            connection.execute(statement)
        connection.execute(f"update made.reports set {mark} where {OF_REPORTS}")
        if "area" in mark:
            connection.execute(f"update made.rows set {mark} where row_id in (from hidden_rows)")
        connection.execute(f"update made.mentions set dob = '{BIRTH}' where mention_id in (from hidden_mentions)")
        connection.execute(f"update made.people set dob = '{BIRTH}' where {OF_PEOPLE}")
        for table, (where, columns) in RESTING.items():
            types = dict(connection.execute(f"select column_name, data_type from duckdb_columns() where table_name = '{table}'").fetchall())
            told = ", ".join(f"{column} = {_with(word, table, column, types[column])}" for column in columns)
            connection.execute(f"update made.{table} set {told} where {where}")
    return path


def _with(word: str, table: str, column: str, type: str) -> str:
    if table == "headlines" and type.endswith("[]"):
        return f"list_transform({column}, lambda said: '{word} ' || said)"  # a sentence for each rule, and no more
    return f"list_append({column}, '{word}')" if type.endswith("[]") else f"'{word} ' || coalesce({column}, '')"


def dumped(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """All that the table shows, as text."""
    return "\n".join(map(str, connection.cursor().execute(f'from made."{table}" order by all').fetchall()))
