"""For whom a chronology is made, and what such a document may hold: each audience is a list of fields and kinds that are allowed.

A field that is not listed is never asked for, so it is not there to be struck out; a kind of record that is not listed is left out
until somebody decides that it may be given."""

from dataclasses import dataclass

_OF_ANY = ("number", "account", "when", "precision", "sort", "what", "type", "gravity", "factors")


@dataclass(frozen=True)
class Audience:
    """An audience: its key in an address and in the audit, how a page calls it, and the fields of a line in order (`fields.FIELDS`)."""

    key: str
    title: str
    fields: tuple[str, ...]


FULL = Audience("full", "Full", (
    *_OF_ANY, "first_day", "last_day", "agency", "statement", "words", "people", "children", "between", "outcome", "grade", "recorded_on",
    "received_on", "told", "known", "copied", "agreement", "handling", "report_id", "source", "event_id"))

PARTNER = Audience("partner", "Partner agency", (
    *_OF_ANY, "first_day", "last_day", "agency", "statement", "people_shared", "children_shared", "outcome", "grade", "recorded_on", "told",
    "copied", "report_id"))

PERSON = Audience("perpetrator-safe", "Perpetrator-safe", (
    "line", "step_when", "step", "standing"))

AUDIENCES = {audience.key: audience for audience in (FULL, PARTNER, PERSON)}

PARTNER_CATEGORIES = (
    # abuse
    "homicide", "attempted_murder", "strangulation", "rape", "grievous_bodily_harm", "weapon_used", "false_imprisonment", "sexual_assault",
    "threats_to_kill", "actual_bodily_harm", "weapon_shown", "child_cruelty", "child_abduction", "honour_based_abuse", "injury_by_assault",
    "common_assault", "stalking", "coercive_control", "order_breach", "bail_breach", "harassment", "unwanted_contact", "prison_contact",
    "malicious_messages", "intimate_images", "economic_abuse", "isolation", "emotional_abuse", "threats", "criminal_damage", "public_order",
    "child_contact_dispute", "abuse_disclosed", "domestic_incident",
    # concern
    "child_abuse_concern", "parental_conflict", "child_welfare_concern", "attendance_concern", "child_not_brought", "missed_appointment",
    "victim_suicidality", "perpetrator_suicidality", "mental_health_concern", "substance_concern", "housing_concern", "social_care_referral",
    "section_47",
    # contact
    "police_notice", "ed_attendance", "gp_contact", "midwife_contact", "health_visit", "mental_health_contact", "probation_contact",
    "home_visit", "social_care_contact", "social_care_assessment", "idva_contact", "school_contact", "school_attendance", "court_hearing",
    "housing_contact",
    # protection
    "marac_referral", "marac_meeting", "non_molestation_order", "occupation_order", "restraining_order", "protection_order", "bail_conditions",
    "licence_condition", "prohibited_steps", "child_arrangements", "child_protection_plan", "child_in_need_plan", "programme_referred",
    "programme_started", "programme_missed",
    # movement and life
    "custody", "release", "release_planned", "recall", "pregnancy", "birth", "death", "separation", "reconciliation",
    # strength
    "support_accepted", "child_seen", "progress")
"""What a partner agency's document may tell of. Not among them is what would put somebody in danger where the document travels on, to a
family's file or a court's bundle: disclosure scheme applications, applications for orders that may not be served yet, planned separations,
refuges, and where and with whom people live."""

PARTNER_FACTORS = (
    "strangulation", "weapon", "threat to kill", "sexual violence", "stalking", "pregnancy", "perpetrator suicidality", "victim suicidality",
    "child threatened or hurt", "pet harmed", "step-child in home", "jealous control", "honour-based", "firearm", "isolation",
    "child contact conflict", "injury", "more often", "worse", "order breached", "substance misuse", "mental ill health", "money control")
"""Answers that a partner agency's document may hold: not a separation, which may be one that is only planned, nor what somebody fears."""
