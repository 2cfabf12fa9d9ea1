"""Handing a case over to another area's MARAC: what goes along is said before it goes, and where it went is said wherever the family is."""
