"""The quarterly return of a MARAC to SafeLives: a row for each meeting, 32 columns, each counted over the cases that were heard.

A cell holds a number only where every case of the meeting can be told; else it is blank and says why. Blank is not zero. The columns
follow the return that MARACs send each quarter (docs/adr/0015); what a column counts is one line of ITEMS."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from timeline.quarterly.groups import ETHNIC_GROUPS, SOURCES, disabled, ethnic_group, minoritised, source_of

ADULT, OLD = 18, 65
NOT_SUPPLIED = "no agency's records say this"


@dataclass(frozen=True)
class Case:
    """A case that was heard at a meeting, as the records show it; None where they do not say.

    `victim_age`, `ages` (of those said to have caused harm) and `children` are as on the day of the meeting."""

    case_id: str
    meeting_on: date
    family_id: str | None
    repeat: bool | None
    children: int | None
    referred_by: str | None
    sex: str | None
    victim_age: int | None
    ages: tuple[int | None, ...]
    ethnicity: tuple[str, ...]
    disability: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A column of the return: its name there, what it counts in words, how much of it a case is (None: it cannot be told), and why not."""

    key: str
    heading: str
    words: str
    of: Callable[[Case], int | None]
    blank: str = ""


@dataclass(frozen=True)
class Cell:
    """One number of one meeting, with the cases that it counts; where `value` is None the cell is blank, and `why` says so."""

    item: Item
    value: int | None
    why: str
    counted: tuple[str, ...]


def _told(answer: bool | None) -> int | None:
    return None if answer is None else int(answer)


def _source(name: str) -> Item:
    return Item(f"source {name}", f"Referred by: {name}", f"cases whose referral came from: {name}",
                lambda case: None if case.referred_by is None else int(source_of(case.referred_by) == name),
                "no record says who referred; a referral entered here does")


def _ethnicity(name: str) -> Item:
    def of(case: Case) -> int | None:
        group = ethnic_group(list(case.ethnicity))
        return None if group is None else int(group == name)

    return Item(f"ethnicity {name}", f"Ethnicity: {name}", f"cases in which the victim's recorded ethnicity is in the group {name}", of,
                "no ethnicity is recorded that names one of the groups, or the records differ")


def _young_source(case: Case) -> int | None:
    """Whether anybody said to have caused harm is under 18: certain once one is, and a no only where all ages are known."""
    if any(age is not None and age < ADULT for age in case.ages):
        return 1
    return None if not case.ages or None in case.ages else 0


def _aged(case: Case, least: int, most: int) -> int | None:
    return None if case.victim_age is None else int(least <= case.victim_age <= most)


ITEMS = (
    Item("cases", "Cases discussed", "cases heard at the meeting", lambda case: 1),
    Item("repeat", "Repeat cases", "cases referred again, of the same victim and the same person said to have caused harm, within the days of a repeat after "
         "the referral before", lambda case: _told(case.repeat), "no referral of the case is recorded, or the MARAC's list does not reach far enough back"),
    Item("children", "Children in household", "children of the families that were heard, under 18 on the day of the meeting or of unknown age",
         lambda case: case.children, "the case is of nobody who is in a family here"),
    Item("with children", "Cases with children", "cases whose family has at least one such child",
         lambda case: None if case.children is None else int(case.children > 0), "the case is of nobody who is in a family here"),
    *(_source(name) for name in SOURCES),
    Item("minoritised", "Victim from a Black, Asian or racially minoritised community", "cases in which every ethnicity recorded of the victim is other than "
         "White British", lambda case: _told(minoritised(list(case.ethnicity))), "no ethnicity of the victim is recorded, or the records differ"),
    Item("lgbt", "LGBT+ victim", "not counted", lambda case: None, NOT_SUPPLIED),
    Item("disabled", "Disabled victim", "cases in which a disability or access need of the victim is recorded",
         lambda case: _told(disabled(list(case.disability))), "nothing is recorded of whether the victim is disabled, which is not a no"),
    Item("male", "Male victim", "cases in which the victim is recorded as male", lambda case: _told(None if case.sex is None else case.sex == "male"),
         "the victim's sex is not recorded"),
    Item("16-17", "Victim aged 16 or 17", "cases in which the victim was 16 or 17 on the day of the meeting", lambda case: _aged(case, 16, 17),
         "the victim's date of birth is not known to the day"),
    Item("young source", "Person said to cause harm under 18", "cases in which a person said to have caused harm was under 18 on the day of the meeting",
         _young_source, "the date of birth of somebody said to have caused harm is not known to the day, or nobody is named"),
    Item("65", "Victim aged 65 or over", "cases in which the victim was 65 or over on the day of the meeting", lambda case: _aged(case, OLD, 200),
         "the victim's date of birth is not known to the day"),
    *(_ethnicity(name) for name in ETHNIC_GROUPS),
)
"""The columns after the MARAC's name and the meeting's day, in the return's order."""


def cases_of(rows: Iterable) -> list[Case]:
    """The cases in rows that have a Case's cells as attributes, such as those of `DataFrame.itertuples`."""
    return [Case(row.case_id, row.meeting_on, row.family_id, row.repeat, row.children, row.referred_by, row.sex, row.victim_age, tuple(row.ages),
                 tuple(row.ethnicity), tuple(row.disability)) for row in rows]


def fill(cases: Iterable[Case]) -> dict[date, list[Cell]]:
    """The cells of every meeting that cases were heard at, by its day, each in the order of ITEMS."""
    by_day: dict[date, list[Case]] = {}
    for case in sorted(cases, key=lambda case: (case.meeting_on, case.case_id)):
        by_day.setdefault(case.meeting_on, []).append(case)
    return {day: [_cell(item, heard) for item in ITEMS] for day, heard in by_day.items()}


def _cell(item: Item, heard: list[Case]) -> Cell:
    of = {case.case_id: item.of(case) for case in heard}
    untold = tuple(case_id for case_id, number in of.items() if number is None)
    if untold:
        return Cell(item, None, f"{len(untold)} of {len(heard)} {'case' if len(heard) == 1 else 'cases'}: {item.blank}.", untold)
    return Cell(item, sum(of.values()), "", tuple(case_id for case_id, number in of.items() if number))


def total(meetings: dict[date, list[Cell]]) -> list[int | None]:
    """Each of ITEMS over all meetings; None where a cell of it is blank."""
    columns = zip(*([cell.value for cell in cells] for cells in meetings.values()), strict=True)
    return [None if None in column else sum(column) for column in columns]


def checks(cells: list[Cell]) -> list[str]:
    """What does not agree within one meeting's row, in sentences; the return is sent back where it does not."""
    value = {cell.item.key: cell.value for cell in cells}
    sources = [value[f"source {name}"] for name in SOURCES]
    groups = [value[f"ethnicity {name}"] for name in ETHNIC_GROUPS]
    wrong = []
    if None not in sources and sum(sources) != value["cases"]:
        wrong.append(f"The sources of referral add up to {sum(sources)}, the cases to {value['cases']}.")
    if None not in groups and sum(groups) != value["cases"]:
        wrong.append(f"The ethnic groups add up to {sum(groups)}, the cases to {value['cases']}.")
    return wrong + [f"{cell.item.heading}: {cell.value}, of {value['cases']} cases." for cell in cells
                    if cell.item.key != "children" and cell.value is not None and cell.value > value["cases"]]


def quarter(name: str) -> tuple[date, date] | None:
    """The first and the last day of a quarter that is written as 2025-Q1; None where it is none."""
    year, _, number = name.partition("-Q")
    if not (year.isdecimal() and len(year) == 4 and number in ("1", "2", "3", "4")):
        return None
    first = 3 * int(number) - 2
    return date(int(year), first, 1), date(int(year), first + 2, {3: 31, 6: 30, 9: 30, 12: 31}[first + 2])


def quarter_of(day: date) -> str:
    """The quarter in which a day lies: 2025-Q1."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
