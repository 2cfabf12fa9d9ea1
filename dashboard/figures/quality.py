"""What records lack, by month: a small chart for each measure, one beside and below another, all over the same months."""

import html

import pandas as pd

from dashboard.figures.traces import FONT
from timeline.quality.measures import KEYED

LEGEND = ("A bar is the share of the month's records that lack it; a dot on the line, that none lacks it; nothing, that there was no record to ask. "
          "Hatched: there is no record of the month, so nothing can be said of it. Of the days, a bar reaches to what nine records in ten keep within, "
          "and a diamond is the middle one. The tables below hold the same.")
SHARE, MOST, MIDDLE, GAP = "#1d70b8", "#d2e2f1", "#0b0c0c", "#8a8f93"
HEIGHT, ABOVE = 190, 46
DAY = 86_400_000  # milliseconds
BESIDE = pd.Timedelta(days=16)
FEW = 14
"""Months of which each bar bears its number."""


def quality(months: pd.DataFrame, keys: list[str]) -> dict:
    """The measures `keys` as small charts, two in a line. `months`: a row for each month and measure, as queries.quality_months gives them."""
    rows = -(-len(keys) // 2)
    height = rows * HEIGHT + ABOVE
    span = [(months["month"].min() - BESIDE).isoformat(), (months["month"].max() + BESIDE).isoformat()]
    layout = {"height": height, "margin": {"l": 40, "r": 12, "t": ABOVE, "b": 30}, "showlegend": False, "barmode": "overlay", "font": FONT,
              "paper_bgcolor": "#ffffff", "plot_bgcolor": "#ffffff", "dragmode": False, "annotations": [], "meta": "Data quality by month"}
    data = []
    for number, key in enumerate(keys):
        drawn = months[months["key"] == key]
        axes, top = _axes(number, rows, span, _reach(drawn, KEYED[key].days))
        layout |= axes
        layout["annotations"].append(_title(number, KEYED[key].title, KEYED[key].days))
        data += [trace | {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"} for trace in _drawn(drawn, KEYED[key].days, top)]
    return {"data": data, "layout": layout}


def _axes(number: int, rows: int, span: list[str], top: float) -> tuple[dict, float]:
    """The two axes of one small chart, in its place; and how far up it reaches."""
    row, column = divmod(number, 2)
    left, upper = column * 0.53, 1 - row / rows
    lower = upper - 0.68 / rows
    return {f"xaxis{number + 1}": {"type": "date", "domain": [left, left + 0.47], "anchor": f"y{number + 1}", "tickformat": "%b %y", "nticks": 6, "range": span,
                                   "showgrid": False, "linecolor": MIDDLE, "fixedrange": True},
            f"yaxis{number + 1}": {"domain": [lower, upper], "anchor": f"x{number + 1}", "range": [0, top * 1.18], "nticks": 4, "gridcolor": "#eeefef",
                                   "zeroline": False, "fixedrange": True}}, top


def _reach(drawn: pd.DataFrame, days: str | None) -> float:
    return max(1, *drawn["most"].fillna(0), 1) if days else 100


def _title(number: int, title: str, days: str | None) -> dict:
    said = f"{title}, {'days' if days else '%'}"
    return {"x": 0, "y": 1, "xref": f"x{number + 1} domain", "yref": f"y{number + 1} domain", "yanchor": "bottom", "xanchor": "left", "yshift": 4,
            "showarrow": False, "text": f"<b>{html.escape(said)}</b>", "font": {"size": 14}}


def _drawn(drawn: pd.DataFrame, days: str | None, top: float) -> list[dict]:
    gaps, asked = drawn[drawn["gap"].notna()], drawn[drawn["gap"].isna() & (drawn["told" if days else "asked"] > 0)]
    hatched = _bars(gaps, [top] * len(gaps), "no record", "#ffffff") | {"hovertext": [f"{day:%B %Y}: no record: {html.escape(gap)}" for day, gap in
                                                                                       zip(gaps["month"], gaps["gap"], strict=True)]}
    hatched["marker"] |= {"line": {"width": 1, "color": GAP}, "pattern": {"shape": "/", "fgcolor": GAP, "size": 6, "fillmode": "overlay"}}
    if days:
        return [hatched, _bars(asked, list(asked["most"]), "nine in ten", MOST, SHARE), _marks(asked, list(asked["middle"]), "the middle one", "diamond")]
    shares, none = list(asked["share"]), asked[asked["counted"] == 0]
    named = {"text": [f"{share:.0f}" if share else "" for share in shares], "textposition": "outside", "cliponaxis": False, "textfont": {"size": 12}}
    return [hatched, _bars(asked, shares, "share", SHARE) | (named if len(drawn) <= FEW else {}), _marks(none, [0] * len(none), "none", "circle")]


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
