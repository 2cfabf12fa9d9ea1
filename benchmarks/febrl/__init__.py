"""The engine on public data: FEBRL sets 3 and 4, beside bare Splink and the recordlinkage library, the same data in one run.

    python -m benchmarks.febrl FOLDER [--recordlinkage INTERPRETER]

FOLDER holds dataset3.csv, dataset4a.csv and dataset4b.csv; where they are absent the check is skipped and says so. They are
synthetic Australian persons made by the FEBRL project of the Australian National University. recordlinkage 0.16 needs pandas
below 3, so it runs in an environment of its own, whose Python is INTERPRETER. The sets are easy: they catch a broken model,
and no more.
"""
