"""What stands in place of a sentence of ours that would rest on records which a reader may not see. No rule, day or kind of such a record is told."""

from timeline.agencies import titles

IN_PART = "Part of it is in records that this account may not see."
UNASKED = "What this rule was asked of is in part in records that this account may not see, so its answer is not shown."


def literal(text: str) -> str:
    """The text as SQL."""
    return "'" + text.replace("'", "''") + "'"


ACCUSED = "('suspect', 'respondent', 'offender')"
HARMED = "('victim', 'patient', 'applicant', 'tenant')"
"""SQL of the roles in which a report says that somebody harmed, or was harmed."""

PART = literal(IN_PART)
BY = "'recorded by ' || " + titles.listed("{}") + f" || '. ' || {PART}"
"""SQL for the words that stand for a reason: the agencies in the list, and that there is more."""
