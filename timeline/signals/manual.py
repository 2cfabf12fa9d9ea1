"""`docs/signals.md`: the rules as a safeguarding lead reads and signs them off, made from what the engine runs on.

A rule's docstring, its settings with their sources, and its drawn examples, which are tests."""

from pathlib import Path

EXAMPLES = Path("tests/spec")
TITLE = """# The signals
"""
MADE = """Made by `make docs` from the rules' own words, their settings and the drawn examples that test them; do not edit.
"""
LEVELS = """Each signal has one of four levels: *same day* (someone should look the same day), *MARAC criterion met*, *review* and *note*. There is
no score and no probability. Where nothing is raised the answer says what was found and what is needed: it is never a statement of safety.
A signal is raised on the first day on which what the agencies knew satisfied the rule. Numbers below hold unless a MARAC area has its own.

**What was not supplied** (R17) is no rule of its own and goes with every signal: a count over months in which an agency of the area supplied nothing says
which and since when, and "undercount likely"; silence of an agency for more than three months is told as "no records", never as "no incidents". Records without
a type of abuse, a protected characteristic or a child's own voice are counted on the family's page as findings about the records, and rank no family.

**What no extract holds**, so that no rule can ask it: strategy meetings (the section 47 enquiry that follows stands for them), which change an agency had in
mind when it graded medium, how grave an injury was, whether a protected child's school was told of an order, visitor lists and the kind of a release from
custody, who pays for school or holds a phone, and plans' single actions.
"""


def page(rules: dict, settings, examples: Path | None) -> str:
    """The whole manual: one chapter per rule in the order of `rules`, with the examples found in the folder `examples`, if one is given."""
    parts = [TITLE + ("\n" + MADE if examples else "") + "\n" + LEVELS]
    for name, rule in rules.items():
        parts += [f"## {name} {_title(rule)}", rule.__doc__.split("\n\n", 1)[1], "### Settings", _numbers(settings, name)]
        if name == "R01":
            parts += ["How a pair's pace is compared with its own record:", _numbers(settings, "pace")]
        parts += [_examples(examples / f"{name.lower()}.txt")] if examples else []
    return "\n\n".join(parts) + "\n"


def part(rule, name: str) -> str:
    """What a rule's own words say under this name, such as 'Source' or 'What would change it', on one line."""
    return " ".join(rule.__doc__.split(f"**{name}.**", 1)[1].split("\n\n", 1)[0].split())


def _title(rule) -> str:
    return rule.__doc__.split("\n\n", 1)[0].replace("\n", " ").removesuffix(".")


def _numbers(settings, name: str) -> str:
    lines = ["| setting | value | source | date |", "|---|---|---|---|"]
    for key, value in settings.rules[name].items():
        told = settings.sources[name][key]
        lines.append(f"| {key} | {', '.join(value) if isinstance(value, list) else value} | {told['source']} | {told.get('dated', '')} |")
    return "\n".join(lines)


def _examples(path: Path) -> str:
    parts = path.read_text(encoding="utf-8").split("=== ")[1:]
    return "\n\n".join(f"### Example: {title}\n\n```\n{text.strip()}\n```" for title, text in (part.split("\n", 1) for part in parts))
