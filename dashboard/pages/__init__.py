"""The pages, as a list. A page is a module with NAME (as the audit keeps it), PATHS (its addresses; `<...>` is an id),
PERMISSION, and `layout(user, <ids>, query)`, which asks `queries` for the ids that the address resolved to."""

from dashboard.pages import (
    brief,
    child,
    chronology,
    coverage,
    decision,
    decisions,
    event,
    families,
    family,
    knew,
    layout,
    link,
    links,
    loads,
    look_back,
    meeting,
    meetings,
    new_since,
    perpetrator,
    perpetrators,
    person,
    quarterly,
    record,
    referral,
    referrals,
    transfer,
)

PAGES = [families, meetings, meeting, brief, new_since, family, knew, look_back, chronology, child, perpetrator, perpetrators, person, event, record,
         links, link, decisions, decision, coverage, loads, layout, quarterly, referral, referrals, transfer]
