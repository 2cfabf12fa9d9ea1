"""Which cases the quarterly return counts: the MARAC's own list counted by hand, and small lists of which it is known what repeats."""

import csv
from datetime import date, datetime

from dashboard import queries
from tests import published
from tests.conftest import SAMPLE
from timeline import meetings, quarterly
from timeline.access import User

USER = User("ada", "coordinator")
START, END = date(2024, 1, 1), date(2026, 12, 31)


def read(text):
    return datetime.strptime(text, "%d.%m.%Y").date()


def counted(cells):
    return {cell.item.key: cell.value for cell in cells}


def test_the_sample_list_counted_line_by_line_gives_the_same_numbers(sample_home):
    with (SAMPLE / "marac_list.csv").open(encoding="utf-8") as file:
        lines = [line for line in csv.DictReader(file) if line["Step"] == "MTG"]
    with published.served(sample_home) as server, server.app_context():
        heard = queries.heard(USER, "Calderbrook", date(2019, 1, 1), date(2025, 12, 31))
        filled = {day: counted(cells) for day, cells in quarterly.fill(quarterly.cases_of(heard.itertuples())).items()}
    days = {read(line["Step Date"]) for line in lines}
    assert set(filled) == days and len(days) == 2
    for day in days:
        there = [line for line in lines if read(line["Step Date"]) == day]
        ages = [(day - read(line["Victim DOB"])).days // 365.2425 for line in there]
        assert filled[day]["cases"] == len(there)
        assert filled[day]["male"] == sum(line["Victim Sex"] == "M" for line in there)
        assert filled[day]["65"] == sum(age >= 65 for age in ages) and filled[day]["16-17"] == sum(age in (16, 17) for age in ages)
        assert filled[day]["children"] == sum(bool(line[f"Child {number}"]) for line in there for number in (1, 2, 3))


# --- small lists


def report(ref, category, day, **more):
    return dict(report_id=f"marac:list:{ref}", row_id=f"l.csv:{ref}", agency="marac", area="Calderbrook", category=category, occurred_from=f"{day} 00:00:00",
                known_on=day) | more


def case(name, earlier=None, meeting="", referral="", before=""):
    """A case of the victim `name`: a meeting, a referral and an earlier one, each with the letters of those said to have caused harm. A list of
    reports with those whom each names."""
    told = [(report(f"{name}-m", "marac_meeting", "2025-03-09"), meeting),
            (report(f"{name}-r", "marac_referral", "2025-03-01", referred_by="police"), referral)]
    return [(one, name, letters) for one, letters in told + ([(report(f"{name}-e", "marac_referral", earlier), before)] if earlier else [])]


def publish(home, *told, covers_from="2020-01-01"):
    """Publish these reports, each with its victim and the letters of those said to have caused harm; every victim has a family."""
    named = [(one["report_id"], who, role) for one, victim, letters in told for who, role in [(victim, "victim"), *((letter, "suspect") for letter in letters)]]
    victims = sorted({victim for _, victim, _ in told})
    published.publish(home, {
        "files": [dict(file="l.csv", agency="marac", area="Calderbrook", covers_from=covers_from)],
        "reports": [one for one, _, _ in told], "mentions": [dict(mention_id=f"{ref}#{who}", slot=who, role=role) for ref, who, role in named],
        "people": [dict(person_id=f"P-{who}", name=who, mention_ids=[f"{ref}#{w}" for ref, w, _ in named if w == who]) for who in {w for _, w, _ in named}],
        "families": [dict(family_id=f"F-{victim}", person_id=f"P-{victim}", part="carer") for victim in victims],
        "headlines": [dict(family_id=f"F-{victim}", name=victim, area="Calderbrook") for victim in victims]})


def heard(home, *told, **more):
    publish(home, *told, **more)
    with published.served(home) as server, server.app_context():
        return queries.heard(USER, "Calderbrook", START, END)


def test_a_repeat_is_the_same_two_people_within_a_year_of_the_referral_before(tmp_path):
    found = heard(
        tmp_path, *case("day 365", "2024-03-01", "a", "a", "a"), *case("day 366", "2024-02-29", "a", "a", "a"), *case("first", None, "a", "a"),
        *case("another", "2024-12-01", "a", "a", "b"), *case("one of two", "2024-12-01", "ab", "ab", "b"),
        *case("nobody named before", "2024-12-01", "a", "a", ""), *case("nobody named now", "2024-12-01", "", "", "a"), case("no referral")[0])
    assert dict(zip(found["victim"], found["repeat"], strict=True)) == {
        "day 365": True, "day 366": False, "first": False, "another": False, "one of two": True, "nobody named before": None, "nobody named now": None,
        "no referral": None}


def test_no_repeat_is_told_where_the_list_does_not_reach_back_a_year(tmp_path):
    found = heard(tmp_path, *case("first", None, "a", "a"), *case("again", "2024-12-01", "a", "a", "a"), covers_from="2024-06-01")
    assert dict(zip(found["victim"], found["repeat"], strict=True)) == {"first": None, "again": True}


def test_who_referred_and_the_records_come_with_the_case_and_other_areas_and_times_do_not(tmp_path):
    (late, *_), (elsewhere, *_), (before, *_) = ((report(*one), "o", "") for one in (
        ("late", "marac_referral", "2025-04-01"), ("elsewhere", "marac_meeting", "2025-03-09"), ("before", "marac_meeting", "2023-12-31")))
    found = heard(tmp_path, *case("v", None, "a", "a"), (late, "v", ""), (elsewhere | {"area": "Elsewhere"}, "o", ""), (before, "o", ""))
    assert [(row.referred_by, row.family, row.victim, [told["id"] for told in row.records]) for row in found.itertuples()] == [
        ("police", "v", "v", ["marac:list:v-m", "marac:list:v-r"])]


def test_a_meeting_that_the_list_lacks_is_counted_by_its_agenda(tmp_path):
    publish(tmp_path, *case("v", None, "", "a"))
    with published.served(tmp_path) as server, server.app_context():
        database = server.extensions["database"]
        for day in (date(2025, 3, 9), date(2025, 5, 1)):  # the list has the first of the two
            meeting = meetings.call(database, USER, f"call {day}", "Calderbrook", day)
            meetings.add(database, USER, f"add {day}", meeting, "marac:list:v-r#v", "Heard again.")
            meetings.hold(database, USER, f"hold {day}", meeting)
        found = queries.heard(USER, "Calderbrook", START, END)
    assert list(found["meeting_on"]) == [date(2025, 3, 9), date(2025, 5, 1)]
    assert [[told["id"] for told in records] for records in found["records"]] == [["marac:list:v-m", "marac:list:v-r"], ["marac:list:v-r"]]
    assert list(found["family_id"]) == ["F-v", "F-v"] and list(found["referred_by"]) == ["police", "police"]
