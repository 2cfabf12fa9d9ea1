"""Bare Splink on FEBRL records, with the settings of its own documentation's examples `febrl3` and `febrl4` (the detailed model)."""

import logging

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl

from benchmarks.febrl.records import within

SWAPPED = "l.given_name = r.surname and l.surname = r.given_name"
LIKELY, CERTAIN = 0.5, 0.99  # probabilities at which a pair is counted, and at which the example clusters


def link(records, number: int) -> tuple:
    """Pairs more likely than not, and pairs within the clusters that the example makes."""
    api = DuckDBAPI(connection=duckdb.default_connection())
    sources = duckdb.sql("select distinct source from records order by source").fetchall()
    parts = [records.filter(f"source = '{source}'").materialize() for (source,) in sources]
    settings = (_dedupe if number == 3 else _link)()
    linker = Linker([api.register(part, dataset_display_name=f"febrl{number}_{place}") for place, part in enumerate(parts)], settings, log_level=logging.ERROR)
    _train(linker, number)
    predicted = linker.inference.predict(threshold_match_probability=0.2, warning_mode="never")
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=CERTAIN).as_duckdbpyrelation()
    found = predicted.as_duckdbpyrelation()
    pairs = duckdb.sql(f"select rec_id_l as l, rec_id_r as r from found where match_probability >= {LIKELY}").materialize()
    return pairs, within(duckdb.sql("select rec_id, cluster_id as cluster from clustered").materialize())


def _dedupe():
    return SettingsCreator(
        unique_id_column_name="rec_id", link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(key) for key in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")],
        comparisons=[
            cl.NameComparison("given_name"), cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True)])


def _link():
    return SettingsCreator(
        unique_id_column_name="rec_id", link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), SWAPPED, block_on("date_of_birth"), block_on("soc_sec_id"), block_on("state", "address_1"),
            block_on("street_number", "address_1"), block_on("postcode")],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True)])


def _train(linker, number: int) -> None:
    certain = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    if number == 3:
        certain.append(f"{SWAPPED} and l.date_of_birth = r.date_of_birth")
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.9 if number == 3 else 0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    for key in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(key), estimate_without_term_frequencies=number == 4)
