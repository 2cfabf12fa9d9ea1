"""What must be found in the stories, and what must not: stories.toml for tests, stories.md for people."""

from pathlib import Path

SAY = {
    "raises": "{rule} by {by}{about}{link}", "silent": "nothing above a note: {rules}{about}", "distinct": "never one person: {who}",
    "one": "one person: {who}", "apart": "never one family: {fams}", "together": "in one family: {who}",
}


def write(folder: Path, scenes: list, stories: dict) -> None:
    """Both files, from what the scenes expect and what the stories say of themselves."""
    lines = ["# What must hold of the planted stories. People are truth.csv's; `anchor` is a child (or else an adult) of the family.", ""]
    for scene in scenes:
        for expected in scene.expected:
            lines += ["[[expected]]", f'story = "{scene.story}"'] + [f"{key} = {_toml(value)}" for key, value in expected.items()] + [""]
    (folder / "stories.toml").write_text("\n".join(lines), encoding="utf-8")
    by_name = {scene.story: scene for scene in scenes}
    text = ["# The planted stories", "", "Made by `python -m sample_data.make`; each sentence is the story's own docstring, each list what the tests hold "
            "the run to. People (p...) and families (f...) are those of truth.csv. All is invented.", ""]
    for name, told in stories.items():
        title = name.replace("_twin", " (its twin)").replace("_", " ").capitalize()
        text += [f"## {title}", "", " ".join(told.__doc__.split()), ""] + [f"- {_sentence(e)}" for e in by_name[name].expected] + [""]
    if "ordinary" in by_name:
        from .quirks import TOLD
        text += ["## Ordinary families", "", "Families with school, surgery, health visitor and landlord and nothing else: nothing above a note.", "",
                 "## Quirks of the files", ""] + [f"- {told}" for told in TOLD] + [""]
    (folder / "stories.md").write_text("\n".join(text), encoding="utf-8")


def _toml(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(f'"{v}"' for v in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _sentence(expected: dict) -> str:
    person = expected.get("person")
    return SAY[expected["kind"]].format(
        rule=expected.get("rule"), by=expected.get("by"), rules=", ".join(expected.get("rules", ())), about=f" about {person}" if person else "",
        link=", resting on a proposed link" if expected.get("proposed") else "", who=", ".join(expected.get("people", ())),
        fams=", ".join(expected.get("families", ()))) + (f" (family {expected['family']})" if "family" in expected else "")
