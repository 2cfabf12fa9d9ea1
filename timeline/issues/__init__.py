"""Issues: what is wrong with which row, each as a sentence that says where, what was found, what was expected, what to do.

An error means that the row cannot be understood and quarantines it; a query is noted and the row still counts. A check is one
condition over a record's or a person's cells (`checks.py`) or a look into the table of codes (`meanings.py`).
"""

from timeline.issues import checks, meanings, sentences


def find(rows, codes, categories):
    """`issues` of all rows."""
    every = sentences.of_lines(rows).union(checks.of_reports(rows)).union(checks.of_people(rows))
    return sentences.told(every.union(meanings.unknown(rows, codes, categories)), rows, codes)
