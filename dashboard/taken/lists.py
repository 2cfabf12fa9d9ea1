"""The lists of families, of what is new and of links to review, to take away whole: as narrowed on the page, and all of its pages."""

from datetime import date

from dashboard import parts, queries, taking, theme, withholding
from dashboard.queries import NotHere
from dashboard.queries.links import LISTS, REASONS
from timeline.access import User
from timeline.sheets import Sheet

PROMPT = "A signal says which rule the records met; it is a prompt to look, not a finding about anybody."


@taking.table("families", "families:view")
def families(user: User, given: dict[str, str]) -> Sheet:
    """The families, as narrowed by `level`, `heading`, `agency`, `area` and `show`."""
    _, rules = theme.HEADINGS.get(given.get("heading"), (None, ()))
    shown = queries.families(user, given.get("level"), rules, given.get("agency"), given.get("area"), given.get("show") == "all", None)
    withheld = queries.withheld_levels(user, list(shown["family_id"]))
    narrowed = [f"{key}: {given[key]}" for key in ("level", "heading", "agency", "area", "show") if given.get(key)]
    rows = tuple((f.family_id, f.name, f.area, f.children, f.level, f.raised_on, f.signals, [*map(theme.rule, f.rules)],
                  "\n".join([*f.because, *([withholding.whom(withheld[f.family_id])] if f.family_id in withheld else [])]),
                  f.dismissed, f.events, f.last_on, [*map(theme.agency, f.agencies)]) for f in shown.itertuples())
    return Sheet("Families", ("Family", "Name", "Area", "Children", "Level", "Raised on", "Signals", "Rules", "Because", "Signals dismissed", "Events",
                              "Last event on", "Told by"), rows, (PROMPT, *(["Narrowed by " + ", ".join(narrowed)] if narrowed else [])))


@taking.table("new-signals", "families:view")
def raised(user: User, given: dict[str, str]) -> Sheet:
    """The signals that what came in since `day` touches, in `area` or everywhere."""
    on = _day(given)
    rows = tuple((f.family_id, f.name, f.area, signal["how"], signal["level"], signal["was"], theme.rule(signal["rule"]), signal["raised_on"],
                  signal["because"], signal["came"], [record["id"] for record in signal["records"]], signal["proposed"])
                 for f in queries.raised_since(user, on, given.get("area"), None).itertuples() for signal in f.signals)
    return Sheet(f"Signals touched by what came in since {parts.day(on)}", (
        "Family", "Name", "Area", "How", "Level", "Was", "Rule", "Raised on", "Because", "Records that came in", "The latest of them",
        "Holds only if a proposed link is confirmed"), rows, (PROMPT,))


@taking.table("newly-placed", "families:view")
def placed(user: User, given: dict[str, str]) -> Sheet:
    """The people newly named in a household since `day`, in `area` or everywhere."""
    on = _day(given)
    rows = tuple((p.person_id, p.name, p.family_id, p.family, p.area, p.link, p.level, p.standing, p.now, p.children, _names(p.elsewhere), p.came)
                 for p in queries.placed_since(user, on, given.get("area"), None).itertuples())
    return Sheet(f"People newly named in a household since {parts.day(on)}", (
        "Person", "Name", "Family", "Household", "Area", "Identity", "Level", "How named", "Where last placed", "Children of the household",
        "Said to have harmed somebody of", "Records that came in"), rows, ("What agencies recorded; an allegation stays one.",))


@taking.table("due-soon", "families:view")
def due(user: User, given: dict[str, str]) -> Sheet:
    """The orders that run out and the releases that are recorded soon, in `area` or everywhere."""
    rows = tuple((d.due_on, d.days, d.title, d.certainty, d.person, d.protected, _names(d.families), d.report_ids)
                 for d in queries.due_soon(user, given.get("area"), None).itertuples())
    return Sheet("Orders that run out, and releases from custody", ("On", "Days from the snapshot's day", "What", "How known", "Binds or releases", "Protects",
                                                                    "Families", "Records"), rows)


@taking.table("links", "links:view")
def links(user: User, given: dict[str, str]) -> Sheet:
    """The links to review of one `list`, narrowed by `why`."""
    which = given.get("list") if given.get("list") in LISTS else LISTS[0]
    shown = queries.review(user, which, given.get("why") if given.get("why") in REASONS else None, None)
    rows = tuple((row.link_id, row.left_name, _names(row.left_families), row.right_name, _names(row.right_families), row.moves, row.conflicts, row.missing,
                  row.rarity) for row in shown.itertuples())
    return Sheet("Links to review", ("Link", "One", "Named with", "The other", "The other is named with", "To look at first", "What conflicts",
                                     "What is not written", "How rare the name is"), rows,
                 ("Two people in the records who may be one. Nobody is joined by this list.",))


def _names(families: list[dict]) -> list[str]:
    return [f"{family['name']} ({family['family_id']})" for family in families]


def _day(given: dict[str, str]) -> date:
    on = parts.typed_day(given.get("day"))
    if on is None:
        raise NotHere("day")
    return on
