"""What an answer would change, part by part, each with the sentence that a reader sees.

Every sentence is ours and speaks of records: whom an agency names as what, what would stand in which file, which rule would
raise what. None says that anything happened.
"""

from dataclasses import dataclass, field

AS = {"child": "a child", "carer": "a carer", "adult": "an adult", "other adult": "another adult", "linked person": "somebody named with it"}
"""Each part in a family, as a sentence has it."""


@dataclass(frozen=True)
class Named:
    """A person, a family or an event: the id, and the words that a reader knows it by ('the Khan family')."""

    id: str
    name: str


@dataclass(frozen=True)
class Gathered:
    """People who would become one, or one who would become several."""

    before: tuple[Named, ...]
    after: tuple[Named, ...]

    @property
    def sentence(self) -> str:
        """In words."""
        if len(self.before) > len(self.after):
            return f"would take {_and(person.name for person in self.before)} for one person"
        return f"would take what is recorded of {_and(person.name for person in self.before)} for {_number(len(self.after))} people"


@dataclass(frozen=True)
class Merged:
    """Families that would become one, with all their people and records in one file."""

    before: tuple[Named, ...]
    after: Named

    @property
    def sentence(self) -> str:
        """In words."""
        return f"would make one file of what now stands in {_number(len(self.before))}: {_and(family.name for family in self.before)}"


@dataclass(frozen=True)
class Placed:
    """A person who would come into a family's file, leave it, or stand in it as something else (`part` and `earlier_part`)."""

    person: Named
    family: Named
    part: str | None
    earlier_part: str | None
    because: str

    @property
    def sentence(self) -> str:
        """In words."""
        who, file = self.person.name, f"the file of {self.family.name}"
        part, earlier = (AS.get(part, part) for part in (self.part, self.earlier_part))
        if part is None:
            return f"would take {who} out of {file}, as {earlier} there"
        if earlier is None:
            return f"would place {who} in {file} as {part} ({self.because})"
        return f"would show {who} in {file} as {part} ({self.because}), and no longer as {earlier}"


@dataclass(frozen=True)
class Raised:
    """A signal that would be raised (no `earlier_level`), fall away (no `level`), change its level or say something else."""

    rule: str
    family: Named
    level: str | None
    earlier_level: str | None
    because: str

    @property
    def sentence(self) -> str:
        """In words."""
        where = f"a signal on {self.family.name}"
        if self.level is None:
            return f"would no longer raise {where} ({self.earlier_level}, {self.rule}): {self.because}"
        if self.earlier_level is None:
            return f"would raise {where} ({self.level}, {self.rule}): {self.because}"
        if self.earlier_level == self.level:
            return f"would change what {where} says ({self.level}, {self.rule}), to: {self.because}"
        return f"would change {where} from '{self.earlier_level}' to '{self.level}' ({self.rule}): {self.because}"


@dataclass(frozen=True)
class Told:
    """Events that would become one, or one that would become several; each by its id and what it is, with its day."""

    before: tuple[Named, ...]
    after: tuple[Named, ...]

    @property
    def sentence(self) -> str:
        """In words."""
        if len(self.before) > len(self.after):
            return f"would tell as one event what now stands as {_number(len(self.before))}: {_and(event.name for event in self.before)}"
        return f"would tell as {_number(len(self.after))} events what now stands as one: {_and(event.name for event in self.before)}"


@dataclass(frozen=True)
class Accused:
    """What is said of a person in one family that would be confirmed, only proposed, or gone: `link` and `earlier_link`."""

    person: Named
    family: Named
    link: str | None
    earlier_link: str | None
    standing: str

    @property
    def sentence(self) -> str:
        """In words."""
        who, where = self.person.name, self.family.name
        if self.link is None:
            return f"would no longer show {who} among those said to have caused harm beside {where}"
        if self.link == "proposed":
            return f"would show {who} beside {where} only as a proposed link ({self.standing})"
        return f"would show {who} beside {where} among those said to have caused harm ({self.standing})"


@dataclass(frozen=True)
class Brought:
    """Reports that stood on another household's timeline and would come onto this family's."""

    family: Named
    reports: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """In words."""
        records = "one record" if len(self.reports) == 1 else f"{_number(len(self.reports))} records"
        return f"would bring {records} of another household onto the timeline of {self.family.name}"


@dataclass(frozen=True)
class Against:
    """Another answer that cannot be true beside this one: `sentence` says whose, and what then holds."""

    sentence: str


@dataclass(frozen=True)
class Effects:
    """All that an answer would change. `unknown` says why it could not be worked out; then nothing else is known either.

    `needs_second`: somebody, or another household's record, would come into a family's view, so that another person must agree;
    or might do so later, since a "yes" that is contradicted now changes nothing until the other answer is taken back. `near` are the
    reports and mentions that it was worked out from: an answer that speaks of none of them changes nothing here."""

    people: tuple[Gathered, ...] = ()
    events: tuple[Told, ...] = ()
    merged: tuple[Merged, ...] = ()
    families: tuple[Placed, ...] = ()
    perpetrators: tuple[Accused, ...] = ()
    brought: tuple[Brought, ...] = ()
    signals: tuple[Raised, ...] = ()
    against: tuple[Against, ...] = ()
    needs_second: bool = False
    unknown: str | None = None
    near: frozenset[str] | None = field(default=None, compare=False)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it would change, a sentence each, in the order in which a reader wants them; one sentence where it is nothing.

        Who comes into a file or leaves it is said once, although `perpetrators` may hold it too."""
        if self.unknown:
            return (self.unknown,)
        filed = {(part.person, part.family) for part in self.families}
        beside = tuple(part for part in self.perpetrators if (part.person, part.family) not in filed)
        parts = (*self.against, *self.people, *self.events, *self.merged, *self.families, *beside, *self.brought, *self.signals)
        return tuple(f"It {part.sentence.rstrip('.')}." for part in parts) or (NOTHING,)


NOTHING = "It would change nothing that stands in any family's file now; it is kept, and holds for what is received later."


def unknown(why: str) -> Effects:
    """What to show where it could not be worked out; to be cautious, a second person must then agree to whatever may join."""
    return Effects(needs_second=True, unknown=f"What this answer would change could not be worked out; {why}")


def _and(words) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _number(count: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
