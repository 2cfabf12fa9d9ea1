"""Limits to what an account may see, by MARAC area and agency, and whether the names that were given are those of the records."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from timeline import snapshot
from timeline.accounts.passwords import Refused


def kept(names: Iterable[str] | None) -> str | None:
    """A limit as its column keeps it; None is no limit."""
    return None if names is None else json.dumps(sorted(set(names)), ensure_ascii=False)


def known(home: Path) -> dict[str, list[str]] | None:
    """The areas and agencies of the current snapshot; None where there is none."""
    published = snapshot.current(home)
    if published is None:
        return None
    with snapshot.open(published) as reader:
        return {what: [name for (name,) in reader.execute(f"select distinct {what} from made.coverage where {what} is not null order by all").fetchall()]
                for what in ("area", "agency")}


def check(home: Path, areas: Iterable[str] | None, agencies: Iterable[str] | None) -> None:
    """Raise Refused where a name is none of the current snapshot's: an account limited to it would see nothing. Without a snapshot any name is taken."""
    there = known(home)
    for what, names in (("area", areas), ("agency", agencies)):
        for name in names or ():
            if there is not None and name not in there[what]:
                near = get_close_matches(name, there[what], 1)
                meant = f" Is {near[0]} meant?" if near else ""
                raise Refused(f"No record of the current snapshot is of the {what} '{name}'.{meant} There are: {', '.join(there[what])}.")


def said(areas: Iterable[str] | None, agencies: Iterable[str] | None) -> str:
    """The limits in words."""
    parts = [f"{what} {', '.join(sorted(names))}" if names is not None else f"every {what}"
             for what, names in (("area", areas), ("agency", agencies))]
    return "; ".join(parts)
