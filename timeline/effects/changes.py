"""What an answer would change, part by part, each with the sentence that a reader sees.

Every sentence is ours and speaks of records: whom an agency names as what, what would stand in which file, which rule would
raise what. None says that anything happened.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Named:
    """A person or a family: the id, and the name that a reader knows it by."""

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
        who, file = self.person.name, f"the file of the {self.family.name} family"
        if self.part is None:
            return f"would take {who} out of {file}, where {who} stands as {self.earlier_part}"
        if self.earlier_part is None:
            return f"would place {who} in {file} as {self.part} ({self.because})"
        return f"would show {who} in {file} as {self.part} ({self.because}), and no longer as {self.earlier_part}"


@dataclass(frozen=True)
class Raised:
    """A signal that would be raised (no `earlier_level`), fall away (no `level`) or change its level."""

    rule: str
    family: Named
    level: str | None
    earlier_level: str | None
    because: str

    @property
    def sentence(self) -> str:
        """In words."""
        where = f"{self.rule} on the {self.family.name} family"
        if self.level is None:
            return f"would no longer raise {where} ({self.earlier_level}): {self.because}"
        if self.earlier_level is None:
            return f"would raise {where} ({self.level}): {self.because}"
        return f"would change {where} from '{self.earlier_level}' to '{self.level}': {self.because}"


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
        who, where = self.person.name, f"the {self.family.name} family"
        if self.link is None:
            return f"would no longer show {who} among those said to have caused harm beside {where}"
        if self.link == "proposed":
            return f"would show {who} beside {where} only as a proposed link ({self.standing})"
        return f"would show {who} beside {where} among those said to have caused harm ({self.standing})"


@dataclass(frozen=True)
class Effects:
    """All that an answer would change. `unknown` says why it could not be worked out; then nothing else is known either.

    `needs_second`: somebody, or another household's event, would come into a family's view, so that another person must agree."""

    people: tuple[Gathered, ...] = ()
    families: tuple[Placed, ...] = ()
    signals: tuple[Raised, ...] = ()
    events: tuple[Told, ...] = ()
    perpetrators: tuple[Accused, ...] = ()
    needs_second: bool = False
    unknown: str | None = None
    others: tuple[str, ...] = field(default=())

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it would change, a sentence each, in the order in which a reader wants them; one sentence where it is nothing."""
        if self.unknown:
            return (self.unknown,)
        parts = (*self.people, *self.events, *self.families, *self.perpetrators, *self.signals)
        said = (*(f"It {part.sentence.rstrip('.')}." for part in parts), *self.others)
        return said or ("It would change nothing that stands in any family's file now; it is kept, and holds for what is received later.",)


def unknown(why: str) -> Effects:
    """What to show where it could not be worked out; to be cautious, a second person must then agree."""
    return Effects(needs_second=True, unknown=f"What this answer would change could not be worked out; {why}")


def _and(words) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _number(count: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
