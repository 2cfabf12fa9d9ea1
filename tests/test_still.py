"""What a page only shows goes as one piece: nothing of it is lost, and nothing that a callback knows is in it."""

from dash import dcc, html
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.still import Still, Tick, stilled

TEXTS = st.text("ab <&", min_size=1, max_size=4)
PARTS = st.recursive(TEXTS | st.none() | st.integers(0, 9), lambda inner: st.builds(
    lambda kind, id, children: kind(children, id=id) if id else kind(children), st.sampled_from([html.Div, html.P, html.Details]),
    st.sampled_from(["", "heading", "live", {"part": "x"}]), st.lists(inner, max_size=3) | TEXTS), max_leaves=12)


def told(part) -> list:
    """Every element and text of a page in order, whichever way it is sent."""
    if isinstance(part, Still):
        return [piece for one in part.parts for piece in told(one)]
    if isinstance(part, list) and part and isinstance(part[0], str) and len(part) > 1 and isinstance(part[1], dict):
        return [(part[0], str(part[1].get("id"))), *(piece for one in part[2:] for piece in told(one))]
    if isinstance(part, (list, tuple)):
        return [piece for one in part for piece in told(one)]
    if hasattr(part, "_type"):
        return [(part._type.lower(), str(getattr(part, "id", None))), *told(getattr(part, "children", None))]
    return [] if part is None else [str(part)]


def components(part) -> list:
    """Every component that Dash would keep of this."""
    if isinstance(part, (list, tuple)):
        return [found for one in part for found in components(one)]
    return [part, *components(getattr(part, "children", None))] if hasattr(part, "_type") else []


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, max_size=4))
def test_whatever_is_sent_the_page_holds_the_same_elements_in_the_same_order(parts):
    before = told(parts)
    assert told(stilled(parts, {"live"})) == before


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, max_size=4))
def test_what_a_callback_knows_stays_a_component_and_nothing_else_does_but_what_holds_it(parts):
    known = [str(part.id) for part in components(parts) if getattr(part, "id", None) in ("live", {"part": "x"})]
    sent = components(stilled(parts, {"live"}))
    assert [str(part.id) for part in sent if getattr(part, "id", None) in ("live", {"part": "x"})] == known
    assert all(getattr(part, "id", None) in ("live", {"part": "x"}) or isinstance(part, Still) or components(part.children) for part in sent)


def test_a_link_a_tick_and_an_attribute_are_sent_as_what_they_are():
    (still,) = stilled(html.P([dcc.Link("On", href="/on"), Tick(type="checkbox", value="E-1", **{"aria-label": "Choose"})], className="x", title=None), set())
    assert still.parts == [["p", {"className": "x"}, ["link", {"href": "/on"}, "On"], ["input", {"type": "checkbox", "value": "E-1", "aria-label": "Choose"}]]]


def test_text_alone_and_what_is_no_element_stay_as_they_are():
    graph = dcc.Graph(figure={})
    assert stilled(["a", 1, None, graph], set()) == ["a", 1, graph]
