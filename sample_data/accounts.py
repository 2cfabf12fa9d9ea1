"""Who tells of something that happened: one thing, one row or more from each agency that is told of it."""

from .suppliers import children, health, police, probation, support

TELLERS = {
    "police": police.crime, "encompass": police.notice, "hospital": health.emergency_told, "gp": health.practice_told,
    "health visiting": health.visit_told, "mental health": health.mind_told, "schools": children.log_told,
    "social care": children.step_told, "probation": probation.contact_told, "housing": support.case_told, "idva": support.casework_told,
}


def tell(desk, t, *agencies) -> None:
    """Each agency's own account of `t`. "gp letter" and "social care copy" repeat what the police wrote."""
    t.event = t.event or desk.event()
    if t.suspect:
        desk.blamed[t.suspect.id, t.victim.id] += 1
    for agency in agencies:
        if agency == "gp letter":
            health.practice_letter(desk, t, t.victim)
        elif agency == "social care copy":
            parents = [(t.victim, "PR", "Mother" if t.victim.sex == "f" else "Father", "Yes")]
            children.forwarded(desk, t, parents)
        else:
            TELLERS[agency](desk, t)
