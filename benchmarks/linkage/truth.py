"""What the generator wrote down, beside what the engine made of it."""

from pathlib import Path

import duckdb


class Truth:
    """The truth files below a folder, as relations: mentions, people, families, couples."""

    def __init__(self, folder: Path):
        self.mentions = read(folder / "truth.csv")
        self.people = read(folder / "people.csv")
        self.families = read(folder / "families.csv")
        self.couples = read(folder / "couples.csv")


def place(truth, mentions, people):
    """Each mention with the person that it truly is, the family that it was written about, the person that it was put into, and
    how it was written."""
    return duckdb.sql("""
        select t.mention_id, t.person, t.family, made.made, m.writing_id, m.role
        from truth as t join mentions as m using (mention_id)
        join (select person_id as made, unnest(mention_ids) as mention_id from people) as made using (mention_id)""").materialize()


def hold(placed):
    """Each made person with the true one that it mostly is."""
    return duckdb.sql("""
        select distinct on (made) made, person from placed group by made, person order by made, count(*) desc, person""").materialize()


def read(path: Path):
    """A truth file, every cell as text; a cell that holds nothing is empty text."""
    return duckdb.sql(f"select coalesce(columns(*), '') from read_csv('{path}', all_varchar = true, header = true, delim = ',')").materialize()
