"""The sentence of an issue: file, line, the column by the supplier's own name, what was found, what was expected, what to do."""

import duckdb

BROKEN = ("[\\x{80}-\\x{84}\\x{86}-\\x{9f}\\x{fffd}]"  # control characters that no one types, and the mark of a lost one
          "|â€|[ÂÃ][\\x{a0}-\\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # one character of UTF-8 that was read as two or three of cp1252
LONGEST = 200  # characters of a value that a sentence holds
TO_DO = {
    "error": "The row is not used: ask the supplier to correct it and send it again.",
    "query": "The row is used without this value: ask the supplier to correct it.",
}
TO_DO_OF = {
    "unknown code": "Add the code to the layout with what it means, or ask the supplier what it is.",
    "happened after it was recorded": "The row is used as it is: ask the supplier which day is right.",
    "date to come": "Ask the supplier which day is right.",
}


def of_lines(rows):
    """Issues of lines as wholes, whose sentence is already written: unreadable lines, unknown columns, lost characters."""
    return duckdb.sql(f"""
        select row_id, '' as field, 'unreadable' as code, 'error' as severity, null as value, null as expected from rows where part = 'unreadable'
        union all select row_id, '', 'unknown column', 'query', null, null from rows where part = 'header' and problem is not null
        union all select row_id, '', 'lost character', 'query', regexp_extract(raw, '.{{0,12}}({BROKEN}).{{0,12}}'), 'characters of the encoding that '
            || 'the rest of the file is written in' from rows where part = 'record' and regexp_matches(raw, '{BROKEN}')""")


def told(every, rows, codes):
    """`issues`, with their sentences."""
    by_code = " ".join(f"when code = '{code}' then '{todo}'" for code, todo in TO_DO_OF.items())
    by_severity = " ".join(f"when severity = '{severity}' then '{todo}'" for severity, todo in TO_DO.items())
    return duckdb.sql(f"""
        with columns_of as (select layout, code as field, means as theirs from codes where field = 'column'),
        placed as (
            select i.row_id, i.field, i.code, i.severity, i.value, i.expected, problem, r.layout,
                   left(i.value, {LONGEST}) || if(length(i.value) > {LONGEST}, ' ...', '') as found,
                   file || ', line ' || line_from as line from every as i join rows as r using (row_id))
        select row_id, p.field, code, severity, value,
               coalesce(problem, line || coalesce(', column ' || theirs, case when p.field = '' then '' else ', ' || replace(p.field, '_', ' ') end)
               || ': found ' || coalesce('''' || found || '''', 'nothing') || ', expected ' || expected || '. '
               || case {by_code} {by_severity} end) as because
        from placed as p left join columns_of as c on c.layout = p.layout and c.field = p.field""")
