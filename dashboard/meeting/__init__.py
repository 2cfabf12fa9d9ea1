"""Meetings as people run them in the dashboard: calling one, making its agenda, and keeping what was said and undertaken there.

Every form sends its own key with its request, so that a request sent twice is kept once."""
