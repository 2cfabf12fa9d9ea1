"""Invented extracts of twelve agencies with the truth beside them: start at `make.py`.

Nobody here is real. Names are common ones drawn at random, streets and towns are invented, postcodes lie in areas that do not
exist (no area begins with Q or V), and identifiers pass their check digits but lie in ranges kept for tests.
"""
