"""Access that a person may want to ask about: plain facts, counted by declared rules over the lines of the last weeks, and no score of anybody.

Each rule is a function of the lines and gives prompts: whose lines, what was counted, and which lines. An account's own usual is measured over the same
weeks. There are good reasons for everything that a rule finds; nothing here says that somebody did wrong."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import groupby
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from timeline.audit.asked import AUDITING

WEEKS = 4  # how far back the rules look, and what an account's own usual is measured over
CLOCK = ZoneInfo("Europe/London")
USUAL_DAYS = 3  # an hour of the day is usual for an account that was at work in it on so many days
KNOWN_DAYS = 10  # days at work before an account has usual hours
FAMILIES_AN_HOUR, TIMES_USUAL = 10, 3  # more families than this in an hour, and than so many times the account's own median
HIDDEN_A_DAY = 5  # hidden addresses and texts opened in a day
ONCE = 5  # families looked at once and with nothing written about them
SAME_SEARCH = 4  # times that the same was searched for
IN_A_ROW = 5  # refusals one after another
LEAST_NAME = 3  # letters of a word of an account's name that is compared with a family's
DONE = ("write note", "put on the agenda", "set action", "answer ", "take back", "dismiss signal", "agree to dismissal", "make document", "transfer case",
        "hold meeting", "enter referral", "correct ")
"""How an action begins that shows work on a family."""


class Line(NamedTuple):
    """A line of the audit, as far as the rules read it: `at` is its hour, the ids are those that were opened or acted upon."""

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    families: tuple[str, ...]
    opened: tuple[str, ...]
    outcome: str


class Prompt(NamedTuple):
    """Something for a person to ask about: by which rule, whose lines, a sentence with its numbers, and the numbers of the lines."""

    rule: str
    by: str
    words: str
    lines: tuple[int, ...]


def read(rows: Iterable[tuple]) -> list[Line]:
    """The lines that asked.since gives, but for those of nobody's account."""
    return [_line(*row) for row in rows if "(" not in row[2] and row[2] != "unknown" and row[3] not in AUDITING]


def prompts(lines: list[Line], names: dict[str, str]) -> list[Prompt]:
    """What every rule finds, in the order of the rules, the latest first; `names` are the names of the families that were opened."""
    by = {name: list(own) for name, own in groupby(sorted(lines, key=lambda line: (line.by, line.number)), key=lambda line: line.by)}
    every = Every(lines, names)
    return [prompt for rule in RULES for prompt in sorted((found for own in by.values() for found in rule(own, every)), key=lambda one: -one.lines[-1])]


class Every:
    """What the rules know of all accounts together: whom each family was opened by, on which it was worked, and what it is called."""

    def __init__(self, lines: list[Line], names: dict[str, str]):
        self.names = names
        self.opened_by, self.worked_on = defaultdict(set), set()
        for line in lines:
            for family in line.families:
                self.opened_by[family].add((line.by, line.at.date()))
                if line.action.startswith(DONE):
                    self.worked_on.add(family)


def outside_hours(own: list[Line], _every: Every) -> Iterator[Prompt]:
    """Families, people or records opened at an hour of the day at which this account is not usually at work. An hour is usual that it worked in on three
    days or more; an account with fewer than ten days at work has none yet. People change shifts, and cover for one another."""
    days = defaultdict(set)
    for line in own:
        days[line.at.hour].add(line.at.date())
    if len({line.at.date() for line in own}) < KNOWN_DAYS:
        return
    unusual = [line for line in own if line.opened and len(days[line.at.hour]) < USUAL_DAYS]
    for day, at_once in groupby(unusual, key=lambda line: line.at.date()):
        found = list(at_once)
        hours = " and ".join(f"{hour:02}:00" for hour in sorted({line.at.hour for line in found}))
        yield _prompt("outside_hours", found, f"{_count(found, 'look')} in the hour from {hours} on {_day(day)}, which is outside this account's usual hours.")


def many_families(own: list[Line], _every: Every) -> Iterator[Prompt]:
    """More than ten families opened within an hour by the clock, and more than three times what this account opens in a usual hour (the median of its hours
    in which it opened any). Preparing a meeting looks like this."""
    hours = defaultdict(list)
    for line in own:
        if line.families:
            hours[line.at].append(line)
    opened = {hour: len({family for line in found for family in line.families}) for hour, found in hours.items()}
    usual = median(opened.values()) if opened else 0
    for hour, count in opened.items():
        if count > max(FAMILIES_AN_HOUR, TIMES_USUAL * usual):
            words = f"{count} families opened in the hour from {hour:%H:%M} on {_day(hour)}; a usual hour of this account has {usual:g}."
            yield _prompt("many_families", hours[hour], words)


def hidden_often(own: list[Line], _every: Every) -> Iterator[Prompt]:
    """Five or more hidden addresses or texts opened in a day, each with a reason. Planning visits looks like this."""
    opened = [line for line in own if line.action.startswith("opened ") and line.outcome == "done"]
    for day, at_once in groupby(opened, key=lambda line: line.at.date()):
        found = list(at_once)
        if len(found) >= HIDDEN_A_DAY:
            yield _prompt("hidden_often", found, f"{len(found)} hidden addresses or texts opened on {_day(day)}, each with a reason.")


def looked_once(own: list[Line], every: Every) -> Iterator[Prompt]:
    """Five or more families that this account alone opened, on one day only, and on which nobody wrote, decided or planned anything. Many looks need no
    note: a family read and set aside looks like this."""
    found = {family: line for line in own for family in line.families if len(every.opened_by[family]) == 1 and family not in every.worked_on}
    if len(found) >= ONCE:
        told = sorted({line.number: line for line in found.values()}.values())
        yield _prompt("looked_once", told, f"{len(found)} families that nobody else opened, each on one day, with no meeting, decision or note about them.")


def same_search(own: list[Line], _every: Every) -> Iterator[Prompt]:
    """The same searched for four times or more. What was searched for is kept in the audit, and not shown here: it may be a name. Somebody whose record is
    expected is searched for like this."""
    searches = Counter(line.subject for line in own if line.action == "search")
    for subject, count in searches.items():
        if count >= SAME_SEARCH:
            found = [line for line in own if line.action == "search" and line.subject == subject]
            yield _prompt("same_search", found, f"The same was searched for {count} times, from {_day(found[0].at)} to {_day(found[-1].at)}.")


def refused_in_a_row(own: list[Line], _every: Every) -> Iterator[Prompt]:
    """Five or more refusals one after another: pages that the role does not permit, or passwords. A new role, or a broken link, looks like this."""
    for refused, run in groupby(own, key=lambda line: line.outcome == "refused"):
        found = list(run)
        if refused and len(found) >= IN_A_ROW:
            yield _prompt("refused_in_a_row", found, f"{len(found)} refusals one after another, from {_day(found[0].at)}.")


def own_name(own: list[Line], every: Every) -> Iterator[Prompt]:
    """A family was opened that bears a word of the account's own name. A weak prompt: many people share a name, and an account need not bear its holder's."""
    words = {word for word in re.split(r"[^a-z]+", own[0].by.lower()) if len(word) >= LEAST_NAME}
    found = [line for line in own if any(words & set(re.split(r"[^a-z]+", every.names.get(family, "").lower())) for family in line.families)]
    if found:
        yield _prompt("own_name", found, f"{_count(found, 'look')} at a family that bears a word of this account's own name: a weak prompt, since many share a "
                                         "name.")


RULES: tuple[Callable[[list[Line], Every], Iterator[Prompt]], ...] = (
    outside_hours, many_families, hidden_often, looked_once, same_search, refused_in_a_row, own_name)
"""The rules, in the order in which an auditor reads them; each one's docstring is what is said of it on the page."""


def _line(number: int, at: str, by: str, action: str, subject: str, *naming: str | None) -> Line:
    *opened, outcome = naming
    family, person, record = (tuple(told.split("\n")) if told and outcome == "done" else () for told in opened)
    return Line(number, _hour(at[:13]), by, action, subject, family, (*family, *person, *record), outcome)


@cache
def _hour(begins: str) -> datetime:
    """The hour by the clock of the country, of the beginning of a moment in UTC; of a hundred thousand lines only a few hundred hours differ."""
    return datetime.fromisoformat(f"{begins}:00+00:00").astimezone(CLOCK)


def _prompt(rule: str, found: list[Line], words: str) -> Prompt:
    return Prompt(rule, found[0].by, words, tuple(line.number for line in found))


def _count(found: list, what: str) -> str:
    return f"{len(found)} {what}{'s' * (len(found) != 1)}"


def _day(at) -> str:
    return f"{at.day} {at:%B %Y}"
