"""Numbers in words."""

import pytest

from timeline.wording import share


@pytest.mark.parametrize(("counted", "of", "said"), [
    (12, 40, "12 of 40 (30%)"), (0, 40, "0 of 40 (0%)"), (40, 40, "40 of 40 (100%)"), (1, 3000, "1 of 3,000 (less than 1%)"),
    (2999, 3000, "2,999 of 3,000 (more than 99%)"), (0, 0, "0 of 0")])
def test_a_share_never_says_none_or_all_where_it_is_not(counted, of, said):
    assert share(counted, of) == said
