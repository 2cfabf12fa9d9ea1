"""Families against a plain oracle: small towns whose homes are known, told by clean reports, must be grouped as they live.

The rule, plainly: the children of one home and whoever cares for them there are a family. Whoever is said to have harmed one of
them is linked to it, and nothing more. Anybody else recorded as living there, or as a parent, is another adult of it. Nobody
joins two homes: no father of children in both, no man said to harm in both, no surname and no postcode."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import MORE
from tests.test_families import at, grouped

MEN = ("Abe", "Ben", "Col")     # fathers and suspects, drawn for any home: half-siblings, two homes of one father, one suspect in many


@dataclass
class Home:
    """Who truly lives in a home, and who is said to have harmed those who live there."""

    number: int
    children: list[str]
    carer: str
    stands: str                  # how the carer stands to the children
    partner: str = ""            # a man who lives here as father or partner
    absent: str = ""             # a father who lives elsewhere
    grown: str = ""              # a grown child who lives here
    unborn: str = ""
    accused: set[str] = field(default_factory=set)

    def rule(self) -> set[tuple[str, str]]:
        """The oracle: (person, standing) of everybody who is to be in this home's family."""
        adults = {self.carer, self.partner, self.absent if self.children else "", self.grown} - {""}
        if not self.children and not self.unborn:
            adults = {self.carer, self.partner, self.grown} - {""} if self.accused else set()
        children = {*self.children, self.unborn} - {""}
        return ({(child, "child") for child in children} | {(adult, "adult") for adult in adults - self.accused}
                | {(one, "linked") for one in self.accused})

    def reports(self, days):
        """Clean reports of this home: its children and adults at its address, each adult as he or she stands to the children."""
        here = f"QJ11AA:{self.number}"
        carer = at(here, role="carer", relationship=self.stands, lives_here="yes")
        for child in self.children:
            yield next(days), "school_roll", {child: at(here, role="child"), self.carer: carer} | self._fathers(here)
        lives = {who: at(here, role="household member", lives_here="yes", relationship=stands)
                 for who, stands in ((self.partner, "partner"), (self.grown, "sibling")) if who}
        yield next(days), "health_visit", {self.carer: carer} | lives | {child: at(here, role="child") for child in self.children}
        if self.unborn:
            yield next(days), "pregnancy", {self.carer: at(here, role="patient"), self.unborn: {"role": "unborn"}}
        for one in sorted(self.accused):
            yield next(days), "common_assault", {self.carer: at(here, role="victim"), one: self._suspect(one, here)} | {
                child: at(here, role="child") for child in self.children}

    def _fathers(self, here):
        found = {self.partner: at(here, role="contact", relationship="father", lives_here="yes")} if self.partner else {}
        if self.absent:
            found[self.absent] = at(f"VY99ZZ:{self.absent}", role="contact", relationship="father", lives_here="no")
        return found

    def _suspect(self, one, here):
        stands = "child" if one == self.grown else "partner" if one == self.partner else "ex-partner"
        return {"role": "suspect", "relationship": stands, **(at(here) if one in (self.partner, self.grown) else {})}


@st.composite
def homes(draw, number):
    """A home of any kind: with or without children, a mother, a grandmother or a foster carer, a partner, a grown child."""
    children = [f"Kid{number}{n}c" for n in range(draw(st.integers(0, 3)))]
    stands = draw(st.sampled_from(("mother", "grandparent", "foster carer"))) if children else "mother"
    partner = draw(st.sampled_from(("", *MEN)))
    absent = draw(st.sampled_from(("", *MEN)))
    home = Home(number, children, f"Carer{number}", stands, partner, "" if absent == partner else absent,
                f"Grown{number}" if draw(st.booleans()) else "", f"Bump{number}c" if stands == "mother" and draw(st.booleans()) else "")
    home.accused = set(draw(st.lists(st.sampled_from([*MEN, *filter(None, [home.grown])]), max_size=2)))
    return home


@st.composite
def towns(draw):
    """One to four homes of one street, whoever is drawn for several being one man."""
    return [draw(homes(number)) for number in range(draw(st.integers(1, 4)))]


def told(town):
    """The town's reports in order of day, a week apart."""
    days = (f"20{18 + n // 48:02d}-{n // 4 % 12 + 1:02d}-{n % 4 * 7 + 1:02d}" for n in range(1000))
    return [report for home in town for report in home.reports(days)]


def grouping(town):
    """The families that the engine makes of the town's reports, as rows."""
    born = {home.unborn: None for home in town if home.unborn} | {home.grown: "1996-05-05" for home in town if home.grown}
    reports = told(town)
    named = {who for _, _, people in reports for who in people}
    return grouped(*reports, born={who: "1975-05-05" for who in named if not who.endswith("c")} | dict.fromkeys(
        (who for who in named if who.endswith("c")), "2015-05-05") | born) if reports else []


def standings(rows):
    """Each made family as the set of (person, standing), a carer and another adult being alike."""
    found = {}
    for row in rows:
        standing = {"child": "child", "linked person": "linked"}.get(row["part"], "adult")
        found.setdefault(row["family_id"], set()).add((row["person_id"], standing))
    return sorted(map(sorted, found.values()))


@settings(max_examples=5 * MORE, deadline=None)
@given(towns())
def test_families_are_the_homes_as_people_live_in_them_and_a_carer_is_no_grown_child_and_no_suspect(town):
    rows = grouping(town)
    assert standings(rows) == sorted(sorted(home.rule()) for home in town if home.rule())
    allowed = {who for home in town for who in ({home.carer, home.partner} - home.accused)}
    assert {row["person_id"] for row in rows if row["part"] == "carer"} <= allowed


@settings(max_examples=2 * MORE, deadline=None)
@given(st.lists(st.sampled_from((1, 2)), min_size=3, max_size=8), st.booleans())
def test_a_child_with_a_bed_in_two_homes_joins_neither_the_homes_nor_the_other_children(turns, suspected):
    town = [Home(1, ["Kid1c"], "Carer1", "mother"), Home(2, ["Kid2c"], "Carer2", "father")]
    visits = [(f"2021-{month:02d}-03", "health_visit", {f"Carer{n}": at(f"QJ11AA:{n}", role="carer", lives_here="yes"),
                                                        "Sharedc": at(f"QJ11AA:{n}", role="child")}) for month, n in enumerate(turns, 1)]
    town[0].accused = {"Carer2"} if suspected else set()
    families = [{person for person, standing in family if standing == "child"} for family in standings(grouped(*told(town), *visits))]
    assert not any({"Kid1c", "Kid2c"} <= family for family in families) and any("Sharedc" in family for family in families)


@settings(max_examples=2 * MORE, deadline=None)
@given(st.integers(1, 3), st.sampled_from(("grandparent", "foster carer")))
def test_children_who_move_to_another_carer_are_in_both_families_in_turn(children, stands):
    kids = [f"Kid1{n}c" for n in range(children)]
    later = [("2022-05-02", "school_roll", {kid: at("VY22BB:9", role="child"), "Gran": at("VY22BB:9", role="carer", relationship=stands, lives_here="yes")})
             for kid in kids]
    rows = grouped(*told([Home(1, kids, "Carer1", "mother", accused={"Abe"})]), *later)
    of = {row["person_id"]: row["family_id"] for row in rows if row["part"] == "carer"}
    spells = {(row["person_id"], row["family_id"], row["until"]) for row in rows if row["part"] == "child"}
    assert spells == {(kid, of["Carer1"], "2022-05-01") for kid in kids} | {(kid, of["Gran"], "") for kid in kids}
    assert [row["family_id"] for row in rows if row["person_id"] == "Abe"] == [of["Carer1"]]
