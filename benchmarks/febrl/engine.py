"""The engine on FEBRL records: each record is a report that names one person, each cell goes where its like goes.

A dwelling is postcode and house number, as in a British address; an Australian postcode has no district within it. The social
security number stands for an NHS number.
"""

import duckdb

from benchmarks.febrl.records import within
from timeline import model, pairs, people, tables
from timeline.tables import TABLES


def link(records) -> tuple:
    """Pairs that a run joins or asks a person about (alike enough, not vetoed), and pairs within the people that it makes by itself."""
    named = mentions(records)
    alike = pairs.score(named, model.load())
    nothing = _nothing_decided()
    gathered = people.resolve(named, alike, nothing)
    asked = duckdb.sql(f"""
        select split_part(mention_id_l, '#', 1) as l, split_part(mention_id_r, '#', 1) as r from alike
        where gate <> 'veto' and match_weight >= {model.JOIN}""").materialize()
    clusters = duckdb.sql("select split_part(unnest(mention_ids), '#', 1) as rec_id, person_id as cluster from gathered").materialize()
    return asked, within(clusters)


def mentions(records):
    """The `mentions` of the records, as the table is declared: every record is compared, so each is a writing of its own."""
    cells = duckdb.sql("""
        select rec_id || '#person' as mention_id, rec_id as report_id, mention_id as writing_id, 'person' as slot, source as agency, 'subject' as role,
               date '2024-01-01' as known_on, known_on as received_on, given_name || ' ' || surname as name,
               nullif(regexp_replace(lower(given_name), '[^a-z]', '', 'g'), '') as forename,
               nullif(regexp_replace(lower(surname), '[^a-z]', '', 'g'), '') as surname, [] as other_names,
               try_strptime(date_of_birth, '%Y%m%d')::date as dob, if(dayofyear(dob) = 1, 'year', 'day') as dob_precision, null as sex,
               concat_ws(' ', street_number, address_1, suburb) as address, postcode || '000' as postcode,
               postcode || '000|' || street_number as address_key, 'home' as address_kind,
               if(soc_sec_id is null, map{}, map{'nhs': soc_sec_id}) as identifiers, null as relationship, 'not asked' as lives_here,
               'not asked' as present, 'not asked' as seen, 'not asked' as heard
        from records""")
    declared = ", ".join(f'{column.name}::{column.type} as {column.name}' for column in TABLES["mentions"].columns)
    made = duckdb.sql(f"select {declared} from cells").materialize()
    tables.check("mentions", made)
    return made


def _nothing_decided():
    declared = ", ".join(f'null::{column.type} as "{column.name}"' for column in TABLES["judgements"].columns)
    return duckdb.sql(f"select {declared} limit 0").materialize()
