"""People: which name, date of birth and sex a person is shown with, and why the mentions are one."""

import duckdb
import pytest

from tests.made import made
from timeline import tables
from timeline.people import portrait


def drawn(*mentions, edges=(), together=True):
    """The people that these mentions (dicts of cells) make: all one person, each a unit of its own; or each a person."""
    rows = [{"mention_id": f"{cells.get('agency', 'police')}:{i}#victim", "agency": "police"} | cells for i, cells in enumerate(mentions)]
    named = duckdb.sql("from (values " + ", ".join(f"('{row['mention_id']}', {i})" for i, row in enumerate(rows)) + ") as told(mention_id, u)")
    persons = duckdb.sql("from (values " + ", ".join(f"({i}, {0 if together else i})" for i, _ in enumerate(rows)) + ") as told(u, person)")
    joined = duckdb.sql("select * from (values " + ", ".join(f"({one}, {other}, 9.0, '{why}')" for one, other, why in edges or [(0, 0, "")]) + ") as "
                        f"told(l, r, weight, reason) limit {len(edges)}")
    found = portrait.draw(made("mentions", *rows), named, persons, joined)
    tables.check("people", found)
    return found.df().astype(object).to_dict("records")


def only(*mentions, **more):
    row, = drawn(*mentions, **more)
    return row


def name(*written):
    """The name shown of one person of whom these are written: each in full, or as (name, day known, whether in full)."""
    cells = []
    for one in written:
        text, day, whole = one if isinstance(one, tuple) else (one, "2024-01-01", True)
        cells.append({"name": text, "forename": "f", "surname": "s" if whole else None, "known_on": day})
    return only(*cells)["name"]


@pytest.mark.parametrize(("written", "shown"), [
    (["Ann Lee", "Ann Lee", "Zoe Lee"], "Ann Lee"),                                             # most mentions
    (["Zoe Lee", "Ann Lee", "Zoe Lee"], "Zoe Lee"),
    ([("Ann Lee", "2024-01-01", True), ("Zoe Lee", "2024-01-02", True)], "Zoe Lee"),            # then the latest
    (["Zoe Lee", "Ann Lee"], "Ann Lee"),                                                        # then the lesser
    ([("Zoe", "2024-01-02", False), ("Zoe", "2024-01-02", False), "Ann Lee"], "Ann Lee"),       # in full before a first name alone
    (["Ann L?e", "Ann L?e", "Zoe Lee"], "Zoe Lee"), (["AnnÃ© Lee", "AnnÃ© Lee", "Zoe Lee"], "Zoe Lee"), (["Ann L33", "Ann L33", "Zoe Lee"], "Zoe Lee"),
    (["ANN LEE", "ANN LEE", "Zoe Lee"], "Ann Lee"),                                             # in capitals, and still what most say
    (["René Lee", "RENE LEE", "Zoe Lee"], "René Lee")])                                         # with its accents, as somebody wrote it
def test_the_name_shown_is_the_best_attested(written, shown):
    assert name(*written) == shown


PARTICLES = ["van", "von", "der", "den", "de", "da", "dos", "di", "du", "la", "le", "del", "della", "bin", "binti", "ibn", "ap"]


@pytest.mark.parametrize(("written", "shown"), [
    ("OKAFOR", "Okafor"), ("okafor", "Okafor"), ("ANN OKAFOR", "Ann Okafor"), ("SMITH-JONES", "Smith-Jones"), ("O'BRIEN", "O'Brien"), ("D’ARCY", "D’Arcy"),
    ("MCDONALD", "McDonald"), ("MC", "Mc"), ("OBI", "Obi"), ("ANN VAN DER BERG", "Ann van der Berg"), ("VAN BERG", "Van Berg"),
    ("Ann Van Berg", "Ann Van Berg"), ("Rania Al-Hassan", "Rania Al-Hassan"), ("Fiona MacLeod", "Fiona MacLeod"),
    *[(f"ANN {particle.upper()} LEE", f"Ann {particle} Lee") for particle in PARTICLES]])
def test_a_name_in_capitals_is_shown_with_the_usual_ones(written, shown):
    assert name(written) == shown


def test_a_person_whom_nobody_names_says_so():
    assert only({"name": None})["name"] == "name not recorded"


def birth(*told):
    """The date of birth shown of one person: each told as (date, precision, day known)."""
    row = only(*({"dob": day, "dob_precision": precision, "known_on": known} for day, precision, known in told))
    return str(row["dob"])[:10], row["dob_precision"]


def test_the_date_of_birth_shown_is_a_whole_one_then_what_most_say_then_the_latest_then_the_lesser():
    then = "2024-01-01"
    one, other, year = ("1985-05-05", "day", then), ("1985-05-06", "day", then), ("1985-01-01", "year", then)
    assert birth(year, year, one) == ("1985-05-05", "day") and birth(year) == ("1985-01-01", "year")
    assert birth(other, one, other) == ("1985-05-06", "day") and birth(other, one) == ("1985-05-05", "day")
    assert birth(one, ("1985-05-06", "day", "2024-01-02")) == ("1985-05-06", "day")
    assert birth(year, ("1985-05-05", None, then)) == ("1985-05-05", "day")
    assert birth((None, None, then), one) == ("1985-05-05", "day")


def test_the_sex_shown_is_what_most_say_then_the_latest():
    assert only({"sex": "male"}, {"sex": "female"}, {"sex": "male"})["sex"] == "male"
    assert only({"sex": "male", "known_on": "2024-02-01"}, {"sex": "female", "known_on": "2024-01-01"}, {"sex": None})["sex"] == "male"


def test_a_person_keeps_the_id_of_the_mention_received_first_and_holds_every_mention_and_agency_in_order():
    late, early = ({"agency": "police", "received_on": "2024-01-02"}, {"agency": "gp", "received_on": "2024-01-01"})
    both = only(late, early)
    alone = drawn({"mention_id": "police:0#victim", "received_on": "2024-01-02"}, {"mention_id": "gp:1#victim", "received_on": "2024-01-01"}, together=False)
    assert both["person_id"] == next(row["person_id"] for row in alone if list(row["mention_ids"]) == ["gp:1#victim"])
    assert (list(both["mention_ids"]), list(both["agencies"])) == (["gp:1#victim", "police:0#victim"], ["gp", "police"])


def test_why_mentions_are_one_is_told_strongest_first_and_each_reason_once():
    edges = [(0, 1, "the same name at one address"), (1, 2, "the same NHS number"), (0, 2, "the same name at one address")]
    assert only({}, {}, {}, edges=edges)["because"] == "3 mentions by police: the same NHS number; the same name at one address"
    assert only({})["because"] == "named once"


def test_what_joins_two_others_says_nothing_of_a_person():
    rows = drawn({}, {}, edges=[(0, 1, "the same NHS number")], together=False)
    assert {row["because"] for row in rows} == {"named once"}
