"""Each distinct writing of a person, with its names in the forms that are compared."""

import duckdb

GROWN = ("carer", "parent", "partner", "tenant", "applicant", "respondent")
PARENTAL = ("mother", "father", "parent", "step-parent", "grandparent", "foster carer", "carer", "partner", "spouse", "ex-partner", "ex-spouse")


def shape(mentions, model):
    """One row per writing of `mentions`: numbered (`k`) in the order of its id, names canonical, home and identifiers apart.

    `variants` are the groups of the model's table that the first name belongs to, `fc` and `sc` one name that stands for all
    its variants, `family` the parts of a double-barrelled family name. A patronymic such as Kaur or Begum is no family name:
    `sc` and `family` leave it out. `tf_full_name` and `tf_fn` say how common the name is. Prisons, hostels, refuges and the
    like are nobody's `home`. `grown` is the first day on which it is recorded as a parent, carer, partner or tenant, `child` the
    last on which it is recorded as a child."""
    given, family = _forenames(mentions, model), _surnames(mentions, model)
    rare = model.parameters["unlisted"]
    counted = duckdb.sql(f"""
        select writing_id, count(*) as mentions, min(known_on) filter (role in {GROWN} or relationship in {PARENTAL}) as grown,
               max(known_on) filter (role = 'child') as child
        from mentions group by writing_id""").materialize()
    return duckdb.sql(f"""
        select row_number() over (order by m.writing_id) as k, m.writing_id, g.fn, g.variants, g.known, coalesce(g.fc, g.fn) as fc,
               s.sn, s.sc, s.family, s.listed, coalesce(s.sc, s.sn) as surname_key,
               string_split(array_to_string(m.other_names, ' '), ' ') as others,
               g.fn || ' ' || s.sn as full_name, coalesce(g.frequency, {rare['forename']}) as tf_fn,
               coalesce(g.frequency, {rare['forename']}) * coalesce(s.within, {rare['surname']}) as tf_full_name,
               m.dob, strftime(m.dob, '%Y%m%d') as dob_text, coalesce(m.dob_precision = 'year', false) as estimated, m.sex,
               if(shared, null, m.address_key) as home, m.postcode, left(m.postcode, -3) as district, {_identifiers()},
               u.mentions, u.grown, u.child
        from mentions as m
        left join given as g on g.forename = m.forename
        left join family as s on s.surname = m.surname
        join counted as u on u.writing_id = m.writing_id,
        lateral (select m.address_kind in ('institution', 'shared house', 'no fixed abode', 'safe') as shared)
        where m.mention_id = m.writing_id""").materialize()


def _identifiers():
    kinds = ("nhs", "pnc", "cro", "crn", "noms", "upn", "local_id")
    return ", ".join(f"m.identifiers['{kind}'] as {kind}" for kind in kinds)


def _forenames(mentions, model):
    forenames, variants = model.forenames, model.variants
    return duckdb.sql("""
        with written as (select distinct forename, replace(forename, ' ', '') as fn from mentions where forename is not null),
        grouped as materialized (select name, list("group" order by "group") as variants, arg_min("first", "group") as fc
                    from variants where part = 'forename' group by name)
        select forename, fn, coalesce(grouped.variants, []) as variants, fc, frequency,
               frequency is not null or fc is not null as known
        from written left join grouped on grouped.name = fn left join forenames on forenames.name = fn""").materialize()


def _surnames(mentions, model):
    surnames, variants = model.surnames, model.variants
    return duckdb.sql("""
        with written as materialized (select distinct surname, replace(surname, ' ', '') as sn from mentions where surname is not null),
        family_variants as materialized (from variants where part = 'surname'),
        canonical as materialized (select name, arg_min("first", "group") as sc from family_variants where kind <> 'patronymic' group by name),
        patronymics as (select name from family_variants where kind = 'patronymic'),
        parts as (select surname, sn, unnest(list_distinct(list_append(string_split(surname, ' '), sn))) as part from written),
        read as (select surname, sn, part, coalesce(sc, regexp_replace(part, '(s|c|dz)ka$', '\\1ki')) as sc
                 from parts left join canonical on canonical.name = part),
        kept as (select * from read where sc not in (from patronymics)),
        gathered as (select surname, any_value(sc) filter (part = sn) as sc, list(sc order by sc) filter (length(sc) > 2) as family
                     from kept group by surname)
        select surname, sn, sc, coalesce(family, []) as family, within, within is not null or canonical.name is not null as listed
        from written left join gathered using (surname) left join surnames on surnames.name = sn
        left join (select distinct name from canonical) as canonical on canonical.name = sn""").materialize()
