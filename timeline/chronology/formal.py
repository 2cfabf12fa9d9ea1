"""What may stand in a document that comes before the person said to have caused harm: formal steps of which he or she was told.

It is a list of what is known to have been told to that person, and nothing else is classified: a charge carries its offence and day, an order
was served, custody was lived through. An allegation that led to nothing, a request, a plan or an unserved order may tell that somebody spoke."""

AGENCIES = ("police", "probation", "family court")
"""Whose records may show such a step. Their names do not stand in the document."""

ROLES = ("suspect", "offender", "respondent")

OUTCOMES = {"charged": "charged", "cautioned": "cautioned", "convicted": "convicted", "acquitted": "acquitted"}
"""Outcomes that are told to the person, as an offence's line says them."""

OFFENCES = (
    "homicide", "attempted_murder", "strangulation", "rape", "grievous_bodily_harm", "weapon_used", "false_imprisonment", "sexual_assault",
    "threats_to_kill", "actual_bodily_harm", "weapon_shown", "child_cruelty", "child_abduction", "common_assault", "stalking",
    "coercive_control", "order_breach", "bail_breach", "harassment", "malicious_messages", "intimate_images", "threats", "criminal_damage",
    "public_order")
"""Categories that a charge may name."""

SERVED = ("non_molestation_order", "occupation_order", "restraining_order", "protection_order", "prohibited_steps", "bail_conditions",
          "licence_condition")
"""Orders and conditions: a line of the day on which they were served, and none before."""

LIVED = ("custody", "release", "recall")
"""What happened to the person in custody."""
