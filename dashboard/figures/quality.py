"""What records lack, by month: a small chart for each measure, one beside and below another, all over the same months."""

import html

import pandas as pd

from dashboard.figures.traces import FONT
from timeline.quality.measures import KEYED, Measure

LEGEND = ("A bar is the share of the month's records that lack it; a dot on the line, that none lacks it; nothing, that there was no record to ask. "
          "Hatched: there is no record of the month, so nothing can be said of it. Of the days, a bar reaches to what nine records in ten keep within, "
          "and a diamond is the middle one.")
SHARE, MOST, MIDDLE, GAP = "#1d70b8", "#d2e2f1", "#0b0c0c", "#8a8f93"
HEIGHT, ABOVE = 190, 46
DAY = 86_400_000  # milliseconds
BESIDE = pd.Timedelta(days=16)
FEW = 14
"""Months of which each bar bears its number."""


def quality(months: pd.DataFrame, keys: list[str]) -> dict:
    """The records of each month, and the measures `keys`, as small charts, two in a line. `months`: a row for each month and measure, as
    queries.quality_months gives them."""
    charts = [_supplied(months.drop_duplicates("month")), *(_measured(months[months["key"] == key], KEYED[key]) for key in keys)]
    rows = -(-len(charts) // 2)
    span = [(months["month"].min() - BESIDE).isoformat(), (months["month"].max() + BESIDE).isoformat()]
    layout = {"height": rows * HEIGHT + ABOVE, "margin": {"l": 40, "r": 12, "t": ABOVE, "b": 30}, "showlegend": False, "barmode": "overlay", "font": FONT,
              "paper_bgcolor": "#ffffff", "plot_bgcolor": "#ffffff", "dragmode": False, "annotations": [], "meta": "Data quality by month"}
    data = []
    for number, (title, top, traces) in enumerate(charts):
        layout |= _axes(number, rows, span, top)
        layout["annotations"].append(_title(number, title))
        data += [trace | {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"} for trace in traces]
    return {"data": data, "layout": layout}


def _supplied(every: pd.DataFrame) -> tuple[str, float, list[dict]]:
    """How many records each month has: the chart's title, how far up it reaches, and what it draws."""
    there, top = every[every["gap"].isna()], max(1, *every["rows"], 1)
    bars = _bars(there, list(there["rows"]), "records", SHARE) | {"hovertext": [f"{row.month:%B %Y}: {row.rows:,}" for row in there.itertuples()]}
    return "Records supplied", top, [_gaps(every, top), bars]


def _measured(drawn: pd.DataFrame, measure: Measure) -> tuple[str, float, list[dict]]:
    """The same of one measure."""
    if not measure.days:
        return f"{measure.title}, %", 100, [_gaps(drawn, 100), *_shares(drawn[drawn["asked"] > 0], len(drawn) <= FEW)]
    told = drawn[drawn["told"] > 0]
    top = max(1, *told["most"], 1)
    return f"{measure.title}, days", top, [_gaps(drawn, top), _bars(told, list(told["most"]), "nine in ten", MOST, SHARE),
                                           _marks(told, list(told["middle"]), "the middle one", "diamond")]


def _axes(number: int, rows: int, span: list[str], top: float) -> dict:
    """The two axes of one small chart, in its place."""
    row, column = divmod(number, 2)
    left, upper = column * 0.53, 1 - row / rows
    lower = upper - 0.68 / rows
    return {f"xaxis{number + 1}": {"type": "date", "domain": [left, left + 0.47], "anchor": f"y{number + 1}", "tickformat": "%b %y", "nticks": 6, "range": span,
                                   "showgrid": False, "linecolor": MIDDLE, "fixedrange": True},
            f"yaxis{number + 1}": {"domain": [lower, upper], "anchor": f"x{number + 1}", "range": [0, top * 1.18], "nticks": 4, "gridcolor": "#eeefef",
                                   "zeroline": False, "fixedrange": True}}


def _title(number: int, title: str) -> dict:
    return {"x": 0, "y": 1, "xref": f"x{number + 1} domain", "yref": f"y{number + 1} domain", "yanchor": "bottom", "xanchor": "left", "yshift": 4,
            "showarrow": False, "text": f"<b>{html.escape(title)}</b>", "font": {"size": 14}}


def _gaps(drawn: pd.DataFrame, top: float) -> dict:
    """The months of which there is no record, hatched from top to bottom."""
    gaps = drawn[drawn["gap"].notna()]
    hatched = _bars(gaps, [top] * len(gaps), "no record", "#ffffff")
    hatched["hovertext"] = [f"{row.month:%B %Y}: no record: {html.escape(row.gap)}" for row in gaps.itertuples()]
    hatched["marker"] |= {"line": {"width": 1, "color": GAP}, "pattern": {"shape": "/", "fgcolor": GAP, "size": 6, "fillmode": "overlay"}}
    return hatched


def _shares(asked: pd.DataFrame, named: bool) -> list[dict]:
    """A bar for each month's share, with its number where there is room, and a dot where it is none."""
    shares, none = list(asked["share"]), asked[asked["counted"] == 0]
    words = {"text": [f"{share:.0f}" if share else "" for share in shares], "textposition": "outside", "cliponaxis": False, "textfont": {"size": 12}}
    return [_bars(asked, shares, "share", SHARE) | (words if named else {}), _marks(none, [0] * len(none), "none", "circle")]


def _bars(at: pd.DataFrame, heights: list, name: str, colour: str, edge: str | None = None) -> dict:
    return {"type": "bar", "name": name, "x": _days(at), "y": heights, "width": 22 * DAY, "hovertext": _hover(at),
            "hovertemplate": "%{hovertext}<extra></extra>", "marker": {"color": colour, "line": {"width": 1 if edge else 0, "color": edge or colour}}}


def _marks(at: pd.DataFrame, heights: list, name: str, symbol: str) -> dict:
    return {"type": "scatter", "mode": "markers", "name": name, "x": _days(at), "y": heights, "hovertext": _hover(at), "cliponaxis": False,
            "hovertemplate": "%{hovertext}<extra></extra>", "marker": {"symbol": symbol, "size": 8, "color": MIDDLE}}


def _hover(at: pd.DataFrame) -> list[str]:
    return [f"{day:%B %Y}: {html.escape(says)}" for day, says in zip(at["month"], at["says"], strict=True)]


def _days(at: pd.DataFrame) -> list[str]:
    return [day.isoformat() for day in at["month"]]
