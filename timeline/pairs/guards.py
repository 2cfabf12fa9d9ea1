"""What speaks against two writings being one person: named predicates, each guard a name and a sentence, the first that holds is told.

A guard vetoes a pair or sends it to review; none ever adds likeness. A shared identifier turns a veto into a review: then the
records contradict one another and a person must look. Source: the hard cases of `tests/cases/pairs.toml`; hmpps-person-match
guards twins in the same manner.
"""

import duckdb

from timeline.pairs import comparisons as c
from timeline.pairs import doubles

TOO_YOUNG = 12  # years below which nobody is a parent, a carer, a tenant or a partner
GROWN = 18      # years from which nobody is recorded as a child

PREDICATES = {
    "identified": c.ID_AGREES,
    "ids_differ": c.ID_DIFFERS,
    "own_numbers_differ": f"coalesce({c.LOCAL_DIFFERS}, false)",
    "one_forename": c.FORENAMES_AGREE,
    "one_writing": "fn_l = fn_r",
    "perhaps_a_slip": """not (known_l and known_r) and fn_l[1] = fn_r[1]
        and (damerau_levenshtein(fn_l, fn_r) <= 2 or jaro_winkler_similarity(fn_l, fn_r) >= 0.8)""",
    "one_surname": c.SURNAMES_AGREE,
    "other_forename": c.OTHER_FORENAME,
    "alias": c.ALIAS,
    "swapped": c.SWAPPED,
    "initial": "length(fn_l) = 1 or length(fn_r) = 1",
    "initials_agree": c.INITIAL,
    "no_forename": "fn_l is null or fn_r is null",
    "no_surname": "sn_l is null or sn_r is null",
    "family_names": "sc_l is not null and sc_r is not null",
    "patronymic": f"{c.SURNAME_MISSING} and sn_l <> sn_r",
    "estimate": c.ESTIMATE,
    "no_dob": "dob_l is null or dob_r is null",
    "same_dob": f"dob_l = dob_r and not {c.ESTIMATE}",
    "near_dob": f"(dob_l = dob_r or {c.DOB_SWAPPED} or {c.DOB_TYPO}) and not {c.ESTIMATE}",
    "sexes_differ": "sex_l <> sex_r",
    "same_name": "full_name_l = full_name_r",
    "same_home": "home_l = home_r",
    "too_young": f"""dob_l > grown_r - interval {TOO_YOUNG} year or dob_r > grown_l - interval {TOO_YOUNG} year""",
    "too_old": f"""not estimated_l and dob_l < child_r - interval {GROWN + 1} year or not estimated_r and dob_r < child_l - interval {GROWN + 1} year""",
    "child_and_grown": "child_l is not null and grown_r is not null or child_r is not null and grown_l is not null",
}
JUDGEMENTS = {
    "unproven": "not identified and not near_dob",
    "forenames_differ": "not no_forename and not one_forename and not swapped and not other_forename and not initials_agree",
    "surnames_differ": "family_names and not one_surname and not swapped and not alias or patronymic and not swapped",
    "dobs_differ": "not no_dob and not estimate and not near_dob",
}
GUARDS = [
    ("a slip or a short form", "review", "forenames_differ and perhaps_a_slip and one_surname",
     "'The first names (' || fn_l || ', ' || fn_r || ') may be one with slips of the pen, or two.'"),
    ("twins", "veto", "forenames_differ and one_surname and same_dob",
     "'The first names differ (' || fn_l || ', ' || fn_r || ') with one family name and one date of birth: perhaps twins.'"),
    ("brothers and sisters", "veto", "forenames_differ and one_surname and same_home",
     "'The first names differ (' || fn_l || ', ' || fn_r || ') with one family name at one address: perhaps brother or sister, or another of the family.'"),
    ("first names", "veto", "forenames_differ", "'The first names differ: ' || fn_l || ', ' || fn_r || '.'"),
    ("parent and child", "veto", f"dobs_differ and years_apart >= {doubles.A_GENERATION} and same_home",
     "'One name at one address, born ' || years_apart || ' years apart: perhaps parent and child.'"),
    ("dates of birth", "veto", "dobs_differ and years_apart > 0", "'The dates of birth differ: ' || dob_l || ', ' || dob_r || '.'"),
    ("twins without a name", "veto", "no_forename and own_numbers_differ and same_dob and one_surname",
     "'No first name is told, and one system holds the two under different numbers: perhaps twins.'"),
    ("age against role", "veto", "too_young", "'One is recorded as a parent, carer, partner or tenant when the other was a small child.'"),
    ("age against role", "veto", "too_old", "'One is recorded as a child when the other was grown.'"),
    ("sex", "veto", "sexes_differ and not same_name", "'The sex differs: ' || sex_l || ', ' || sex_r || '.'"),
    ("identifiers", "review", "identified and ids_differ", "'One identifier agrees and another differs.'"),
    ("identifiers", "review", "ids_differ", "'The identifiers differ.'"),
    ("sex", "review", "sexes_differ", "'The sex differs: ' || sex_l || ', ' || sex_r || '.'"),
    ("dates of birth", "review", "dobs_differ", "'The dates of birth differ within one year: ' || dob_l || ', ' || dob_r || '.'"),
    ("dates of birth", "review", "estimate and years_apart > 1",
     "'The estimated years of birth differ: ' || year(dob_l) || ', ' || year(dob_r) || '.'"),
    ("twins of like names", "review", "twins and not one_writing and not identified",
     "'One agency keeps a ' || fn_l || ' and a ' || fn_r || ' of one family name and one date of birth: perhaps twins.'"),
    ("two of like names in one home", "review", "housemates and not one_writing and not identified and not same_dob",
     "'One report names both a ' || fn_l || ' and a ' || fn_r || ' of this family at this address.'"),
    ("two of one name in one home", "review", "unproven and namesakes and no_dob",
     "'Two people of this name, a generation apart or of two sexes, are recorded at this address, and a date of birth is missing.'"),
    ("parent and child of one name", "review", "unproven and child_and_grown and no_dob",
     "'One is recorded as a child and the other as a parent, carer, partner or tenant, and a date of birth is missing.'"),
    ("no first name", "review", "unproven and no_forename", "'A record gives no first name, and no date of birth bears it out.'"),
    ("initial only", "review", "unproven and initial", "'A record gives an initial only, and no date of birth bears it out.'"),
    ("first name only", "review", "unproven and no_surname", "'A record gives a first name only, and no date of birth bears it out.'"),
    ("family names", "review", "unproven and surnames_differ", "'The family names differ, and no date of birth bears the pair out.'"),
    ("another first name", "review", "unproven and other_forename and not one_forename",
     "'The first name of one is another name of the other, and no date of birth bears the pair out.'"),
    ("family names and dates of birth", "review", "not identified and not same_dob and not patronymic and surnames_differ",
     "'The family names differ and the dates of birth differ a little.'"),
]
TOLD = ("fn_l", "fn_r", "dob_l", "dob_r", "sex_l", "sex_r")
SIDES = ("fn", "sn", "sc", "family", "variants", "known", "listed", "others", "full_name", "dob", "dob_text", "estimated", "sex", "home",
         "nhs", "pnc", "cro", "crn", "noms", "upn", "local_id", "grown", "child")
_SIDE_BY_SIDE = ", ".join(f"l.{column} as {column}_l, r.{column} as {column}_r" for column in SIDES)
COMPARED = f"""
    select w.match_weight, w.shares, l.writing_id as mention_id_l, r.writing_id as mention_id_r, {_SIDE_BY_SIDE},
           n.home is not null as namesakes, t.dob is not null as twins, h.home is not null as housemates,
           abs(year(l.dob) - year(r.dob)) as years_apart
    from weighed as w join written as l on l.k = w.k_l join written as r on r.k = w.k_r
    left join namesakes as n on n.home = coalesce(l.home, r.home) and n.home = coalesce(r.home, l.home)
         and n.fc = l.fc and n.surname_key = l.surname_key
    left join twins as t on t.surname_key = l.surname_key and t.dob = coalesce(l.dob, r.dob) and t.a = least(l.fn, r.fn) and t.b = greatest(l.fn, r.fn)
    left join housemates as h on h.home = coalesce(l.home, r.home) and h.a = least(l.fn, r.fn) and h.b = greatest(l.fn, r.fn)"""
"""SQL that Spark understands too, over `written`, which are the writings."""


def judge(weighed, writings, mentions):
    """The weighed pairs with the gate (ok, review or veto) and, where a guard spoke, its name and its sentence."""
    named = doubles.named(writings, mentions)
    return guarded(compared(weighed, writings, doubles.twins(named), doubles.housemates(named), doubles.namesakes(writings)))


def compared(weighed, writings, twins, housemates, namesakes):
    """The weighed pairs, each with both writings side by side and with what is known of doubles of their names."""
    return duckdb.sql("with written as materialized (from writings)" + COMPARED)


def guarded(compared):
    """The compared pairs with the gate and, where a guard spoke, its name and its sentence. It looks at each pair by itself."""
    # A case stops at the first part that settles it: names are held against one another letter by letter only where they differ.
    predicates = ", ".join(f"case when {condition} then true else false end as {name}" for name, condition in PREDICATES.items())
    judgements = ", ".join(f"{condition} as {name}" for name, condition in JUDGEMENTS.items())
    first = " ".join(f"when {condition} then {number}" for number, (_, _, condition, _) in enumerate(GUARDS))
    names, gates, sentences = (" ".join(f"when {number} then {told}" for number, told in enumerate(tolds)) for tolds in (
        [f"'{name}'" for name, *_ in GUARDS], [f"'{gate}'" for _, gate, *_ in GUARDS], [sentence for *_, sentence in GUARDS]))
    return duckdb.sql(f"""
        with asked as materialized (
            select mention_id_l, mention_id_r, match_weight, shares, {", ".join(TOLD)}, namesakes, twins, housemates, years_apart, {predicates}
            from compared),
        guarded as materialized (select *, case {first} end as number from (select *, {judgements} from asked))
        select mention_id_l, mention_id_r, match_weight, shares,
               case when number is null then 'ok' when identified then 'review' else case number {gates} end end as gate,
               case number {names} end as guard, case number {sentences} end || if(identified, ' An identifier agrees.', '') as because
        from guarded""")
