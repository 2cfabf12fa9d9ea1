"""A person as the mentions together show them: the best-attested name, date of birth and sex, and why they are one."""

import duckdb

from timeline.agencies import titles
from timeline.identifiers import TITLES
from timeline.tables import STRONG_IDENTIFIERS

REASONS = (*(f"the same {TITLES[kind]}" for kind in STRONG_IDENTIFIERS),
           "the same number in one system", "the same name at one address", "the same name and date of birth in one postcode",
           "named with the same relative", "named with another who agrees too",
           "the same name and date of birth, and nobody else whom it could be", "written alike")

DAMAGED = "[?\ufffd]|Ã.|[0-9]"  # what a wrong encoding, or a slip, leaves in a name
PARTICLES = ("van", "von", "der", "den", "de", "da", "dos", "di", "du", "la", "le", "del", "della", "bin", "binti", "ibn", "ap")


def draw(mentions, named, persons, edges):
    """The `people`: best attested is what most mentions say, then what the latest says, then the lesser text.

    A full name goes before a first name alone, an undamaged one before one that lost a letter on the way, and a date of birth
    before a year."""
    members = duckdb.sql("""
        select mention_id, agency, known_on, received_on, name, forename, surname, dob, dob_precision, sex, u, person
        from mentions join named using (mention_id) join persons using (u)""").materialize()
    names = _names(members)
    births = _best(members, "if(dob is null, null, {'dob': dob, 'precision': coalesce(dob_precision, 'day')})", "dob_precision <> 'year'")
    sexes = _best(members, "sex", "true")
    reasons = _reasons(members, persons, edges)
    return duckdb.sql(f"""
        with gathered as (
            select person, arg_min(mention_id, (received_on, mention_id)) as founder, list_sort(list(mention_id)) as mention_ids,
                   list_sort(list(distinct agency)) as agencies
            from members group by person)
        select 'P-' || left(md5(founder), 16) as person_id, coalesce(n.best, 'name not recorded') as name, b.best.dob as dob,
               b.best.precision as dob_precision, s.best as sex, mention_ids, agencies,
               case when len(mention_ids) = 1 then 'named once'
                    else len(mention_ids) || ' mentions by ' || {titles.listed("agencies")} || ': ' || coalesce(because, '') end as because
        from gathered as g left join names as n on n.person = g.person left join births as b on b.person = g.person
        left join sexes as s on s.person = g.person left join reasons as r on r.person = g.person
        order by person_id""").materialize()


def _names(members):
    """The name of each person as it is shown: the best-attested, in whatever case it was written, as somebody wrote it with small
    letters or else with the usual capitals."""
    written = duckdb.sql("select distinct name from members where name is not null").materialize()
    cased = _cased(written).materialize()
    return duckdb.sql(f"""
        with said as materialized (
            select person, lower(strip_accents(name)) as folded, shown, name = shown as cased, regexp_matches(name, '{DAMAGED}') as damaged,
                   forename is not null and surname is not null as whole, known_on
            from members join cased using (name)),
        attested as (
            select distinct on (person) person, folded from said group by person, folded
            order by person, bool_or(damaged), bool_or(whole) desc, count(*) desc, max(known_on) desc, folded)
        select distinct on (person) person, shown as best from said semi join attested using (person, folded)
        group by person, shown order by person, bool_or(cased) desc, count(*) desc, max(known_on) desc, shown""").materialize()


def _cased(written):
    """Each name with its usual capitals: OKAFOR is Okafor, O'BRIEN O'Brien, MCDONALD McDonald, VAN DER BERG van der Berg."""
    return duckdb.sql(f"""
        with words as (select name, unnest(string_split(name, ' ')) as word, generate_subscripts(string_split(name, ' '), 1) as place from written),
        parts as (
            select name, place, word <> upper(word) and name <> lower(name) as cased, word, place > 1 and lower(word) in {PARTICLES} as particle,
                   list_transform(string_split(lower(word), '-'), lambda part: case
                       when regexp_matches(part, '^mc..') then 'Mc' || upper(part[3]) || part[4:]
                       when regexp_matches(part, '^[od][''’].') then upper(part[1]) || part[2] || upper(part[3]) || part[4:]
                       else upper(part[1]) || part[2:] end) as capital
            from words)
        select name, string_agg(case when cased then word when particle then lower(word) else array_to_string(capital, '-') end, ' ' order by place) as shown
        from parts group by name""")


def _best(members, value, whole):
    """The best-attested `value` of each person: a whole one first, then by mentions, then by the latest, then the lesser."""
    return duckdb.sql(f"""
        with said as (select person, {value} as best, bool_or(coalesce({whole}, true)) as whole, count(*) as times, max(known_on) as latest
                      from members where {value} is not null group by all)
        select distinct on (person) person, best from said order by person, whole desc, times desc, latest desc, best""").materialize()


def _reasons(members, persons, edges):
    order = ", ".join(f"'{reason}'" for reason in REASONS)
    return duckdb.sql(f"""
        with placed as materialized (from persons),
        given as (
            select p.person, reason from edges join placed as p on p.u = l join placed as q on q.u = r and q.person = p.person
            union select person, 'written alike' from members group by person, u having count(*) > 1)
        select person, array_to_string(list(reason order by list_position([{order}], reason)), '; ') as because from given group by person""").materialize()
