"""The search: everybody who fits all that is given and nobody else, held against a small snapshot whose answers are known and, on the sample, against
every mention read one after another."""

import random

import pytest

from dashboard import current, queries
from tests import published
from tests.published import CHILD, CRIME, FAMILY, FATHER, MOTHER, VISIT
from timeline.access import User

COORDINATOR = User("ada", "coordinator")
DRAWN = 60


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    published.publish(home)
    with published.served(home) as server:
        yield server


@pytest.fixture
def here(story):
    with story.app_context():
        yield


@pytest.mark.parametrize(("wanted", "people"), [
    ({"name": "Sara"}, {MOTHER}), ({"name": "sara khan"}, {MOTHER}), ({"name": "khan"}, {MOTHER, FATHER, CHILD}), ({"name": "KHAN sar"}, {MOTHER}),
    ({"name": "Sára Khan"}, {MOTHER}), ({"name": "hara"}, set()), ({"dob": "1988-01-02"}, {FATHER}), ({"dob": "1988-02-01"}, set()),
    ({"identifier": "999 000 0018"}, {MOTHER}), ({"identifier": "999000001"}, set()), ({"reference": CRIME}, {MOTHER, FATHER, CHILD}),
    ({"reference": "20cr/0002/24"}, {MOTHER, FATHER}), ({"reference": "log 77"}, {MOTHER, FATHER}), ({"reference": "77"}, set()),
    ({"name": "tom", "reference": CRIME}, {FATHER}), ({"name": "tom", "dob": "1990-03-04"}, set()), ({"name": "100%"}, set()), ({"name": "' or"}, set()),
    ({}, set()), ({"name": " - "}, set())])
def test_a_search_finds_who_fits_everything_given(here, wanted, people):
    assert set(queries.search(COORDINATOR, **wanted)["person_id"]) == people


def test_a_search_says_where_the_fit_was_found(here):
    [found] = queries.search(COORDINATOR, identifier="9990000018").to_dict("records")
    assert found["places"] == [{"agency": "ed", "written": "written as Sara Khan, born 4 March 1990, with the identifier searched for"}]
    assert (found["family_id"], found["parts"], found["report_id"]) == (FAMILY, ["carer"], VISIT)


def test_a_report_that_names_nobody_is_found_by_its_reference_alone(tmp_path):
    published.publish(tmp_path, {"reports": [dict(report_id="p:n:77", incident_ref="p:log 5")]})
    with published.served(tmp_path) as server, server.app_context():
        for more, reports in (({}, ["p:n:77"]), ({"dob": "1990-03-04"}, []), ({"name": "sara"}, [])):
            assert list(queries.search(COORDINATOR, reference="LOG 5", **more)["report_id"]) == reports


@pytest.fixture(scope="module")
def sample(sample_home):
    with published.served(sample_home) as server, server.app_context():
        yield current.ask("select person_id, m.* from made.mentions m join made.naming using (mention_id)").to_dict("records")


def test_a_search_finds_all_whom_reading_every_mention_would_find(sample):
    """By beginnings of the words of a name, alone and with a day of birth; by an identifier."""
    drawn = random.Random(1)
    with_names = [one for one in sample if words_of(one)]
    for one in drawn.sample(with_names, DRAWN):
        begun = [word[:drawn.randint(1, 5)] for word in drawn.sample(words_of(one), drawn.randint(1, len(words_of(one))))]
        born = str(one["dob"])[:10] if one["dob"] == one["dob"] and one["dob"] and drawn.random() < 0.3 else None
        wanted = {other["person_id"] for other in sample if all(any(word.startswith(start) for word in words_of(other)) for start in begun)
                  and born in (None, str(other["dob"])[:10])}
        found = queries.search(COORDINATOR, " ".join(begun), born)
        assert set(found["person_id"]) == wanted if not len(found) or found.at[0, "found"] == len(found) else set(found["person_id"]) < wanted
    for one in drawn.sample([one for one in sample if one["identifiers"]], DRAWN):
        number = drawn.choice(list(one["identifiers"].values())).split(":")[-1]
        wanted = {other["person_id"] for other in sample if number in {value.split(":")[-1] for value in other["identifiers"].values()}}
        assert set(queries.search(COORDINATOR, identifier=number)["person_id"]) == wanted


def words_of(mention: dict) -> list[str]:
    """The words of all names of a mention."""
    return " ".join([mention["forename"] or "", mention["surname"] or "", *mention["other_names"]]).split()
