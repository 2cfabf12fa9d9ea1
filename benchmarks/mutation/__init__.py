"""Mutation testing: the product is changed by one token at a time, of its Python or of its SQL, and its tests are asked whether they notice.

Most of the product's logic stands in SQL inside Python's strings, which the usual tools change only as a whole. Here `python_changes` and
`sql_changes` propose the changes, `mutants` gathers those of a module, `trying` runs the module's tests on each, and `tests.toml` says which
tests those are. `equivalent.toml` lists the changes that a person has judged to change nothing, with the reason."""
