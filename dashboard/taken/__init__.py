"""The tables that the pages of families, people, links and coverage let one take away: each row as the page tells it, a value in a cell."""

from dashboard.taken import coverage, family, lists, look_back, person

REGISTERED = (coverage, family, lists, look_back, person)
"""The modules that register them, by being imported."""
