"""What stands in place of a sentence of ours that would rest on records which a reader may not see. No rule, day or kind of such a record is told."""

IN_PART = "Part of it is in records that this account may not see."
UNASKED = "What this rule was asked of is in part in records that this account may not see, so its answer is not shown."
RESTS = "Rests on records that this account may not see."


def literal(text: str) -> str:
    """The text as SQL."""
    return "'" + text.replace("'", "''") + "'"
