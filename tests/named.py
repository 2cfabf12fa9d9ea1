"""Mentions for tests of identity: what a test does not say of a person is not written."""

from tests.made import Map, made


def mention(mention_id: str, **said) -> dict:
    """One row of `mentions`: police:n:1#victim names its own report, agency and slot; `ids` are identifiers."""
    report, slot = mention_id.split("#")
    name = " ".join(said[part].title() for part in ("forename", "surname") if said.get(part)) or None
    row = {"mention_id": mention_id, "report_id": report, "slot": slot, "agency": report.split(":")[0], "role": "subject", "name": name,
           "identifiers": Map(said.pop("ids", {})), "writing_id": mention_id}
    if "dob" in said:
        row["dob_precision"] = "day"
    return row | said


def mentions(*rows: dict):
    """The table of these rows; rows that are alike in what tells people apart share a writing."""
    told = ("forename", "surname", "other_names", "dob", "sex", "postcode", "address_key", "address_kind", "identifiers")
    first: dict = {}
    for row in sorted(rows, key=lambda row: row["mention_id"]):
        said = tuple(str(row.get(key)) for key in told)
        row["writing_id"] = first.setdefault(said, row["mention_id"])
    return made("mentions", *rows)
