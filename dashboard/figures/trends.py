"""The patterns of an area by month: a small chart for each measure, one beside and below another, all over the same months."""

import html

import pandas as pd

from dashboard.figures.traces import FONT

LEGEND = ("A dot is the month's number, joined to the next where both are told. A cross on the line at the bottom: withheld, fewer than 5 or hidden so that "
          "no such number can be worked out; it is not nought. A hatched month was not supplied in full, or is not over: its dot is hollow and joined to "
          "nothing.")
INK, LINE, GAP = "#0b0c0c", "#1d70b8", "#8a8f93"
HEIGHT, ABOVE, BESIDE = 170, 46, pd.Timedelta(days=16)
DAY = 86_400_000  # milliseconds


def trends(numbers: pd.DataFrame, titles: dict[str, str], gaps: dict) -> dict:
    """A chart for each measure that `titles` names, two in a line. `numbers`: a row for each measure and month (measure, since, number; empty where it is
    withheld). `gaps`: a month to why not all of it is known."""
    rows = -(-len(titles) // 2)
    months = sorted(set(numbers["since"]))
    first = pd.Timestamp(months[0])
    span = [(first - BESIDE).isoformat(), (max(first + pd.DateOffset(months=11), pd.Timestamp(months[-1])) + BESIDE).isoformat()]
    layout = {"height": rows * HEIGHT + ABOVE, "margin": {"l": 44, "r": 12, "t": ABOVE, "b": 30}, "showlegend": False, "font": FONT, "paper_bgcolor": "#ffffff",
              "plot_bgcolor": "#ffffff", "dragmode": False, "annotations": [], "meta": "Patterns by month"}
    data = []
    for number, (key, title) in enumerate(titles.items()):
        cells = numbers[numbers["measure"] == key]
        top = max([5, *(int(each) for each in cells["number"] if each is not None)]) * 1.15
        layout |= _axes(number, rows, span, top)
        layout["annotations"].append(_title(number, title))
        data += [trace | {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"} for trace in _drawn(cells, gaps, top)]
    return {"data": data, "layout": layout}


def whole_months(numbers: pd.DataFrame) -> pd.DataFrame:
    """Of the numbers of an area or an agency, those of a measure as a whole, by month: of an agency all are."""
    of_all = numbers[numbers["part"] == ""]
    return (numbers if of_all.empty else of_all)[lambda frame: ~frame["yearly"].astype(bool)]


def _axes(number: int, rows: int, span: list[str], top: float) -> dict:
    """The two axes of one small chart, in its place."""
    row, column = divmod(number, 2)
    left, upper = column * 0.53, 1 - row / rows
    return {f"xaxis{number + 1}": {"type": "date", "domain": [left, left + 0.47], "anchor": f"y{number + 1}", "tickformat": "%b %y", "nticks": 7, "range": span,
                                   "showgrid": False, "linecolor": INK, "fixedrange": True},
            f"yaxis{number + 1}": {"domain": [upper - 0.64 / rows, upper], "anchor": f"x{number + 1}", "range": [0, top], "nticks": 4, "gridcolor": "#eeefef",
                                   "zeroline": False, "fixedrange": True}}


def _title(number: int, title: str) -> dict:
    return {"x": 0, "y": 1, "xref": f"x{number + 1} domain", "yref": f"y{number + 1} domain", "yanchor": "bottom", "xanchor": "left", "yshift": 4,
            "showarrow": False, "text": f"<b>{html.escape(title)}</b>", "font": {"size": 14}}


def _drawn(cells: pd.DataFrame, gaps: dict, top: float) -> list[dict]:
    """One measure's months: those not known in full, the line of the others, what is told and what is withheld."""
    cells = list(cells.itertuples())
    told = [cell for cell in cells if cell.number is not None]
    whole, part = [cell for cell in told if cell.since not in gaps], [cell for cell in told if cell.since in gaps]
    withheld = [cell for cell in cells if cell.number is None]
    joined = [cell.number if cell.number is not None and cell.since not in gaps else None for cell in cells]
    line = {"type": "scatter", "mode": "lines", "x": _days(cells), "y": joined, "connectgaps": False, "hoverinfo": "skip",
            "line": {"color": LINE, "width": 2}}
    return [_hatched([cell for cell in cells if cell.since in gaps], gaps, top), line,
            _marks(whole, [cell.number for cell in whole], "circle", LINE, gaps), _marks(part, [cell.number for cell in part], "circle-open", LINE, gaps),
            _marks(withheld, [0] * len(withheld), "x-thin-open", INK, gaps)]


def _hatched(cells: list, gaps: dict, top: float) -> dict:
    return {"type": "bar", "x": _days(cells), "y": [top] * len(cells), "width": 28 * DAY, "hovertext": [_hover(cell, gaps) for cell in cells],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"color": "#ffffff", "line": {"width": 0}, "pattern": {"shape": "/", "fgcolor": GAP, "size": 7, "fillmode": "overlay", "solidity": 0.2}}}


def _marks(cells: list, heights: list, symbol: str, colour: str, gaps: dict) -> dict:
    return {"type": "scatter", "mode": "markers", "x": _days(cells), "y": heights, "hovertext": [_hover(cell, gaps) for cell in cells], "cliponaxis": False,
            "hovertemplate": "%{hovertext}<extra></extra>", "marker": {"symbol": symbol, "size": 8, "color": colour, "line": {"width": 2, "color": colour}}}


def _hover(cell, gaps: dict) -> str:
    said = "withheld" if cell.number is None else f"{cell.number:,}"
    return html.escape(f"{cell.since:%B %Y}: {said}" + (f" ({gaps[cell.since]})" if cell.since in gaps else ""))


def _days(cells) -> list[str]:
    return [cell.since.isoformat() for cell in cells]
