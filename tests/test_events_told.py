"""Events: which accounts are taken for one, case by case, and what an event says of them. Many cases are told at once, since none changes another."""

import re
from itertools import permutations

import duckdb

from tests.made import Map
from tests.test_events import merged, report, together
from timeline.events import same
from timeline.events.answers import Whole


def each(*cases):
    """The events of each case, told all at once: people, reports and references are renamed so that no case shares one with another."""
    told = []
    for i, case in enumerate(cases):
        for cells, who in case:
            agency, _, number = cells["report_id"].partition(":")
            own = {"report_id": f"{agency}:{i:02}/{number}"}
            own |= {key: cells[key].replace("CR", f"CR{i:02}") for key in ("incident_ref", "other_ref") if cells.get(key)}
            told.append((cells | own, [f"{i:02}{one}" for one in who]))
    found = [[] for _ in cases]
    for event in merged(*told):
        found[int(event["report_ids"][0].partition(":")[2][:2])].append(event)
    return found


def numbers(cases):
    """Into how many events each case's reports come, beside how many are expected; `cases` as {in words: (expected, report, ...)}."""
    found = each(*(reports for _, *reports in cases.values()))
    return {case: len(events) for case, events in zip(cases, found, strict=True)}, {case: expected for case, (expected, *_) in cases.items()}


DAY, NEXT = "2024-03-02", "2024-03-03"
POLICE = report("police:1", DAY)
CRIME = report("police:1", DAY, incident_ref="police:CR/01")


def idva(day=DAY, who=("Amy:victim", "Bob:suspect"), category="abuse_disclosed", **cells):
    return report("idva:1", day, category, who, **cells)


def test_accounts_are_taken_for_one_by_their_day_and_people():
    found, expected = numbers({
        "another agency tells of the same day": (1, POLICE, idva()),
        "the same agency keeps two": (2, POLICE, report("police:2", DAY)),
        "an offender is a source too": (2, POLICE, idva(who=["Amy:victim", "Yan:offender"])),
        "a respondent is a source too": (2, POLICE, idva(who=["Amy:victim", "Yan:respondent"])),
        "one of several sources is the same": (1, POLICE, idva(who=["Amy:victim", "Bob:offender", "Yan:suspect"])),
        "who only saw it is not harmed": (2, POLICE, idva(who=["Amy:witness"])),
        "who only called is not harmed": (2, POLICE, idva(who=["Amy:caller"])),
        "who is only to be asked is not harmed": (2, POLICE, idva(who=["Amy:contact"])),
        **{f"two children hurt by the same {role}": (2, report("police:1", DAY, who=["Kit:child", f"Bob:{role}"]), idva(who=["Lee:child", f"Bob:{role}"]))
           for role in ("suspect", "respondent", "offender")},
        "only the other names a source": (1, report("police:1", DAY, who=["Amy:victim"]), idva()),
        "the other names one source more": (1, report("police:1", DAY, who=["Amy:victim", "Bob:suspect", "Yan:suspect"]), idva()),
        "one names one adult more": (1, POLICE, idva(who=["Amy:victim", "Zoe:victim"])),
        "the other names one adult more": (1, report("police:1", DAY, who=["Amy:victim", "Zoe:victim"]), idva(who=["Amy:victim"])),
        "who is only told of": (1, POLICE, idva(who=["Amy:subject"])),
        "the same child beside another adult": (2, report("police:1", DAY, who=["Amy:victim", "Kit:child"]), idva(who=["Zoe:victim", "Kit:child"])),
        "the same child beside another patient": (2, report("police:1", DAY, who=["Amy:victim", "Kit:child"]), idva(who=["Zoe:patient", "Kit:child"])),
        "the same child beside another applicant": (2, report("police:1", DAY, who=["Amy:victim", "Kit:child"]), idva(who=["Zoe:applicant", "Kit:child"])),
        "the same child beside nobody": (1, report("police:1", DAY, who=["Amy:victim", "Kit:child"]), idva(who=["Kit:child"])),
        "the same child beside nobody, the other way round": (1, report("police:1", DAY, who=["Kit:child"]), idva(who=["Amy:victim", "Kit:child"])),
        "at the same place": (1, report("police:1", DAY, place_key="A1"), idva(place_key="A1")),
        "one says where": (1, report("police:1", DAY, place_key="A1"), idva()),
        "a concern": (1, POLICE, idva(category="child_abuse_concern", who=["Amy:subject"])),
        "a quarrel of the parents": (1, POLICE, idva(category="parental_conflict", who=["Amy:subject"])),
        "a notice of it": (1, POLICE, report("schools:1", DAY, "police_notice", ["Amy:victim"])),
        "two notices and no account of abuse": (2, idva(category="police_notice"), report("gp:1", DAY, "police_notice")),
        "a referral": (2, POLICE, idva(category="social_care_referral")),
        "a copy of theirs": (1, POLICE, idva(copied_from="police")),
        "a copy of another's": (2, POLICE, idva(copied_from="hospital")),
        "a copy of theirs, the other way round": (1, report("police:1", DAY, copied_from="idva"), idva()),
        "two copies by one agency": (1, POLICE, *(report(f"schools:{n}", DAY, "police_notice", ["Amy:victim"], copied_from="police") for n in (1, 2))),
        "a copy of another's, the other way round": (2, report("police:1", DAY, copied_from="hospital"), report("schools:1", DAY, "abuse_disclosed")),
    })
    assert found == expected


def test_how_far_accounts_of_one_event_may_be_apart():
    hurt = Map(injury="yes")
    found, expected = numbers({
        "the next day": (1, POLICE, idva(NEXT)), "two days later": (2, POLICE, idva("2024-03-04")), "the day before": (1, POLICE, idva("2024-03-01")),
        "two days before": (2, POLICE, idva("2024-02-29")),
        "three days in a row": (1, POLICE, idva(NEXT), report("gp:1", "2024-03-01")),
        "four days in a row": (2, POLICE, idva(NEXT), report("gp:1", "2024-03-01"), report("housing:1", "2024-03-04")),
        "the day after the last of one reference": (2, CRIME, report("police:2", "2024-03-04", incident_ref="police:CR/01"), idva("2024-03-05")),
        "the day before the first of one reference": (2, CRIME, report("police:2", "2024-03-04", incident_ref="police:CR/01"), idva("2024-03-01")),
        "a witness's statement of its reference, later": (
            1, CRIME, report("police:2", "2024-03-04", who=["Wyn:witness"], incident_ref="police:CR/01"), idva("2024-03-01")),
        "to the minute": (1, report("police:1", DAY, precision="minute", occurred_from=f"{DAY} 22:15:00", occurred_to=None), idva()),
        "the next day, neither saying of what type": (1, report("police:1", DAY, type=None), idva(NEXT, type=None)),
        **{f"{kind} the next day": (2, report("police:1", DAY, type=kind), idva(NEXT, type=kind)) for kind in ("stalking", "control", "economic", "breach")},
        **{f"{kind} the day before": (2, report("police:1", DAY, type=kind), idva("2024-03-01", type=kind)) for kind in ("stalking", "control")},
        **{f"{kind} the same day": (1, report("police:1", DAY, type=kind), idva(DAY, type=kind)) for kind in ("stalking", "control", "economic", "breach")},
        "stalking, told by the other alone": (2, POLICE, idva(NEXT, type="stalking")),
        "stalking, told by the first alone": (2, report("police:1", DAY, type="stalking"), idva(NEXT)),
        "stalking until that day": (1, report("police:1", DAY, type="stalking"), idva(
            "2024-03-01", type="stalking", precision="range", occurred_to=f"{DAY} 00:00:00")),
        "stalking from that day": (1, report("police:1", "2024-03-01", type="stalking", precision="range", occurred_to=f"{DAY} 00:00:00"),
                                   idva(type="stalking")),
        "two days long": (1, POLICE, idva("2024-03-01", precision="range", occurred_to="2024-03-03 00:00:00")),
        "three days long": (2, POLICE, idva("2024-03-01", precision="range", occurred_to="2024-03-04 00:00:00")),
        "an attendance hurt the night after": (1, POLICE, report("hospital:1", NEXT, "ed_attendance", ["Amy:patient"], factors=hurt)),
        "an attendance hurt the night before": (2, POLICE, report("hospital:1", "2024-03-01", "ed_attendance", ["Amy:patient"], factors=hurt)),
        "an attendance hurt that night": (1, POLICE, report("hospital:1", DAY, "ed_attendance", ["Amy:patient"], factors=hurt)),
        "an attendance not hurt": (2, POLICE, report("hospital:1", DAY, "ed_attendance", ["Amy:patient"], factors=Map(injury="no"))),
        "an assault treated the day before, told by an agency that comes first": (2, report("probation:1", DAY), report(
            "hospital:1", "2024-03-01", "injury_by_assault", ["Amy:patient"])),
        **{f"treated on {day}, told by an agency that comes before the hospital": (expected, report("gp:1", DAY), report(
            "hospital:1", day, "injury_by_assault", ["Amy:patient"])) for day, expected in (("2024-03-01", 2), (DAY, 1), (NEXT, 1))},
    })
    assert found == expected


def test_accounts_are_taken_for_one_by_their_references():
    def quoting(agency, day=DAY, category="gp_contact", who=("Amy:patient",), **cells):
        return report(f"{agency}:1", day, category, who, **cells)
    late = "2024-09-09"
    found, expected = numbers({
        "a contact that quotes it within two days": (1, CRIME, quoting("gp", "2024-03-04", other_ref="CR/01")),
        "a contact that quotes it after three": (2, CRIME, quoting("gp", "2024-03-05", other_ref="CR/01")),
        "a contact that quotes it three before": (2, CRIME, quoting("gp", "2024-02-28", other_ref="CR/01")),
        "a contact that quotes it within two days of its first report": (
            1, CRIME, report("police:2", "2024-03-20", incident_ref="police:CR/01"), quoting("gp", "2024-03-04", other_ref="CR/01")),
        "abuse that quotes it late": (1, CRIME, quoting("idva", late, "abuse_disclosed", other_ref="CR 01.")),
        "another reference": (2, CRIME, quoting("idva", late, "abuse_disclosed", other_ref="CR/02")),
        "its own agency quotes it": (2, CRIME, report("police:2", late, other_ref="CR/01")),
        "it could be either of two": (3, CRIME, report("hospital:9", late, "injury_by_assault", ["Zoe:patient"], incident_ref="hospital:CR/01"),
                                      quoting("idva", "2024-06-06", "abuse_disclosed", other_ref="CR/01")),
        "a copy says whose it is": (2, CRIME, report("hospital:9", late, "injury_by_assault", ["Zoe:patient"], incident_ref="hospital:CR/01"),
                                    quoting("idva", "2024-06-06", "abuse_disclosed", other_ref="CR/01", copied_from="police")),
        "an order that quotes it": (2, CRIME, quoting("idva", DAY, "bail_conditions", other_ref="CR/01")),
        "two agencies with the same reference of their own": (2, CRIME, report("gp:1", late, "gp_contact", ["Amy:patient"], incident_ref="gp:CR/01")),
        "a concern and an incident of one reference": (1, CRIME, report("police:2", late, "social_care_referral", incident_ref="police:CR/01")),
    })
    assert found == expected


def test_a_reference_of_fewer_than_four_characters_is_no_evidence():
    def quoted(ref):
        return len(merged(report("police:1", DAY, incident_ref=f"police:{ref}"), report("idva:1", "2024-09-09", "abuse_disclosed", other_ref=ref)))
    assert (quoted("C-12"), quoted("C-123")) == (2, 1)


def test_two_accounts_that_differ_are_not_one_through_a_third_that_names_neither():
    treated = report("hospital:1", DAY, "injury_by_assault", ["Amy:patient", "Kit:child"])
    found, expected = numbers({
        "other sources": (2, treated, POLICE, report("gp:1", DAY, who=["Amy:victim", "Yan:suspect"])),
        "other places": (2, treated, report("police:1", DAY, place_key="A1"), report("gp:1", DAY, place_key="B1")),
        "other adults": (2, report("hospital:1", DAY, "injury_by_assault", ["Kit:child"]), report("police:1", DAY, who=["Amy:victim", "Kit:child"]),
                         report("gp:1", DAY, who=["Zoe:victim", "Kit:child"])),
        "no others": (1, treated, POLICE, report("gp:1", DAY, who=["Amy:victim", "Bob:suspect"])),
        "one tells of both": (1, report("hospital:1", DAY, who=["Amy:patient", "Bob:suspect", "Yan:suspect"]), POLICE,
                              report("gp:1", DAY, who=["Amy:victim", "Yan:suspect"])),
    })
    assert found == expected


def test_an_account_that_differs_from_one_of_a_reference_joins_none_of_them():
    quoting = report("gp:1", DAY, who=["Amy:victim", "Yan:suspect"], other_ref="CR/01")
    crime = [report(f"police:{n}", DAY, who=["Amy:victim"], incident_ref="police:CR/01") for n in (1, 2)]
    assert together(quoting, *crime, idva()) == [["gp:1", "police:1", "police:2"], ["idva:1"]]


def test_of_two_events_of_one_day_an_account_joins_the_one_of_its_own_kind():
    told = [report("police:1", DAY, type="physical"), report("police:2", DAY, type="sexual"), idva(type="sexual")]
    assert {tuple(event["report_ids"]): event["because"] for event in merged(*told)} == {
        ("idva:1", "police:2"): "IDVA service and police speak of the same person harmed on the same day", ("police:1",): "one account, by police"}


def test_which_accounts_are_joined_first_does_not_hang_on_the_order_in_which_they_were_found():
    accounts = duckdb.sql("""
        select unit, date '2024-03-02' as day, day as last, unit as agency, null::varchar as copied_from, []::varchar[] as sources, []::varchar[] as adults,
               null::varchar as place_key from (values ('gp'), ('hospital'), ('police')) as t(unit)""")
    pairs = [("gp", "hospital", True, True), ("gp", "police", True, False), ("hospital", "police", True, True)]
    told = set()
    for found in permutations(pairs):
        rows = ", ".join(f"('{left}', '{right}', {same_day}, {same_type}, '{left} and {right}')" for left, right, same_day, same_type in found)
        likely = duckdb.sql(f"from (values {rows}) as t(unit_l, unit_r, same_day, same_type, because)")
        told.add(tuple(sorted(same._joined(likely, accounts, Whole([], [])).fetchall())))
    assert told == {(("gp", "gp", None), ("hospital", "gp", "gp and hospital"), ("police", "gp", "hospital and police"))}


def test_of_two_events_an_account_joins_the_one_of_which_any_report_is_of_its_day_or_of_its_kind():
    def crime(number, day, kind):
        return report(f"police:{number}", day, incident_ref="police:CR/01", type=kind)
    found = each([report("police:1", NEXT), crime(2, DAY, "physical"), crime(3, NEXT, "physical"), idva()],
                 [report("police:1", DAY), crime(2, DAY, "physical"), crime(3, DAY, "sexual"), idva(type="sexual")])
    assert [sorted(len(event["report_ids"]) for event in case) for case in found] == [[1, 3]] * 2


def test_an_event_says_of_each_account_why_it_is_of_this_event():
    found = each([report("hospital:1", NEXT, "injury_by_assault", ["Amy:patient"]), report("mental health:1", DAY)],
                 [CRIME, report("police:2", DAY, incident_ref="police:CR/01")],
                 [CRIME, report("gp:1", DAY, "gp_contact", ["Amy:patient"], other_ref="CR/01")],
                 [report("gp:1", "2024-03-01"), report("police:1", DAY), report("hospital:1", NEXT, "injury_by_assault", ["Amy:patient"])])
    assert [re.sub(r"CR..", "CR", event["because"]) for event, in found] == [
        "hospital emergency department and adult mental health speak of the same person harmed on two days together",
        "police keeps them under one reference, CR/01", "GP quotes a reference of police, CR/01",
        "GP and police speak of the same person harmed on two days together; "
        "hospital emergency department and police speak of the same person harmed on two days together"]


def test_an_event_that_one_report_tells_says_what_the_report_says():
    cells = {"precision": "minute", "occurred_from": f"{DAY} 22:15:00", "known_on": NEXT, "received_on": "2024-03-09", "gravity": 2, "type": "sexual",
             "physical": True, "factors": Map(weapon="yes")}
    event, = merged(report("police:1", DAY, **cells, occurred_to=f"{DAY} 23:00:00"))
    assert str(event["event_id"]).startswith("E-") and len(event["event_id"]) == 18
    assert {key: str(event[key]) for key in ("occurred_from", "occurred_to", "known_on", "received_on")} == {
        "occurred_from": f"{DAY} 22:15:00", "occurred_to": f"{DAY} 23:00:00", "known_on": f"{NEXT} 00:00:00", "received_on": "2024-03-09 00:00:00"}
    plain = {key: list(event[key]) for key in ("types", "agencies", "report_ids", "disagreements")}
    assert plain == {"types": ["sexual"], "agencies": ["police"], "report_ids": ["police:1"], "disagreements": []}
    assert {key: event[key] for key in ("precision", "category", "kind", "gravity", "physical", "independent_accounts", "because")} == {
        "precision": "minute", "category": "common_assault", "kind": "abuse", "gravity": 2, "physical": True, "independent_accounts": 1,
        "because": "one account, by police"}
    assert dict(event["factors"]) == {"weapon": "yes"}
    moment, = merged(report("police:1", DAY, occurred_to=None, type=None))
    assert (str(moment["occurred_to"])[:10], list(moment["types"])) == (DAY, [])


def test_an_event_says_what_its_accounts_say_together():
    first = {"known_on": "2024-03-03", "received_on": "2024-03-09", "type": "sexual", "physical": False}
    event, = merged(report("police:1", DAY, **first), idva(known_on="2024-03-08", received_on="2024-03-08", type=None, physical=True),
                    report("gp:1", DAY, "police_notice", ["Amy:patient"], copied_from="police", type="physical", known_on="2024-03-05",
                           received_on="2024-03-10"))
    assert (str(event["known_on"])[:10], str(event["received_on"])[:10]) == ("2024-03-03", "2024-03-08")
    assert (list(event["types"]), event["physical"], event["independent_accounts"]) == (["physical", "sexual"], True, 2)
    assert list(event["agencies"]) == ["gp", "idva", "police"] and list(event["report_ids"]) == ["gp:1", "idva:1", "police:1"]


def test_an_event_keeps_its_id_when_a_later_account_joins_it():
    first, later = report("police:1", DAY, received_on="2024-03-04"), idva(received_on="2024-03-05")
    assert merged(first)[0]["event_id"] == merged(first, later)[0]["event_id"] != merged(later)[0]["event_id"]


KINDS = ("abuse", "concern", "protection", "life", "movement", "contact", "strength")


def test_of_accounts_without_gravity_the_kinds_speak_in_their_order():
    told, said = [], []
    for n, kinds in enumerate(zip(KINDS, KINDS[1:], strict=False)):
        ids = [f"police:{n}", f"idva:{n}"]
        told += [report(one, DAY, kind=kind, gravity=None, received_on=received, who=[f"Amy{n}:victim"])
                 for one, kind, received in zip(ids, kinds, ("2024-03-09", "2024-03-08"), strict=True)]
        said.append((*ids, "yes"))
    found = {event["report_ids"][0]: event["kind"] for event in merged(*told, said=said)}
    assert found == {f"idva:{n}": kind for n, kind in enumerate(KINDS[:-1])}


PRECISIONS = ("minute", "day", "range", "month", "year", "undated")


def test_of_two_accounts_the_more_exact_dates_the_event_however_early_the_other():
    cases = [[report("police:1", NEXT, incident_ref="police:CR/01", precision=exact), report("police:0", DAY, incident_ref="police:CR/01", precision=vague)]
             for exact, vague in zip(PRECISIONS, PRECISIONS[1:], strict=False)]
    assert [(event["precision"], str(event["occurred_from"])[:10]) for event, in each(*cases)] == [(exact, NEXT) for exact in PRECISIONS[:-1]]


def test_of_accounts_equally_grave_abuse_speaks_before_a_concern_and_then_the_one_received_first():
    concern = report("gp:1", DAY, "child_abuse_concern", ["Amy:subject"], gravity=3, received_on="2024-01-01")
    late, early = (idva(category="stalking", received_on="2024-03-09", type="physical"), report("police:1", DAY, received_on="2024-03-08"))
    slight = report("gp:1", DAY, "child_abuse_concern", ["Amy:subject"], gravity=1)
    found = each([concern, late], [late, early], [report("police:1", DAY, gravity=None), concern], [report("police:1", DAY, gravity=None), slight])
    assert [event["category"] for event, in found] == ["stalking", "common_assault", "child_abuse_concern", "child_abuse_concern"]


def test_the_most_exact_account_dates_the_event_and_of_equals_the_earliest():
    found = each([idva(NEXT), POLICE], [report("police:1", DAY, precision="range"), idva(NEXT)])
    assert [str(event["occurred_from"])[:10] for event, in found] == [DAY, NEXT]


def test_accounts_that_agree_or_did_not_ask_do_not_differ():
    asked = [Map(weapon="no"), Map(weapon="not asked")]
    found = each([report("police:1", DAY, factors=asked[0], relationship="spouse"), idva(factors=asked[1], relationship="partner")],
                 [report("police:1", DAY, relationship="ex-spouse"), idva(relationship="ex-partner", gravity=None)],
                 [report("police:1", DAY, relationship="sibling"), idva(relationship="spouse")],
                 [report("police:1", DAY), idva(NEXT, precision="range", occurred_to="2024-03-04 00:00:00")],
                 [report("police:1", DAY), report("hospital:1", NEXT, "ed_attendance", ["Amy:patient"], factors=Map(injury="yes"))])
    assert [list(event["disagreements"]) for event, in found] == [[]] * 5


def test_accounts_that_differ_say_so_whichever_agency_says_the_graver():
    def two(mine, theirs, day=DAY, **others):
        return [report("police:1", DAY, **mine), idva(day, **theirs, **others)]
    found = each(two({"relationship": "spouse"}, {"relationship": "ex-spouse"}), two({"relationship": "ex-spouse"}, {"relationship": "spouse"}),
                 two({"relationship": "ex-partner"}, {"relationship": "partner"}),
                 two({"factors": Map(weapon="yes")}, {"factors": Map(weapon="no")}), two({"factors": Map(weapon="no")}, {"factors": Map(weapon="yes")}),
                 two({"precision": "minute"}, {}, NEXT), two({}, {}, NEXT, category="police_notice", kind="contact"))
    assert [list(event["disagreements"]) for event, in found] == [
        ["IDVA service recorded the two as separated; police recorded the two as partners"],
        *[["police recorded the two as separated; IDVA service recorded the two as partners"]] * 2,
        ["police recorded weapon; IDVA service recorded none"], ["IDVA service recorded weapon; police recorded none"],
        *[["police dated it 2 March 2024; IDVA service dated it 3 March 2024"]] * 2]


def test_an_agency_that_says_the_same_in_two_reports_is_named_once_and_is_one_account():
    def crime(number):
        return report(f"police:{number}", DAY, incident_ref="police:CR/01", factors=Map(injury="yes", weapon="not asked"))
    event, = merged(crime(1), crime(2), idva(factors=Map(injury="no", weapon="not asked"), type="sexual"))
    assert list(event["disagreements"]) == ["police recorded injury; IDVA service recorded none"] and event["independent_accounts"] == 2
    assert list(event["types"]) == ["physical", "sexual"]
    assert dict(event["factors"]) == {"injury": "yes", "weapon": "not asked"}


def test_a_whole_holds_what_was_joined_and_refuses_what_is_kept_apart_through_any_chain():
    whole = Whole([("a", "b")], [("a", "d")])
    assert whole.join("b", "c") and whole.least("c") == "a" and whole.join("c", "d") is False and whole.least("d") == "d"
    assert whole.join("d", "e") and not whole.join("e", "b") and whole.join("a", "c")
    assert sorted(whole) == ["a", "b", "c", "d", "e"]
