"""What a table is declared with: its grain, its key, and each column with its meaning."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Column:
    """One column: its name, DuckDB type, meaning, whether a cell may be empty, and the allowed values if few."""

    name: str
    type: str
    meaning: str
    empty: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, its key, its columns, the order in which its rows stand, where that is not the key's (rows that are
    read together should stand together), and the columns by which a page looks for some rows among all, each of which is published with an index."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(default_factory=tuple)
    order: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
