"""Every picture: a frame in, a figure (a plain dict) out. SVG traces only; text from data is escaped; nothing is computed
about people here, only where a mark stands and how it looks.

Gravity is told by shape, size and colour together, and by the words of the hover text. A hollow mark rests on one independent
account only. Several marks that would touch become one block with their number, which opens as a list when it is chosen.
"""

import html
import textwrap
from datetime import timedelta

import pandas as pd

from dashboard import theme
from dashboard.figures.network import network as network

LANES = ("police", "emergency department", "health", "gp", "maternity", "health visiting", "mental health", "probation", "school", "schools",
         "children's social care", "social care", "cafcass", "court", "courts", "housing", "idva", "marac")
BY_GRAVITY = {1: ("circle", 9, "#8a9ba8"), 2: ("square", 10, "#4a90b8"), 3: ("triangle-up", 13, "#c77700"), 4: ("diamond", 15, "#b5371f"),
              5: ("hexagram", 19, "#6b0f1a")}
BY_KIND = {"contact": ("line-ns", 9, "#505a5f"), "protection": ("cross", 10, "#1d70b8"), "movement": ("triangle-right", 10, "#4c2c92"),
           "life": ("pentagon", 10, "#28a197"), "strength": ("star", 11, "#00703c"), "concern": ("circle", 9, "#8a9ba8")}
BAND_COLOURS = {"residence": "#d6cfe6", "household": "#d6cfe6", "relationship": "#f6d7d2", "custody": "#505a5f", "order": "#bcd6ee",
                "pregnancy": "#cfe8e6", "age": "#eeefef", "harmed": "#f6d7d2", "other": "#eeefef", "same day": "#f6d7d2",
                "MARAC criterion met": "#fcd6c3", "review": "#d2e2f1", "note": "#eeefef"}
LEVELS = {"same day": ("star", 17, "#ca3535"), "MARAC criterion met": ("diamond", 14, "#c25c1b"), "review": ("triangle-up", 14, "#1d70b8"),
          "note": ("circle", 11, "#505a5f")}
DARK_BANDS = ("custody",)
CELL, LANE, LETTER, LEAST_BAND, BEFORE = 20, 32, 7, 0.006, 730
LEGEND = ("Each lane is one agency's record; a mark in two lanes is one event told by both. Gravity: circle 1, square 2, triangle 3, diamond 4, "
          "star 5, larger and darker as it grows. A hollow mark rests on one independent account. A block with a number holds several "
          "events: choose it to list them. Dotted: the time is not exactly known. Yellow: the time after a recorded separation, the acute "
          "days darker. The table below holds the same.")
RAISED = ("Each lane at the top is a rule, from the day on which it was raised until its level fell or the event came: a star asks for someone the same day, "
          "a diamond says that a MARAC criterion is met, a triangle asks for a review, a circle is a note. Below are the family's events by agency, drawn as "
          "on the timeline, from two years before or from the first raising; the event itself is ringed. The table below says the same of each raising.")
FONT = {"family": "Arial, Helvetica, sans-serif", "size": 14, "color": "#0b0c0c"}


def timeline(points: pd.DataFrame, bands: pd.DataFrame, windows: pd.DataFrame, lit=(), span=None, width: int = 960) -> dict:
    """A family's timeline as a figure.

    `points`: one row per event and agency (event_id, agency, at, until, precision, kind, gravity, independent, text), undated ones
    with an empty `at`. `bands`: one row per stretch (lane, kind, label, since, until). `windows`: separation windows (since, acute_until,
    until, label). `lit`: event ids to ring. `span`: the visible (from, to), else all. `width`: pixels of the plot, to gather by."""
    points, bands, windows = _typed(points, "at", "until"), _typed(bands, "since", "until"), _typed(windows, "since", "acute_until", "until")
    start, end = span or extent(points, bands)
    agencies = _agencies(points)
    stretches = stack(bands)
    undated = points[points["at"].isna()]
    lanes = [*stretches["row"].drop_duplicates(), *agencies, *(["undated"] if len(undated) else [])]
    height_of = {lane: number for number, lane in enumerate(lanes)}
    dated = points[points["at"].notna() & (points["at"] <= end) & (points["until"].fillna(points["at"]) >= start)]
    marks = gather(pd.concat([f for f in (dated, spread(undated, start, end)) if len(f)] or [dated]), start, end, width)
    traces = [*_bands(stretches, height_of, start, end), *_ranges(dated, height_of), *_marks(marks, height_of), *_rings(marks, height_of, lit)]
    return {"data": traces, "layout": _layout(lanes, start, end, _windows(windows, len(lanes)), "Timeline by agency")}


def households(bands: pd.DataFrame, span=None) -> dict:
    """Households, relationships, custody and orders of one person over time: one row per stretch (lane, kind, label, since, until)."""
    bands = _typed(bands, "since", "until")
    start, end = span or extent(pd.DataFrame(columns=["at", "until"]), bands)
    stretches = stack(bands)
    lanes = list(stretches["row"].drop_duplicates())
    height_of = {lane: number for number, lane in enumerate(lanes)}
    return {"data": _bands(stretches, height_of, start, end), "layout": _layout(lanes, start, end, ([], []), "Households over time")}


def look_back(points: pd.DataFrame, raised: pd.DataFrame, at, event_id: str, width: int = 960) -> dict:
    """What the rules had raised before an event, above the family's events by agency, until the day `at` of that event, which is ringed.

    `points` as for `timeline`; `raised`: one row per raising (lane, level, since, until, hover), `until` empty while it stood."""
    points, raised, at = _typed(points, "at", "until"), _typed(raised, "since", "until"), pd.Timestamp(at)
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
    traces = [*_bands(stretches, height_of, start, end), *_levels(stretches, height_of), *_ranges(points, height_of), *_marks(marks, height_of),
              *_rings(marks, height_of, [event_id])]
    return {"data": traces, "layout": _layout(lanes, start, end, ([line], [note]), "Raised before the event", left=280)}


def _levels(stretches: pd.DataFrame, height_of) -> list[dict]:
    looks = [LEVELS[level] for level in stretches["level"]]
    return [{"type": "scatter", "mode": "markers+text", "name": "raised", "x": _days(stretches["since"]), "y": [height_of[row] for row in stretches["row"]],
             "text": list(stretches["level"]), "textposition": "middle left", "textfont": {"size": 12},
             "hovertext": [_safe(hover) for hover in stretches["hover"]], "hovertemplate": "%{hovertext}<extra></extra>",
             "marker": {"symbol": [symbol for symbol, _, _ in looks], "size": [size for _, size, _ in looks], "color": [colour for *_, colour in looks],
                        "line": {"width": 1, "color": "#ffffff"}, "opacity": 1}}]


def _agencies(points: pd.DataFrame) -> list[str]:
    return [a for a in [*LANES, *sorted(set(points["agency"]) - set(LANES))] if a in set(points["agency"])]


def extent(points: pd.DataFrame, bands: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day shown: all dated points, and the bands' edges within ten years of them, with a margin."""
    days = _all_days(points, "at", "until")
    if days.empty:
        days = _all_days(bands, "since", "until")
    if days.empty:
        days = pd.Series([pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01")])
    margin = max((days.max() - days.min()) * 0.03, timedelta(days=14))
    return days.min() - margin, days.max() + margin


def zoomed(key: str, points: pd.DataFrame, bands: pd.DataFrame, windows: pd.DataFrame):
    """The (from, to) of a zoom preset: 'all', '2y' (the last two years) or 'separation' (90 days either side of the latest)."""
    start, end = extent(points, bands)
    if key == "2y":
        return max(start, end - timedelta(days=730)), end
    separated = _all_days(windows, "since")
    if key == "separation" and len(separated):
        return separated.max() - timedelta(days=90), separated.max() + timedelta(days=90)
    return start, end


def span_of(moved: dict | None) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The visible stretch that a chart reports after a zoom or a pan, in any of its shapes; None where it says nothing of time."""
    moved = moved or {}
    edges = moved.get("xaxis.range") or [moved.get("xaxis.range[0]"), moved.get("xaxis.range[1]")]
    return (pd.Timestamp(edges[0]), pd.Timestamp(edges[1])) if all(edges) else None


def _typed(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**{column: pd.to_datetime(frame[column]) for column in columns})


def _all_days(frame: pd.DataFrame, *columns: str) -> pd.Series:
    return pd.concat([pd.to_datetime(frame[column]) for column in columns]).dropna()


def stack(bands: pd.DataFrame) -> pd.DataFrame:
    """Give overlapping stretches of a lane rows of their own: adds `row`, the lane's name with a number from the second row on."""
    rows, ends = [], {}
    for band in bands.sort_values(["lane", "since", "until"], na_position="first").itertuples():
        number = 0
        while (last := ends.get((band.lane, number))) is not None and (pd.isna(last) or pd.isna(band.since) or band.since < last):
            number += 1
        ends[band.lane, number] = band.until
        rows.append((band.Index, band.lane if number == 0 else f"{band.lane} ({number + 1})"))
    named = bands.copy()
    named["row"] = pd.Series(dict(rows), dtype="object")
    order = {lane: n for n, lane in enumerate(bands["lane"].drop_duplicates())}
    named["order"] = named["lane"].map(order)
    return named.sort_values(["order", "row", "since"], na_position="first")


def spread(undated: pd.DataFrame, start, end) -> pd.DataFrame:
    """Undated points side by side in a lane of their own: their place along it says nothing of time."""
    step = (end - start) / (len(undated) + 1)
    placed = undated.drop_duplicates("event_id").reset_index(drop=True)
    return placed.assign(agency="undated", at=pd.to_datetime([start + step * (n + 1) for n in range(len(placed))]))


def gather(points: pd.DataFrame, start, end, width: int) -> pd.DataFrame:
    """Points that would touch, gathered: one row per mark (agency, at, event_ids, kind, gravity, hollow, text, count)."""
    if points.empty:
        return pd.DataFrame(columns=["agency", "at", "event_ids", "kind", "gravity", "hollow", "text", "count"])
    cell = (end - start) / max(width // CELL, 1)
    clipped = points.assign(at=points["at"].clip(lower=start))
    clipped["cell"] = ((clipped["at"] - start) / cell).astype(int)
    clipped["gravity"] = pd.to_numeric(clipped["gravity"]).fillna(0)
    clipped["hollow"] = clipped["independent"].fillna(1) < 2
    clipped = clipped.sort_values(["gravity", "at"], ascending=[False, True])
    marks = clipped.groupby(["agency", "cell"], as_index=False, sort=True).agg(
        at=("at", "min"), event_ids=("event_id", lambda ids: " ".join(sorted(set(ids)))), kind=("kind", "first"), gravity=("gravity", "first"),
        hollow=("hollow", "all"), text=("text", "first"), count=("event_id", "nunique"))
    return marks.drop(columns="cell")


def _marks(marks: pd.DataFrame, height_of) -> list[dict]:
    single, several = marks[marks["count"] == 1], marks[marks["count"] > 1]
    looks = [_look(m.kind, m.gravity) for m in single.itertuples()]
    one = {"type": "scatter", "mode": "markers", "name": "events", "x": _days(single["at"]), "y": [height_of[a] for a in single["agency"]],
           "customdata": list(single["event_ids"]), "text": [_safe(t) for t in single["text"]], "hovertemplate": "%{text}<extra></extra>",
           "marker": {"symbol": [s + ("-open" if hollow else "") for (s, _, _), hollow in zip(looks, single["hollow"], strict=True)],
                      "size": [size for _, size, _ in looks], "color": [colour for *_, colour in looks],
                      "line": {"width": 2, "color": [colour for *_, colour in looks]}, "opacity": 1}}
    many = {"type": "scatter", "mode": "markers+text", "name": "several events", "x": _days(several["at"]),
            "y": [height_of[a] for a in several["agency"]], "customdata": list(several["event_ids"]),
            "text": [str(n) for n in several["count"]], "textfont": {"color": "#ffffff", "size": 12, "family": FONT["family"]},
            "hovertext": [f"{m.count} events close together; choose to list them. Gravest: {_safe(m.text)}" for m in several.itertuples(index=False)],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"symbol": "square", "size": 21, "color": [_look(m.kind, m.gravity)[2] for m in several.itertuples()]}}
    return [one, many]


def _rings(marks: pd.DataFrame, height_of, lit) -> list[dict]:
    wanted = set(lit)
    ringed = marks[[bool(wanted & set(ids.split())) for ids in marks["event_ids"]]] if wanted and len(marks) else marks.iloc[:0]
    return [{"type": "scatter", "mode": "markers", "name": "evidence", "hoverinfo": "skip", "x": _days(ringed["at"]),
             "y": [height_of[a] for a in ringed["agency"]],
             "marker": {"symbol": "circle-open", "size": 28, "color": "#0b0c0c", "line": {"width": 3, "color": "#0b0c0c"}}}]


def _ranges(points: pd.DataFrame, height_of) -> list[dict]:
    wide = points[points["precision"].isin(["month", "year", "range"])]
    x, y = [], []
    for point in wide.itertuples():
        x += [*_days([point.at, point.until]), None]
        y += [height_of[point.agency]] * 2 + [None]
    return [{"type": "scatter", "mode": "lines", "name": "time not exact", "hoverinfo": "skip", "x": x, "y": y,
             "line": {"color": "#505a5f", "width": 2, "dash": "dot"}}]


def _bands(stretches: pd.DataFrame, height_of, start, end) -> list[dict]:
    seen = stretches.assign(since=stretches["since"].fillna(start).clip(lower=start), until=stretches["until"].fillna(end).clip(upper=end))
    seen = seen[seen["since"] <= seen["until"]]
    seen = seen.assign(until=seen["until"].clip(lower=seen["since"] + (end - start) * LEAST_BAND))
    return [{"type": "bar", "orientation": "h", "name": "bands", "base": _days(seen["since"]), "width": 0.72,
             "x": [(b.until - b.since) / timedelta(milliseconds=1) for b in seen.itertuples()], "y": [height_of[row] for row in seen["row"]],
             "text": [_safe(label) for label in seen["label"]], "textposition": "inside", "insidetextanchor": "start", "textangle": 0,
             "constraintext": "inside", "hovertext": [_safe(h) for h in seen.get("hover", seen["label"])],
             "hovertemplate": "%{hovertext}<extra></extra>",
             "textfont": {"size": 12, "color": ["#ffffff" if k in DARK_BANDS else "#0b0c0c" for k in seen["kind"]]},
             "marker": {"color": [BAND_COLOURS.get(k, BAND_COLOURS["other"]) for k in seen["kind"]], "line": {"width": 1, "color": "#505a5f"}}}]


def _windows(windows: pd.DataFrame, lanes: int) -> tuple[list[dict], list[dict]]:
    shapes, notes = [], []
    for window in windows.itertuples():
        since, acute, until = _days([window.since, window.acute_until, window.until])
        shapes += [_shade(since, acute, "rgba(255, 221, 0, 0.40)"), _shade(acute, until, "rgba(255, 221, 0, 0.16)"),
                   {"type": "line", "xref": "x", "yref": "paper", "x0": since, "x1": since, "y0": 0, "y1": 1, "layer": "below",
                    "line": {"color": "#0b0c0c", "width": 2, "dash": "dash"}}]
        notes.append({"x": since, "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom", "xanchor": "left", "showarrow": False,
                      "text": _safe(window.label), "font": {"size": 12}})
    return shapes, notes


def _shade(since, until, colour) -> dict:
    return {"type": "rect", "xref": "x", "yref": "paper", "x0": since, "x1": until, "y0": 0, "y1": 1, "fillcolor": colour,
            "line": {"width": 0}, "layer": "below"}


def _layout(lanes: list[str], start, end, drawn, title: str, left: int = 190) -> dict:
    shapes, notes = drawn
    return {"height": LANE * len(lanes) + 96, "margin": {"l": left, "r": 12, "t": 40, "b": 40}, "showlegend": False, "barmode": "overlay",
            "hovermode": "closest", "dragmode": "pan", "clickmode": "event", "font": FONT, "paper_bgcolor": "#ffffff",
            "plot_bgcolor": "#ffffff", "uirevision": title, "meta": title, "shapes": shapes, "annotations": notes,
            "xaxis": {"type": "date", "range": _days([start, end]), "showgrid": True, "gridcolor": "#eeefef", "tickformatstops": TICKS},
            "yaxis": {"tickvals": list(range(len(lanes))), "ticktext": [_wrapped(theme.lane(lane), left) for lane in lanes],
                      "range": [len(lanes) - 0.4, -0.6], "fixedrange": True, "showgrid": True, "gridcolor": "#eeefef", "zeroline": False}}


def _wrapped(words: str, pixels: int) -> str:
    """The name of a lane, on as many lines as the margin beside the chart asks for."""
    return "<br>".join(_safe(line) for line in textwrap.wrap(words, pixels // LETTER))


TICKS = [{"dtickrange": [None, 86400000 * 7], "value": "%d %b %Y"}, {"dtickrange": [86400000 * 7, "M12"], "value": "%b %Y"},
         {"dtickrange": ["M12", None], "value": "%Y"}]


def _look(kind: str, gravity) -> tuple[str, int, str]:
    return BY_GRAVITY.get(int(gravity or 0)) or BY_KIND.get(kind, BY_KIND["contact"])


def _days(values) -> list[str | None]:
    return [None if pd.isna(v) else pd.Timestamp(v).isoformat() for v in values]


def _safe(text) -> str:
    return html.escape(str(text), quote=False)
