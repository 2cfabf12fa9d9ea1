"""Pictures show every event once per agency, where it stands in time, and nothing that data could inject."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import figures

NO_BANDS = pd.DataFrame(columns=["lane", "kind", "label", "since", "until"]).astype({"since": "datetime64[ns]", "until": "datetime64[ns]"})
NO_WINDOWS = pd.DataFrame(columns=["since", "acute_until", "until", "label"])


def points(*rows):
    plain = dict(agency="police", until=None, precision="day", kind="abuse", gravity=3, independent=1, text="Assault")
    frame = pd.DataFrame([plain | row for row in rows])
    return frame.assign(at=pd.to_datetime(frame["at"]), until=pd.to_datetime(frame["until"]).fillna(pd.to_datetime(frame["at"])))


def bands(*rows):
    frame = pd.DataFrame([dict(kind="residence", label="home", lane="Residence") | row for row in rows])
    return frame.assign(since=pd.to_datetime(frame["since"]), until=pd.to_datetime(frame["until"]))


def marks(figure):
    return [(x, y, ids) for trace in figure["data"] if trace["name"] in ("events", "several events")
            for x, y, ids in zip(trace["x"], trace["y"], trace["customdata"], strict=True)]


def shown(figure):
    return {event for *_, ids in marks(figure) for event in ids.split()}


def lanes(figure):
    return figure["layout"]["yaxis"]["ticktext"]


def test_an_event_told_by_two_agencies_has_a_mark_in_each_ones_lane():
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-03-20"), dict(event_id="E-1", at="2024-03-20", agency="housing")), NO_BANDS, NO_WINDOWS)
    assert sorted(lanes(figure)[y] for _, y, _ in marks(figure)) == ["Housing", "Police"]


def test_an_undated_event_is_not_hidden_but_stands_in_a_lane_of_its_own():
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-03-20"), dict(event_id="E-2", at=None)), NO_BANDS, NO_WINDOWS)
    assert lanes(figure)[-1] == "Undated"
    assert shown(figure) == {"E-1", "E-2"}


def test_events_of_one_day_become_a_block_with_their_number_and_the_gravest_colour():
    figure = figures.timeline(points(*[dict(event_id=f"E-{n}", at="2024-03-20", gravity=n) for n in range(1, 6)],
                                     dict(event_id="E-9", at="2020-01-01")), NO_BANDS, NO_WINDOWS)
    (block,) = [t for t in figure["data"] if t["name"] == "several events"]
    assert block["text"] == ["5"]
    assert block["marker"]["color"] == [figures.BY_GRAVITY[5][2]]


def test_one_independent_account_is_hollow_and_two_are_filled():
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-01-01"), dict(event_id="E-2", at="2025-01-01", independent=2)), NO_BANDS, NO_WINDOWS)
    (trace,) = [t for t in figure["data"] if t["name"] == "events"]
    assert trace["marker"]["symbol"] == ["triangle-up-open", "triangle-up"]


def test_each_gravity_differs_in_shape_size_and_colour_at_once():
    for part in range(3):
        assert len({look[part] for look in figures.BY_GRAVITY.values()}) == 5


def test_evidence_is_ringed_and_the_rest_is_not():
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-01-01"), dict(event_id="E-2", at="2025-01-01")), NO_BANDS, NO_WINDOWS, lit=["E-2"])
    (rings,) = [t for t in figure["data"] if t["name"] == "evidence"]
    assert rings["x"] == ["2025-01-01T00:00:00"]


def test_overlapping_stretches_get_rows_of_their_own_and_following_ones_share_a_row():
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-03-20")),
                              bands(dict(since="2024-01-01", until="2024-03-01"), dict(since="2024-02-01", until="2024-04-01"),
                                    dict(since="2024-03-02", until="2024-05-01")), NO_WINDOWS, span=(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-01")))
    assert lanes(figure)[:2] == ["Residence", "Residence (2)"]
    (drawn,) = [t for t in figure["data"] if t["name"] == "bands"]
    assert sorted(drawn["y"]) == [0, 0, 1]


def test_a_stretch_without_an_end_lasts_to_the_edge_and_labels_stay_upright():
    span = (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01"))
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-01-05")), bands(dict(since="2023-01-01", until=None)), NO_WINDOWS, span=span)
    (drawn,) = [t for t in figure["data"] if t["name"] == "bands"]
    assert drawn["base"] == ["2024-01-01T00:00:00"]
    assert drawn["x"] == [31 * 86_400_000]
    assert drawn["textangle"] == 0


def test_a_separation_window_is_shaded_lined_and_labelled():
    windows = pd.DataFrame([dict(since=pd.Timestamp("2024-03-01"), acute_until=pd.Timestamp("2024-03-31"), until=pd.Timestamp("2025-03-01"),
                                 label="separated, said by IDVA")])
    layout = figures.timeline(points(dict(event_id="E-1", at="2024-03-20")), NO_BANDS, windows)["layout"]
    assert [s["type"] for s in layout["shapes"]] == ["rect", "rect", "line"]
    assert layout["annotations"][0]["text"] == "separated, said by IDVA"


@pytest.mark.parametrize("nasty", ["<a href='https://example.org'>x</a>", "<b>bold</b>", "a & b <script>"])
def test_markup_in_data_is_shown_as_text(nasty):
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-01-01", text=nasty)), bands(dict(since="2024-01-01", until=None, label=nasty)), NO_WINDOWS)
    assert "<" not in str([t.get("text") for t in figure["data"]]) + str([t.get("hovertext") for t in figure["data"]])


def test_no_trace_needs_webgl_and_no_figure_is_larger_than_its_points_need():
    many = [dict(event_id=f"E-{n}", at=f"20{10 + n % 15}-{1 + n % 12:02}-{1 + n % 28:02}") for n in range(3000)]
    figure = figures.timeline(points(*many), NO_BANDS, NO_WINDOWS)
    assert {t["type"] for t in figure["data"]} <= {"scatter", "bar"}
    assert len(marks(figure)) <= 960 // figures.CELL + 1


def test_a_crowded_chart_gathers_more_widely_and_loses_no_event():
    many = [dict(event_id=f"E-{n}", agency=f"agency {n % 8}", at=pd.Timestamp("2020-01-01") + pd.Timedelta(days=n)) for n in range(2000)]
    figure = figures.timeline(points(*many), NO_BANDS, NO_WINDOWS)
    assert len(marks(figure)) <= figures.MOST and shown(figure) == {event["event_id"] for event in many}


def test_empty_frames_give_an_empty_figure_and_no_error():
    empty = points(dict(event_id="E-1", at="2024-01-01")).iloc[:0]
    assert marks(figures.timeline(empty, NO_BANDS, NO_WINDOWS)) == []


def test_two_households_share_one_axis_and_each_events_mark_stands_on_its_own_lane():
    events = dict(event_id="E-1", at="2020-03-01", agency="Household 1"), dict(event_id="E-2", at="2021-03-01", agency="Household 2")
    figure = figures.households(points(*events), bands(dict(lane="Household 1", since="2020-01-01", until="2021-01-01"),
                                                       dict(lane="Household 2", since="2021-02-01", until=None)))
    assert lanes(figure) == ["Household 1", "Household 2"]
    assert [(lanes(figure)[y], ids) for _, y, ids in marks(figure)] == [("Household 1", "E-1"), ("Household 2", "E-2")]


NOTE = dict(event_id="N-1", agency="notes", at="2024-04-01", kind="note", gravity=None, independent=2, text="Note by ann: seen")


def test_a_note_stands_in_a_lane_of_its_own_below_the_agencies_and_looks_like_no_record():
    figure = figures.timeline(points(dict(event_id="E-1", at="2024-03-20")), NO_BANDS, NO_WINDOWS, points(NOTE))
    assert lanes(figure) == ["Police", "Notes"] and shown(figure) == {"E-1", "N-1"}
    (trace,) = [t for t in figure["data"] if t["name"] == "events"]
    assert trace["marker"]["symbol"][-1] not in {look[0] for look in figures.BY_GRAVITY.values()}


def test_a_zoom_draws_from_what_the_page_keeps_what_a_new_page_would_draw():
    frame, notes = points(dict(event_id="E-1", at="2024-03-20"), dict(event_id="E-2", at="2025-03-20")), points(NOTE)
    drawn = bands(dict(since="2024-01-01", until=None, hover="home", opens=None),
                  dict(lane="Orders", since="2024-02-01", until="2024-08-01", hover="x", opens=None))
    span = pd.Timestamp("2024-02-01"), pd.Timestamp("2024-09-01")
    kept = {"bands": figures.plain(drawn), "notes": figures.plain(notes)}
    assert figures.gathered_again(frame, kept, ["E-1"], span) == figures.timeline(frame, drawn, NO_WINDOWS, notes, lit=["E-1"], span=span)["data"]


def test_what_people_gathered_is_a_bracket_that_opens_its_events_and_silence_is_hatched():
    drawn = bands(dict(lane="Gathered by people", kind="activity", label="Calls", since="2024-03-01", until="2024-03-09", opens="E-1 E-2"),
                  dict(lane="Nothing recorded", kind="gap", label="5 months", since="2024-03-09", until="2024-08-20", opens=None))
    (trace,) = [t for t in figures.timeline(points(dict(event_id="E-1", at="2024-03-01")), drawn, NO_WINDOWS)["data"] if t["name"] == "bands"]
    assert trace["customdata"] == ["E-1 E-2", None]
    assert trace["marker"]["pattern"]["shape"] == ["", "/"] and trace["marker"]["line"]["width"] == [3, 1]


def test_all_of_a_timeline_reaches_to_the_end_of_a_silence():
    silence = bands(dict(lane="Nothing recorded", kind="gap", label="2 years", since="2022-01-01", until="2024-01-01"))
    end = pd.Timestamp(figures.timeline(points(dict(event_id="E-1", at="2022-01-01")), silence, NO_WINDOWS)["layout"]["xaxis"]["range"][1])
    assert end >= pd.Timestamp("2024-01-01")


def test_thirty_days_either_side_of_an_event_is_what_an_address_may_ask_for():
    frames = points(dict(event_id="E-1", at="2022-01-01"), dict(event_id="E-2", at="2024-06-15")), NO_BANDS, NO_WINDOWS, points(NOTE).iloc[:0]
    assert figures.asked_span(*frames, "all", "E-2") == (pd.Timestamp("2024-05-16"), pd.Timestamp("2024-07-15"))
    assert figures.asked_span(*frames, "all", None) is None and figures.asked_span(*frames, "all", "E-gone") is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(["police", "housing", "gp"]), st.integers(1, 5), st.booleans()), min_size=1, max_size=60),
       st.integers(100, 2000))
def test_no_event_is_lost_however_dense(drawn, width):
    frame = points(*[dict(event_id=f"E-{n}", agency=agency, gravity=gravity, at=None if undated else pd.Timestamp("2015-01-01") + pd.Timedelta(days=day))
                     for n, (day, agency, gravity, undated) in enumerate(drawn)])
    assert shown(figures.timeline(frame, NO_BANDS, NO_WINDOWS, width=width)) == set(frame["event_id"])


EVENT = dict(event_id="E-9", at="2024-06-01", gravity=5)


def raised(*rows):
    return pd.DataFrame([dict(lane="Escalation: frequency", level="review", since="2024-01-01", until=None, hover="Raised") | row for row in rows])


def test_what_was_raised_before_an_event_has_a_shape_and_a_word_for_its_level_in_its_rules_lane():
    drawn = raised(*[dict(lane=f"Rule {n}", level=level, since=f"2024-0{n + 1}-01") for n, level in enumerate(figures.LEVELS)])
    figure = figures.look_back(points(EVENT), drawn, "2024-06-01", "E-9")
    (trace,) = [t for t in figure["data"] if t["name"] == "raised"]
    assert trace["text"] == list(figures.LEVELS) and len(set(trace["marker"]["symbol"])) == len(figures.LEVELS)
    assert lanes(figure) == ["Rule 0", "Rule 1", "Rule 2", "Rule 3", "Police"]


def test_a_raising_lasts_until_its_level_fell_or_the_event_came():
    figure = figures.look_back(points(EVENT), raised(dict(until="2024-02-01"), dict(lane="Separation risk", until="2024-09-01"), dict(lane="Serial")),
                               "2024-06-01", "E-9")
    (bars,) = [t for t in figure["data"] if t["name"] == "bands"]
    assert [str(pd.Timestamp(base) + pd.Timedelta(milliseconds=length))[:10] for base, length in zip(bars["base"], bars["x"], strict=True)] == [
        "2024-02-01", "2024-06-01", "2024-06-01"]


def test_the_event_is_ringed_and_lined_and_nothing_after_it_is_shown():
    others = [dict(event_id="E-1", at="2024-05-01"), dict(event_id="E-late", at="2024-06-02"), dict(event_id="E-old", at="2019-01-01")]
    figure = figures.look_back(points(EVENT, *others), raised(dict(until=None)), "2024-06-01", "E-9")
    assert shown(figure) == {"E-1", "E-9"}
    (rings,) = [t for t in figure["data"] if t["name"] == "evidence"]
    assert len(rings["x"]) == 1 and figure["layout"]["shapes"][0]["x0"][:10] == "2024-06-01"
    assert figure["layout"]["annotations"][0]["text"] == "the event"


def test_a_long_name_of_a_lane_is_wrapped_and_what_data_holds_stays_text():
    figure = figures.look_back(points(EVENT), raised(dict(lane="A child not seen, or school or <b>health visitor</b> not told")), "2024-06-01", "E-9")
    assert lanes(figure)[0].count("<br>") >= 1 and "<b>" not in lanes(figure)[0]


def test_a_network_has_the_person_in_the_middle_and_says_proposed_in_words():
    edges = pd.DataFrame([dict(l="P-9", l_name="Max", r="P-1", r_name="Ada", tie="said to have harmed", events=3, confirmed=True, step=1),
                          dict(l="P-2", l_name="Mac", r="P-9", r_name="Max", tie="may be the same person", events=0, confirmed=False, step=1),
                          dict(l="P-2", l_name="Mac", r="P-3", r_name="Bea", tie="said to have harmed", events=1, confirmed=True, step=2)])
    elements = figures.network("P-9", "Max", edges)
    nodes, ties = [e for e in elements if "position" in e], [e for e in elements if "position" not in e]
    assert nodes[0]["position"] == {"x": 0, "y": 0}
    assert len({tuple(n["position"].values()) for n in nodes}) == 4
    assert [t["data"]["label"] for t in ties] == ["said to have harmed (3)", "may be the same person, proposed", "said to have harmed (1)"]


def test_a_network_of_nobody_is_the_person_alone():
    edges = pd.DataFrame(columns=["l", "l_name", "r", "r_name", "tie", "events", "confirmed", "step"])
    assert len(figures.network("P-9", "Max", edges)) == 1


@pytest.mark.parametrize(("moved", "expected"), [
    ({"xaxis.range": ["2024-01-01", "2024-02-01"]}, True), ({"xaxis.range[0]": "2024-01-01", "xaxis.range[1]": "2024-02-01"}, True),
    ({"xaxis.autorange": True}, False), ({"autosize": True}, False), (None, False)])
def test_every_shape_of_a_zoom_is_understood(moved, expected):
    assert (figures.span_of(moved) == (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01"))) is expected
