"""How a file writes its days: what each style would read real cells as, and which style reads the most of them."""

import duckdb

from timeline import dates


def read_as(cells: list[str]) -> dict[str, list[str | None]]:
    """Each style, with each cell as it reads it: 3 March 2024; None where it is no day in that style. An imprecise day is read as its first day."""
    columns = ", ".join(f"{dates.in_words(dates.earliest('cell', repr(style)))} as \"{style}\"" for style in dates.STYLES)
    with duckdb.connect() as connection:  # of its own: a server's threads may not share one
        found = connection.execute(f"select {columns} from (select unnest($cells::varchar[]) as cell)", {"cells": cells}).fetchall()
    return dict(zip(dates.STYLES, map(list, zip(*found, strict=True)), strict=True)) if found else {style: [] for style in dates.STYLES}


def best(readings: dict[str, list[str | None]]) -> list[str]:
    """The styles that read the most of the cells: several, where these cells do not tell them apart; none, where no cell is a day in any."""
    counts = {style: sum(reading is not None for reading in read) for style, read in readings.items()}
    most = max(counts.values(), default=0)
    return [style for style, count in counts.items() if count == most and most]
