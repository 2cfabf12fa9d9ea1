"""Five comparisons of two writings, each a ladder of levels; the first level that holds gives the weight.

The weights are the shipped model's, keyed by comparison and label, and the conditions are written so that they can be told to Spark too: what it
calls by another name stands in SPOKEN.
"""

import logging
from math import log2

import duckdb
from splink import DuckDBAPI, Linker
from splink import comparison_level_library as level
from splink import comparison_library as comparison

from timeline.tables import STRONG_IDENTIFIERS

# Two names that are both known names are never slips of the pen for one another: Harvey and Harley are two boys.
FORENAMES_AGREE = """(fn_l = fn_r or list_has_any(variants_l, variants_r) or (not (known_l and known_r) and least(length(fn_l), length(fn_r)) > 2
    and greatest(length(fn_l), length(fn_r)) > 3 and (damerau_levenshtein(fn_l, fn_r) = 1 or jaro_winkler_similarity(fn_l, fn_r) >= 0.93)))"""
SURNAMES_AGREE = """(sc_l = sc_r or list_has_any(family_l, family_r) or (not (listed_l and listed_r) and length(sc_l) > 4 and length(sc_r) > 4
    and (damerau_levenshtein(sc_l, sc_r) = 1 or jaro_winkler_similarity(sc_l, sc_r) >= 0.93)))"""
SWAPPED = "(fn_l = sn_r and sn_l = fn_r and fn_l <> sn_l)"
ALIAS = "(list_has_any(others_l, family_r) or list_has_any(others_r, family_l))"
OTHER_FORENAME = "(list_contains(others_l, fn_r) or list_contains(others_r, fn_l))"
INITIAL = "(fn_l is null or fn_r is null or ((length(fn_l) = 1 or length(fn_r) = 1) and left(fn_l, 1) = left(fn_r, 1)))"
SURNAME_MISSING = "(sc_l is null or sc_r is null)"
DOB_TYPO = "(damerau_levenshtein(dob_text_l, dob_text_r) = 1 and abs(year(dob_l) - year(dob_r)) < 13)"
DOB_SWAPPED = "(dob_text_l = left(dob_text_r, 4) || right(dob_text_r, 2) || substr(dob_text_r, 5, 2))"
ESTIMATE = "(estimated_l or estimated_r)"
ID_AGREES = "(" + " or ".join(f"{k}_l is not distinct from {k}_r and {k}_l is not null" for k in (*STRONG_IDENTIFIERS, "cro", "local_id")) + ")"
ID_DIFFERS = "(" + " or ".join(f"coalesce({k}_l <> {k}_r, false)" for k in STRONG_IDENTIFIERS) + ")"
LOCAL_DIFFERS = "(local_id_l <> local_id_r and regexp_replace(local_id_l, ':[^:]*$', '') = regexp_replace(local_id_r, ':[^:]*$', ''))"

LADDERS = {
    "name": {
        None: "(fn_l is null and sn_l is null) or (fn_r is null and sn_r is null)",
        "same name": "full_name_l = full_name_r",
        "first and family name swapped": SWAPPED,
        "same name written differently": f"{FORENAMES_AGREE} and {SURNAMES_AGREE}",
        "an earlier family name or alias": f"{FORENAMES_AGREE} and {ALIAS}",
        "known by another first name": f"{OTHER_FORENAME} and {SURNAMES_AGREE}",
        "first name alone": f"{FORENAMES_AGREE} and {SURNAME_MISSING}",
        "initial and family name": f"{INITIAL} and {SURNAMES_AGREE}",
        "first name same, family name differs": FORENAMES_AGREE,
        "family name same, first name differs": SURNAMES_AGREE,
        "both names differ": "ELSE",
    },
    "dob": {
        None: "dob_l is null or dob_r is null",
        "same date": f"dob_l = dob_r and not {ESTIMATE}",
        "same year, one an estimate": f"{ESTIMATE} and year(dob_l) = year(dob_r)",
        "estimates a year apart": f"{ESTIMATE} and abs(year(dob_l) - year(dob_r)) = 1",
        "an estimate that differs": ESTIMATE,
        "day and month swapped": DOB_SWAPPED,
        "one keystroke apart": DOB_TYPO,
        "same year": "year(dob_l) = year(dob_r)",
        "different": "ELSE",
    },
    "sex": {None: "sex_l is null or sex_r is null", "same": "sex_l = sex_r", "different": "ELSE"},
    "address": {
        None: "postcode_l is null or postcode_r is null",
        "same dwelling": "home_l = home_r",
        "same postcode": "postcode_l = postcode_r",
        "same district": "district_l = district_r",
        "elsewhere": "ELSE",
    },
    "ids": {
        None: f"not {ID_AGREES} and not {ID_DIFFERS} and not coalesce({LOCAL_DIFFERS}, false)",
        "an identifier agrees and none disagrees": f"{ID_AGREES} and not {ID_DIFFERS}",
        "one agrees and another disagrees": ID_AGREES,
        "identifiers disagree": ID_DIFFERS,
        "only a system's own numbers differ": "ELSE",
    },
}
SPOKEN = {"duckdb": {}, "spark": {"list_has_any": "arrays_overlap", "list_contains": "array_contains", "jaro_winkler_similarity": "likeness"}}
"""By dialect, the functions of the conditions that bear another name there."""

RARITY = {"same name": ("full_name", "full name"), "first name alone": ("fn", "forename"),
          "first name same, family name differs": ("fn", "forename")}
NAMES = ("full_name", "fn")


def weigh(writings, blocked, parameters):
    """The blocked pairs of `writings` whose weight is at or above the floor, with each comparison's share of the weight."""
    prior = prior_for(len(writings), parameters)
    api = DuckDBAPI(connection=duckdb.default_connection())
    linker = linked(api, writings, frequencies(writings), blocked, settings(LADDERS, parameters, prior))
    predicted = linker.inference.predict(threshold_match_weight=parameters["floor"]["kept"], warning_mode="never").as_duckdbpyrelation()
    weighed = shared(predicted, prior).materialize()
    linker.table_management.delete_tables_created_by_splink_from_db()
    return weighed


def frequencies(writings) -> dict:
    """How common each name is whose weight goes by it, by the column that holds the name."""
    return {column: _frequency(writings, column).materialize() for column in NAMES}


def linked(api, writings, frequencies, blocked, settings) -> Linker:
    """Splink's linker over these tables on whichever engine `api` stands for."""
    linker = Linker(api.register(writings), settings, log_level=logging.WARNING, validate_settings=False)  # they are ours, and tested
    for column, table in frequencies.items():
        linker.table_management.register_term_frequency_lookup(api.register(table), column)
    linker.table_management.register_blocked_pairs_for_predict(api.register(blocked))
    return linker


def shared(predicted, prior: float):
    """Splink's predictions as pairs with a weight and each comparison's share of it, in bits."""
    shares = ", ".join(f"'{name}': round({_share(name)}, 3)" for name in LADDERS)
    return duckdb.sql(f"""
        select k_l, k_r, round(match_weight, 3) as match_weight, {{'prior': round({log2(prior / (1 - prior))}::double, 3), {shares}}} as shares
        from predicted""")


def prior_for(writings: int, parameters) -> float:
    """How likely any two writings of a load of this size are one person: a step for each order of magnitude."""
    return next(step["lambda"] for step in parameters["prior"] if writings <= step["writings_up_to"])


def settings(comparisons, parameters, prior: float, dialect: str = "duckdb") -> dict:
    """Splink's settings for the named comparisons in the dialect, with the parameters' probabilities; those marked fixed stay in training."""
    return {
        "link_type": "dedupe_only", "unique_id_column_name": "k", "probability_two_random_records_match": prior,
        "comparisons": [_comparison(name, LADDERS[name], parameters, dialect) for name in comparisons],
        "blocking_rules_to_generate_predictions": ["l.k = r.k"],
        "retain_matching_columns": False, "retain_intermediate_calculation_columns": True,
    }


def _frequency(writings, column):
    return duckdb.sql(f"select {column}, any_value(tf_{column}) as tf_{column} from writings where {column} is not null group by {column}")


def _share(name):
    adjusted = f" + mw_tf_adj_{name}" if name == "name" else ""
    return f"(mw_{name}{adjusted})"


def _comparison(name, ladder, parameters, dialect):
    levels = [_level(label, told(condition, dialect), parameters["levels"][name].get(label), parameters["rarest"]) for label, condition in ladder.items()]
    return comparison.CustomComparison(output_column_name=name, comparison_levels=levels).get_comparison(dialect).as_dict()


def told(condition, dialect):
    for ours, theirs in SPOKEN[dialect].items():
        condition = condition.replace(f"{ours}(", f"{theirs}(")
    return condition


def _level(label, condition, probabilities, rarest):
    if label is None:
        return level.CustomLevel(condition, "missing").configure(is_null_level=True)
    made = level.ElseLevel() if condition == "ELSE" else level.CustomLevel(condition, label)
    rarity = {}
    if label in RARITY:
        column, kind = RARITY[label]
        rarity = {"tf_adjustment_column": column, "tf_minimum_u_value": rarest[kind], "disable_tf_exact_match_detection": True}
    fixed = "fixed" in probabilities
    return made.configure(m_probability=probabilities["m"], u_probability=probabilities["u"], label_for_charts=label,
                          fix_m_probability=fixed, fix_u_probability=fixed, **rarity)
