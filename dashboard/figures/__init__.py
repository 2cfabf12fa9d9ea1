"""Every picture: a frame in, a figure (a plain dict) out. Nothing is computed about people here, only where a mark stands (placing.py)
and how it looks (traces.py)."""

from datetime import timedelta

import pandas as pd

from dashboard.figures import traces
from dashboard.figures.network import network as network
from dashboard.figures.placing import CELL as CELL
from dashboard.figures.placing import MOST as MOST
from dashboard.figures.placing import extent, gather, plain, span_of, spread, stack, typed, zoomed
from dashboard.figures.quality import LEGEND as QUALITY
from dashboard.figures.quality import quality as quality
from dashboard.figures.traces import BY_GRAVITY as BY_GRAVITY
from dashboard.figures.traces import LEVELS as LEVELS
from dashboard.figures.trends import LEGEND as TRENDS
from dashboard.figures.trends import trends as trends
from dashboard.figures.trends import whole_months as whole_months

LANES = ("police", "emergency department", "health", "gp", "maternity", "health visiting", "mental health", "probation", "school", "schools",
         "children's social care", "social care", "cafcass", "court", "courts", "housing", "idva", "marac")
BEFORE = 730
LEGEND = ("Each lane is one agency's record; a mark in two lanes is one event told by both. Gravity: circle 1, square 2, triangle 3, diamond 4, "
          "star 5, larger and darker as it grows. A hollow mark rests on one independent account. A block with a number holds several "
          "events: choose it to list them. Dotted: the time is not exactly known. Yellow: the time after a recorded separation, the acute "
          "days darker. Hatched: nothing is recorded. A bracket is events that a person gathered and named, and a black triangle pointing down is a "
          "person's note: neither is an agency's record. The table below holds the same.")
RAISED = ("Each lane at the top is a rule, from the day on which it was raised until its level fell or the event came: a star asks for someone the same day, "
          "a diamond says that a MARAC criterion is met, a triangle asks for a review, a circle is a note. Below are the family's events by agency, drawn as "
          "on the timeline, from two years before or from the first raising; the event itself is ringed. The table below says the same of each raising.")
HOUSEHOLDS = ("Each family is a lane: its band is the time in which the person is named with it, its marks are events there, with gravity drawn as on a "
              "family's timeline. Below are homes, relationships, custody and orders. The tables below hold the same.")
NOTES, UNDATED = "notes", "undated"


def timeline(points: pd.DataFrame, bands: pd.DataFrame, windows: pd.DataFrame, notes=None, lit=(), span=None, width: int = 960) -> dict:
    """A family's timeline as a figure.

    `points`: one row per event and agency (event_id, agency, at, until, precision, kind, gravity, independent, text), undated ones
    with an empty `at`; `notes`: the same of people's notes. `bands`: one row per stretch (lane, kind, label, since, until; `opens`, the ids
    that choosing it lists). `windows`: separation windows (since, acute_until, until, label). `lit`: event ids to ring. `span`: the visible
    (from, to), else all. `width`: pixels of the plot, to gather by."""
    points, bands, windows = typed(points, "at", "until"), typed(bands, "since", "until"), typed(windows, "since", "acute_until", "until")
    notes = typed(points.iloc[:0] if notes is None else notes, "at", "until")
    start, end = span or whole(points, bands, notes)
    stretches = stack(bands)
    undated = points[points["at"].isna()]
    lanes = [*stretches["row"].drop_duplicates(), *_agencies(points), *([NOTES] if len(notes) else []), *([UNDATED] if len(undated) else [])]
    height_of = {lane: number for number, lane in enumerate(lanes)}
    dated = _seen(points, start, end)
    marks = gather(_together(dated, _seen(notes, start, end), spread(undated, start, end)), start, end, width)
    drawn = [*traces.bands(stretches, height_of, start, end), *traces.ranges(dated, height_of), *traces.marks(marks, height_of),
             *traces.rings(marks, height_of, lit)]
    return {"data": drawn, "layout": traces.layout(lanes, start, end, traces.windows(windows, start, end), "Timeline by agency")}


def whole(points: pd.DataFrame, bands: pd.DataFrame, notes: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day of a family's timeline: of its events, of the notes beside them, and of the times in which nothing is recorded."""
    silent = bands[bands["kind"] == "gap"]
    return extent(points, bands, notes["at"], silent["since"], silent["until"])


def gathered_again(points: pd.DataFrame, kept: dict[str, list[dict]], lit, span) -> list[dict]:
    """The traces of a timeline for another stretch of it. `kept` is what the page keeps of its `bands` and `notes`, as `placing.plain` gives it:
    they do not change while it is looked at, and are not asked for again at every zoom."""
    bands = pd.DataFrame(kept["bands"], columns=["lane", "kind", "label", "hover", "since", "until", "opens"])
    notes = pd.DataFrame(kept["notes"], columns=points.columns)
    windows = pd.DataFrame(columns=["since", "acute_until", "until", "label"])
    return timeline(points, bands, windows, notes, lit=lit, span=span)["data"]


def asked_span(points, bands, windows, notes, zoom: str, around: str | None) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The stretch of a family's timeline that an address asks for (`placing.zoomed`); None for all of it. The frames as for `timeline`."""
    points, notes = typed(points, "at", "until"), typed(notes, "at", "until")
    all_of_it = whole(points, typed(bands, "since", "until"), notes)
    span = zoomed(zoom, all_of_it, points, windows, around)
    return None if span == all_of_it else span


def households(points: pd.DataFrame, bands: pd.DataFrame, span=None, width: int = 960) -> dict:
    """Households, relationships, custody and orders of one person on one axis of time, one row per stretch (lane, kind, label, since, until),
    and the events of each household as marks on its own lane (`points` as for `timeline`, `agency` being the lane)."""
    points, bands = typed(points, "at", "until"), typed(bands, "since", "until")
    start, end = span or extent(points, bands, bands["since"], bands["until"])
    stretches = stack(bands)
    lanes = [*stretches["row"].drop_duplicates(), *(lane for lane in points["agency"].drop_duplicates() if lane not in set(stretches["row"]))]
    height_of = {lane: number for number, lane in enumerate(lanes)}
    marks = gather(_seen(points[points["at"].notna()], start, end), start, end, width)
    return {"data": [*traces.bands(stretches, height_of, start, end), *traces.marks(marks, height_of)],
            "layout": traces.layout(lanes, start, end, ([], []), "Households over time", left=230)}


def look_back(points: pd.DataFrame, raised: pd.DataFrame, at, event_id: str, width: int = 960) -> dict:
    """What the rules had raised before an event, above the family's events by agency, until the day `at` of that event, which is ringed.

    `points` as for `timeline`; `raised`: one row per raising (lane, level, since, until, hover), `until` empty while it stood."""
    points, raised, at = typed(points, "at", "until"), typed(raised, "since", "until"), pd.Timestamp(at)
    first = min([at - timedelta(days=BEFORE), *raised["since"]])
    points = points[(points["at"] >= first) & (points["at"] < at + timedelta(days=1))]
    start, end = first - (at - first) * 0.05, at + (at - first) * 0.03
    stretches = stack(raised.assign(until=raised["until"].fillna(at).clip(upper=at), kind=raised["level"], label=""))
    lanes = [*stretches["row"].drop_duplicates(), *_agencies(points)]
    height_of = {lane: number for number, lane in enumerate(lanes)}
    marks = gather(points, start, end, width)
    line = {"type": "line", "xref": "x", "yref": "paper", "x0": at.isoformat(), "x1": at.isoformat(), "y0": 0, "y1": 1, "layer": "below",
            "line": {"color": "#0b0c0c", "width": 2, "dash": "dash"}}
    note = {"x": at.isoformat(), "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom", "xanchor": "right", "showarrow": False, "text": "the event",
            "font": {"size": 12}}
    drawn = [*traces.bands(stretches, height_of, start, end), *traces.levels(stretches, height_of), *traces.ranges(points, height_of),
             *traces.marks(marks, height_of), *traces.rings(marks, height_of, [event_id])]
    return {"data": drawn, "layout": traces.layout(lanes, start, end, ([line], [note]), "Raised before the event", left=280)}


def _agencies(points: pd.DataFrame) -> list[str]:
    return [a for a in [*LANES, *sorted(set(points["agency"]) - set(LANES))] if a in set(points["agency"])]


def _seen(points: pd.DataFrame, start, end) -> pd.DataFrame:
    """The dated points of which any part is between the two edges."""
    return points[points["at"].notna() & (points["at"] <= end) & (points["until"].fillna(points["at"]) >= start)]


def _together(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame for frame in frames if len(frame)] or [frames[0]])
