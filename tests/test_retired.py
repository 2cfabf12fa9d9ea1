"""A retired id still opens: it says why it was given up, and leads to whoever holds the record that it was founded on."""

from datetime import date
from hashlib import md5

import pytest

from tests.made import made
from timeline import naming, retired, snapshot, trace

POLICE, IDVA, GONE, FIXED = "police:n:1", "idva:o:7", "police:n:2", "police:n:3"


def of(kind, *founders):
    return f"{kind}-{md5(''.join(founders).encode()).hexdigest()[:16]}"


AMY, HOME, EVENT = of("P", f"{POLICE}#victim"), of("F", f"{POLICE}#victim"), of("E", POLICE)
STORY = {
    "reports": [dict(report_id=POLICE), dict(report_id=IDVA), dict(report_id=FIXED)],
    "mentions": [dict(mention_id=f"{POLICE}#victim", slot="victim"), dict(mention_id=f"{POLICE}#child", slot="child"),
                 dict(mention_id=f"{IDVA}#victim", slot="victim", received_on="2024-02-02"), dict(mention_id=f"{FIXED}#child", slot="child")],
    "people": [dict(person_id=AMY, name="Amy Ash", mention_ids=[f"{POLICE}#victim", f"{IDVA}#victim"], because="2 mentions"),
               dict(person_id=of("P", f"{POLICE}#child"), name="Kit Ash", mention_ids=[f"{POLICE}#child"])],
    "families": [dict(family_id=HOME, person_id=AMY, part="carer", because="main carer of 1 child"),
                 dict(family_id=HOME, person_id=of("P", f"{POLICE}#child"), part="child")],
    "events": [dict(event_id=EVENT, category="common_assault", report_ids=[IDVA, POLICE], because="Ann said so")],
    "versions": [dict(row_id="a.csv:2", report_id=GONE, state="superseded"), dict(row_id="b.csv:2", report_id=GONE, state="withdrawn", because="by police"),
                 dict(row_id="a.csv:3", report_id=FIXED, state="superseded"), dict(row_id="b.csv:3", report_id=FIXED, state="current")],
    "judgements": [dict(answer_id="D-1", kind="same person", left_id=f"{IDVA}#victim", right_id=f"{POLICE}#victim", verdict="yes", state="standing",
                        because="Ann said yes on 1 June 2024.")],
    "categories": [], "headlines": [dict(family_id=HOME, name="Ash")], "rows": [], "issues": [], "timelines": [], "signals": [], "harms": [], "files": [],
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    with snapshot.working(tmp_path_factory.mktemp("home")) as s:
        for name, rows in STORY.items():
            s[name] = made(name, *rows)
        s["naming"] = naming.find(s["people"], s["mentions"])
        s.describe(as_of=date(2024, 12, 1), settings="1", model="1", acute_days=90, high_days=365)
        path = s.publish()
    opened = snapshot.open(path)
    yield opened
    opened.close()


@pytest.fixture
def find(reader):
    return lambda key: retired.find(lambda sql, **asked: reader.execute(sql, asked).fetchall(), key)


def test_a_person_who_was_joined_leads_to_the_one_who_holds_the_record_and_says_who_joined_them(find):
    found = find(of("P", f"{IDVA}#victim"))
    assert found.now == (("person", AMY, "Amy Ash"),)
    assert "of whom we had another record first" in found.why[0] and found.why[1].endswith("Ann said yes on 1 June 2024.")


@pytest.mark.parametrize("founders", [(f"{IDVA}#victim",), (f"{POLICE}#child", f"{POLICE}#victim"), (f"{POLICE}#child",)])
def test_a_family_leads_to_where_the_person_who_founded_it_belongs_now(find, founders):
    assert find(of("F", *founders)).now == (("family", HOME, "Ash family"),)


def test_an_event_leads_to_the_one_that_its_report_is_an_account_of_now_and_says_why_they_are_one(find):
    found = find(of("E", IDVA))
    assert found.now == (("event", EVENT, "common_assault"),) and "Ann said so" in found.why[0]


@pytest.mark.parametrize("key", [of("P", f"{GONE}#victim"), of("F", f"{GONE}#victim"), of("E", GONE)])
def test_what_was_founded_on_a_withdrawn_report_says_so_and_leads_nowhere(find, key):
    assert find(key) == retired.Retired((f"It was founded on the report {GONE}, which is withdrawn: by police",), ())


def test_a_person_whom_a_corrected_report_no_longer_names_is_said_to_be_so(find):
    assert "has since corrected" in find(of("P", f"{FIXED}#victim")).why[0]


@pytest.mark.parametrize("key", [AMY, HOME, EVENT, of("P", "nobody"), "P-", "", POLICE, "S-1234"])
def test_an_id_that_stands_or_never_was_is_not_retired(find, key):
    assert find(key) is None


def test_the_walk_of_a_retired_id_says_the_same(reader):
    told = trace.walk(reader, of("E", IDVA))
    assert "names nothing now" in told and f"now: event {EVENT}" in told
    with pytest.raises(trace.NotFound):
        trace.walk(reader, of("E", "nobody"))
