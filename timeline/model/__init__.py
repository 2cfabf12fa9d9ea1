"""The shipped linkage model: how much each agreement weighs, how common each name is, which names are one name.

Nothing here is learnt in a run. `parameters.json` holds the probability of each level of agreement among mentions of one
person (m) and among any two (u); a level marked `fixed` was set by hand, because what random pairs teach about it is wrong
inside a family. `forenames.csv` and `surnames.csv` hold how common a name is: approximations from general knowledge of ranks
in England and Wales, taken from no register. A surname's `within` is how common it is among people who bear forenames of the
same tradition: it makes Mohammed Khan and John Smith as weak evidence as they are. `name_variants.csv` holds, a line per
group, names that are written for one another; written by hand so that no line makes siblings one.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

SHIPPED = Path(__file__).parent
NAME_TABLES = ("forenames.csv", "surnames.csv", "name_variants.csv")
JOIN = 6.0       # bits at which a confirmed likeness joins; chosen in a trial on a million generated mentions
PROPOSE = 4.0    # bits at which a likeness that nothing confirms is proposed to a person
SURE = 9.0       # bits at which the name and date of birth of a mention that tells of no household join, if nobody else could be meant
RELATIVE = 12.0  # bits that a relative in common is worth: what the same dwelling is worth
CROWD = 40       # someone named together with more people than this is no relative but a worker or a hub, and confirms nobody


class BadModel(Exception):
    """A folder that holds no whole model; the message says what is missing."""


@dataclass(frozen=True)
class Model:
    """The model as loaded: its version, its parameters, and its tables of names as frames."""

    version: str
    parameters: dict
    forenames: pd.DataFrame
    surnames: pd.DataFrame
    variants: pd.DataFrame

    @property
    def kept(self) -> dict[str, str]:
        """What a snapshot keeps of the model that it was made with, so that more can be weighed alike (`of`)."""
        return {"model": self.version, "parameters": json.dumps(self.parameters)}


def of(facts: dict[str, str]) -> Model:
    """The model that a snapshot says it was made with. Every model bears the shipped tables of names; an earlier snapshot kept no
    parameters of its own, and has the shipped ones."""
    shipped = load()
    if "parameters" not in facts:
        return shipped
    return replace(shipped, version=facts["model"], parameters=json.loads(facts["parameters"]))


def load(folder: Path = SHIPPED) -> Model:
    """The model in `folder`. `variants` has a row per name and group; a patronymic (Kaur, Begum) is a group of that kind.

    Raises BadModel where a file is missing."""
    if missing := [name for name in ("parameters.json", *NAME_TABLES) if not (folder / name).is_file()]:
        raise BadModel(f"{folder} holds no model: {', '.join(missing)} missing. `timeline train --out FOLDER` makes one.")
    parameters = json.loads((folder / "parameters.json").read_text(encoding="utf-8"))
    groups = pd.read_csv(folder / "name_variants.csv", keep_default_na=False)
    variants = groups.assign(group=range(len(groups)), name=groups["names"].str.split(), first=groups["names"].str.split().str[0])
    return Model(version=parameters["version"], parameters=parameters,
                 forenames=pd.read_csv(folder / "forenames.csv", keep_default_na=False),
                 surnames=pd.read_csv(folder / "surnames.csv", keep_default_na=False),
                 variants=variants.explode("name", ignore_index=True)[["part", "kind", "group", "first", "name"]])
