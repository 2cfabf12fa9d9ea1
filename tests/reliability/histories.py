"""Random histories of what agencies send: registers that change, and the full and delta extracts that are made of them, well and badly.

Each history has references and areas of its own, so that many can be received at once and do not touch one another."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from timeline import agencies

FIRST = date(2025, 1, 1)
"""The day before the first that an extract shows; everything recorded is earlier."""

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
HALVES = ((date(2024, 1, 1), date(2024, 3, 31)), (date(2024, 7, 1), date(2024, 12, 31)))
"""Two periods with a gap between them, as two files of one day cover them."""

REFERENCES = 10
UNREADABLE, NO_REFERENCE, BAD_DAY, BAD_KIND = "unreadable", "no reference", "bad day", "bad kind"
BROKEN = (UNREADABLE, NO_REFERENCE, BAD_DAY, BAD_KIND)

LAYOUT = """
supplier = "{name}"
agency = "{agency}"
system = "{system}"
title = "For histories"
basis = "made for tests"
dates = "{dates}"
[report]
ref = "{name} ref"
recorded_on = "Day"
category = "Kind"
words = "Note"
change = "Change"
[people.patient]
role = "patient"
forename = "First"
surname = "Last"
[codes.category]
"HV" = "home_visit"
[codes.change]
"X" = "withdrawn"
"""


@dataclass(frozen=True)
class Stream:
    """One layout of one agency's system: how its files are written."""

    name: str
    agency: str
    system: str
    dates: str
    day: str
    delimiter: str
    encoding: str = "utf-8"

    @property
    def of(self) -> str:
        return f"{self.agency}:{self.system}"


CALLS = Stream("calls", "police", "command", "yyyy-mm-dd", "%Y-%m-%d", "\t", "utf-16")
VISITS = Stream("visits", "health", "clinic", "dd/mm/yyyy", "%d/%m/%Y", ",")
NEW_VISITS = Stream("new-visits", "health", "clinic", "yyyy-mm-dd", "%Y-%m-%d", "|", "cp1252")
STREAMS = (CALLS, VISITS, NEW_VISITS)
"""The last is what the second's supplier came to send instead: the same system and the same references in other columns."""


@dataclass(frozen=True)
class Line:
    """What a line of a file tells: which record, as what, and what is wrong with it, if anything is."""

    ref: str
    day: date
    surname: str
    note: str
    gone: bool = False
    wrong: str | None = None


@dataclass(frozen=True)
class Sent:
    """A file as it was sent, and what is said of it. `mislabelled`: its header takes the two names for one another."""

    name: str
    stream: Stream
    area: str
    as_at: date
    received_on: date
    full: bool
    lines: tuple[Line, ...]
    covers: tuple[date, date] = YEAR
    accept: bool = False
    mislabelled: bool = False

    @property
    def header(self) -> list[str]:
        names = ["Last", "First"] if self.mislabelled else ["First", "Last"]
        return [f"{self.stream.name} ref", "Day", "Kind", *names, "Change", "Note"]

    def cells(self, line: Line) -> list[str]:
        """The line's cells as they stand in the file."""
        day = "31/31/2024" if line.wrong == BAD_DAY else line.day.strftime(self.stream.day)
        cells = ["" if line.wrong == NO_REFERENCE else line.ref, day, "??" if line.wrong == BAD_KIND else "HV", "Ann", line.surname,
                 "X" if line.gone else "", line.note]
        return cells[:3] if line.wrong == UNREADABLE else cells

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        text = [self.stream.delimiter.join(cells) for cells in (self.header, *map(self.cells, self.lines))]
        return "\r\n".join([*text, ""]).encode(self.stream.encoding)

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def sayings(self) -> dict:
        """What is said of the file, as extracts.toml or a form says it."""
        return dict(area=self.area, as_at=self.as_at, received_on=self.received_on, extent="full" if self.full else "delta",
                    covers_from=self.covers[0], covers_to=self.covers[1], searched_for="everyone", accept_vanished=self.accept)


@dataclass
class Register:
    """What an agency's system holds of one history: each record, in the area whose extract it goes into, and every wording it ever had."""

    random: Random
    prefix: str
    areas: tuple[str, str]
    records: dict[str, Line] = field(default_factory=dict)
    area_of: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, list[Line]] = field(default_factory=dict)

    def __post_init__(self):
        for number in range(REFERENCES):
            self.begin(f"{self.prefix}R{number}")

    def begin(self, ref: str) -> None:
        """A record begins, also where its reference was used before."""
        self.keep(Line(ref, YEAR[0] + timedelta(self.random.randrange(360)), self.random.choice(("Roe", "Doe")), f"note {self.random.randrange(1000)}"))
        self.area_of[ref] = self.areas[self.random.random() < 0.1]

    def keep(self, line: Line) -> None:
        self.records[line.ref] = line
        self.earlier.setdefault(line.ref, []).append(line)

    def change(self) -> list[str]:
        """Some time passes; the references of the records that changed."""
        changed = [f"{self.prefix}R{number}" for number in range(REFERENCES) if self.random.random() < 0.35]
        for ref in changed:
            happens = self.random.choices((self.correct, self.correct_back, self.withdraw, self.lose, self.move, self.begin), (5, 3, 2, 4, 2, 1))[0]
            happens(ref) if ref in self.records else self.keep(self.random.choice(self.earlier[ref]))
        return changed

    def correct(self, ref: str) -> None:
        self.keep(replace(self.records[ref], note=f"note {self.random.randrange(1000)}", gone=False))

    def correct_back(self, ref: str) -> None:
        """An earlier wording stands again."""
        self.keep(self.random.choice(self.earlier[ref]))

    def withdraw(self, ref: str) -> None:
        self.keep(replace(self.records[ref], gone=True))

    def lose(self, ref: str) -> None:
        del self.records[ref]

    def move(self, ref: str) -> None:
        self.area_of[ref] = self.areas[self.area_of[ref] == self.areas[0]]

    def lines(self, refs, area: str, covers: tuple[date, date]) -> list[Line]:
        """The records of these references that an extract of this area and period holds, a few of them badly written."""
        there = [self.records[ref] for ref in refs if ref in self.records and self.area_of[ref] == area]
        written = [self.badly(line) for line in there if covers[0] <= line.day <= covers[1]]
        return written + ([self.random.choice(written)] if written and self.random.random() < 0.15 else [])

    def badly(self, line: Line) -> Line:
        return replace(line, wrong=self.random.choice(BROKEN)) if self.random.random() < 0.02 else line


def history(number: int, seed: int) -> list[Sent]:
    """The files of one history, in the order in which they were made."""
    random = Random(f"{seed} {number}")
    areas = (f"Area {number}", f"Area {number} beyond")
    registers = {stream.of: Register(random, f"H{number}", areas) for stream in STREAMS}
    sent, today = [], 0
    for _turn in range(random.randint(2, 4)):
        today = max(1, today + random.choice((0, 1, 1, 1, 2, -1)))
        stream = random.choice(STREAMS)
        sent += _extracts(random, stream, registers[stream.of], random.choice((areas[0], areas[0], areas[1])), FIRST + timedelta(today))
        if random.random() < 0.15:
            sent.append(_again(random, random.choice(sent)))
    return [replace(one, name=f"h{number}-{random.randrange(10**6)}-{place}.txt") for place, one in enumerate(sent)]


def _extracts(random: Random, stream: Stream, register: Register, area: str, as_at: date) -> list[Sent]:
    """One extract, in one file or in two."""
    changed, full = register.change(), random.random() < 0.6
    said = dict(stream=stream, area=area, as_at=as_at, received_on=as_at + timedelta(random.randrange(3)), full=full, accept=random.random() < 0.15)
    periods = random.choices(([YEAR], HALVES[:1], HALVES, [YEAR, HALVES[0]]), (5, 1, 2, 1))[0]
    files = [Sent("", lines=tuple(register.lines(register.records if full else changed, area, covers)), covers=covers, **said) for covers in periods]
    if len(files) == 1 and random.random() < 0.2:
        whole = files[0]
        middle = len(whole.lines) // 2
        files = [replace(whole, lines=whole.lines[:middle]), replace(whole, lines=whole.lines[middle:], received_on=as_at + timedelta(random.randrange(3)))]
    return [replace(one, mislabelled=random.random() < 0.05) for one in files]


def _again(random: Random, one: Sent) -> Sent:
    """A file sent once more: as it was, or said to show a later day."""
    later = timedelta(random.choice((0, 0, 1)))
    return replace(one, as_at=one.as_at + later, received_on=one.received_on + later)


def layouts(folder: Path) -> dict:
    """The layouts of the streams, read from files in this folder."""
    folder.mkdir(exist_ok=True)
    for stream in STREAMS:
        text = LAYOUT.format(name=stream.name, agency=stream.agency, system=stream.system, dates=stream.dates)
        (folder / f"{stream.name}.toml").write_text(text, encoding="utf-8")
    return {stream.name: agencies.read(folder / f"{stream.name}.toml") for stream in STREAMS}


def put(folder: Path, sent: list[Sent]) -> None:
    """Put the files into a folder of extracts, and say there what was said of each, beside what was said before."""
    folder.mkdir(exist_ok=True)
    with (folder / "extracts.toml").open("a", encoding="utf-8") as beside:
        for one in sent:
            (folder / one.name).write_bytes(one.content)
            beside.write(f'[files."{one.name}"]\n' + "".join(f"{line} = {_toml(told)}\n" for line, told in one.sayings.items()))


def _toml(told) -> str:
    return f'"{told}"' if isinstance(told, str) else str(told).lower()
