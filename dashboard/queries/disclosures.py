"""What is never shown beside the person whom it is about: an application under the disclosure scheme (Clare's Law, Sarah's Law).

Who is asked about must not learn that somebody asked. The application stands on the page of the family that applied, and on its own."""

CATEGORIES = ("disclosure_scheme",)
ASKED_ABOUT = ("offender", "suspect", "respondent", "subject")

NOT_ASKED_ABOUT = f"not (r.category in {(*CATEGORIES, '')} and role in {ASKED_ABOUT})"
"""SQL of a mention in a report `r` that may stand among what is shown of the person whom it names."""

NOT_AN_APPLICATION = f"e.category not in {(*CATEGORIES, '')}"
"""SQL of an event `e` that may stand among what is shown of a person said to have caused harm."""
