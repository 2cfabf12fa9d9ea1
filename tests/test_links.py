"""Two people who may be one: what is proposed, what is not, and what the sentence says."""

from tests.made import made
from tests.named import mention, mentions
from timeline import links, model, pairs, people, tables

MODEL = model.load()
HOME = {"postcode": "QJ11AA", "address_key": "QJ11AA|5"}
AWAY = {"postcode": "VY99ZZ", "address_key": "VY99ZZ|1"}
DARREN = {"forename": "darren", "surname": "pike", "dob": "1980-03-04", "sex": "male"}
SARAH = {"forename": "sarah", "surname": "ashford", "dob": "1990-03-04", "sex": "female"}
KAYLA = {"forename": "kayla", "surname": "marsh", "dob": "2015-05-06", "sex": "female", **HOME}


def proposed(*rows) -> list[tuple]:
    """(mentions of the link, state, because) of every link."""
    table = mentions(*rows)
    scored = pairs.score(table, MODEL)
    found = links.propose(table, scored, people.resolve(table, scored, made("judgements")), made("judgements"), made("reports"))
    tables.check("links", found)
    told = found.project("mention_id_l, mention_id_r, state, because").fetchall()
    return [({left, right}, state, because) for left, right, state, because in told]


def test_name_and_date_of_birth_across_households_are_proposed():
    [(resting_on, state, because)] = proposed(mention("police:n:1#s", **DARREN, **HOME), mention("probation:n:1#s", **DARREN, **AWAY))
    assert (resting_on, state) == ({"police:n:1#s", "probation:n:1#s"}, "proposed")
    assert "Agrees: name (Darren Pike), date of birth, sex." in because
    assert "Conflicts: address." in because
    assert "Not joined: no identifier, household or relative in common confirms it." in because


def test_what_is_missing_is_said():
    [(_, _, because)] = proposed(mention("police:n:1#s", **DARREN, role="suspect"), mention("probation:n:1#s", **DARREN, **AWAY))
    assert "Missing: address, an identifier in common." in because


def test_two_written_alike_and_not_joined_are_proposed():
    [(resting_on, _, _)] = proposed(mention("police:n:1#s", **DARREN), mention("police:n:2#s", **DARREN))
    assert resting_on == {"police:n:1#s", "police:n:2#s"}


def test_many_written_alike_are_each_linked_with_one_and_not_with_all():
    assert len(proposed(*(mention(f"police:n:{n}#s", **DARREN) for n in range(1, 9)))) == 7


def test_two_nhs_numbers_are_proposed_with_the_conflict_named():
    [(_, _, because)] = proposed(mention("gp:n:1#p", **SARAH, **HOME, ids={"nhs": "9990000001"}),
                                   mention("ed:n:1#p", **SARAH, **HOME, ids={"nhs": "9990000002"}))
    assert "they hold different NHS numbers" in because


def test_a_mention_between_father_and_son_is_proposed_for_both():
    michael = {"forename": "michael", "surname": "ashford", "sex": "male", **HOME}
    found = proposed(mention("police:n:1#f", **michael, dob="1970-03-04"), mention("gp:n:2#s", **michael, dob="1995-06-07"), mention("school:n:3#x", **michael))
    assert sorted(sorted(resting_on) for resting_on, _, _ in found) == [["gp:n:2#s", "school:n:3#x"], ["police:n:1#f", "school:n:3#x"]]


def test_what_is_vetoed_is_not_proposed():
    twin = {"surname": "ashford", "dob": "2015-05-06", "sex": "female", **HOME}
    assert proposed(mention("school:n:1#c", forename="amelia", **twin), mention("gp:n:1#c", forename="emilia", **twin)) == []


def test_one_who_is_one_person_needs_no_link():
    assert proposed(mention("police:n:1#v", **SARAH, **HOME), mention("gp:n:1#p", **SARAH | {"surname": "kelly"}, **HOME)) == []


def test_a_first_name_and_a_role_alone_are_not_proposed():
    assert proposed(mention("police:n:1#s", **DARREN, **HOME), mention("school:n:1#c", forename="darren", role="partner")) == []


def test_a_first_name_beside_the_same_child_is_proposed_and_not_joined():
    found = proposed(mention("police:n:1#suspect", **DARREN), mention("police:n:1#child", **KAYLA),
                     mention("school:n:9#contact", forename="darren", role="partner"), mention("school:n:9#child", **KAYLA))
    [(resting_on, _, because)] = found
    assert resting_on == {"police:n:1#suspect", "school:n:9#contact"}
    assert "a relative named with both" in because
    assert "first name only" in because


def test_two_of_one_report_who_look_alike_are_named_as_such():
    rows = [mention("police:n:1#victim", **DARREN, **HOME), mention("police:n:1#suspect", **DARREN | {"surname": "pyke"}, **HOME)]
    assert all("one report names both" in because for _, _, because in proposed(*rows))


def test_the_order_of_rows_changes_nothing():
    rows = [mention(f"{agency}:n:1#s", **DARREN, **place) for agency, place in (("police", HOME), ("probation", AWAY), ("idva", {}))]
    assert proposed(*rows) == proposed(*reversed(rows))


def test_nobody_makes_no_links():
    assert proposed() == []


# --- which of them are put to a person

TIA = {"forename": "tia", "surname": "pike", "dob": "2016-07-08", "sex": "female", **AWAY}


def queue(*rows) -> list[tuple]:
    """(mentions of the link, moves, place) of every link, those that are asked first and in their order."""
    table = mentions(*rows)
    scored = pairs.score(table, MODEL)
    found = links.propose(table, scored, people.resolve(table, scored, made("judgements")), made("judgements"), made("reports"))
    told = found.order("place nulls last").project("mention_id_l, mention_id_r, moves, place").fetchall()
    return [({left, right}, moves, place) for left, right, moves, place in told]


def test_one_said_to_have_caused_harm_who_may_live_with_others_is_asked_about():
    rows = [mention("police:n:1#suspect", **DARREN, **HOME, role="suspect"), mention("police:n:1#child", **KAYLA),
            mention("school:n:9#contact", **DARREN, **AWAY), mention("school:n:9#child", **TIA)]
    assert ({"police:n:1#suspect", "school:n:9#contact"}, True, 1) in queue(*rows)


def test_two_households_that_an_answer_would_bring_together_are_asked_about_after_those():
    rows = [mention("gp:n:1#mother", **SARAH, **HOME), mention("gp:n:1#child", **KAYLA),
            mention("school:n:9#mother", **SARAH, **AWAY), mention("school:n:9#child", **TIA)]
    moving = [mention("police:n:2#suspect", **DARREN, postcode="QN11AA", role="suspect"), mention("idva:n:3#partner", **DARREN, postcode="QX11AA"),
              mention("idva:n:3#child", forename="leo", surname="grey", dob="2019-01-02")]
    asked = [(resting_on, place) for resting_on, _, place in queue(*rows, *moving) if place]
    assert asked == [({"police:n:2#suspect", "idva:n:3#partner"}, 1), ({"gp:n:1#mother", "school:n:9#mother"}, 2)]


def test_nobody_is_asked_where_an_answer_would_move_nobody():
    family = [mention("gp:n:1#mother", **SARAH, **HOME), mention("gp:n:1#child", **KAYLA)]
    stray = mention("hospital:n:9#patient", **SARAH, **AWAY)
    assert [(moves, place) for _, moves, place in queue(*family, stray)] == [(False, None)]


def test_nobody_is_asked_of_two_who_share_a_household():
    rows = [mention("school:n:1#mother", forename="sarah", surname="kelly", role="carer", **HOME), mention("school:n:1#child", **KAYLA),
            mention("gp:n:2#mother", forename="sarah", surname="ashford", role="carer", **HOME), mention("gp:n:2#child", **KAYLA)]
    assert [place for _, _, place in queue(*rows)] == [None]
