"""Which units are one person: what hangs together, cut where it would hold two people.

Connected components come first, for all. Where a component holds a contradiction (about one in fifty), or two whom a person
told apart, its edges are taken again, the best first, and an edge that would put two people into one is refused. What is
refused stays apart; `links` shows it. Those whom a person said to be one are one whatever they claim, so claims are weighed
between what the edges gathered, and what was told apart between all that was joined. Whoever might as well be the one as the
other is joined to neither.
"""

from dataclasses import dataclass, field

import duckdb
import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from timeline.dates import ONE_DATE
from timeline.tables import STRONG_IDENTIFIERS

MARGIN = 3.0  # bits by which the best likeness must exceed the best that was refused, lest it be a toss-up


@dataclass
class Claims:
    """What the mentions gathered so far say of who this is."""

    units: list[int] = field(default_factory=list)
    identifiers: set[tuple[str, str]] = field(default_factory=set)
    dobs: set = field(default_factory=set)
    sexes: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    unlike: set[int] = field(default_factory=set)

    def take(self, other: "Claims") -> None:
        """Everything that `other` says is said of this person too."""
        self.units += other.units
        self.identifiers |= other.identifiers
        self.dobs |= other.dobs
        self.sexes |= other.sexes
        self.reports |= other.reports
        self.unlike |= other.unlike

    def copy(self) -> "Claims":
        """The same claims, that may grow apart."""
        said = Claims([])
        said.take(self)
        return said


def gather(held, edges, vetoes, must, never):
    """Each unit `u` with the number of its `person`: the least unit in it. `held` says what each unit asserts of who it is.

    `vetoes` are the pairs of units that no chain of edges makes one. `must` are those that are one whatever speaks against it,
    `never` those that stay two; they do not clash."""
    count = duckdb.sql("select coalesce(max(u), -1) + 1 from held").fetchall()[0][0]
    person = _components(count, duckdb.sql("select l, r from edges union all select l, r from must"))
    together = _labelled(person)
    torn, opposed = _opposed(vetoes, together), _opposed(never, together)
    contradicted = _contradicted(held, together)
    doubtful = duckdb.sql("select person from contradicted union select person from torn union select person from opposed").materialize()
    claims, best_first = _claims(held, together, doubtful, torn), _best_first(edges, together, doubtful)
    for units in _settle(claims, best_first, _ends(_within(must, together, doubtful)), _ends(opposed)):
        person[list(units)] = min(units)
    return _labelled(person)


def _components(count, edges):
    """The least unit that each unit hangs together with."""
    columns = edges.fetchnumpy()
    graph = coo_matrix((np.ones(len(columns["l"]), dtype="int8"), (columns["l"], columns["r"])), shape=(count, count))
    number, label = connected_components(graph, directed=False)
    least = np.full(number, count, dtype="int64")
    np.minimum.at(least, label, np.arange(count))
    return least[label]


def _labelled(person):
    frame = pd.DataFrame({"u": np.arange(len(person), dtype="int32"), "person": person.astype("int32")})
    return duckdb.sql("from frame").materialize()


def _contradicted(held, together):
    """The components that hold two of something that a person has one of."""
    several = " or ".join(f"min({kind}) <> max({kind})" for kind in (*STRONG_IDENTIFIERS, "sex"))
    return duckdb.sql(f"""
        with known as materialized (select * from held join together using (u)),
        crowded as (select person from known group by person having min(u) <> max(u)),
        claimed as materialized (from known where person in (from crowded)),
        dobs as materialized (select distinct person, dob from claimed where dob is not null)
        select person from claimed group by person having {several}
        union select a.person from dobs as a join dobs as b on a.person = b.person and a.dob < b.dob where not {ONE_DATE.format(a='a.dob', b='b.dob')}
        union select person from claimed group by person, report_id having min(u) <> max(u)""").materialize()


def _claims(held, together, doubtful, torn) -> dict[int, Claims]:
    """What each unit of the doubtful components says of who it is."""
    pairs = ", ".join(f"('{kind}', {kind})" for kind in STRONG_IDENTIFIERS)
    rows = duckdb.sql(f"""
        select u, list_filter([{pairs}], lambda pair: pair[2] is not null), dob, sex, report_id
        from held join together using (u) where person in (from doubtful)""").fetchall()
    claims: dict[int, Claims] = {}
    for unit, identifiers, dob, sex, report in rows:
        said = claims.setdefault(unit, Claims([unit]))
        said.take(Claims([], {tuple(pair) for pair in identifiers}, {dob} - {None}, {sex} - {None}, {report}))
    for left, right in _ends(torn):
        claims[left].unlike.add(right)
        claims[right].unlike.add(left)
    return claims


def _opposed(never, together):
    """The pairs told apart that hang together, with the component."""
    return duckdb.sql("""
        with placed as materialized (from together)
        select never.l, never.r, a.person from never join placed as a on a.u = never.l join placed as b on b.u = never.r
        where a.person = b.person""").materialize()


def _within(pairs, together, doubtful):
    """The pairs, each of one component, of the doubtful components."""
    return duckdb.sql("select pairs.* from pairs join together on u = l where person in (from doubtful)")


def _best_first(edges, together, doubtful) -> list[tuple[int, int, float]]:
    within = _within(edges, together, doubtful)
    return duckdb.sql("select l, r, max(weight) as best from within group by l, r order by best desc, l, r").fetchall()


def _ends(pairs) -> list[tuple[int, int]]:
    return pairs.project("l, r").fetchall()


def _settle(said: dict[int, Claims], edges, must, never) -> list[set[int]]:
    """The people that the edges make, each as its units, when whoever is a toss-up between two is left to a person."""
    whole, claims, refused = _cut(said, edges, must, never)
    decided = {unit for pair in must for unit in pair}
    undecided = _toss_ups(said, claims, edges, refused) - decided
    if undecided:
        whole, _, _ = _cut(said, [edge for edge in edges if not undecided & set(edge[:2])], must, never)
    return list({id(person): person for person in whole.values()}.values())


def _cut(said: dict[int, Claims], edges, must, never):
    """Each unit's person, as units and as claims, when the best edge goes first and a union of two people is refused; and the
    edges refused since the two are unlike."""
    claims, whole, refused = {unit: one.copy() for unit, one in said.items()}, {unit: {unit} for unit in said}, []
    for left, right in must:
        _unite(whole, left, right)
    foes: dict[int, set[int]] = {}
    for left, right in [*never, *(pair[::-1] for pair in never)]:
        foes.setdefault(left, set()).add(right)
    for left, right, weight in edges:
        one, other = claims[left], claims[right]
        if one is other or _told_apart(whole[left], whole[right], foes):
            continue
        if two_people(one, other):
            refused += [(left, right, weight)] if unlike(one, other) else []
            continue
        one.take(other)
        for unit in other.units:
            claims[unit] = one
        _unite(whole, left, right)
    return whole, claims, refused


def _toss_ups(said: dict[int, Claims], claims: dict[int, Claims], edges, refused) -> set[int]:
    """The units that would fit a person whom they were refused nearly as well as the one that they were joined to."""
    best: dict[int, float] = {}
    for left, right, weight in edges:
        if claims[left] is claims[right]:
            best[left], best[right] = max(weight, best.get(left, weight)), max(weight, best.get(right, weight))
    return {unit for left, right, weight in refused for unit, other in ((left, right), (right, left))
            if unit in best and best[unit] - weight < MARGIN and not two_people(said[unit], claims[other])}


def _unite(whole: dict[int, set[int]], left: int, right: int) -> None:
    """The two people that hold these units become one."""
    if whole[left] is not whole[right]:
        whole[left] |= whole[right]
        for unit in whole[right]:
            whole[unit] = whole[left]


def _told_apart(one: set[int], other: set[int], foes: dict[int, set[int]]) -> bool:
    """Whether a person said of someone in the one that he or she is not someone in the other."""
    return one is not other and any(not other.isdisjoint(foes[unit]) for unit in one & foes.keys())


def two_people(one: Claims, other: Claims) -> bool:
    """Whether what is said of the two cannot be said of one person."""
    return unlike(one, other) or any(_values(one, kind) and _values(other, kind) and not _values(one, kind) & _values(other, kind)
                                     for kind in STRONG_IDENTIFIERS)


def unlike(one: Claims, other: Claims) -> bool:
    """Whether they cannot be one though nothing were said of identifiers, which are mistyped oftener than two people are taken for one."""
    shared = one.identifiers & other.identifiers
    if one.unlike & set(other.units) or one.reports & other.reports and not shared:
        return True
    if one.sexes and other.sexes and one.sexes != other.sexes and not shared:
        return True
    return any(not one_date(a, b) for a in one.dobs for b in other.dobs)


def _values(claims, kind):
    return {value for name, value in claims.identifiers if name == kind}


def one_date(a, b) -> bool:
    """Whether two dates of birth may be one: equal, one digit wrong within 13 years, neighbours swapped, or day and month swapped."""
    if a == b or (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return True
    written = f"{a:%Y%m%d}", f"{b:%Y%m%d}"
    wrong = [i for i in range(8) if written[0][i] != written[1][i]]
    transposed = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and written[0][wrong[0]] == written[1][wrong[1]] \
        and written[0][wrong[1]] == written[1][wrong[0]]
    return (len(wrong) == 1 or transposed) and abs(a.year - b.year) < 13
