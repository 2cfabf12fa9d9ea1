"""Codes that mean nothing to us: not in the supplier's layout, and not one of our own words."""

import duckdb

from timeline.agencies import ANSWERED, WORDS
from timeline.codes import written_plainly

NEEDED = ("category", "role", "change")
OF_REPORTS = ("category", "change", "outcome", "grade", "statement", "relationship", "separation", "handling", "notified_to")
OF_PEOPLE = ("role", "sex", "relationship", "address_kind", *ANSWERED)


def unknown(rows, codes, categories):
    """Issues of codes without a meaning. Each distinct code is looked up once, then the rows that hold it are found."""
    ours = _our_words(rows, categories)
    return _of_reports(rows, codes, ours).union(_of_people(rows, codes, ours)).union(_of_answers(rows, codes, ours))


def _our_words(rows, categories):
    listed = ", ".join(f"('{field}', '{word.replace(chr(39), chr(39) * 2)}')" for field, words in WORDS.items() for word in words)
    return duckdb.sql(f"""
        select * from (values {listed}) as listed(field, word) union all select 'category', category from categories
        union select 'notified_to', agency from rows""").materialize()


def _without_meaning(written, codes, ours):
    """Of layout, place, field (whose codes) and value, those whose value is neither a code of the layout nor a word of ours.

    A code that the layout gives a meaning which is no word of ours has no meaning either."""
    return duckdb.sql(f"""
        with plainly as (select *, {written_plainly('value')} as code from written),
        read as (select p.*, coalesce(means, p.code) as word from plainly as p left join codes as c using (layout, field, code))
        select layout, place, value, 'the meaning of a code that [codes.' || field || '] of the layout ' || layout || ' lists' as expected
        from read left join ours using (field, word) where ours.word is null and not (field = 'notified_to' and read.word <> read.code)""").materialize()


def _of_reports(rows, codes, ours):
    written = duckdb.sql(" union ".join(
        f"select layout, '{field}' as place, '{field}' as field, fields.{field} as value from rows where fields.{field} is not null"
        for field in OF_REPORTS))
    strange = _without_meaning(written, codes, ours)
    return duckdb.sql(" union all ".join(
        f"select row_id, '{field}' as field, 'unknown code' as code, '{_severity(field)}' as severity, value, expected "
        f"from rows join strange on strange.layout = rows.layout and place = '{field}' and value = fields.{field}" for field in OF_REPORTS))


def _of_people(rows, codes, ours):
    named = duckdb.sql("select row_id, layout, unnest(people) as cell from rows where len(people) > 0")
    written = duckdb.sql(" union ".join(
        f"select layout, '{field}' as place, '{'answer' if field in ANSWERED else field}' as field, cell.{field} as value "
        f"from named where cell.{field} is not null" for field in OF_PEOPLE))
    strange = _without_meaning(written, codes, ours)
    return duckdb.sql(" union all ".join(
        f"select row_id, cell.slot || '.{field}' as field, 'unknown code' as code, '{_severity(field)}' as severity, value, expected "
        f"from named join strange on strange.layout = named.layout and place = '{field}' and value = cell.{field}" for field in OF_PEOPLE))


def _of_answers(rows, codes, ours):
    asked = duckdb.sql("select row_id, layout, unnest(asked, recursive := true) from rows where len(asked) > 0")
    written = duckdb.sql("select distinct layout, 'asked' as place, 'answer' as field, answer as value from asked")
    strange = _without_meaning(written, codes, ours)
    return duckdb.sql("""
        select row_id, 'asked.' || factor as field, 'unknown code' as code, 'query' as severity, value, expected
        from asked join strange on strange.layout = asked.layout and value = answer""")


def _severity(field: str) -> str:
    return "error" if field in NEEDED else "query"
