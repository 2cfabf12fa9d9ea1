"""What people said of which reports are one event: a "yes" always joins the two, a "no" keeps them apart through any chain."""

from collections.abc import Iterable, Iterator

import duckdb


class Whole:
    """What is one so far. A union that would hold two that are to be kept apart is refused."""

    def __init__(self, one: Iterable[tuple[str, str]], apart: Iterable[tuple[str, str]]):
        """Begin with the pairs of `one` joined, and with those of `apart` kept apart for good."""
        self._root: dict[str, str] = {}
        self._holds: dict[str, set[str]] = {}    # of what is kept apart from anything: what each union holds,
        self._shuns: dict[str, set[str]] = {}    # and from what it is kept apart
        for left, right in apart:
            for this, other in ((left, right), (right, left)):
                self._holds[this] = {this}
                self._shuns.setdefault(this, set()).add(other)
        for left, right in one:
            self.join(left, right)

    def __iter__(self) -> Iterator[str]:
        """All that was ever joined to something."""
        return iter({*self._root, *self._root.values()})

    def join(self, left: str, right: str) -> bool:
        """Join the two, and what each is one with; false where that is refused."""
        least, other = sorted((self.least(left), self.least(right)))
        if least == other:
            return True
        if self._shuns.get(least, set()) & self._holds.get(other, set()):
            return False
        self._root[other] = least
        if other in self._holds:
            self._holds[least] = self._holds.get(least, set()) | self._holds.pop(other)
            self._shuns[least] = self._shuns.get(least, set()) | self._shuns.pop(other)
        return True

    def least(self, one: str) -> str:
        """The least of all that this is one with."""
        while one in self._root:
            one = self._root[one]
        return one


def heard(judgements) -> duckdb.DuckDBPyRelation:
    """The answers that hold of which reports are one event, a row per pair of reports, with who said so and when.

    Of a contradiction the "no" holds and the "yes" does not: what is doubtful stays apart."""
    return duckdb.sql("""
        select distinct least(left_id, right_id) as left_id, greatest(left_id, right_id) as right_id, verdict,
               decided_by || coalesce(' and ' || seconded_by, '') || ' said on ' || strftime(decided_on, '%-d %B %Y') || ' that '
               || least(left_id, right_id) || ' and ' || greatest(left_id, right_id)
               || if(verdict = 'yes', ' are one event', ' are not one event') as because
        from judgements
        where kind = 'same event' and ((state = 'standing' and verdict = 'yes') or (state in ('standing', 'contradicted') and verdict = 'no'))
        order by all""").materialize()


def pairs(said, verdict: str, units=None) -> list[tuple[str, str]]:
    """The pairs of reports of which people `said` so; given the `units` that reports are in, the pairs of units."""
    if units is None:
        return duckdb.sql("select left_id, right_id from said where verdict = $verdict order by all", params={"verdict": verdict}).fetchall()
    return duckdb.sql("""
        with units as materialized (select report_id, unit from units)
        select distinct coalesce(l.unit, left_id), coalesce(r.unit, right_id) from said
        left join units l on l.report_id = left_id left join units r on r.report_id = right_id
        where verdict = $verdict order by all""", params={"verdict": verdict}).fetchall()
