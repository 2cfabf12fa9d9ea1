"""What the fields of a referral say, as a referral; or what is wrong with them, a sentence by field."""

from dashboard import parts
from dashboard.referring.fields import NAMES, TYPED_CHILDREN, UNSAID
from timeline.referrals import Person, Referral

NEEDED = {"area": "Say of which area's MARAC.", "agency": "Say which agency refers.", "criteria": "Say by which criterion the case is referred.",
          "words": "Say in words why the case is referred."}


class Wrong(Exception):
    """Fields that cannot be read; `fields` holds a sentence by field."""

    def __init__(self, fields: dict[str, str]):
        super().__init__("; ".join(fields.values()))
        self.fields = fields


def read(values: tuple, victim: Person | None, source: Person | None, children: dict[str, Person], fixed: tuple[Person, ...] = ()) -> tuple[Referral, str]:
    """The referral that the fields (in the order of NAMES) tell of, and why it is corrected. `victim` and `source` were chosen from the records,
    or are None; `children` are the family's known ones by person id; `fixed` are those that a corrected version chose. Raises Wrong."""
    cells = dict(zip(NAMES, values, strict=True))
    typed = {name: _plain(value) for name, value in cells.items()}
    wrong: dict[str, str] = {}
    on = parts.typed_day(typed["on"])
    if on is None:
        wrong["on"] = "Say on which day the referral was made, as day, month, year, for example 27/3/2025."
    if not (victim or typed["victim"]):
        wrong["victim"] = "Say whom the referral is about: find the person above, or write the name."
    wrong |= {field: sentence for field, sentence in NEEDED.items() if not typed[field]}
    ticks = typed["ticks"] or ""
    if ticks and not ticks.isdecimal():
        wrong["ticks"] = f"'{ticks}' is not a number of ticks."
    said = Referral(
        area=typed["area"] or "", on=on, agency=typed["agency"] or "", referrer=typed["referrer"] or "",
        victim=_reached(victim or _person(typed, "victim", wrong), typed), source=source or (_person(typed, "source", wrong) if typed["source"] else None),
        children=(*fixed, *(children[id] for id in typed["known-children"] or [] if id in children), *_children(typed, wrong)),
        relationship=typed["relationship"] or "", criteria=tuple(typed["criteria"] or ()), ticks=int(ticks) if ticks.isdecimal() else None,
        words=typed["words"] or "")
    if wrong:
        raise Wrong(wrong)
    return said, typed["why"] or ""


def _plain(value):
    """What was typed or chosen, without the space around it; empty where nothing was chosen."""
    text = value.strip() if isinstance(value, str) else value
    return "" if text == UNSAID else text


def chosen(person) -> Person:
    """A person of the records (a row of `queries.people_named`) as a referral names him or her."""
    return Person(person.name, person.dob.isoformat() if person.dob and person.dob_precision == "day" else "", person.sex or "", person.mention_id)


def _reached(person: Person, typed: dict) -> Person:
    return Person(person.name, person.born, person.sex, person.anchor, "", typed["safe"] or "", typed["language"] or "", typed["access"] or "")


def _person(typed: dict, who: str, wrong: dict) -> Person:
    return Person(typed[who] or "", _born(typed, f"{who}-born", wrong), typed.get(f"{who}-sex") or "", lives_here=typed.get(f"{who}-lives") or "")


def _children(typed: dict, wrong: dict) -> list[Person]:
    return [_person(typed, f"child{number}", wrong) for number in TYPED_CHILDREN if typed[f"child{number}"]]


def _born(typed: dict, field: str, wrong: dict) -> str:
    day = parts.typed_day(typed[field])
    if typed[field] and day is None:
        wrong[field] = f"'{typed[field]}' is not a date of birth. Write it as day, month, year, or leave it empty."
    return day.isoformat() if day else ""
