"""Words and colours, once: how a level, a rule, a part or a role is shown. Colour never stands without a word."""

from timeline.agencies import titles

LEVEL_COLOURS = {"same day": "red", "MARAC criterion met": "orange", "review": "blue", "note": "grey"}
"""A level and the GOV.UK tag colour that goes with its word."""

HEADINGS = {
    "escalation": ("Escalation", ("R01", "R02", "R03", "R04", "R10", "R12", "R15", "R16")),
    "separation": ("Separation risk", ("R05", "R06", "R07", "R08")),
    "moved": ("Moved to a new relationship", ("R09", "R11", "R13", "R18")),
    "done": ("What was done", ("R14", "R19", "R20", "R21", "R22")),
}
"""The product's three names and what agencies did: their key in an address, how they are read, and the rules below each."""

RULES = {
    "R01": "Escalation: frequency",
    "R02": "Escalation: severity and variety",
    "R03": "Escalation: first-ever high-risk factor",
    "R04": "Several agencies each saw a little",
    "R10": "A pattern of control without violence",
    "R15": "Abuse again within a year of a MARAC referral",
    "R16": "Recorded both as harming and as harmed, or harmed and held",
    "R05": "Separation risk",
    "R06": "Abuse after separation",
    "R07": "An order broken or running out",
    "R08": "Release from custody, or contact from custody",
    "R09": "Serial: said to have harmed more than one household",
    "R18": "Check who this is",
    "R12": "A young or expected child lives with it",
    "R13": "The person said to cause harm is not seen",
    "R14": "A child not seen, or school or health visitor not told",
    "R19": "Nothing recorded after a crisis",
    "R20": "Domestic abuse, mental ill health and substance misuse",
    "R21": "Words in the records to read again",
    "R22": "Strengths that are recorded",
    "R11": "Moved to a new relationship or household",
}

PARTS = {"child": "Child", "carer": "Carer", "adult": "Adult", "other adult": "Other adult", "linked person": "Named with the family"}

INK, MUTED, LINE, PAPER = "#0b0c0c", "#505a5f", "#b1b4b6", "#ffffff"


def agency(key: str) -> str:
    """How an agency is read where its name stands alone: as the engine's sentences name it, with a capital."""
    return titles.alone(key)


def lane(key: str) -> str:
    """How a chart's lane is named: an agency's short name fits beside the chart, a band's lane is named already."""
    return {"hospital": "Hospital", "idva": "IDVA"}.get(key) or agency(key)


def rule(key: str) -> str:
    """How a rule is read."""
    return RULES.get(key, key)
