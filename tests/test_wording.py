"""Numbers in words."""

from datetime import date

import pytest

from timeline.wording import months, share


@pytest.mark.parametrize(("counted", "of", "said"), [
    (12, 40, "12 of 40 (30%)"), (0, 40, "0 of 40 (0%)"), (40, 40, "40 of 40 (100%)"), (1, 3000, "1 of 3,000 (less than 1%)"),
    (2999, 3000, "2,999 of 3,000 (more than 99%)"), (0, 0, "0 of 0")])
def test_a_share_never_says_none_or_all_where_it_is_not(counted, of, said):
    assert share(counted, of) == said


@pytest.mark.parametrize(("given", "said"), [
    ([(2024, 3)], "March 2024"), ([(2024, 1), (2023, 12), (2024, 2)], "December 2023 to February 2024"),
    ([(2024, 1), (2024, 3), (2024, 4)], "January 2024, March 2024 to April 2024"), ([(2023, 3), (2024, 3)], "March 2023, March 2024"), ([], "")])
def test_months_that_follow_one_another_are_said_as_one(given, said):
    assert months(date(year, month, 1) for year, month in given) == said
