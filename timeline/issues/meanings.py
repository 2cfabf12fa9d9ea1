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
    records = duckdb.sql("select row_id, layout, '' as slot, fields as cell from rows where part = 'record'")
    return _held(records, OF_REPORTS, codes, ours)


def _of_people(rows, codes, ours):
    everyone = duckdb.sql("select row_id, layout, cell.slot || '.' as slot, cell from "
                          "(select row_id, layout, unnest(people) as cell from rows where len(people) > 0)")
    return _held(everyone, OF_PEOPLE, codes, ours)


def _held(holders, fields, codes, ours):
    """Issues of the holders' coded cells. The different ways in which all are filled are few, and only those are looked up."""
    ways = duckdb.sql(f"select distinct layout, {', '.join(f'cell.{field} as {field}' for field in fields)} from holders").materialize()
    written = duckdb.sql(" union ".join(
        f"select layout, '{field}' as place, '{'answer' if field in ANSWERED else field}' as field, {field} as value from ways "
        f"where {field} is not null" for field in fields))
    strange = _without_meaning(written, codes, ours)
    places = [place for (place,) in duckdb.sql("select distinct place from strange order by place").fetchall()] or [fields[0]]
    return duckdb.sql(" union all ".join(
        f"select row_id, slot || '{place}' as field, 'unknown code' as code, '{_severity(place)}' as severity, value, expected "
        f"from holders join strange on strange.layout = holders.layout and place = '{place}' and value = cell.{place}" for place in places))


def _of_answers(rows, codes, ours):
    asked = duckdb.sql("select row_id, layout, unnest(asked, recursive := true) from rows where len(asked) > 0")
    written = duckdb.sql("select distinct layout, 'asked' as place, 'answer' as field, answer as value from asked")
    strange = _without_meaning(written, codes, ours)
    return duckdb.sql("""
        select row_id, 'asked.' || factor as field, 'unknown code' as code, 'query' as severity, value, expected
        from asked join strange on strange.layout = asked.layout and value = answer""")


def _severity(field: str) -> str:
    return "error" if field in NEEDED else "query"
