"""New linkage parameters from a large load, compared weight by weight with the shipped ones. Never part of a run.

What two agreeing cells are worth goes by two numbers: how often mentions of one person agree (m) and how often any two do (u).
u is counted on random pairs, one writing for each person that the run made, so that pairs of one person do not pass for
chance; m comes from expectation maximisation on pairs that share a key which the comparison itself does not use (Fellegi and
Sunter's model as Splink trains it). A level marked fixed stays: what random pairs teach about it is wrong inside a family.
"""

import hashlib
import json
import logging
import shutil
from dataclasses import dataclass
from math import log2
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker, block_on

from timeline.model import NAME_TABLES, SHIPPED
from timeline.pairs import comparisons, writings

LEAST = 20_000        # mentions: below, training on the load did worse than the shipped parameters in a trial
LARGE = 3.0           # bits that a weight may move before a person must sign for it
SAMPLED = 5_000_000   # random pairs that u is counted on
BLOCKED = 2_000_000   # pairs of one key that m is learnt on
FEWEST = 100          # random pairs that a level must hold for its u to be counted
FEWEST_BLOCKED = 1_000  # pairs that a key must bring together for m to be learnt on it
LOWEST_M, HIGHEST_M = 1e-4, 0.999  # what never happened in this load may happen in the next
KEPT = "kept: too few pairs to learn from"
KEYS = (("dob", "postcode"), ("full_name", "postcode"), ("full_name", "dob"))  # a comparison is learnt on pairs that agree in the other two


class Refused(Exception):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True)
class Weight:
    """A level of agreement: its new m and u beside the shipped ones, and why it was left alone where it was."""

    comparison: str
    label: str
    m: float
    u: float
    shipped_m: float
    shipped_u: float
    left: str = ""

    @property
    def shipped(self) -> float:
        """The shipped weight in bits."""
        return log2(self.shipped_m / self.shipped_u)

    @property
    def new(self) -> float:
        """The new weight in bits."""
        return log2(self.m / self.u)

    @property
    def change(self) -> float:
        """By how many bits the weight moves."""
        return self.new - self.shipped


def learn(mentions, people, model, sampled: int = SAMPLED) -> list[Weight]:
    """Each level's weight as the load of these `mentions` and `people` teaches it. Raises Refused where they are too few."""
    if (count := duckdb.sql("select count(*) from mentions").fetchall()[0][0]) < LEAST:
        raise Refused(f"{count:,} mentions are too few to learn from: {LEAST:,} are needed. The shipped parameters serve a small load better.")
    written, shipped = writings.shape(mentions, model), model.parameters
    one_each = _one_each(written, mentions, people)
    u = _by_chance(one_each, shipped, sampled)
    m, pairs_of_one = _of_one_person(written, _with(u, shipped))
    means = _mean_frequencies(one_each, shipped["rarest"])
    return [_weigh(name, label, level, m.get((name, label)), u.get((name, label)), pairs_of_one.get(name), means.get(label) or level["u"])
            for name, levels in shipped["levels"].items() for label, level in levels.items()]


def too_large(weights: list[Weight]) -> list[Weight]:
    """The weights that move so far that a person must sign for them."""
    return [weight for weight in weights if abs(weight.change) > LARGE]


def refuse_taken(folder: Path) -> None:
    """Raise Refused where the folder holds a model already: none is written over another."""
    if (folder / "parameters.json").exists():
        raise Refused(f"{folder} holds a model already: name a new folder.")


def write(folder: Path, weights: list[Weight], model, learnt_from: str, sign_off: str | None = None) -> Path:
    """A whole model in `folder`: the new parameters.json and the name tables as shipped. Returns the file's path.

    Raises Refused where the folder holds a model already, or a weight moves far and nobody signed."""
    refuse_taken(folder)
    if (moved := too_large(weights)) and not sign_off:
        names = "; ".join(f"{weight.comparison}: {weight.label} ({weight.change:+.1f})" for weight in moved)
        raise Refused(f"Nothing was written: {len(moved)} weights move by more than {LARGE:g} bits ({names}). Look at why; "
                      f"where it is right, sign for it with --sign-off \"NAME: reason\".")
    folder.mkdir(parents=True, exist_ok=True)
    for table in NAME_TABLES:
        shutil.copyfile(SHIPPED / table, folder / table)
    target = folder / "parameters.json"
    target.write_text(json.dumps(_parameters(weights, model, learnt_from, sign_off), indent=2) + "\n", encoding="utf-8")
    return target


def table(weights: list[Weight]) -> str:
    """The weights in bits, shipped and new, a line per level."""
    lines = [f"{'comparison':11} {'level':42} {'shipped':>8} {'new':>8} {'change':>8}"]
    for weight in weights:
        lines.append(f"{weight.comparison:11} {weight.label:42} {weight.shipped:8.1f} {weight.new:8.1f} {weight.change:+8.1f}"
                     + (f"  {weight.left}" if weight.left else "  more than may pass unsigned" if weight in too_large(weights) else ""))
    return "\n".join(lines)


def _one_each(written, mentions, people):
    """One writing of each person, whichever its hash makes the least, so that no agency's habits are preferred."""
    return duckdb.sql("""
        with owned as (select person_id, unnest(mention_ids) as mention_id from people),
        chosen as (select distinct on (person_id) writing_id from owned join mentions using (mention_id) order by person_id, md5(writing_id))
        select * from written where writing_id in (from chosen) order by k""").materialize()


def _by_chance(one_each, parameters, sampled):
    """u of each level that is not fixed, where enough random pairs hold it, by comparison and label."""
    names = [name for name, levels in parameters["levels"].items() if not all("fixed" in level for level in levels.values())]
    linker = _linker(one_each, names, parameters)
    linker.training.estimate_u_using_random_sampling(max_pairs=sampled, seed=1, min_count_per_level=None)
    compared = min(sampled, len(one_each) * (len(one_each) - 1) / 2)
    return {level: u for level, u in _learnt(linker, "u", parameters).items() if u * compared >= FEWEST}


def _with(u, parameters):
    """The parameters with these u in place of the shipped ones."""
    return parameters | {"levels": {name: {label: level | {"u": u.get((name, label), level["u"])} for label, level in levels.items()}
                                    for name, levels in parameters["levels"].items()}}


def _of_one_person(written, parameters):
    """m of each level that is not fixed, by comparison and label; and on about how many pairs of one person a comparison was learnt."""
    linker = _linker(written, list(comparisons.LADDERS), parameters)
    pairs_of_one: dict[str, float] = {}
    for key in KEYS:
        if (blocked := _blocked(written, key)) < FEWEST_BLOCKED:
            continue
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*key), estimate_without_term_frequencies=True, max_pairs=BLOCKED)
        learnt = session.core_model_settings
        for comparison in learnt.comparisons:
            pairs = learnt.probability_two_random_records_match * min(blocked, BLOCKED)
            pairs_of_one[comparison.output_column_name] = max(pairs, pairs_of_one.get(comparison.output_column_name, 0))
    return _learnt(linker, "m", parameters), pairs_of_one


def _blocked(written, key):
    given = " and ".join(f"{column} is not null" for column in key)
    return duckdb.sql(f"""
        select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from written where {given} group by {', '.join(key)})""").fetchall()[0][0]


def _linker(written, names, parameters):
    prior = comparisons.prior_for(len(written), parameters)
    api = DuckDBAPI(connection=duckdb.default_connection())
    return Linker(api.register(written), comparisons.settings(names, parameters, prior), log_level=logging.ERROR)


def _learnt(linker, which, before):
    """The m or u that the linker learnt, by comparison and label. Splink leaves a level that it never met, or that is fixed, as it was."""
    saved = linker.misc.save_model_to_json()["comparisons"]
    linker.table_management.delete_tables_created_by_splink_from_db()
    found = {(comparison["output_column_name"], level["label_for_charts"]): level[f"{which}_probability"]
             for comparison in saved for level in comparison["comparison_levels"] if not level.get("is_null_level")}
    return {(name, label): share for (name, label), share in found.items() if share != before["levels"][name][label][which]}


def _mean_frequencies(one_each, rarest):
    """By label, how common a name is on average, None where nobody has one: what the run takes for u where a weight goes by the rarity of the name."""
    means = ", ".join(f"avg(greatest(tf_{column}, {rarest[kind]})) filter ({column} is not null)" for column, kind in comparisons.RARITY.values())
    found = duckdb.sql(f"select {means} from one_each").fetchall()[0]
    return {label: mean and _rounded(mean) for label, mean in zip(comparisons.RARITY, found, strict=True)}


def _weigh(name, label, shipped, m, u, pairs_of_one, mean):
    """The level's weight; `mean` is the u that the run takes on average. A level that stays says why.

    m is at least 3/n, what may be true of a thing not seen in n pairs (the rule of three). m and u are scaled alike until u is
    the mean: a run weighs a name by m over its own frequency, and so gives the learnt weight on average."""
    if "fixed" in shipped:
        return Weight(name, label, shipped["m"], shipped["u"], shipped["m"], shipped["u"], "fixed")
    if u is None or pairs_of_one is None:
        return Weight(name, label, shipped["m"], mean, shipped["m"], mean, KEPT)
    likely = max(m or 0, LOWEST_M, 3 / pairs_of_one)
    scale = mean / u if label in comparisons.RARITY else 1
    return Weight(name, label, _rounded(min(likely * scale, HIGHEST_M)), _rounded(u * scale), shipped["m"], mean)


def _rounded(probability):
    """Four digits: more would move with the order in which a machine adds."""
    return float(f"{probability:.4g}")


def _parameters(weights, model, learnt_from, sign_off):
    levels: dict = {}
    for weight in weights:
        shipped = model.parameters["levels"][weight.comparison][weight.label]
        new = {"m": weight.m, "u": weight.u} if not weight.left else shipped if weight.left == "fixed" else shipped | {"kept": weight.left}
        levels.setdefault(weight.comparison, {})[weight.label] = new
    version = "trained-" + hashlib.sha256(json.dumps(levels).encode()).hexdigest()[:12]
    source = (f"Learnt from {learnt_from} and compared with version {model.version}. Levels marked fixed or kept are that version's. Where a weight goes "
              "by the rarity of the name, u is the mean frequency of the names. To be compared with labelled pairs before it is relied on.")
    signed = {"signed_off": sign_off} if sign_off else {}
    as_shipped = {part: model.parameters[part] for part in ("floor", "prior", "unlisted", "rarest")}
    return {"version": version, "source": source} | signed | as_shipped | {"levels": levels}
