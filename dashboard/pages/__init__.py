"""The pages, as a list. A page is a module with NAME (as the audit keeps it), PATHS (its addresses; `<...>` is an id),
PERMISSION, and `layout(user, <ids>, query)`, which asks `queries` for the ids that the address resolved to."""

from dashboard.pages import (
    child,
    coverage,
    decision,
    decisions,
    event,
    families,
    family,
    knew,
    link,
    links,
    look_back,
    perpetrator,
    person,
    record,
)

PAGES = [families, family, knew, look_back, child, perpetrator, person, event, record, links, link, decisions, decision, coverage]
