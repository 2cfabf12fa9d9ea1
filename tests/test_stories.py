"""Every planted story is found by the day it must be, and its twin and the ordinary families raise nothing above a note.

Each seed draws every story with other names, days and agencies into one folder and runs the engine on it once. Continuous
integration tries one; `STORY_SEEDS=20 pytest tests/test_stories.py` tries the full set."""

import csv
import os
import tomllib
from collections import Counter, defaultdict

import pytest

from sample_data import make
from tests.conftest import run
from timeline import snapshot
from timeline.tables import STRONG_IDENTIFIERS

SEEDS = range(1, 1 + int(os.environ.get("STORY_SEEDS", 1)))


class Found:
    """A run's answers about the people and families of the truth."""

    def __init__(self, folder, reader):
        self.expected = tomllib.loads((folder / "stories.toml").read_text(encoding="utf-8"))["expected"]
        with (folder / "truth.csv").open(encoding="utf-8", newline="") as handle:
            truth = [(line["mention_id"], line["person"]) for line in csv.DictReader(handle) if line["mention_id"]]
        held = dict(reader.sql("select unnest(mention_ids), person_id from made.people").fetchall())
        counts = defaultdict(Counter)
        self.people = defaultdict(set)
        for mention, person in truth:
            if mention in held:
                counts[person][held[mention]] += 1
                self.people[held[mention]].add(person)
        self.who = {person: count.most_common(1)[0][0] for person, count in counts.items()}
        self.families = defaultdict(set)
        for person, family in reader.sql("select person_id, family_id from made.families where part <> 'linked person'").fetchall():
            self.families[person].add(family)
        self.signals = reader.sql("""
            select rule, family_id, person_id, raised_on, level, rests_on_proposed_link from made.signals where level <> 'note'""").fetchall()
        numbered = {m for m, ids in reader.sql("select mention_id, identifiers from made.mentions").fetchall() if set(ids) & set(STRONG_IDENTIFIERS)}
        self.strongly = defaultdict(set)
        for mention, person in truth:
            if mention in numbered:
                self.strongly[person].add(held[mention])

    def of(self, kind):
        return [expected for expected in self.expected if expected["kind"] == kind]

    def home(self, person):
        """The families that the engine put this person of the truth in."""
        return self.families[self.who.get(person)]

    def raised(self, expected):
        """Signals above a note on the family that is expected to have, or not to have, any."""
        return [s for s in self.signals if s[1] in self.home(expected["anchor"])
                and (not expected["person"] or expected["person"] in self.people[s[2]])]


@pytest.fixture(scope="module", params=SEEDS)
def found(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"seed-{request.param}")
    make.small(folder, request.param, stories_only=True)
    reader = snapshot.open(run(folder / "extracts", folder / "home"))
    yield Found(folder, reader)
    reader.close()


def test_every_story_raises_what_it_must_by_the_day_it_must(found):
    missed = [f"{e['story']}: {e['rule']} about {e['person'] or 'anyone'} by {e['by']}" for e in found.of("raises")
              if not any(rule == e["rule"] and day <= e["by"] and proposed == e["proposed"] for rule, _, _, day, _, proposed in found.raised(e))]
    assert missed == []


def test_twins_and_ordinary_families_raise_nothing_above_a_note(found):
    false = [f"{e['story']}: {rule} {level}" for e in found.of("silent") for rule, _, _, _, level, _ in found.raised(e) if rule in e["rules"]]
    assert false == []


def test_people_who_are_two_are_never_one(found):
    assert [e for e in found.of("distinct") if len({found.who[person] for person in e["people"]}) < len(e["people"])] == []
    assert {person: truly for person, truly in found.people.items() if len(truly) > 1} == {}


def test_a_person_with_one_number_in_several_writings_is_one(found):
    assert [e for e in found.of("one") if len(found.strongly[e["people"][0]]) != 1] == []


def test_families_that_share_only_a_perpetrator_a_street_or_a_surname_stay_apart(found):
    for expected in found.of("apart"):
        homes = [found.home(person) for person in expected["people"]]
        assert all(homes) and all(not a & b for i, a in enumerate(homes) for b in homes[:i]), expected


def test_a_child_and_whoever_cares_for_her_are_in_one_family(found):
    assert [e for e in found.of("together") if not set.intersection(*(found.home(person) for person in e["people"]))] == []
