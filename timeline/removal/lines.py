"""What people wrote here about what is removed: emptied by the order, through the one door that the append-only tables have (database/emptying.py).

A line goes when what it is anchored on goes. Where it is anchored on a mention of a person of whom other records stay, it stays too, and is anchored on one of
those. A line that is also about what stays, such as an answer of many pairs, stays as it is. What remains of a line is who wrote it and when."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from timeline import referrals
from timeline.database import declared as tables
from timeline.keeping import Keeping


@dataclass(frozen=True)
class Told:
    """A table of lines: what a line is about, each a mention, a report or a pair of them, all of which must go for it to go, and the columns that are
    then emptied; `anchors` are those that hold one mention, and may be given another of the same person."""

    table: sa.Table
    about: Callable[[sa.Row], list[tuple[str, ...]]]
    empties: tuple[str, ...]
    anchors: tuple[str, ...] = ()


def _anchor(line) -> list[tuple[str, ...]]:
    return [(line.anchor,)] if line.anchor else []


TOLD = (
    Told(tables.decisions, lambda line: [tuple(pair[:2]) for pair in json.loads(line.pairs or "[]")], ("reason", "pairs", "signal")),
    Told(tables.notes, _anchor, ("anchor", "words"), ("anchor",)),
    Told(tables.activities, _anchor, ("anchor", "name", "reports"), ("anchor",)),
    Told(tables.agenda, _anchor, ("anchor", "why"), ("anchor",)),
    Told(tables.actions, _anchor, ("anchor", "whom", "words"), ("anchor", "whom")),
    Told(tables.transfers, _anchor, ("anchor", "why", "goes"), ("anchor",)),
    Told(tables.referrals, lambda line: [(f"{referrals.REPORT}{line.about or line.line_id}",)], ("said", "why")),
    Told(tables.exclusions, lambda line: [(id,) for id in [*json.loads(line.mentions or "[]"), *([line.report] if line.report else [])]],
         ("mentions", "report", "why")))
ABOUT = ("about", "takes_back", "takes_apart")
"""The columns by which a line is about another of its table, with which it goes."""


def anchored(connection: sa.Connection) -> list[str]:
    """Every mention that a line is anchored on."""
    return sorted({mention for told in TOLD for name in told.anchors
                   for mention in connection.execute(sa.select(told.table.c[name]).where(told.table.c[name].is_not(None))).scalars()})


def count(connection: sa.Connection, keeping: Keeping, moved: dict[str, str]) -> dict[str, int]:
    """How many lines of each table are about nothing but what is removed."""
    counts = {told.table.name: sum(bool(emptied(told, line, keeping, moved)) for line in connection.execute(sa.select(told.table))) for told in TOLD}
    return {name: number for name, number in counts.items() if number}


def empty(connection: sa.Connection, keeping: Keeping, moved: dict[str, str]) -> dict[str, int]:
    """Empty every line that is about nothing but what was removed, and anchor those that stay on another mention as `moved` says; how many lines of each
    table were emptied. Done again, it changes nothing more."""
    counts = {}
    for told in TOLD:
        gone: dict[str, str] = {}
        for line in connection.execute(sa.select(told.table).order_by(told.table.c.number)).all():
            order = emptied(told, line, keeping, moved) or next((gone[one] for name in ABOUT if (one := getattr(line, name, None)) in gone), None)
            if order:
                gone[line[1]] = order
                _change(connection, told.table, line, order, dict.fromkeys(told.empties))
            else:
                _anchor_anew(connection, told, line, keeping, moved)
        counts |= {told.table.name: len(gone)} if gone else {}
    _empty_examples(connection)
    return counts


def emptied(told: Told, line, keeping: Keeping, moved: dict[str, str]) -> str | None:
    """The order by which this line goes; None where it is about something that stays, or about nothing."""
    orders = [next(filter(None, map(keeping.concerns, ids)), None) for ids in told.about(line)]
    stays = told.anchors and moved.get(line.anchor)
    return orders[0] if orders and all(orders) and not stays else None


def _anchor_anew(connection, told: Told, line, keeping: Keeping, moved: dict[str, str]) -> None:
    there = {name: getattr(line, name) for name in told.anchors if getattr(line, name)}
    gone = {name: (order, moved.get(mention)) for name, mention in there.items() if (order := keeping.concerns(mention))}
    if gone:
        _change(connection, told.table, line, next(iter(gone.values()))[0], {name: mention for name, (_, mention) in gone.items()})


def _change(connection, table: sa.Table, line, order: str, to: dict[str, str | None]) -> None:
    """Change the line so by this order, unless it has done so already."""
    values = {name: value if value is not None or table.c[name].nullable else "" for name, value in to.items()}
    if line.erased_by != order:
        connection.execute(table.update().where(table.c.number == line.number).values(**values, erased_by=order))


def _empty_examples(connection) -> None:
    """Take out of the accounts of jobs that have ended the examples, which quote cells."""
    jobs = tables.jobs
    for number, text in connection.execute(sa.select(jobs.c.number, jobs.c.result).where(jobs.c.result.is_not(None), jobs.c.ended_at.is_not(None))).all():
        result = json.loads(text)
        if any(reason["example"] for reason in result.get("reasons", ())):
            result["reasons"] = [reason | {"example": ""} for reason in result["reasons"]]
            connection.execute(jobs.update().where(jobs.c.number == number).values(result=json.dumps(result)))
