"""The tables of one run, published whole or not at all.

A run works in a DuckDB file of its own. Its tables live in the schema `made`, so that no table of the catalogue bears a
stage's name: a stage's SQL then reads the stage's own arguments and nothing else."""
