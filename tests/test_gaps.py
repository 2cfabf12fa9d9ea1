"""What a signal says of months in which an agency supplied nothing: every window that meets a gap says it, shortly."""

from datetime import date

import duckdb
import pytest

from tests.made import made
from timeline.signals import gaps

DAY = date(2024, 12, 31)
MONTHS = [f"2024-{month:02}-01" for month in range(1, 13)]


def supply(**heard) -> duckdb.DuckDBPyRelation:
    """The coverage of 2024: of each agency a letter per month, x supplied, s silent, - not supplied."""
    states = {"x": "supplied", "s": "silent", "-": "not supplied"}
    return made("coverage", *(dict(agency=agency, system=agency, area="Here", month=month, state=states[letter])
                              for agency, letters in heard.items() for month, letter in zip(MONTHS, letters, strict=True)))


def said(coverage, since="2024-01-15", level="note", area="Here"):
    """The sentence about a window from `since`, or None."""
    answers = duckdb.sql("select 'F' as family_id, $area as area, $level as level, $since::date as looked_from",
                         params={"area": area, "level": level, "since": since}).materialize()
    found = gaps.between(answers, coverage, DAY).fetchall()
    return found[0][2] if found else None


def test_a_window_without_a_gap_has_no_sentence():
    assert said(supply(police="xxxxxxxxxxxx")) is None


def test_one_gap_is_said_with_its_months():
    assert said(supply(idva="xxx---xxxxxx")) == "IDVA service supplied nothing from April 2024 to June 2024: undercount likely"


def test_several_gaps_of_an_agency_are_one_part_with_the_longest_and_the_number_of_other_months():
    assert said(supply(idva="x-x---xxx--x")) == "IDVA service supplied nothing from April 2024 to June 2024 and in 3 other months: undercount likely"


def test_the_longest_gap_comes_first_and_after_three_agencies_the_others_are_counted():
    coverage = supply(gp="-xxxxxxxxxxx", idva="---xxxxxxxxx", police="xxxxxxxxxxxx", probation="--xxxxxxxxxx", schools="----xxxxxxxx", marac="-xxxxxxxxxxx")
    assert said(coverage) == ("schools supplied nothing from January 2024 to April 2024; IDVA service supplied nothing from January 2024 to March 2024; "
                              "probation supplied nothing from January 2024 to February 2024; and 2 more agencies, listed on the coverage page: "
                              "undercount likely")


def test_how_long_a_gap_is_counts_only_within_the_window():
    assert said(supply(idva="-------xxxxx", gp="xxxxx---xxxx"), since="2024-06-01") == (
        "GP supplied nothing from June 2024 to August 2024; IDVA service supplied nothing from June 2024 to July 2024: undercount likely")


def test_silence_of_more_than_three_months_is_no_records_and_less_is_nothing():
    assert said(supply(gp="xssssxxxxxxx")) == "GP: no records from February 2024 to May 2024: undercount likely"
    assert said(supply(gp="xsssxxxxxxxx")) is None


def test_months_before_anybody_supplied_anything_are_a_gap():
    assert said(supply(police="xxxxxxxxxxxx"), since="2023-10-20") == "police supplied nothing from October 2023 to December 2023: undercount likely"


def test_a_gap_that_ended_before_the_window_is_none_of_its_own_nor_is_another_area_s():
    assert said(supply(idva="---xxxxxxxxx"), since="2024-04-01") is None
    assert said(supply(idva="---xxxxxxxxx"), area="There") is None


@pytest.mark.parametrize("month", range(1, 13))
def test_every_window_that_meets_a_gap_says_that_it_undercounts(month):
    sentence = said(supply(idva="xxxxx-xxxxxx"), since=f"2024-{month:02}-10")
    assert (sentence is not None and sentence.endswith("undercount likely")) == (month <= 6)
