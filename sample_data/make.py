"""Writes the agencies' extracts, any number of rows, with the truth beside them.

`python -m sample_data.make FOLDER` writes the small set: every story, ordinary families and the quirks of real files.
`--stories-only` leaves out all but the stories; `--rows N` or `--families N` writes that many rows or families instead, family
by family, so that ten million rows need no more memory than ten thousand. FOLDER gets extracts/ (with extracts.toml), truth.csv,
for the stories stories.toml and stories.md, and for a drawn population people.csv, families.csv and couples.csv. The same seed
gives the same bytes."""

import argparse
import tomllib
from datetime import date, timedelta
from pathlib import Path
from random import Random

from . import expectations, quirks
from .desk import FILES, Desk
from .hard_cases import CASES
from .people import Registry
from .population import Population
from .stories import STORIES
from .stories.scene import Scene

PARAMETERS = tomllib.loads(Path(__file__).with_name("parameters.toml").read_text(encoding="utf-8"))
PATTERNS = {  # which stories stand for which share of families
    "ordinary": (), "ordinary_separation": ("an_ordinary_separation",), "isolated_incident": ("an_isolated_argument",),
    "repeated_abuse": ("control_without_violence", "an_isolated_argument_twin", "a_woman_who_abuses", "a_same_sex_couple", "a_son_who_abuses",
                       "things_got_better", "twenty_low_grade_reports", "a_second_violent_partner"),
    "post_separation": ("escalation_after_separation", "abuse_from_custody", "an_ordinary_separation_twin"),
    "mover": ("three_households", "a_link_only_proposed", "a_hostel_and_a_shared_house_twin", "half_siblings"),
    "father_in_two_homes": ("a_father_in_two_homes",),
    "twins": ("twins_with_other_names", "twins_with_like_names", "twins_with_like_names_and_no_number"),
    "namesakes": ("father_and_son", "a_son_named_after_his_father", "two_men_of_one_name_in_one_home", "two_women_of_one_name",
                  "two_women_of_one_name_and_birth_date", "two_women_of_one_name_and_birth_date_without_numbers",
                  "two_women_of_one_name_in_one_street", "a_link_only_proposed_twin"),
    "other_care": ("a_child_moves_to_her_grandmother", "children_with_a_foster_carer", "a_couple_without_children"),
}
ORDINARY = 10
BUSY = 2.0     # the small set shows fuller lives than the drawn population
SEARCHED = {"idva-cases": "the service's own clients", "marac-list": "cases referred to MARAC", "family-court": "everyone",
            "probation-contacts": "people supervised since April 2019"}


def small(folder: Path, seed: int, stories_only: bool = False, level: str = "low") -> Desk:
    """Every story once, with other names, days and agencies for each seed; else also ordinary families and quirks."""
    desk = _desk(folder, seed, level)
    scenes = []
    for name, told in STORIES.items():
        scene = Scene(desk, PARAMETERS["contacts"], name)
        told(scene)
        scene.close(BUSY)
        scenes.append(scene)
    for _ in range(0 if stories_only else ORDINARY):
        scene = Scene(desk, PARAMETERS["contacts"], "ordinary")
        scene.silent(scene.family(ages=tuple(sorted((desk.rng.random() * 12 for _ in range(2)), reverse=True))))
        scene.close(BUSY)
        scenes.append(scene)
    if not stories_only:
        quirks.add(desk, PARAMETERS["contacts"])
    desk.close()
    _say(folder, desk, quirks.DELTA if not stories_only else "")
    expectations.write(folder, scenes, STORIES)
    return desk


def large(folder: Path, rows: int = 0, seed: int = 1, level: str = "medium", repeats: float = 1.0, families: int = 0) -> Desk:
    """So many rows and so many families at least, to within a case: drawn by the shares in parameters.toml, with blunders and all."""
    desk, population = _desk(folder, seed, level), Population(folder)
    shares = PARAMETERS["families"]
    knows = PARAMETERS["contacts"]
    while desk.rows < rows or desk.registry.counts["family"] < families:
        pattern = desk.rng.choices(list(shares), list(shares.values()))[0]
        scene = Scene(desk, knows, pattern, plain=False, spread=900)
        case = desk.rng.choice(PATTERNS[pattern]) if PATTERNS[pattern] else ""
        if case:
            CASES[case](scene)
        else:
            scene.families.append(desk.registry.family(desk.as_at))
        scene.close(repeats)
        population.add(desk, scene, case)
    desk.close()
    population.close()
    _say(folder, desk)
    return desk


def _desk(folder, seed, level) -> Desk:
    return Desk(folder, Registry(Random(seed)), PARAMETERS, level)


def _say(folder: Path, desk: Desk, delta: str = "") -> None:
    """extracts.toml: what the files cannot say of themselves."""
    lines = ['area = "Calderbrook"', ""]
    for layout, file in FILES.items():
        lines += _about(file, layout, desk.as_at, "full", desk.from_day, desk.as_at)
    if delta:
        lines += _about(delta, "police-niche", quirks.DELTA_AS_AT, "delta", desk.as_at + timedelta(days=1), quirks.DELTA_AS_AT)
    (folder / "extracts" / "extracts.toml").write_text("\n".join(lines), encoding="utf-8")


def _about(file: str, layout: str, as_at: date, extent: str, first: date, last: date) -> list:
    return [f'[files."{file}"]', f'supplier     = "{layout}"', f"as_at        = {as_at}", f"received_on  = {as_at + timedelta(days=2)}",
            f'extent       = "{extent}"', f"covers_from  = {first}", f"covers_to    = {last}",
            f'searched_for = "{SEARCHED.get(layout, "everyone")}"', ""]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sample_data.make", description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--rows", type=int, help="so many rows of a drawn population, instead of the small set")
    parser.add_argument("--families", type=int, help="so many families of a drawn population")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--noise", choices=tuple(PARAMETERS["noise_levels"]), default=None, help="how often agencies blunder")
    parser.add_argument("--repeats", type=float, default=PARAMETERS["repeats"]["family_contacts"], help="times the usual number of contacts")
    parser.add_argument("--stories-only", action="store_true", help="the small set without ordinary families and quirks")
    asked = parser.parse_args()
    if asked.rows or asked.families:
        desk = large(asked.folder, asked.rows or 0, asked.seed, asked.noise or "medium", asked.repeats, asked.families or 0)
    else:
        desk = small(asked.folder, asked.seed, asked.stories_only, asked.noise or "low")
    print(f"{desk.rows} rows, {desk.registry.counts['person']} people, {desk.registry.counts['family']} families in {asked.folder}")


if __name__ == "__main__":
    main()
