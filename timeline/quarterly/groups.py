"""What the return groups: who referred, into its fourteen sources, and recorded ethnicity, into the census's five groups."""

SOURCES = {
    "Police": ("police",),
    "IDVA": ("idva",),
    "Children's social care": ("social care",),
    "Primary care": ("gp", "health visiting"),
    "Secondary care": ("hospital", "maternity"),
    "Education": ("schools",),
    "Housing": ("housing",),
    "Mental health": ("mental health",),
    "Probation": ("probation",),
    "Voluntary sector": ("voluntary sector",),
    "Substance misuse": ("substance misuse",),
    "Adult social care": ("adult social care",),
    "MASH": ("mash",),
    "Other": (),
}
"""Each source of the return and our agencies that it stands for; an agency of none of them is Other."""

OTHER = "Other"
WHITE_BRITISH = "white british"
ETHNIC_GROUPS = {
    "Asian or Asian British": ("indian", "pakistani", "bangladeshi", "chinese", "other asian", "asian other", "asian or asian british", "asian british",
                               "asian", "h", "j", "k", "l", "r"),
    "Black or Black British": ("black african", "african", "black caribbean", "caribbean", "other black", "black other", "black or black british",
                               "black british", "black", "m", "n", "p"),
    "Mixed or multiple": ("mixed", "mixed or multiple", "white and black caribbean", "white and black african", "white and asian", "other mixed", "mixed other",
                          "d", "e", "f", "g"),
    "White": (WHITE_BRITISH, "british", "english", "welsh", "scottish", "northern irish", "white irish", "irish", "gypsy or irish traveller", "roma",
              "white other", "other white", "white", "a", "b", "c"),
    "Other ethnic group": ("arab", "other", "any other ethnic group", "other ethnic group", "s"),
}
"""Wordings, in lower case, by the group that they stand for. Single letters are the NHS data dictionary's codes. A wording that is not here
stands for no group."""

BRITISH = (WHITE_BRITISH, "british", "english", "welsh", "scottish", "northern irish", "a")
UNTELLING = ("white",)
"""A wording that does not say whether it is White British."""

NO_DISABILITY = ("no", "none", "none known", "none recorded", "no disability", "not disabled", "n")


def source_of(agency: str) -> str:
    """The source of the return that an agency stands under."""
    return next((source for source, agencies in SOURCES.items() if agency in agencies), OTHER)


def ethnic_group(recorded: list[str]) -> str | None:
    """The one group of everything that is recorded; None where nothing recorded names a group, or the records name several."""
    found = {group for value in recorded for group, wordings in ETHNIC_GROUPS.items() if _plain(value) in wordings}
    return found.pop() if len(found) == 1 else None


def minoritised(recorded: list[str]) -> bool | None:
    """Whether every record that names a group names one that is not White British; None where none does, or they differ."""
    known = {wording for group in ETHNIC_GROUPS.values() for wording in group} - set(UNTELLING)
    found = {_plain(value) not in BRITISH for value in recorded if _plain(value) in known}
    return found.pop() if len(found) == 1 else None


def disabled(recorded: list[str]) -> bool | None:
    """Whether a disability or access need is recorded; None where nothing is: silence is not a no."""
    return any(_plain(value) not in NO_DISABILITY for value in recorded) if recorded else None


def _plain(value: str) -> str:
    return " ".join(value.lower().replace("/", " ").replace("-", " ").split())
