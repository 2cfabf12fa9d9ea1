"""The people around a person as a drawing of dots and lines, each in a place that never moves between visits."""

import math

import pandas as pd


def network(person_id: str, name: str, edges: pd.DataFrame) -> list[dict]:
    """The people two steps around a person as cytoscape elements, each in a place that never moves between visits.

    `edges`: l, l_name, r, r_name, tie, events, confirmed, step. The person stands in the middle, the first step on a ring, the
    second on a wider ring beside the person through whom it is reached."""
    names = dict(zip([*edges["l"], *edges["r"]], [*edges["l_name"], *edges["r_name"]], strict=True))
    ends = [(e.l, e.r) if e.l == person_id else (e.r, e.l) for e in edges.itertuples() if e.step == 1]
    first = sorted({other for _, other in ends})
    turns = {key: 2 * math.pi * n / max(len(first), 1) - math.pi / 2 for n, key in enumerate(first)}
    through = {far: near for e in edges.itertuples() if e.step == 2 for near, far in ((e.l, e.r), (e.r, e.l))
               if near in turns and far not in turns and far != person_id}
    beside = pd.Series(through, dtype="object").sort_index()
    for number, (far, near) in enumerate(beside.items()):
        turns[far] = turns[near] + (number - (len(beside) - 1) / 2) * 0.35
    nodes = [_node(person_id, name, "person", 0, 0)]
    nodes += [_node(key, names[key], "first" if key in first else "second", *_placed(190 if key in first else 340, turn)) for key, turn in turns.items()]
    return nodes + [_edge(e) for e in edges.itertuples() if {e.l, e.r} <= {person_id, *turns}]


def _placed(radius: float, turn: float) -> tuple[float, float]:
    return radius * math.cos(turn), radius * math.sin(turn)


def _node(key: str, label: str, look: str, x: float, y: float) -> dict:
    return {"data": {"id": key, "label": label or "name not recorded"}, "position": {"x": round(x), "y": round(y)}, "classes": look}


def _edge(edge) -> dict:
    look = "confirmed" if edge.confirmed else "proposed"
    count = f" ({edge.events})" if edge.events else ""
    return {"data": {"source": edge.l, "target": edge.r, "label": edge.tie + count + ("" if edge.confirmed else ", proposed")}, "classes": look}
