"""What changed, and why, in words: the same on the page and in the file that is taken away."""

from timeline import wording
from timeline.compared.tables import CONNECTIONS, FAMILIES, PEOPLE, SIGNALS

ABOUT = {PEOPLE: ("person", "people"), FAMILIES: ("family", "families"), CONNECTIONS: ("connection of two families", "connections of two families"),
         SIGNALS: ("signal", "signals")}
HOW = {
    PEOPLE: {"new": "New", "gone": "No longer there", "merged": "Several, now taken for one", "split": "One, now taken for several"},
    FAMILIES: {"new": "New", "gone": "No longer there", "merged": "Several, now one file", "split": "One file, now several"},
    CONNECTIONS: {"new": "Newly connected by a person", "gone": "No longer connected"},
    SIGNALS: {"new": "Raised", "graver": "Graver", "milder": "Milder", "gone": "No longer raised"},
}
"""How each kind of change is read, in the order of the table."""

SHORT = {(SIGNALS, "new"): "raised", (SIGNALS, "gone"): "no longer raised"}
"""How it is read in a sentence, where that is another word than its own."""

KINDS = {
    "new record": ("new record", "new records"), "corrected record": ("record corrected by its agency", "records corrected by their agency"),
    "withdrawn record": ("record withdrawn by its agency", "records withdrawn by their agency"),
    "record set aside": ("record set aside", "records set aside"),
    "record not there": ("record that is no longer supplied", "records that are no longer supplied"),
    "record used again": ("record that was set aside or withdrawn, and stands now", "records that were set aside or withdrawn, and stand now"),
    "record read otherwise": ("record read otherwise", "records read otherwise"), "decision": ("answer of a person", "answers of people"),
}
"""Each kind of reason that can be counted, as a noun: one, and many."""

PLAIN = {"time": "The day moved", "settings": "Other settings or grades", "model": "Another model", "company": "Not by its own records"}
"""Each kind that is one thing."""

ANSWERS = {"answered": "answer given", "taken back": "answer taken back", "stands otherwise": "answer that stands otherwise"}


def reason(kind: str, total: int, place: int) -> str:
    """A kind of reason with its number: '3 new records'; of those around it where it is not its own."""
    if kind in PLAIN:
        return PLAIN[kind]
    return wording.count(total, *KINDS[kind]) + (" of people around it" if place else "")


def named(about: str, one: dict) -> str:
    """A person or a family by name."""
    return f"{one['name']} family" if about in (FAMILIES, CONNECTIONS, SIGNALS) else one["name"]


def why(reasons: list[dict]) -> str:
    """All reasons of a change as lines of text."""
    return "\n".join(f"{reason(r['kind'], r['total'], r['place'])}: " + "; ".join(told(one) for one in r["told"]) for r in reasons)


def told(one: dict) -> str:
    """One thing that a change rests on, as text: its id, its row, what happened to it."""
    return " ".join(filter(None, (one["id"] if one["row_id"] or one["id"].startswith("D-") else None, f"({one['row_id']})" if one["row_id"] else None,
                                  one["because"])))
