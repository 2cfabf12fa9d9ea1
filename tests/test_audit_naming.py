"""What was done to an audit, told from where its lines stand and under which number each was written: planted orders, and the words for each."""

import pytest

from timeline.audit.naming import Line, findings, forked, unindexed

ANEW = " No line opens: the whole audit was written anew, with another key."


@pytest.mark.parametrize(("straight", "lines", "anchored", "words"), [
    (0, [], None, []), (0, [], 0, []), (12, [], None, []), (12, [], 12, []), (12, [], 11, []),
    (12, [], 13, ["Line 13 was cut off at the end."]), (12, [], 15, ["Lines 13 to 15 were cut off at the end."]),
    (0, [], 2, ["Lines 1 to 2 were cut off at the end."]),
    (3, [(5, 5)], 5, ["Line 4 was removed."]), (3, [(6, 6), (7, 7)], None, ["Lines 4 to 5 were removed."]),
    (0, [(3, 3), (5, 5)], 6, ["Lines 1 to 2 were removed.", "Line 4 was removed.", "Line 6 was cut off at the end."]),
    (3, [(4, 5)], 5, ["Line 4 was removed.", "Line 5 was renumbered, from 4."]),
    (3, [(4, 6), (5, 7), (6, 9)], 9, ["Lines 4 to 5 were removed.", "Lines 6 to 7 were renumbered, from 4.", "Line 8 was removed.",
                                     "Line 9 was renumbered, from 6."]),
    (2, [(5, 3), (6, 4), (9, 5)], 5, ["Lines 3 to 4 were renumbered, from 5.", "Line 5 was renumbered, from 9."]),
    (1, [(2, 3), (3, 2), (4, 4)], 4, ["Lines 2 and 3 were exchanged."]),
    (0, [(1, 4), (2, 2), (3, 3), (4, 1)], 4, ["Lines 1 and 4 were exchanged."]),
    (1, [(2, 3), (3, 4), (4, 2)], 4, ["Line 2 was moved to 4.", "Lines 3 to 4 were renumbered, from 2."]),
    (1, [(2, 4), (3, 2), (4, 3)], 4, ["Lines 2 to 3 were renumbered, from 3.", "Line 4 was moved to 2."]),
    (3, [(4, 2), (5, 4)], 4, ["Line 4 was put in: it is a copy of line 2.", "Line 4 was renumbered, from 5."]),
    (3, [(4, 3), (5, 4)], 4, ["Line 4 was put in: it is a copy of line 3.", "Line 4 was renumbered, from 5."]),
    (3, [(4, None), (5, 4)], 4, ["Line 4 was put in.", "Line 4 was renumbered, from 5."]),
    (3, [(4, None)], 3, ["Line 4 was put in."]),
    (0, [(1, None), (2, None)], 2, ["Lines 1 to 2 were altered." + ANEW]), (0, [(1, None), (2, None)], None, ["Lines 1 to 2 were altered." + ANEW]),
    (0, [(1, None)], 1, ["Line 1 was altered."]), (1, [(2, None), (3, None)], 3, ["Lines 2 to 3 were altered."]),
    (0, [(1, None), (2, None), (3, 3)], 3, ["Lines 1 to 2 were altered."]),
    (2, [(3, 3, False), (4, 4)], 4, ["Line 3 was altered."]),
    (1, [(2, None), (3, 3), (4, None), (5, 5)], 5, ["Line 2 was altered.", "Line 4 was altered."]),
    (2, [(3, None)], 5, ["Line 3 was altered.", "Lines 4 to 5 were cut off at the end."]),
    (2, [(5, None)], 5, ["Lines 3 to 4 were removed.", "Line 5 was altered."]),
    (2, [(3, None), (9, None)], 4, ["Lines 3 to 4 were altered."]),
    (1, [(2, None), (3, None), (4, 3)], 3, ["Line 2 was altered.", "Line 3 was put in.", "Line 3 was renumbered, from 4."])])
def test_what_was_done_is_told_line_by_line_in_order(straight, lines, anchored, words):
    assert [one.words for one in findings(straight, [Line(*line) for line in lines], anchored)] == words


def test_a_finding_says_of_which_lines_it_is_and_where_they_stand_now():
    removed, renumbered = findings(3, [Line(4, 5)], 5)
    assert (removed[:4], renumbered[:4]) == (("removed", 4, 4, None), ("renumbered", 5, 5, 4))
    assert forked(7) == ("another end", 7, 7, None,
                         "Line 7 is not the one that was kept elsewhere: an older copy was put back, and lines were written after it.")
    assert unindexed(7) == ("index", 7, 7, None, "The index does not hold what line 7 names: rows of it were changed, removed or put in.")
