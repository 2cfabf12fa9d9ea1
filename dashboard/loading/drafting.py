"""The layout that is being drawn for a file: what was chosen so far, with the file's own columns and cells beside it."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, cached_property

from flask import current_app

from dashboard.loading import found
from dashboard.loading.words import DAYS
from timeline import settings, uploads
from timeline.access import User, require
from timeline.agencies import SHIPPED, WORDS, days, drawing, looked, own
from timeline.agencies.drawing import NOTHING, Drawing
from timeline.agencies.looked import Looked, written_plainly
from timeline.masking import HIDDEN, masked, tells_where
from timeline.rows import shape

SHOWN, WITHIN, THROUGH, MOST_CODES, MOST_DAYS = 3, 300, 50_000, 150, 6
"""Values shown of a column, and among how many first records they are sought; records that are searched for codes; codes and days shown of a field."""

ADDRESSED = ("address", "postcode", "place", "place_postcode")


@dataclass(frozen=True)
class Draft:
    """An upload with the layout that is being drawn for it."""

    upload: uploads.Upload
    seen: Looked
    drawing: Drawing

    @cached_property
    def samples(self) -> list[list[str]]:
        """Each column's first few values, without addresses as far as they can be told."""
        return [[self._shown(column, cell) for cell in cells]
                for column, cells in zip(self.seen.columns, looked.samples(self.seen, SHOWN, WITHIN), strict=True)]

    @cached_property
    def records(self) -> list[list[str]]:
        """The cells of the first few records, as `samples`."""
        first = [cells for (_, cells), _ in zip(looked.records(self.seen), range(SHOWN), strict=False)]
        return [[self._shown(column, cell.strip()) for column, cell in zip(self.seen.columns, cells, strict=False)] for cells in first]

    @cached_property
    def days(self) -> list[tuple[str, str]]:
        """Some cells of the columns that hold days, each with its column."""
        from_columns = [column for column, place in self.drawing.read if place.split(".")[-1] in DAYS]
        values = looked.values(self.seen, list(dict.fromkeys(from_columns)), WITHIN)
        return [(column, cell) for column, cells in values.items() for cell in [*filter(_untelling, cells)][:max(1, MOST_DAYS // max(1, len(values)))]]

    @cached_property
    def readings(self) -> dict[str, list[str | None]]:
        """What each style reads those cells as."""
        return days.read_as([cell for _, cell in self.days])

    def _shown(self, column: str, cell: str) -> str:
        if any(place.split(".")[-1] in ADDRESSED for read, place in self.drawing.read if read == column):
            return HIDDEN
        return HIDDEN if tells_where(cell) else masked(cell, ())


def of(user: User, upload_id: str) -> Draft:
    """The draft as it was kept; a new one begins with the layout that fits the file, under a name of its own, or with nothing chosen.

    Raises queries.NotHere, received.Refused, agencies.BadLayout, Denied."""
    require(user, "load:run")
    upload = found.upload(user, upload_id)
    seen = looked.look(found.path(upload), found.layouts(user))
    kept = own.draft(_home(), upload_id)
    drawn = kept or _begun(upload, seen)
    return Draft(upload, replace(seen, columns=list(drawn.columns), at=seen.at if drawn.header else -1), drawn)


def keep(user: User, upload_id: str, drawn: Drawing) -> None:
    """Keep what was chosen so far. Raises queries.NotHere, Denied."""
    require(user, "load:run")
    own.keep_draft(_home(), found.upload(user, upload_id).upload_id, drawn)


def with_header(of: Draft, header: bool) -> Drawing:
    """The drawing with or without a header in the file; what was read goes with the columns' names."""
    if header == of.drawing.header:
        return of.drawing
    seen = looked.look(of.seen.path, {})
    columns = tuple(seen.columns) if header else tuple(f"Column {number}" for number in range(1, len(seen.columns) + 1))
    return replace(of.drawing, header=header, columns=columns, read=())


def with_every_code(user: User, of: Draft) -> tuple[Draft, dict[str, dict[str, int]]]:
    """The draft with every code that stands in the file's first records, kept so, and how often each stands there.

    A code that is a word of ours means that, and one that says nothing means nothing."""
    coded = of.drawing.coded
    values = looked.values(of.seen, list(dict.fromkeys(column for columns in coded.values() for column in columns)), THROUGH)
    counts = {name: sum((values[column] for column in theirs), Counter()) for name, theirs in coded.items()}
    counts = {name: Counter({code: times for code, times in found.items() if _untelling(code)}) for name, found in counts.items()}
    drawn = replace(of.drawing, codes={name: _codes(name, of.drawing.codes.get(name, {}), counts[name]) for name in coded})
    keep(user, of.upload.upload_id, drawn)
    return replace(of, drawing=drawn), {name: _plainly(found) for name, found in counts.items()}


def _untelling(cell: str) -> bool:
    """Whether a cell of a column of days or codes holds no address: in a row whose cells were shifted it may."""
    return not tells_where(cell)


def _plainly(found: Counter) -> dict[str, int]:
    """The counts of codes, written as codes are compared."""
    counts = Counter()
    for code, times in found.items():
        counts[written_plainly(code)] += times
    return counts


def elsewhere(user: User) -> dict[str, dict[str, str]]:
    """What codes mean in the other layouts, by field, where those that have one agree."""
    meant: dict[str, dict[str, set[str]]] = {}
    for layout in found.layouts(user).values():
        for name, meanings in layout.codes.items():
            for code, word in meanings.items():
                meant.setdefault(name, {}).setdefault(written_plainly(code), set()).add(word)
    return {name: {code: next(iter(words)) for code, words in codes.items() if len(words) == 1} for name, codes in meant.items()}


@cache
def categories() -> dict[str, str]:
    """Our categories with their titles; an area's own settings judge some of them otherwise and add none."""
    known = settings.load().categories
    return dict(zip(known["category"], known["title"], strict=True))


def _codes(name: str, before: dict[str, str], counts: Counter) -> dict[str, str]:
    """Every code, those that were there before first, with its meaning or ''."""
    there = {written_plainly(code) for code in before}
    new: dict[str, str] = {}
    for code in sorted(counts, key=lambda code: (-counts[code], code)):
        if written_plainly(code) not in there:
            there.add(written_plainly(code))
            new[code] = _by_itself(name, written_plainly(code))
    return before | dict(list(new.items())[:MOST_CODES])


def _by_itself(name: str, code: str) -> str:
    if code in WORDS.get(name, ()) or name == "category" and code in categories():
        return code
    return NOTHING if code in shape.NOTHING else ""


def _begun(upload: uploads.Upload, seen: Looked) -> Drawing:
    if seen.layout and seen.at >= 0:
        drawn = drawing.drawn_back(seen.layout, seen.columns)
        shipped = (SHIPPED / f"{drawn.supplier}.toml").exists()
        return replace(drawn, supplier=f"{drawn.supplier}-here", basis=f"{drawn.supplier}, as shipped, with more") if shipped else drawn
    return Drawing(columns=tuple(seen.columns))


def _home():
    return current_app.extensions["database"].home
