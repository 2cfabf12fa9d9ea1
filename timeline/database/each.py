"""A list that is handed to the database as one value: `each(ids).in_(...)` is written as the server in use understands it."""

import json
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class _Each(GenericFunction):
    """The parts of a JSON list, a row each."""

    name = "json_each"
    inherit_cache = True


@compiles(_Each, "postgresql")
def _of_postgresql(each, compiler, **more) -> str:
    return f"json_array_elements_text(cast({compiler.process(each.clauses, **more)} as json))"


def each(texts: Iterable[str]) -> sa.Select:
    """These texts as a query of one column."""
    rows = _Each(json.dumps(sorted(set(texts)))).table_valued("value")
    return sa.select(rows.c.value)
