"""Which two writings are worth comparing: those that share one of the keys below.

A key that too many writings share (a hostel, a very common full name) tells nobody apart and is left out. The keys are those
that a trial on a million generated mentions found to reach the true pairs with about five comparisons per writing.
"""

import duckdb

from timeline.pairs import doubles

KEYS = {
    "NHS number": ("nhs",), "PNC": ("pnc",), "CRO": ("cro",), "CRN": ("crn",), "prison number": ("noms",), "UPN": ("upn",),
    "local number": ("local_id",),
    "name and year of birth": ("fc", "surname_key", "year(dob)"),
    "family name and date of birth": ("surname_key", "dob"),
    "first name and date of birth": ("fc", "dob"),
    "swapped name and year of birth": ("least(fn, sn)", "greatest(fn, sn)", "year(dob)"),
    "home and first name": ("home", "fc"),
    "home and date of birth": ("home", "dob"),
    "name and district": ("fc", "surname_key", "district"),
    "postcode, family name and initial": ("postcode", "surname_key", "fn[1]"),
    "date of birth and district": ("dob", "district"),
}
MOST = 60       # writings that may share a key
MOST_NAMED = 12  # writings that may share a full name, when nothing else brings them together


def block(writings, mentions):
    """Pairs of numbers of `writings` (join_key_l <= join_key_r) that share a key, or were named together with the same person."""
    brought = together(keys(writings).union(kin(doubles.named(writings, mentions))))
    return duckdb.sql("""
        select distinct '0' as match_key, join_key_l, join_key_r from brought
        union all select '0', k, k from writings where mentions > 1""").materialize()


def keys(writings):
    """The keys of each writing, and how many writings may share each."""
    each = ", ".join(_key(name, columns) for name, columns in KEYS.items())
    return duckdb.sql(f"""
        with written as materialized (from writings),
        keyed as (select k, unnest([{each}]) as key, {MOST} as most from written
                  union all select k, {_key('full name', ('fn', 'sn'))}, {MOST_NAMED} from written
                  union all select k, hash('home and first name', home, unnest(others)), {MOST} from written where home is not null and others[1] <> '')
        select k, key, most from keyed where key is not null""")


def kin(named):
    """A first name together with whoever else the same report names: keys for those of whom little else is written."""
    return duckdb.sql(f"""
        with people as materialized (select report_id, mention_id, k, fc, surname_key, dob, coalesce(home, postcode) as place from named where fc is not null),
        keyed as (
            select distinct a.k, case when b.dob is not null then hash('kin', a.fc, b.fc, b.dob)
                                      when b.surname_key is not null and b.place is not null then hash('kin', a.fc, b.fc, b.surname_key, b.place) end as key
            from people as a join people as b on a.report_id = b.report_id and a.mention_id <> b.mention_id)
        select k, key, {MOST} as most from keyed where key is not null""")


def together(keyed):
    """The pairs of numbers (join_key_l < join_key_r) that share a key, once for each key that they share; a key that too many share brings nobody together."""
    return duckdb.sql("""
        with shared as (select list(k order by k) as ks from keyed group by key having count(*) between 2 and any_value(most)),
        one as (select ks, unnest(ks) as join_key_l from shared),
        couples as (select join_key_l, unnest(ks) as join_key_r from one)
        select join_key_l, join_key_r from couples where join_key_l < join_key_r""")


def _key(name, columns):
    given = " and ".join(f"{column} is not null" for column in columns)
    return f"case when {given} then hash('{name}', {', '.join(columns)}) end"
