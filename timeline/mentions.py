"""A person as named in one report: the cells of one slot, translated and made comparable.

A mention says what this source asserts of this person here, and nothing else: a role is never carried to another report. What
cannot be known stays empty: a placeholder is no name, no birth date and no address. Mentions that are written alike in
everything that tells people apart share a `writing_id`, so that each way of writing a person is compared once.
"""

import duckdb

from timeline import addresses, dates, identifiers, names
from timeline.agencies import ANSWERED, WORDS
from timeline.codes import written_plainly

CODED = ("role", "sex", "relationship", "address_kind", *ANSWERED)
NAMES = ("name", "forename", "middle_names", "surname", "previous_surname", "alias")
PLACEHOLDER_BIRTHS = ("1900-01-01", "1901-01-01", "1811-11-11", "1970-01-01")
LONGEST_LIFE = 120
DUMMY_NUMBER = "0*|1{4,}|2{4,}|3{4,}|4{4,}|5{4,}|6{4,}|7{4,}|8{4,}|9{4,}|X+|UNKNOWN|UNK|NK|N/K|TBC|NONE"
ALIKE = ("forename", "surname", "other_names", "dob", "dob_precision", "sex", "address_key", "postcode", "address_kind", "identifiers")


def shape(rows, reports, codes):
    """`mentions`: one for each slot of each report that holds anything, also where nobody knew the person's name."""
    slots = duckdb.sql("""
        select report_id, r.layout, r.agency, r.system, r.date_style, p.known_on, p.received_on, unnest(r.people, recursive := true)
        from rows as r join reports as p using (row_id)""")
    people = duckdb.sql("select report_id || '#' || slot as mention_id, * from slots")
    read_codes, read_numbers, born = _meanings(people, codes), _numbers(people), _births(people)
    named, placed = names.read(people).materialize(), addresses.read(people).materialize()
    mentions = duckdb.sql(f"""
        with meanings as materialized (from read_codes), numbers as materialized (from read_numbers)
        select mention_id, report_id, slot, people.agency, of_role.means as role, known_on, received_on, shown as name, first_name as forename,
               family_name as surname, other_names, day as dob, precision as dob_precision, of_sex.means as sex, people.address as address,
               place_postcode as postcode, place_key as address_key, coalesce(of_address_kind.means, place_kind) as address_kind,
               map_from_entries(list_filter([{_all_numbers()}], lambda e: e.v is not null)) as identifiers, of_relationship.means as relationship,
               {', '.join(f"coalesce(of_{field}.means, 'not asked') as {field}" for field in ANSWERED)}
        from people {_lookups('meanings', CODED, 'of_{0}.layout = people.layout and')} {_lookups('numbers', identifiers.RULES, '')}
        left join born on born.cell = people.dob and style = date_style and (known is null or known = known_on)
             and day <= known_on and day > known_on - interval {LONGEST_LIFE} year
        {_same('named', NAMES)} {_same('placed', ('address', 'postcode'))}""").materialize()
    writings = _writings(mentions).materialize()
    return duckdb.sql("select mentions.*, coalesce(writing_id, mention_id) as writing_id from mentions left join writings using (mention_id)")


def _same(table: str, cells) -> str:
    return f"join {table} on " + " and ".join(f"{table}.{cell} is not distinct from people.{cell}" for cell in cells)


def _lookups(table: str, fields, condition: str) -> str:
    """A join for each field to the table that reads its cells."""
    return " ".join(f"left join {table} as of_{field} on {condition.format(field)} of_{field}.field = '{field}' and of_{field}.cell = people.{field}"
                    for field in fields)


def _meanings(people, codes):
    """Each distinct coded cell of each layout as one of our words; answers share the supplier's codes of `answer`."""
    written = duckdb.sql(f"select distinct layout, unnest({list(CODED)}) as field, unnest([{', '.join(CODED)}]) as cell from people")
    return duckdb.sql(f"""
        select layout, w.field, cell, coalesce(means, if({_is_ours('book', 'plain')}, plain, null)) as means
        from (select *, if(field in {ANSWERED}, 'answer', field) as book, {written_plainly('cell')} as plain from written where cell is not null) as w
        left join (select layout, field as book, code as plain, means from codes) using (layout, book, plain)""").materialize()


def _is_ours(field: str, word: str) -> str:
    books = {"answer" if field in ANSWERED else field for field in CODED}
    return " or ".join(f"{field} = '{book}' and {word} in ({_quoted(WORDS[book])})" for book in sorted(books))


def _quoted(words) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _births(people):
    """Each distinct date of birth, read; empty for a placeholder or an impossible day. 1 January is how an estimate is written."""
    written = duckdb.sql("""select distinct dob as cell, date_style as style, if(date_style = 'dd-mmm-yy', known_on, null) as known
                            from people where dob is not null""")
    return duckdb.sql(f"""
        select *, if(dayofyear(day) = 1, 'year', 'day') as precision
        from (select cell, style, known, coalesce({dates.past('cell', 'style', 'known')},
                     date_trunc('year', {dates.earliest('cell', 'style')}))::date as day from written)
        where day not in {PLACEHOLDER_BIRTHS}""").materialize()


def _numbers(people):
    """Each distinct identifier that passes its check, canonical."""
    kinds = list(identifiers.RULES)
    checks = " ".join(f"when '{kind}' then {rule('cell')}" for kind, rule in identifiers.RULES.items())
    written = duckdb.sql(f"select distinct unnest({kinds}) as field, unnest([{', '.join(kinds)}]) as cell from people")
    return duckdb.sql(f"""
        select * from (select field, cell, case field {checks} end as number from written where cell is not null)
        where number is not null""").materialize()


def _all_numbers() -> str:
    checked = ", ".join(f"{{'k': '{kind}', 'v': of_{kind}.number}}" for kind in identifiers.RULES)
    return f"{checked}, {{'k': 'local_id', 'v': {_local('local_id')}}}"


def _local(text: str) -> str:
    number = f"upper(regexp_replace({text}, '\\s', '', 'g'))"
    return f"if(regexp_full_match({number}, '{DUMMY_NUMBER}'), null, agency || ':' || system || ':' || {number})"


def _writings(mentions):
    """The writing of each mention that says enough to be told apart: a name, a birth date or identifier, an address or identifier.

    Two people in one report are two people, however alike they are written: only the first of them shares."""
    cells = ", ".join(f"coalesce({cell}::varchar, '')" for cell in ALIKE)
    keyed = duckdb.sql(f"""
        select mention_id, received_on, md5_number(concat_ws(chr(31), {cells})) as writing from mentions
        where forename is not null and (dob_precision = 'day' or cardinality(identifiers) > 0)
              and (address_key is not null or cardinality(identifiers) > 0)
        qualify row_number() over (partition by report_id, writing order by mention_id) = 1""").materialize()
    return duckdb.sql("""
        select mention_id, first_value(mention_id) over (partition by writing order by received_on, mention_id) as writing_id from keyed""")
