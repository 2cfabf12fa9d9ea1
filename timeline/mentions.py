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
DUMMY_NUMBER = "0*|(0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|X+)|UNKNOWN|UNK|NK|N/K|TBC|NONE"
ALIKE = ("forename", "surname", "other_names", "dob", "dob_precision", "sex", "address_key", "postcode", "address_kind", "identifiers")


def shape(rows, reports, codes):
    """`mentions`: one for each slot of each report that holds anything, also where nobody knew the person's name."""
    slots = duckdb.sql("""
        select report_id, r.layout, r.agency, r.system, r.date_style, p.known_on, p.received_on, unnest(r.people, recursive := true)
        from rows as r join reports as p using (row_id)""")
    people = duckdb.sql("select report_id || '#' || slot as mention_id, * from slots").materialize()
    coded, born, numbered = _coded(people, codes).materialize(), _born(people).materialize(), _numbered(people).materialize()
    named, placed = names.read(people).materialize(), addresses.read(people).materialize()
    mentions = duckdb.sql(f"""
        select mention_id, report_id, slot, agency, coded.role as role, known_on, received_on, shown as name, first_name as forename,
               family_name as surname, other_names, born.dob as dob, dob_precision, coded.sex as sex, people.address as address,
               place_postcode as postcode, place_key as address_key, coalesce(coded.address_kind, place_kind) as address_kind, identifiers,
               coded.relationship as relationship, {', '.join(f"coalesce(coded.{field}, 'not asked') as {field}" for field in ANSWERED)}
        from people join coded using (mention_id) join born using (mention_id) join numbered using (mention_id)
        {_same('named', NAMES)} {_same('placed', ('address', 'postcode'))}""").materialize()
    writings = _writings(mentions).materialize()
    return duckdb.sql("select mentions.*, coalesce(writing_id, mention_id) as writing_id from mentions left join writings using (mention_id)")


def _same(table: str, cells) -> str:
    return f"join {table} on " + " and ".join(f"{table}.{cell} is not distinct from people.{cell}" for cell in cells)


def _coded(people, codes):
    """Each mention's coded cells as our words; answers share the supplier's codes of `answer`."""
    written = duckdb.sql(f"select distinct layout, unnest({list(CODED)}) as field, unnest([{', '.join(CODED)}]) as cell from people")
    read = duckdb.sql(f"""
        select layout, w.field, cell, coalesce(means, if({_is_ours('book', 'plain')}, plain, null)) as means
        from (select *, if(field in {ANSWERED}, 'answer', field) as book, {written_plainly('cell')} as plain from written where cell is not null) as w
        left join (select layout, field as book, code as plain, means from codes) using (layout, book, plain)""").materialize()
    return duckdb.sql(f"""
        with meanings as materialized (select * from read)
        select mention_id, {', '.join(f'of_{field}.means as {field}' for field in CODED)} from people
        {' '.join(f"left join meanings as of_{field} on of_{field}.field = '{field}' and of_{field}.layout = people.layout "
                  f"and of_{field}.cell = people.{field}" for field in CODED)}""")


def _is_ours(field: str, word: str) -> str:
    books = {"answer" if field in ANSWERED else field for field in CODED}
    return " or ".join(f"{field} = '{book}' and {word} in ({_quoted(WORDS[book])})" for book in sorted(books))


def _quoted(words) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _born(people):
    """Each mention's date of birth: empty for a placeholder, an impossible day or one that had not come; 1 January is an estimate."""
    cells = duckdb.sql("""select distinct dob, date_style as style, if(date_style = 'dd-mmm-yy', known_on, null) as known
                          from people where dob is not null""")
    days = duckdb.sql(f"""
        select dob as cell, style, known, coalesce({dates.past('dob', 'style', 'known')}, date_trunc('year', {dates.earliest('dob', 'style')}))::date as day,
               if(dayofyear(day) = 1, 'year', 'day') as precision
        from cells where day not in {PLACEHOLDER_BIRTHS}""").materialize()
    return duckdb.sql(f"""
        select mention_id, day as dob, precision as dob_precision
        from people left join days on cell = people.dob and style = date_style and (known is null or known = known_on)
             and day <= known_on and day > known_on - interval {LONGEST_LIFE} year""")


def _numbered(people):
    """Each mention's identifiers, canonical; one that fails its check, or is a digit repeated, is left out."""
    kinds = list(identifiers.RULES)
    checks = " ".join(f"when '{kind}' then {rule('cell')}" for kind, rule in identifiers.RULES.items())
    written = duckdb.sql(f"select distinct unnest({kinds}) as kind, unnest([{', '.join(kinds)}]) as cell from people")
    read = duckdb.sql(f"select kind, cell, case kind {checks} end as number from written where cell is not null").materialize()
    pairs = ", ".join(f"('{kind}', of_{kind}.number)" for kind in kinds)
    return duckdb.sql(f"""
        with numbers as materialized (select * from read where number is not null)
        select mention_id, map_from_entries(list_filter([{pairs}, ('local_id', {_local('local_id')})], lambda e: e[2] is not null)) as identifiers
        from people {' '.join(f"left join numbers as of_{kind} on of_{kind}.kind = '{kind}' and of_{kind}.cell = people.{kind}" for kind in kinds)}""")


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
