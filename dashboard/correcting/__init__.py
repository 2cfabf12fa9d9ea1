"""Correcting what was gathered, from the page where somebody notices it: each module is one kind of correction.

A page asks for a piece (`split.form`, `join.form`, ...); the piece lets her choose what the question is about and then asks it
with `answering.ask`, which says what the answer would change before it is kept. Whatever is chosen in the browser is looked up
again in the snapshot before anything is asked."""
