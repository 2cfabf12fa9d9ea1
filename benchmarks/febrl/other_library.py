"""The recordlinkage library on FEBRL records, run as a script by a Python of its own that has pandas below 3.

    INTERPRETER other_library.py CSV [CSV]

It compares what its documentation's examples compare, on the keys that bare Splink's example uses, and lets its unsupervised
classifier (expectation maximisation) decide. Prints the pairs of record ids and the seconds as JSON.
"""

import json
import sys
import time

import pandas
import recordlinkage

KEYS = ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
ALIKE = ("given_name", "surname", "address_1")
EQUAL = ("date_of_birth", "suburb", "state", "street_number", "postcode", "soc_sec_id")


def main(files: list[str]) -> None:
    """Link the records of one file among themselves, or those of two files with each other."""
    frames = [pandas.read_csv(file, dtype=str, skipinitialspace=True).rename(columns=str.strip).set_index("rec_id") for file in files]
    since = time.monotonic()
    keys = recordlinkage.Index()
    for key in KEYS:
        keys.block(key)
    comparison = recordlinkage.Compare()
    for column in ALIKE:
        comparison.string(column, column, method="jarowinkler", threshold=0.85)
    for column in EQUAL:
        comparison.exact(column, column)
    found = recordlinkage.ECMClassifier().fit_predict(comparison.compute(keys.index(*frames), *frames))
    print(json.dumps({"seconds": time.monotonic() - since, "pairs": [list(pair) for pair in found]}))


if __name__ == "__main__":
    main(sys.argv[1:])
