"""What speaks against two writings being one person: named predicates, each guard a sentence, the first that holds is told.

A guard vetoes a pair or sends it to review; none ever adds likeness. A shared identifier turns a veto into a review: then the
records contradict one another and a person must look. Source: the hard cases of `tests/cases/pairs.toml`; hmpps-person-match
guards twins in the same manner.
"""

import duckdb

from timeline.pairs import comparisons as c

A_GENERATION = 14  # years between two of one name at one address that make them parent and child

PREDICATES = {
    "identified": c.ID_AGREES,
    "ids_differ": c.ID_DIFFERS,
    "one_forename": c.FORENAMES_AGREE,
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
}
JUDGEMENTS = {
    "unproven": "not identified and not near_dob",
    "forenames_differ": "not no_forename and not one_forename and not swapped and not other_forename and not initials_agree",
    "surnames_differ": "family_names and not one_surname and not swapped and not alias or patronymic and not swapped",
    "dobs_differ": "not no_dob and not estimate and not near_dob",
}
GUARDS = [
    ("veto", "forenames_differ and one_surname and same_dob",
     "'The first names differ (' || fn_l || ', ' || fn_r || ') with one family name and one date of birth: perhaps twins.'"),
    ("veto", "forenames_differ", "'The first names differ: ' || fn_l || ', ' || fn_r || '.'"),
    ("veto", f"dobs_differ and years_apart >= {A_GENERATION} and same_home",
     "'One name at one address, born ' || years_apart || ' years apart: perhaps parent and child.'"),
    ("veto", "dobs_differ and years_apart > 0", "'The dates of birth differ: ' || dob_l || ', ' || dob_r || '.'"),
    ("veto", "sexes_differ and not same_name", "'The sex differs: ' || sex_l || ', ' || sex_r || '.'"),
    ("review", "identified and ids_differ", "'One identifier agrees and another differs.'"),
    ("review", "ids_differ", "'The identifiers differ.'"),
    ("review", "sexes_differ", "'The sex differs: ' || sex_l || ', ' || sex_r || '.'"),
    ("review", "dobs_differ", "'The dates of birth differ within one year: ' || dob_l || ', ' || dob_r || '.'"),
    ("review", "estimate and years_apart > 1", "'The estimated years of birth differ: ' || year(dob_l) || ', ' || year(dob_r) || '.'"),
    ("review", "unproven and namesakes and no_dob",
     "'Two people of this name, a generation apart, are recorded at this address, and a date of birth is missing.'"),
    ("review", "unproven and no_forename", "'A record gives no first name, and no date of birth bears it out.'"),
    ("review", "unproven and initial", "'A record gives an initial only, and no date of birth bears it out.'"),
    ("review", "unproven and no_surname", "'A record gives a first name only, and no date of birth bears it out.'"),
    ("review", "unproven and surnames_differ", "'The family names differ, and no date of birth bears the pair out.'"),
    ("review", "unproven and other_forename and not one_forename",
     "'The first name of one is another name of the other, and no date of birth bears the pair out.'"),
    ("review", "not identified and not same_dob and not patronymic and surnames_differ",
     "'The family names differ and the dates of birth differ a little.'"),
]
TOLD = ("fn_l", "fn_r", "dob_l", "dob_r", "sex_l", "sex_r")
COMPARED = ("fn", "sn", "sc", "family", "variants", "known", "listed", "others", "full_name", "dob", "dob_text", "estimated", "sex", "home",
            "nhs", "pnc", "cro", "crn", "noms", "upn", "local_id")


def judge(weighed, writings):
    """The weighed pairs with the gate (ok, review or veto) and, where a guard spoke, its sentence."""
    namesakes = _namesakes(writings)
    columns = ", ".join(f"l.{column} as {column}_l, r.{column} as {column}_r" for column in COMPARED)
    predicates = ", ".join(f"coalesce({condition}, false) as {name}" for name, condition in PREDICATES.items())
    judgements = ", ".join(f"{condition} as {name}" for name, condition in JUDGEMENTS.items())
    first = " ".join(f"when {condition} then {number}" for number, (_, condition, _) in enumerate(GUARDS))
    gates = " ".join(f"when {number} then '{gate}'" for number, (gate, _, _) in enumerate(GUARDS))
    sentences = " ".join(f"when {number} then {sentence}" for number, (_, _, sentence) in enumerate(GUARDS))
    return duckdb.sql(f"""
        with written as materialized (from writings),
        compared as (
            select w.match_weight, w.shares, l.writing_id as mention_id_l, r.writing_id as mention_id_r, {columns},
                   n.home is not null as namesakes, abs(year(l.dob) - year(r.dob)) as years_apart
            from weighed as w join written as l on l.k = w.k_l join written as r on r.k = w.k_r
            left join namesakes as n on n.home = l.home and n.home = r.home and n.fc = l.fc and n.surname_key = l.surname_key),
        asked as materialized (
            select mention_id_l, mention_id_r, match_weight, shares, {", ".join(TOLD)}, namesakes, years_apart, {predicates} from compared),
        guarded as materialized (select *, case {first} end as guard from (select *, {judgements} from asked))
        select mention_id_l, mention_id_r, match_weight, shares,
               case when guard is null then 'ok' when identified then 'review' else case guard {gates} end end as gate,
               case guard {sentences} end || if(identified, ' An identifier agrees.', '') as because
        from guarded""")


def _namesakes(writings):
    """Homes where one name is borne by two people born a generation apart."""
    return duckdb.sql(f"""
        select home, fc, surname_key from writings where dob is not null and home is not null and fc is not null and surname_key is not null
        group by all having max(year(dob)) - min(year(dob)) >= {A_GENERATION}""").materialize()
