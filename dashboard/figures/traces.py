"""What a chart draws: each function takes what stands where and gives traces, shapes or a layout as plain dicts. SVG traces only; text
from data is escaped.

Gravity is told by shape, size and colour together, and by the words of the hover text. A hollow mark rests on one independent
account only. Several marks that would touch become one block with their number, which opens as a list when it is chosen.
"""

import html
import textwrap
from datetime import timedelta

import pandas as pd

from dashboard import theme

BY_GRAVITY = {1: ("circle", 9, "#8a9ba8"), 2: ("square", 10, "#4a90b8"), 3: ("triangle-up", 13, "#c77700"), 4: ("diamond", 15, "#b5371f"),
              5: ("hexagram", 19, "#6b0f1a")}
BY_KIND = {"contact": ("line-ns", 9, "#505a5f"), "protection": ("cross", 10, "#1d70b8"), "movement": ("triangle-right", 10, "#4c2c92"),
           "life": ("pentagon", 10, "#28a197"), "strength": ("star", 11, "#00703c"), "concern": ("circle", 9, "#8a9ba8"),
           "note": ("triangle-down", 13, "#0b0c0c")}
BAND_COLOURS = {"residence": "#d6cfe6", "household": "#d6cfe6", "relationship": "#f6d7d2", "custody": "#505a5f", "order": "#bcd6ee",
                "pregnancy": "#cfe8e6", "age": "#eeefef", "harmed": "#f6d7d2", "other": "#eeefef", "same day": "#f6d7d2",
                "MARAC criterion met": "#fcd6c3", "review": "#d2e2f1", "note": "#eeefef", "gap": "#ffffff", "activity": "#ffffff"}
LEVELS = {"same day": ("star", 17, "#ca3535"), "MARAC criterion met": ("diamond", 14, "#c25c1b"), "review": ("triangle-up", 14, "#1d70b8"),
          "note": ("circle", 11, "#505a5f")}
DARK_BANDS, HATCHED, HEAVY = ("custody",), ("gap",), ("activity",)
LANE, LETTER, LEAST_BAND = 32, 7, 0.006
FONT = {"family": "Arial, Helvetica, sans-serif", "size": 14, "color": "#0b0c0c"}
TICKS = [{"dtickrange": [None, 86400000 * 7], "value": "%d %b %Y"}, {"dtickrange": [86400000 * 7, "M12"], "value": "%b %Y"},
         {"dtickrange": ["M12", None], "value": "%Y"}]


def marks(marks: pd.DataFrame, height_of) -> list[dict]:
    """The marks that `placing.gather` made: single events, and blocks of several."""
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


def rings(marks: pd.DataFrame, height_of, lit) -> list[dict]:
    """A ring around each mark that holds one of the events `lit`."""
    wanted = set(lit)
    ringed = marks[[bool(wanted & set(ids.split())) for ids in marks["event_ids"]]] if wanted and len(marks) else marks.iloc[:0]
    return [{"type": "scatter", "mode": "markers", "name": "evidence", "hoverinfo": "skip", "x": _days(ringed["at"]),
             "y": [height_of[a] for a in ringed["agency"]],
             "marker": {"symbol": "circle-open", "size": 28, "color": "#0b0c0c", "line": {"width": 3, "color": "#0b0c0c"}}}]


def ranges(points: pd.DataFrame, height_of) -> list[dict]:
    """A dotted line along the time in which an event may have been, where that is not exactly known."""
    wide = points[points["precision"].isin(["month", "year", "range"])]
    x, y = [], []
    for point in wide.itertuples():
        x += [*_days([point.at, point.until]), None]
        y += [height_of[point.agency]] * 2 + [None]
    return [{"type": "scatter", "mode": "lines", "name": "time not exact", "hoverinfo": "skip", "x": x, "y": y,
             "line": {"color": "#505a5f", "width": 2, "dash": "dot"}}]


def bands(stretches: pd.DataFrame, height_of, start, end) -> list[dict]:
    """What held for a time, each clipped to the visible stretch so that its label is."""
    seen = stretches.assign(since=stretches["since"].fillna(start).clip(lower=start), until=stretches["until"].fillna(end).clip(upper=end))
    seen = seen[seen["since"] <= seen["until"]]
    seen = seen.assign(until=seen["until"].clip(lower=seen["since"] + (end - start) * LEAST_BAND))
    return [{"type": "bar", "orientation": "h", "name": "bands", "base": _days(seen["since"]), "width": 0.72,
             "x": [(b.until - b.since) / timedelta(milliseconds=1) for b in seen.itertuples()], "y": [height_of[row] for row in seen["row"]],
             "text": [_safe(label) for label in seen["label"]], "textposition": "inside", "insidetextanchor": "start", "textangle": 0,
             "constraintext": "inside", "hovertext": [_safe(h) for h in seen.get("hover", seen["label"])],
             "hovertemplate": "%{hovertext}<extra></extra>",
             "textfont": {"size": 12, "color": ["#ffffff" if k in DARK_BANDS else "#0b0c0c" for k in seen["kind"]]},
             "customdata": [opens if isinstance(opens, str) else None for opens in seen.get("opens", [None] * len(seen))],
             "marker": {"color": [BAND_COLOURS.get(k, BAND_COLOURS["other"]) for k in seen["kind"]],
                        "pattern": {"shape": ["/" if k in HATCHED else "" for k in seen["kind"]], "fillmode": "overlay", "fgcolor": "#8a8f93", "size": 7},
                        "line": {"width": [3 if k in HEAVY else 1 for k in seen["kind"]],
                                 "color": ["#0b0c0c" if k in HEAVY else "#505a5f" for k in seen["kind"]]}}}]


def windows(windows: pd.DataFrame, start, end) -> tuple[list[dict], list[dict]]:
    """The shapes and the labels of the time after each separation."""
    shapes, notes = [], []
    for window in windows.itertuples():
        since, acute, until = _days([window.since, window.acute_until, window.until])
        shapes += [_shade(since, acute, "rgba(255, 221, 0, 0.40)"), _shade(acute, until, "rgba(255, 221, 0, 0.16)"),
                   {"type": "line", "xref": "x", "yref": "paper", "x0": since, "x1": since, "y0": 0, "y1": 1, "layer": "below",
                    "line": {"color": "#0b0c0c", "width": 2, "dash": "dash"}}]
        late = window.since > start + (end - start) * 0.7  # there its label stands to the left of the line, or it would be cut off
        notes.append({"x": since, "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom", "xanchor": "right" if late else "left", "showarrow": False,
                      "text": _safe(window.label), "font": {"size": 12}})
    return shapes, notes


def _shade(since, until, colour) -> dict:
    return {"type": "rect", "xref": "x", "yref": "paper", "x0": since, "x1": until, "y0": 0, "y1": 1, "fillcolor": colour,
            "line": {"width": 0}, "layer": "below"}


def levels(stretches: pd.DataFrame, height_of) -> list[dict]:
    """A mark for each raising, with the word for its level."""
    looks = [LEVELS[level] for level in stretches["level"]]
    return [{"type": "scatter", "mode": "markers+text", "name": "raised", "x": _days(stretches["since"]), "y": [height_of[row] for row in stretches["row"]],
             "text": list(stretches["level"]), "textposition": "middle left", "textfont": {"size": 12},
             "hovertext": [_safe(hover) for hover in stretches["hover"]], "hovertemplate": "%{hovertext}<extra></extra>",
             "marker": {"symbol": [symbol for symbol, _, _ in looks], "size": [size for _, size, _ in looks], "color": [colour for *_, colour in looks],
                        "line": {"width": 1, "color": "#ffffff"}, "opacity": 1}}]


def layout(lanes: list[str], start, end, drawn, title: str, left: int = 190) -> dict:
    """The lanes and the axis of time, with the shapes and labels that are `drawn` behind the marks."""
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


def _look(kind: str, gravity) -> tuple[str, int, str]:
    return BY_GRAVITY.get(int(gravity or 0)) or BY_KIND.get(kind, BY_KIND["contact"])


def _days(values) -> list[str | None]:
    return [None if pd.isna(v) else pd.Timestamp(v).isoformat() for v in values]


def _safe(text) -> str:
    return html.escape(str(text), quote=False)
