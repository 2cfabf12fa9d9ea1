"""A load of planted likenesses, for tests of links: who is who is given, so that nothing is weighed and many couples fit into one load."""

from dataclasses import dataclass, field

from tests.made import made
from tests.named import mention
from timeline import links, tables

SHARES = dict.fromkeys(("prior", "name", "dob", "sex", "address", "ids"), 0.0)
FULL = {"forename": "ann", "surname": "lee", "dob": "1980-03-04", "postcode": "QJ11AA"}


@dataclass
class Load:
    """Mentions, likenesses and who is who, as cases add them; a mention is written as nobody else's, unless it says so."""

    rows: list = field(default_factory=list)
    alike: list = field(default_factory=list)
    people: dict = field(default_factory=dict)

    def named(self, person: str, mention_id: str, **said):
        """One more mention of a person."""
        self.rows.append(mention(mention_id, **said))
        self.people.setdefault(f"P-{person}", []).append(mention_id)

    def pair(self, left: str, right: str, weight: float = 8.0, gate: str = "ok", because: str | None = None, **shares):
        """How alike two writings are."""
        self.alike.append(dict(mention_id_l=left, mention_id_r=right, match_weight=weight, gate=gate, because=because, shares=SHARES | shares))

    def couple(self, case: str, /, left: dict | None = None, right: dict | None = None, weight: float = 8.0, **likeness):
        """Two people of one mention each, `case:l` and `case:r`, and their likeness."""
        self.named(f"{case}:l", f"{case}:l#x", **FULL | (left or {}))
        self.named(f"{case}:r", f"{case}:r#x", **FULL | (right or {}))
        self.pair(f"{case}:l#x", f"{case}:r#x", weight, **likeness)

    def links(self, *answers: dict) -> dict[tuple[str, str], dict]:
        """The links by their two people."""
        people = made("people", *(dict(person_id=person, mention_ids=ids) for person, ids in self.people.items()))
        found = links.propose(made("mentions", *self.rows), made("pairs", *self.alike), people, made("judgements", *answers), made("reports"))
        tables.check("links", found)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        return {(row["person_id_l"].removeprefix("P-"), row["person_id_r"].removeprefix("P-")): row for row in rows}


def of(found, name: str) -> dict:
    """The link of a couple."""
    return found[f"{name}:l", f"{name}:r"]
