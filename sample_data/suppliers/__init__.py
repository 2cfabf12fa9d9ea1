"""What each agency writes of what happens: a function per kind of row, in the supplier's own columns and words."""
