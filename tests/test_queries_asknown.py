"""Which family it was then, what is left out of it, and whose addresses stay hidden: two snapshots, one read as a view of the other."""

from datetime import date

import duckdb
import pytest

from dashboard import current, parts, queries
from tests import published
from tests.published import ASSAULT, CALLS, CHILD, CRIME, FAMILY, FATHER, MOTHER, OTHER_FAMILY, STALKING, STREET, VISIT
from timeline.access import User

ADA = User("ada", "coordinator", looks_back=True)
KEPT = {"known_on": "2024-04-01", "known_to": "police", "known_of": FAMILY}


def parted():
    """The story as it stood before anything told that mother and child are one family, and before the police's second crime."""
    tables = published.story()
    tables["families"] = [dict(family_id="F-mother", person_id=MOTHER, part="adult", since="2024-03-20", because="Said to be harmed."),
                          dict(family_id="F-child", person_id=CHILD, part="child", since="2024-03-20", because="Named."),
                          dict(family_id="F-child", person_id=FATHER, part="linked person", since="2024-03-20", because="Named.")]
    tables["headlines"] = [dict(family_id=family, name="Khan", agencies=["police"]) for family in ("F-mother", "F-child")]
    tables["timelines"] = [dict(family_id="F-mother", event_id=ASSAULT, position=1)]
    for name, key, gone in (("reports", "report_id", STALKING), ("events", "event_id", CALLS)):
        tables[name] = [row for row in tables[name] if row[key] != gone]
    tables["mentions"] = [row | dict(address=None, postcode=None) for row in tables["mentions"] if not row["mention_id"].startswith(STALKING)]
    return tables


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("now")
    published.publish(home)
    with published.served(home) as made:
        yield made


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    """A published snapshot that stands for a view as known to the police."""
    path = published.publish(tmp_path_factory.mktemp("then"), parted(), "2024-04-01")
    with duckdb.connect(path) as connection:
        connection.execute("insert into made.about values ('known_to', 'police')")
    return path


@pytest.fixture(autouse=True)
def then(server, view):
    """A request that reads the view."""
    with server.app_context():
        current.read_instead(view, KEPT)
        yield


def test_a_family_that_was_two_then_is_both_with_whoever_stood_in_each():
    found = [(row.family_id, row.shared, row.people) for row in queries.stood_as(ADA, FAMILY).itertuples()]
    assert found == [("F-mother", 3, ["Sara Khan"]), ("F-child", 1, ["Ali Khan"])]
    assert queries.stood_as(ADA, OTHER_FAMILY).empty


def test_what_is_left_out_is_counted_by_why():
    count = queries.left_out(ADA, "F-mother", FAMILY)
    assert (count.today, count.shown, count.unknown, count.elsewhere, count.gone) == (3, 2, 1, 0, 0)
    assert (count.told, count.as_of) == (1, date(2024, 4, 1))
    other = queries.left_out(ADA, "F-child", FAMILY)
    assert (other.shown, other.unknown, other.elsewhere) == (0, 1, 2)


def test_the_first_day_of_knowing_is_the_agencys_own_or_that_of_being_told_or_received():
    assert queries.first_known(ADA, FAMILY) == date(2024, 3, 20)
    assert queries.first_known(ADA, FAMILY, "schools") == date(2024, 3, 21)
    assert queries.first_known(ADA, FAMILY, None, True) == date(2024, 12, 2)
    assert queries.first_known(ADA, FAMILY, "gp") is None
    assert queries.holders(ADA, FAMILY) == ["ed", "police", "schools"]


def test_an_address_that_is_known_now_stays_hidden_in_words_of_then():
    words = {row.report_id: row.words for row in queries.accounts(ADA, ASSAULT).itertuples()}
    assert set(words) == {CRIME, VISIT}
    assert STREET.split()[1] not in words[CRIME] and "[address hidden]" in words[CRIME]


def test_links_to_pages_of_the_view_carry_it_and_others_do_not():
    assert parts.address("event", "E-1").endswith("known_on=2024-04-01&known_to=police&known_of=F-khan000000")
    assert parts.address("families") == "/families"
    assert parts.address_now("event", "E-1") == "/event/E-1"


def test_the_newest_snapshot_can_be_asked_beside_the_view(view):
    assert current.path() == view and current.newest() != current.name()
    assert queries.is_family(ADA, "F-mother") and not queries.is_family(ADA, FAMILY)
    assert queries.reaches(ADA).shows == date(2024, 12, 1)
