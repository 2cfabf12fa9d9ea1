"""Laws of who is who, over towns of random people: no order matters, strangers change nothing, answers hold, ids outlive growth.

A town is a home with a handful of mentions, any likenesses between them and any answers about them. Several towns make a load,
so that one run tries many. The likenesses are drawn, so that no chain of them may break a law; strangers must not matter to the
shipped model's own weights either.
"""

from collections import namedtuple
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random
from string import ascii_lowercase

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import made
from tests.named import mention, mentions
from timeline import decisions, judgements, links, model, pairs, people

FIRST_DAY = date(2024, 1, 1)
LAW = settings(max_examples=2, deadline=None)
SEEDS = st.integers(0, 999_999)
QUEUE = "exclude (place)"  # a place in the queue depends on who else waits
NAMES = ("darren", "daren", "michael", "amelia", "emilia")

Said = namedtuple("Said", "left right verdict state")


@dataclass
class Load:
    """What a run is given of who is who: mentions, how alike they are, and what people answered."""

    mentions: list[dict]
    likenesses: list[dict]
    answers: list[tuple]

    def mixed(self, chance: Random) -> "Load":
        """The same in another order."""
        return Load(*(chance.sample(rows, len(rows)) for rows in (self.mentions, self.likenesses, self.answers)))

    def with_more(self, other: "Load") -> "Load":
        """Both together."""
        return Load(self.mentions + other.mentions, self.likenesses + other.likenesses, self.answers + other.answers)

    def until(self, day: date) -> "Load":
        """What had been received by that day, and answered of it."""
        known = {row["mention_id"] for row in self.mentions if row["received_on"] <= day}
        return Load([row for row in self.mentions if row["mention_id"] in known],
                    [row for row in self.likenesses if {row["mention_id_l"], row["mention_id_r"]} <= known],
                    [answer for answer in self.answers if {answer[1], answer[2]} <= known])


def town(number: int, chance: Random) -> Load:
    """A town of three to six mentions, which no other number's town shares anything with."""
    rows = [_mention(number, n, chance) for n in range(chance.randint(3, 6))]
    ids = sorted(row["mention_id"] for row in rows)
    couples = list(combinations(ids, 2))
    alike = [{"mention_id_l": a, "mention_id_r": b, "match_weight": chance.uniform(3, 20), "gate": chance.choice(["ok", "ok", "ok", "review", "veto"])}
             for a, b in chance.sample(couples, chance.randint(2, len(couples)))]
    spoken_of = list(combinations(sorted(chance.sample(ids, 3)), 2))
    verdicts = [chance.choice(["yes", "no", "yes", "unsure"]) for _ in range(chance.randint(0, 4))]
    return Load(rows, alike, [(f"D-{number}-{n}", *chance.choice(spoken_of), verdict) for n, verdict in enumerate(verdicts)])


def _mention(number: int, n: int, chance: Random) -> dict:
    report = chance.randint(max(n - 1, 0), n)  # sometimes the report before names this one too
    nhs = chance.choice([None, None, 1, 2])
    surname, born, postcode = _own(number)
    return mention(f"police:n:{number}-{report}#{n}", received_on=FIRST_DAY + timedelta(days=report), sex=chance.choice([None, "male", "female", "male"]),
                   dob=chance.choice([None, *born]), forename=chance.choice(NAMES), surname=surname, other_names=[f"n{n}"],
                   postcode=postcode, address_key=f"{postcode}|5", ids={"nhs": f"99900{number:02}{nhs}"} if nhs else {})


def _own(number: int) -> tuple[str, list[str], str]:
    """A town's own family name, two birth dates and postcode: as far from every other town's as strangers' are, whoever scores them."""
    chance = Random(f"town {number}")
    letters = "".join(chance.choices(ascii_lowercase, k=9))
    born = date(1950, 1, 1) + timedelta(days=500 * number + chance.randint(0, 99))
    return letters, [born.isoformat(), (born + timedelta(days=5600)).isoformat()], f"{letters[:2].upper()}{number % 10}{number // 10}AA"


def towns(seed: int, numbers=range(20, 32)) -> Load:
    """A load of one town for each number: most of what a run costs is the same for many towns as for one."""
    whole = Load([], [], [])
    for number in numbers:
        whole = whole.with_more(town(number, Random(f"{seed} {number}")))
    return whole


def told(load: Load, scored=False):
    """How the answers stand, the people and the links of a load; its likenesses as drawn, or as the shipped model scores them."""
    named = mentions(*map(dict, load.mentions))
    alike = pairs.score(named, model.load()) if scored else made("pairs", *load.likenesses)
    rows = [dict.fromkeys(decisions.COLUMNS) | dict(answer_id=answer_id, kind="same person", left_id=left, right_id=right, seen="", verdict=verdict,
                                                    reason="she knows them", decided_by="ann", decided_at="2026-03-03", needs_second=False)
            for answer_id, left, right, verdict in load.answers]
    frame = pd.DataFrame(rows, columns=list(decisions.COLUMNS), dtype=object) if rows else decisions.none().answers
    stand = judgements.settle(frame, made("reports"), named)
    found = people.resolve(named, alike, stand)
    return stand, found, links.propose(named, alike, found, stand, made("reports"))


def owners(found) -> dict[str, str]:
    """Mention to person."""
    return {mention_id: person_id for person_id, ids in found.project("person_id, mention_ids").fetchall() for mention_id in ids}


def without_place(proposed, of) -> list[tuple]:
    """The links between people of these, but for their place in the queue."""
    return [row for row in proposed.project(f"* {QUEUE}").fetchall() if row[1] in of and row[2] in of]


# --- order and strangers

@LAW
@given(SEEDS)
def test_no_order_of_mentions_likenesses_or_answers_matters(seed):
    load = towns(seed)
    for one, other in zip(told(load), told(load.mixed(Random(seed))), strict=True):
        assert one.fetchall() == other.fetchall()


@LAW
@given(SEEDS, st.sampled_from([True, False]))
def test_an_unrelated_family_and_its_answers_change_nobody_elses_row(seed, scored):
    load, strangers = towns(seed), towns(seed, numbers=(19, 40, 41))
    _, alone, links_alone = told(load, scored)
    _, together, links_together = told(load.with_more(strangers).mixed(Random(seed)), scored)
    ours = set(owners(alone).values())
    assert [row for row in together.fetchall() if row[0] in ours] == alone.fetchall()
    assert without_place(links_together, ours) == without_place(links_alone, ours)


# --- answers

def no_that_does_not_hold(person, stand, _) -> list:
    """Two of whom somebody said no, in one person through whatever chain of likenesses."""
    return [row for row in stand if row.verdict == "no" and person[row.left] == person[row.right]]


def yes_that_does_not_hold(person, stand, _) -> list:
    """Two of whom somebody said yes, which nothing contradicts, left apart because something spoke against it."""
    return [row for row in stand if row.verdict == "yes" and row.state == "standing" and person[row.left] != person[row.right]]


def contradiction_that_nobody_is_shown(person, stand, proposed) -> list:
    """Two of whom people contradict one another, and no link between them says so; or a yes and a no of two that both stand."""
    shown = {frozenset(row[:2]) for row in proposed if row[2] == "contradicted"}
    opposed = {frozenset(row[:2]) for row in stand if row.verdict == "yes"} & {frozenset(row[:2]) for row in stand if row.verdict == "no"}
    return [row for row in stand if row.state == "contradicted" and person[row.left] != person[row.right]
            and frozenset((person[row.left], person[row.right])) not in shown] \
        + [row for row in stand if frozenset(row[:2]) in opposed and row.verdict != "unsure" and row.state != "contradicted"]


@LAW
@given(SEEDS)
def test_answers_hold_or_are_shown_to_contradict_one_another(seed):
    stand, found, proposed = told(towns(seed))
    said = [Said(*row) for row in stand.project("left_id, right_id, verdict, state").fetchall()]
    links_shown = proposed.project("person_id_l, person_id_r, state").fetchall()
    for broken in (no_that_does_not_hold, yes_that_does_not_hold, contradiction_that_nobody_is_shown):
        assert broken(owners(found), said, links_shown) == []


@LAW
@given(SEEDS)
def test_nobody_holds_two_nhs_numbers_unless_a_person_said_so(seed):
    load = towns(seed)
    stand, found, _ = told(load)
    person = owners(found)
    said = stand.filter("verdict = 'yes' and state = 'standing'").project("left_id").fetchall()
    by_hand = {person[left] for (left,) in said}
    numbers: dict[str, set] = {}
    for row in load.mentions:
        numbers.setdefault(person[row["mention_id"]], set()).update(row["identifiers"].values())
    assert not [who for who, held in numbers.items() if len(held) > 1 and who not in by_hand]


# --- growth

@LAW
@given(SEEDS, st.integers(1, 3))
def test_ids_outlive_growth_and_of_two_who_are_joined_the_older_stays(seed, days):
    load = towns(seed)
    early = load.until(FIRST_DAY + timedelta(days=days))
    before, after = owners(told(early)[1]), owners(told(load)[1])
    arrived = {row["mention_id"]: (row["received_on"], row["mention_id"]) for row in load.mentions}
    founders = {who: min((m for m in before if before[m] == who), key=arrived.get) for who in before.values()}
    for founder in founders.values():
        joined = [other for other, first in founders.items() if after[first] == after[founder]]
        assert after[founder] == min(joined, key=lambda other: arrived[founders[other]])
