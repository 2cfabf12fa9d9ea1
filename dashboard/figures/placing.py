"""Where a mark stands on a chart of time: which stretch is shown, what shares a row, and which marks would touch and become one."""

from collections import defaultdict
from datetime import timedelta

import pandas as pd

CELL = 20
"""Pixels: marks nearer to one another than this become one block."""

MOST, WIDER = 160, (1, 2, 3)
"""Marks on one chart: where there would be more, nobody could tell them apart, and marks that are two or three times as far apart become one."""

MARK = ("at", "event_id", "kind", "gravity", "hollow", "text")

AROUND = timedelta(days=30)
SEPARATED = timedelta(days=90)


def typed(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with these columns as times."""
    return frame.assign(**{column: pd.to_datetime(frame[column]) for column in columns})


def plain(frame: pd.DataFrame) -> list[dict]:
    """The frame's rows as a browser can keep them: times as text, which `typed` reads again."""
    return [{key: None if pd.isna(value) else value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
            for row in frame.to_dict("records")]


def extent(points: pd.DataFrame, bands: pd.DataFrame, *others: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day shown, with a margin: of all dated points and of `others`, or of the bands' edges where there is none."""
    days = pd.concat([_all_days(points, "at", "until"), *(pd.to_datetime(other) for other in others)]).dropna()
    if days.empty:
        days = _all_days(bands, "since", "until")
    if days.empty:
        days = pd.Series([pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01")])
    margin = max((days.max() - days.min()) * 0.03, timedelta(days=14))
    return days.min() - margin, days.max() + margin


def zoomed(key: str, whole: tuple, points: pd.DataFrame, windows: pd.DataFrame, around: str | None = None):
    """The (from, to) that an address asks for, of the `whole`: 30 days either side of the event `around`, or by `key` 'all', '2y' (the last
    two years) or 'separation' (90 days either side of the latest). What cannot be shown gives the whole."""
    start, end = whole
    middle = _all_days(points[points["event_id"] == around], "at") if around else []
    if len(middle):
        return middle.min() - AROUND, middle.min() + AROUND
    separated = _all_days(windows, "since")
    if key == "2y":
        return max(start, end - timedelta(days=730)), end
    if key == "separation" and len(separated):
        return separated.max() - SEPARATED, separated.max() + SEPARATED
    return whole


def span_of(moved: dict | None) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The visible stretch that a chart reports after a zoom or a pan, in any of its shapes; None where it says nothing of time."""
    moved = moved or {}
    edges = moved.get("xaxis.range") or [moved.get("xaxis.range[0]"), moved.get("xaxis.range[1]")]
    return (pd.Timestamp(edges[0]), pd.Timestamp(edges[1])) if all(edges) else None


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
    """Points that would touch, gathered: one row per mark (agency, at, event_ids, kind, gravity, hollow, text, count). One alone stands
    where it was, several in the middle of the stretch that they share, so that no block covers the next."""
    if points.empty:
        return pd.DataFrame(columns=["agency", "event_ids", "count", *MARK])
    dated = points.drop_duplicates(["agency", "event_id"])
    dated = dated.assign(at=dated["at"].clip(lower=start), gravity=pd.to_numeric(dated["gravity"]).fillna(0), hollow=dated["independent"].fillna(1) < 2)
    for wider in WIDER:
        cell = (end - start) / max(width // (wider * CELL), 1)
        dated["cell"] = ((dated["at"] - start) / cell).astype(int)
        if len(set(zip(dated["agency"], dated["cell"], strict=True))) <= MOST:
            break
    near = defaultdict(list)
    for point in dated.sort_values(["gravity", "at"], ascending=[False, True])[["agency", "cell", *MARK]].itertuples(index=False, name=None):
        near[point[:2]].append(dict(zip(MARK, point[2:], strict=True)))
    return pd.DataFrame([_mark(agency, start + cell * (number + 0.5), together) for (agency, number), together in sorted(near.items())])


def _mark(agency: str, middle, together: list[dict]) -> dict:
    """What stands for the points that are near to one another, the gravest first."""
    return together[0] | {"agency": agency, "at": together[0]["at"] if len(together) == 1 else middle, "count": len(together),
                          "event_ids": " ".join(sorted(point["event_id"] for point in together)), "hollow": all(point["hollow"] for point in together)}
