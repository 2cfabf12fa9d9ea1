"""What is new since a day, on a small snapshot where it is known which record came in when, and what was known and sent before."""

from datetime import date

import pytest
from flask import g

from dashboard import queries
from dashboard.pages import new_since
from dashboard.queries.new_since import DUE_DAYS
from tests import published
from timeline import referrals
from timeline.access import User

USER = User("ada", "coordinator")
BEFORE, SINCE = "2024-11-02", "2024-12-02"
DAY = date(2024, 12, 2)


def report(ref, known_on, received_on, category="assault"):
    return dict(report_id=f"police:niche:{ref}", row_id=f"{received_on}.csv:{ref}", agency="police", area="Calderbrook", known_on=known_on,
                received_on=received_on, category=category, occurred_from=f"{known_on} 09:00:00", occurred_to=f"{known_on} 09:00:00")


def version(ref, received_on, state="current"):
    return dict(row_id=f"{received_on}.csv:{ref}", report_id=f"police:niche:{ref}", state=state)


def signal(name, family, level, raised_on, refs, **more):
    return dict(signal_id=f"S-{name}", rule="R01", family_id=family, level=level, raised_on=raised_on, latest_on=raised_on, because=f"Because of {name}.",
                evidence=[f"E-{ref}" for ref in refs]) | more


def raising(name, family, level, raised_on, **more):
    return dict(signal_id=f"S-{name}", rule="R01", family_id=family, level=level, raised_on=raised_on) | more


REPORTS = [report(1, "2024-11-20", SINCE), report(2, "2024-10-01", BEFORE), report(3, "2024-10-05", SINCE), report(4, "2024-11-21", SINCE),
           report(5, "2024-11-25", SINCE, "tenancy")]
FAMILIES = ("new", "graver", "more", "changed", "time", "silent", "passed", "dismissed", "quiet")
RAISED = [
    ("new", "review", "2024-11-20", [1, 2]), ("graver", "same day", "2024-11-21", [2, 4]), ("more", "review", "2024-10-01", [2, 4]),
    ("changed", "review", "2024-10-05", [3]), ("time", "review", "2024-11-15", [2]), ("silent", "review", "2024-10-01", [2]),
    ("passed", "note", "2024-11-20", [1]), ("dismissed", "review", "2024-11-20", [1])]
LATER = {"passed": [{"on_day": "2024-11-28", "level": ""}], "time": [{"on_day": "2024-11-28", "level": "review"}]}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    tables = {
        "files": [dict(file=file, agency="police", as_at=shows, received_on=day)
                  for file, shows, day in (("a.csv", "2024-11-01", BEFORE), ("b.csv", "2024-12-01", SINCE))],
        "rows": [dict(row_id=f"{day}.csv:{ref}", received_on=day)
                 for ref, day in ((1, SINCE), (2, BEFORE), (3, BEFORE), (3, SINCE), (4, SINCE), (5, SINCE))],
        "versions": [version(1, SINCE), version(2, BEFORE), version(3, BEFORE, "superseded"), version(3, SINCE), version(4, SINCE), version(5, SINCE)],
        "reports": REPORTS,
        "events": [dict(event_id=f"E-{ref}", report_ids=[f"police:niche:{ref}"], category="assault") for ref in range(1, 6)],
        "timelines": [dict(family_id="F-quiet", event_id="E-5"), dict(family_id="F-new", event_id="E-1")],
        "headlines": [dict(family_id=f"F-{name}", name=name.title(), area="Elsewhere" if name == "graver" else "Calderbrook") for name in FAMILIES],
        "signals": [signal(name, f"F-{name}", level, on, refs) for name, level, on, refs in RAISED],
        "raisings": [raising(name, f"F-{name}", level, on, later=LATER.get(name, [])) for name, level, on, _ in RAISED]
        + [raising("graver", "F-graver", "review", "2024-09-01")],
        "dismissals": [dict(signal_id="S-dismissed", answer_id="D-1", state="dismissed")],
        "mentions": [dict(mention_id=f"police:niche:{ref}#{slot}", slot=slot)
                     for ref, slot in ((1, "a"), (2, "a"), (2, "b"), (5, "a"), (5, "c"), (4, "d"), (4, "c"))],
        "people": [dict(person_id="P-a", name="Kai", mention_ids=[f"police:niche:{ref}#a" for ref in (1, 2, 5)]),
                   dict(person_id="P-b", name="Noor", mention_ids=["police:niche:2#b"]),
                   dict(person_id="P-c", name="Sam", mention_ids=["police:niche:5#c", "police:niche:4#c"]),
                   dict(person_id="P-d", name="Kay", mention_ids=["police:niche:4#d"])],
        "families": [dict(family_id="F-more", person_id="P-b", part="carer"), dict(family_id="F-quiet", person_id="P-c", part="carer")],
        "links": [dict(link_id="L-1", person_id_l="P-b", person_id_r="P-d")],
        "perpetrators": [dict(person_id="P-a", family_id="F-more", harmed=["P-b"], link="confirmed"),
                         dict(person_id="P-a", family_id="F-quiet", link="confirmed"),
                         dict(person_id="P-b", family_id="F-new", harmed=["P-x"], link="confirmed"),
                         dict(person_id="P-b", family_id="F-quiet", link="proposed", link_id="L-1")],
        "orders": [dict(order_id=f"O-{n}", kind="non_molestation_order", bound_id="P-a", protected_ids=["P-b"], expires_on=on, ended_on=ended)
                   for n, (on, ended) in enumerate([("2024-12-20", None), ("2024-12-20", "2024-11-01"), ("2024-12-30", None), ("2024-11-30", None)])],
        "periods": [dict(period_id="T-1", kind="custody", person_id="P-a", since="2024-01-01", until="2024-12-29", certainty="planned")],
        "harms": [], "coverage": [], "books": [], "categories": [dict(category="assault", title="Assault", kind="abuse")],
    }
    published.publish(home, tables)
    with published.served(home) as made, made.app_context():
        yield made


@pytest.fixture
def here(server):
    with server.app_context():
        yield


def hows(frame):
    return {row.name: row.signals[0]["how"] for row in frame.itertuples()}


def test_a_signal_is_new_or_graver_by_what_came_in_and_not_by_what_only_changed_passed_or_was_dismissed(here):
    assert hows(queries.raised_since(USER, DAY)) == {
        "New": "newly", "Graver": "more gravely", "Time": "newly", "More": "more came in", "Changed": "only changed", "Passed": "more came in"}


def test_the_level_before_is_told_of_a_signal_that_grew_graver(here):
    graver = queries.raised_since(USER, DAY, "Elsewhere")
    assert [(signal["was"], signal["level"]) for signal in graver.iloc[0]["signals"]] == [("review", "same day")]


def test_new_families_come_before_the_others_and_the_gravest_first(here):
    shown = queries.raised_since(USER, DAY)
    assert list(shown["name"][:3]) == ["Graver", "New", "Time"]
    assert set(shown["found"]) == {6} and set(shown["fresh_found"]) == {3}


def test_each_names_the_records_that_came_in_and_no_other(here):
    records = {row.name: [told["id"] for told in row.signals[0]["records"]] for row in queries.raised_since(USER, DAY).itertuples()}
    assert records["New"] == ["police:niche:1"] and records["More"] == ["police:niche:4"] and records["Time"] == []


def test_everything_is_new_since_before_the_first_load_and_nothing_since_after_the_last(here):
    assert set(queries.raised_since(USER, date(2024, 1, 1))["name"]) == {"New", "Graver", "More", "Changed", "Time", "Silent", "Passed"}
    assert queries.raised_since(USER, date(2024, 12, 3)).empty


def test_an_area_narrows_every_list(here):
    assert list(queries.raised_since(USER, DAY, "Elsewhere")["name"]) == ["Graver"]
    assert queries.placed_since(USER, DAY, "Elsewhere").empty and queries.due_soon(USER, "Elsewhere").empty
    assert queries.unsignalled_since(USER, DAY, "Elsewhere").empty


def test_records_that_touch_no_signal_are_counted_by_family(here):
    rows = queries.unsignalled_since(USER, DAY)
    assert [(row.name, row.records) for row in rows.itertuples()] == [("Quiet", 1)]


def test_a_person_is_newly_placed_where_the_first_record_that_names_both_came_in_since(here):
    placed = queries.placed_since(USER, DAY)
    assert {(row.name, row.family, row.link) for row in placed.itertuples()} == {("Kai", "Quiet", "confirmed"), ("Noor", "Quiet", "proposed")}
    kai = placed[placed["name"] == "Kai"].iloc[0]
    assert [home["name"] for home in kai["elsewhere"]] == ["More"] and [told["id"] for told in kai["records"]] == ["police:niche:5"]


def test_nobody_is_newly_placed_where_a_record_named_both_before(here):
    assert queries.placed_since(USER, date(2024, 12, 3)).empty
    assert ("Kai", "More") not in {(row.name, row.family) for row in queries.placed_since(USER, DAY).itertuples()}


def test_orders_that_run_out_and_releases_are_due_from_the_snapshots_day_to_four_weeks_later(here):
    due = queries.due_soon(USER)
    assert [(row.what, row.due_on, row.days) for row in due.itertuples()] == [("order", date(2024, 12, 20), 19), ("release", date(2024, 12, 29), DUE_DAYS)]
    assert [home["name"] for home in due.iloc[0]["families"]] == ["More", "Quiet"]


def test_the_days_of_the_loads_are_told_latest_first(here):
    assert list(queries.loads(USER)["received_on"]) == [date(2024, 12, 2), date(2024, 11, 2)]


def test_a_day_on_which_nothing_but_a_typed_referral_came_in_is_told_and_is_no_load(tmp_path):
    tables = published.story()
    tables["files"].append(dict(file="typed.csv", agency="marac", received_on="2024-12-09", layout=referrals.LAYOUT))
    published.publish(tmp_path, tables)
    with published.served(tmp_path) as made, made.test_request_context():
        g.user = USER
        assert list(queries.loads(USER)[["received_on", "typed"]].itertuples(index=False)) == [(date(2024, 12, 9), True), (date(2024, 12, 2), False)]
        assert "New since 2 December 2024" in str(new_since.layout(USER, {})[0])
