"""Which two writings are worth comparing: those that share one of the keys below.

A key that too many writings share (a hostel, a very common full name) tells nobody apart and is left out. The keys are those
that a trial on a million generated mentions found to reach the true pairs with about five comparisons per writing.
"""

import duckdb

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
    keys = ", ".join(_key(name, columns) for name, columns in KEYS.items())
    kin = _kin(writings, mentions)
    return duckdb.sql(f"""
        with written as materialized (from writings),
        keyed as (select k, unnest([{keys}]) as key, {MOST} as most from written
                       union all select k, {_key('full name', ('fn', 'sn'))}, {MOST_NAMED} from written
                       union all select k, hash('home and first name', home, unnest(others)), {MOST} from written where home is not null and others[1] <> ''
                       union all select k, key, {MOST} from kin),
        shared as (select key, list(k order by k) as ks from keyed where key is not null group by key having count(*) between 2 and any_value(most)),
        one as (select key, ks, unnest(ks) as join_key_l from shared),
        couples as (select join_key_l, unnest(ks) as join_key_r from one)
        select distinct '0' as match_key, join_key_l, join_key_r from couples where join_key_l < join_key_r
        union all select '0', k, k from written where mentions > 1""").materialize()


def _key(name, columns):
    given = " and ".join(f"{column} is not null" for column in columns)
    return f"case when {given} then hash('{name}', {', '.join(columns)}) end"


def _kin(writings, mentions):
    """A first name together with whoever else the same report names: keys for those of whom little else is written."""
    return duckdb.sql("""
        with named as materialized (select report_id, mention_id, k, fc, surname_key, w.dob, coalesce(home, w.postcode) as place
                       from mentions join writings as w using (writing_id) where fc is not null)
        select distinct a.k, case when b.dob is not null then hash('kin', a.fc, b.fc, b.dob)
                                  when b.surname_key is not null and b.place is not null then hash('kin', a.fc, b.fc, b.surname_key, b.place) end as key
        from named as a join named as b on a.report_id = b.report_id and a.mention_id <> b.mention_id""")
