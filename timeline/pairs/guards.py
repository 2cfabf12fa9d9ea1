"""What speaks against two writings being one person: named predicates, each a sentence, the first that holds is told.

A guard vetoes a pair or sends it to review; none ever adds likeness. A shared identifier turns a veto into a review: then the
records contradict one another and a person must look. Source: the hard cases of `tests/cases/pairs.toml`; hmpps-person-match
guards twins in the same manner.
"""

import duckdb

from timeline.pairs.comparisons import (
    ALIAS,
    DOB_SWAPPED,
    DOB_TYPO,
    ESTIMATE,
    FORENAMES_AGREE,
    ID_AGREES,
    ID_DIFFERS,
    INITIAL,
    OTHER_FORENAME,
    SURNAME_MISSING,
    SURNAMES_AGREE,
    SWAPPED,
)

A_GENERATION = 14  # years between two of one name at one address that make them parent and child
FIRST_NAMES_DIFFER = f"fn_l is not null and fn_r is not null and not {FORENAMES_AGREE} and not {SWAPPED} and not {OTHER_FORENAME} and not {INITIAL}"
SAME_DOB = f"coalesce(dob_l = dob_r and not {ESTIMATE}, false)"
NEAR_DOB = f"coalesce((dob_l = dob_r or {DOB_SWAPPED} or {DOB_TYPO}) and not {ESTIMATE}, false)"
DOBS_DIFFER = f"dob_l is not null and dob_r is not null and not {ESTIMATE} and dob_l <> dob_r and not {DOB_SWAPPED} and not {DOB_TYPO}"
YEARS_APART = "abs(year(dob_l) - year(dob_r))"
UNPROVEN = f"not {ID_AGREES} and not {NEAR_DOB}"
SAME_HOME = "coalesce(home_l = home_r, false)"
SURNAMES_DIFFER = f"sc_l is not null and sc_r is not null and not {SURNAMES_AGREE} and not {SWAPPED}"

GUARDS = [
    ("veto", f"{FIRST_NAMES_DIFFER} and {SURNAMES_AGREE} and {SAME_DOB}",
     "'The first names differ (' || fn_l || ', ' || fn_r || ') with one family name and one date of birth: perhaps twins.'"),
    ("veto", FIRST_NAMES_DIFFER, "'The first names differ: ' || fn_l || ', ' || fn_r || '.'"),
    ("veto", f"{DOBS_DIFFER} and {YEARS_APART} >= {A_GENERATION} and {SAME_HOME}",
     f"'One name at one address, born ' || {YEARS_APART} || ' years apart: perhaps parent and child.'"),
    ("veto", f"{DOBS_DIFFER} and year(dob_l) <> year(dob_r)", "'The dates of birth differ: ' || dob_l || ', ' || dob_r || '.'"),
    ("veto", "sex_l <> sex_r and coalesce(full_name_l <> full_name_r, true)", "'The sex differs: ' || sex_l || ', ' || sex_r || '.'"),
    ("review", f"{ID_AGREES} and {ID_DIFFERS}", "'One identifier agrees and another differs.'"),
    ("review", ID_DIFFERS, "'The identifiers differ.'"),
    ("review", "sex_l <> sex_r", "'The sex differs: ' || sex_l || ', ' || sex_r || '.'"),
    ("review", DOBS_DIFFER, "'The dates of birth differ within one year: ' || dob_l || ', ' || dob_r || '.'"),
    ("review", f"{ESTIMATE} and {YEARS_APART} > 1", "'The estimated years of birth differ: ' || year(dob_l) || ', ' || year(dob_r) || '.'"),
    ("review", f"{UNPROVEN} and namesakes and (dob_l is null or dob_r is null)",
     "'Two people of this name, a generation apart, are recorded at this address, and a date of birth is missing.'"),
    ("review", f"{UNPROVEN} and (fn_l is null or fn_r is null)", "'A record gives no first name, and no date of birth bears it out.'"),
    ("review", f"{UNPROVEN} and (length(fn_l) = 1 or length(fn_r) = 1)",
     "'A record gives an initial only, and no date of birth bears it out.'"),
    ("review", f"{UNPROVEN} and (sn_l is null or sn_r is null)",
     "'A record gives a first name only, and no date of birth bears it out.'"),
    ("review", f"{UNPROVEN} and {SURNAMES_DIFFER} and not {ALIAS}",
     "'The family names differ, and no date of birth bears the pair out.'"),
    ("review", f"{UNPROVEN} and {SURNAME_MISSING} and sn_l <> sn_r and not {SWAPPED}",
     "'The family names differ, and no date of birth bears the pair out.'"),
    ("review", f"{UNPROVEN} and not {FORENAMES_AGREE} and {OTHER_FORENAME}",
     "'The first name of one is another name of the other, and no date of birth bears the pair out.'"),
    ("review", f"not {ID_AGREES} and {NEAR_DOB} and not {SAME_DOB} and {SURNAMES_DIFFER} and not {ALIAS}",
     "'The family names differ and the dates of birth differ a little.'"),
]
COMPARED = ("fn", "sn", "sc", "family", "variants", "known", "listed", "others", "full_name", "dob", "dob_text", "estimated", "sex", "home",
            "nhs", "pnc", "cro", "crn", "noms", "upn", "local_id")


def judge(weighed, writings):
    """The weighed pairs with the gate (ok, review or veto) and, where a guard spoke, its sentence."""
    namesakes = _namesakes(writings)
    columns = ", ".join(f"l.{c} as {c}_l, r.{c} as {c}_r" for c in COMPARED)
    first = " ".join(f"when {condition} then {number}" for number, (_, condition, _) in enumerate(GUARDS))
    gates = " ".join(f"when {number} then '{gate}'" for number, (gate, _, _) in enumerate(GUARDS))
    sentences = " ".join(f"when {number} then {sentence}" for number, (_, _, sentence) in enumerate(GUARDS))
    return duckdb.sql(f"""
        with written as materialized (from writings),
        compared as (
            select w.match_weight, w.shares, l.writing_id as mention_id_l, r.writing_id as mention_id_r, {columns},
                   n.home is not null as namesakes
            from weighed as w join written as l on l.k = w.k_l join written as r on r.k = w.k_r
            left join namesakes as n on n.home = l.home and n.home = r.home and n.fc = l.fc and n.surname_key = l.surname_key),
        guarded as materialized (select *, case {first} end as guard, {ID_AGREES} as one_identifier from compared)
        select mention_id_l, mention_id_r, match_weight, shares,
               case when guard is null then 'ok' when one_identifier then 'review' else case guard {gates} end end as gate,
               case guard {sentences} end || if(one_identifier, ' An identifier agrees.', '') as because
        from guarded""")


def _namesakes(writings):
    """Homes where one name is borne by two people born a generation apart."""
    return duckdb.sql(f"""
        select home, fc, surname_key from writings where dob is not null and home is not null and fc is not null and surname_key is not null
        group by all having max(year(dob)) - min(year(dob)) >= {A_GENERATION}""").materialize()
