"""What is said of a link: what agrees, what conflicts, what is missing, how rare the name is, and why the two were not joined."""

import duckdb

MARGIN = 3.0  # bits by which somebody else is nearly as like
COMMON, RARE = 11.0, 14.0  # bits of the names' share below and above which a name is called common and rare


def say(best, clashing, astray, mentions):
    """The links `best` with `agrees`, `conflicts`, `missing`, `rarity` and `because`.

    `clashing` is why the two cannot both be right, `astray` where they would have been in two places at once: the first is why they
    are two, the second only a reason to look."""
    rivals = _rivals(best)
    said = duckdb.sql(f"""
        with said as materialized (select mention_id, name, surname, dob, postcode from mentions)
        select b.*, v.person_id_l is not null and (b.shares.address > 5 or b.shares.ids > 0) as tossed_up,
               {_agrees()} as agrees, {_conflicts()} as conflicts, {_missing()} as missing, len(c.clashes) > 0 as clashing,
               case when coalesce(b.shares.name, 0) <= 0 then null when b.shares.name >= {RARE} then 'The name is rare.'
                    when l.name = r.name and b.shares.name <= {COMMON} then 'The name is common.' else 'The name is neither rare nor common.' end as rarity
        from best as b join said as l on l.mention_id = b.mention_id_l join said as r on r.mention_id = b.mention_id_r
        left join clashing as c on c.person_id_l = b.person_id_l and c.person_id_r = b.person_id_r
        left join astray as a on a.person_id_l = b.person_id_l and a.person_id_r = b.person_id_r
        left join rivals as v on v.person_id_l = b.person_id_l and v.person_id_r = b.person_id_r""")
    return duckdb.sql("""
        select * replace (concat_ws(' ', if(len(agrees) > 0, 'Agrees: ' || array_to_string(agrees, ', ') || '.', null), rarity,
                                    if(len(conflicts) > 0, 'Conflicts: ' || array_to_string(conflicts, ', ') || '.', null),
                                    if(len(missing) > 0, 'Missing: ' || array_to_string(missing, ', ') || '.', null),
                                    'Not joined: ' || coalesce(because, case when clashing then 'they cannot be one as recorded.'
                                        when tossed_up then 'somebody else is nearly as like, and it could be either.'
                                        else 'no identifier, household or relative in common confirms it.' end)) as because) from said""")


def _rivals(best):
    """The links of somebody who is in another link nearly as strong."""
    return duckdb.sql(f"""
        with ends as (select unnest([person_id_l, person_id_r]) as person_id, weight from best),
        known as materialized (select person_id, max(weight, 2) as top from ends group by person_id)
        select person_id_l, person_id_r from best join known as l on l.person_id = person_id_l join known as r on r.person_id = person_id_r
        where if(weight = l.top[1], l.top[2], l.top[1]) > weight - {MARGIN} or if(weight = r.top[1], r.top[2], r.top[1]) > weight - {MARGIN}""").materialize()


def _agrees():
    return """list_filter([
        if(b.shares.name > 0, 'name (' || l.name || if(l.name = r.name, '', ' / ' || r.name) || ')', null),
        if(b.shares.dob > 0, 'date of birth', null), if(b.shares.sex > 0, 'sex', null),
        case when b.shares.address > 10 then 'dwelling' when b.shares.address > 5 then 'postcode' when b.shares.address > 0 then 'postal district' end,
        if(b.shares.ids > 0, 'an identifier', null), if(b.kin, 'a relative named with both', null)], lambda part: part is not null)"""


def _conflicts():
    return """coalesce(c.clashes, []) || coalesce(a.places, []) || list_filter([
        case when b.shares.name < 0 then 'name (' || l.name || ' / ' || r.name || ')' end, if(b.shares.dob < 0, 'date of birth', null),
        if(b.shares.sex < 0, 'sex', null), if(b.shares.address < 0, 'address', null)], lambda part: part is not null)"""


def _missing():
    return """list_filter([
        if(l.dob is null or r.dob is null, 'date of birth', null), if(l.surname is null or r.surname is null, 'family name', null),
        if(l.postcode is null or r.postcode is null, 'address', null), if(b.shares.ids = 0, 'an identifier in common', null)],
        lambda part: part is not null)"""
