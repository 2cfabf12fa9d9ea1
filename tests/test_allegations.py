"""Which way round two people count, where each is said to have harmed the other."""

from datetime import date

import pytest

from tests.made import made
from timeline.signals import allegations, standings

BOB_TO_AMY = dict(source_id="Bob", harmed_id="Amy", manner="named", asserted_by=["police"])
AMY_TO_BOB = dict(source_id="Amy", harmed_id="Bob", manner="named", asserted_by=["police"])


def stand(*harms):
    """Who counts as having harmed whom, and how it stands; an event for each of the harms, a day apart."""
    told = [dict(event_id=f"E{n}", **harm) for n, harm in enumerate(harms)]
    events = [dict(event_id=f"E{n}", occurred_from=f"2024-03-0{n + 1} 12:00", occurred_to=f"2024-03-0{n + 1} 12:00") for n in range(len(harms))]
    families = [dict(family_id=f"F-{who}", person_id=who, part="adult") for who in ("Amy", "Bob")]
    people = [dict(person_id=who, name=who) for who in ("Amy", "Bob")]
    harms, events, today = made("harms", *told), made("events", *events), date(2025, 1, 1)
    ways = standings.shape(harms, events, today)
    said = allegations.shape(harms, events, made("families", *families), made("people", *people), ways, today)
    return {(row.person_id, row.harmed_id): row.standing for row in said.df().itertuples()}


@pytest.mark.parametrize(("harms", "standing"), [
    ([BOB_TO_AMY], {("Bob", "Amy"): "clear"}),
    ([BOB_TO_AMY, BOB_TO_AMY, AMY_TO_BOB], {("Bob", "Amy"): "contested", ("Amy", "Bob"): "frozen"}),
    ([BOB_TO_AMY, AMY_TO_BOB | {"against_decision": True}], {("Bob", "Amy"): "clear"}),
    ([BOB_TO_AMY | {"against_decision": True}, BOB_TO_AMY | {"against_decision": True}, AMY_TO_BOB], {("Amy", "Bob"): "clear"}),
])
def test_the_way_of_fewer_events_waits_and_what_goes_against_a_decision_never_counts(harms, standing):
    assert stand(*harms) == standing
