"""How quickly the dashboard answers: a family's chart and the list of families, in a real browser. The command is in __main__.py."""
