"""The small charts of data quality show every number of the table once, and a month without a record as a gap and no nought."""

from datetime import date

import pandas as pd

from dashboard import figures


def months(*rows):
    plain = dict(gap=None, rows=4, counted=0, asked=4, share=0.0, told=0, middle=None, most=None, says="said", key="birth")
    return pd.DataFrame([plain | dict(month=date(2024, number, 1)) | row for number, row in enumerate(rows, 1)], dtype=object)


def drawn(figure, name):
    return [(day[:7], height) for trace in figure["data"] if trace["name"] == name for day, height in zip(trace["x"], trace["y"], strict=True)]


def test_a_share_is_a_bar_none_is_a_dot_and_a_month_without_a_record_is_hatched():
    figure = figures.quality(months(dict(counted=1, share=25.0), dict(), dict(gap="no file", asked=0, share=None), dict(asked=0, share=None)), ["birth"])
    assert drawn(figure, "share") == [("2024-01", 25.0), ("2024-02", 0.0)]
    assert drawn(figure, "none") == [("2024-02", 0)]
    assert drawn(figure, "no record") == [("2024-03", 4), ("2024-03", 100)], "beside the month's records, and beside their share"
    assert drawn(figure, "records") == [("2024-01", 4), ("2024-02", 4), ("2024-04", 4)]


def test_days_are_drawn_as_the_middle_and_what_nine_in_ten_keep_within_where_any_tell_them():
    told = dict(key="recording", told=3, middle=1.5, most=9)
    figure = figures.quality(months(told, dict(key="recording", counted=4, share=100.0)), ["recording"])
    assert drawn(figure, "nine in ten") == [("2024-01", 9)] and drawn(figure, "the middle one") == [("2024-01", 1.5)]


def test_each_measure_has_axes_of_its_own_over_the_same_months():
    frame = pd.concat([months({}, {}), months(dict(key="type"), dict(key="type")), months(dict(key="codes"), dict(key="codes"))])
    layout = figures.quality(frame, ["birth", "type", "codes"])["layout"]
    assert len({tuple(layout[f"xaxis{n}"]["range"]) for n in (1, 2, 3, 4)}) == 1
    places = [(layout[f"xaxis{n}"]["domain"][0], layout[f"yaxis{n}"]["domain"][0]) for n in (1, 2, 3, 4)]
    assert len(set(places)) == 4 and [note["text"] for note in layout["annotations"]] == [
        "<b>Records supplied</b>", "<b>Date of birth missing, %</b>", "<b>Type of abuse not said, %</b>", "<b>Code not explained to us, %</b>"]


def test_nothing_in_the_data_can_become_markup():
    figure = figures.quality(months(dict(says="<b onclick=x>"), dict(gap="<i>", asked=0, share=None)), ["birth"])
    assert "<b onclick" not in str(figure) and "<i>" not in str(figure)
