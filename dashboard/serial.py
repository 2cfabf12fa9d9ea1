"""The three definitions of serial, whose they are, and the columns by which those whom they count can be put in order: once, for page and file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A definition: how it is called, whose it is, what it counts, and what it leaves out that another counts."""

    title: str
    source: str
    counts: str
    differs: str


DEFINITIONS = {
    "acpo": Definition(
        "Unconnected people", "ACPO, 2009", "Two or more people said to be harmed who are unconnected with one another (of no family in common), at any time.",
        "It leaves out several people of one family, however many, and it has no limit in time."),
    "matac": Definition(
        "More than one record in three years", "Northumbria Police, MATAC",
        "Two or more people said to be harmed, in more than one record, within the last three years; people of one family count, and whoever is named is 16 or "
        "over.",
        "It counts a parent and a sister as well as partners, and it leaves out whoever was last named more than three years ago."),
    "intimate": Definition(
        "Partners and former partners", "Robinson and Clancy, Cardiff University", "Two or more partners or former partners said to be harmed, at any time.",
        "It leaves out everybody else in the family, and anybody whose relationship is not recorded."),
}
"""By their key in an address. In one study the lists of different agencies had at most 1 person in 100 in common: so no one list is the list."""


@dataclass(frozen=True)
class Sort:
    """An order: how its column is headed, how it is said aloud, and its SQL."""

    heading: str
    said: str
    order: str


SORTS = {
    "name": Sort("Person", "by name, from A", "p.name"),
    "adults": Sort("Adults said to be harmed", "by the adults said to be harmed, most first", "adults desc"),
    "children": Sort("Children said to be harmed", "by the children said to be harmed, most first", "children desc"),
    "latest_on": Sort("Last event", "by the last event, most recent first", "latest_on desc nulls last"),
    "year": Sort("Events in 12 months", "by the events in the last 12 months, most first", "year desc"),
    "gravity": Sort("Highest band, and when", "by the highest band of any one event", "gravity desc nulls last"),
    "police": Sort("Named as suspect by police", "by the events in which police name the person, most first", "police desc"),
    "charged": Sort("Charged", "by the events that led to a charge, most first", "charged desc"),
    "convicted": Sort("Convicted", "by the events that led to a conviction, most first", "convicted desc"),
}
"""By their key in an address: one column at a time, never two put together."""
FIRST = "latest_on"


@dataclass(frozen=True)
class Number:
    """A column: its heading, what it counts in words, and the agency without whose records it can say nothing."""

    heading: str
    counts: str
    agency: str | None = None


NUMBERS = {
    "adults": Number("Adults said to be harmed", "The events in which an adult is said to be harmed by this person."),
    "children": Number("Children said to be harmed", "The events in which a child is said to be harmed by this person: named so, present, or living there."),
    "latest_on": Number("Last event", "The last day on which this person is said to have harmed somebody, as far as days are known."),
    "year": Number("Events in 12 months", "Events in the 12 months to the day of the snapshot."),
    "gravity": Number("Highest band, and when", "The events of the highest band of gravity, from 1 to 5. It is a band of the event, whatever anybody graded."),
    "police": Number("Named as suspect by police", "The events in which police name this person as suspect."),
    "charged": Number("Charged", "The events of which a record says that this person was charged, whatever came of it."),
    "cautioned": Number("Cautioned", "The events of which a record says that this person was cautioned."),
    "convicted": Number("Convicted", "The events of which a record says that this person was convicted."),
    "acquitted": Number("Acquitted", "The events of which a record says that this person was acquitted."),
}
DOING = {
    "orders": Number("Orders in force", "Orders, bail and licence conditions that bind this person on the day of the snapshot, as far as recorded."),
    "probation": Number("Probation contacts in 12 months", "Contacts with this person that probation recorded in the 12 months to the day of the snapshot.",
                        "probation"),
    "programmes": Number("Programme steps", "Records of a behaviour programme: referred, started, a session missed. Attending is no sign that abuse has "
                                            "ended."),
    "actions": Number("Actions agreed about this person", "Actions that were agreed here at a meeting, fall on the person said to harm, and name this person."),
    "marac": Number("MARAC", "Referrals to a MARAC and hearings in which this person is named as causing harm.", "marac"),
}
