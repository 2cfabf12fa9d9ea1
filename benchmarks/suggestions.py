"""How well factors and kinds of abuse are suggested from words, beside the same phrases without any scope.

`python -m benchmarks.suggestions` reads the sentences that were labelled before the matcher was written, by somebody who does not
see it, and prints figures alone: never a sentence. What a label calls possible counts neither way. A factor that belongs to a kind
of abuse says that kind too, in the labels and in what is suggested."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from timeline import suggestions
from timeline.suggestions.vocabulary import load

FILE = Path(__file__).parent.parent / "tests" / "cases" / "sentences.toml"


@dataclass(frozen=True)
class Counted:
    """Rightly suggested, wrongly suggested and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was suggested, the share that is so."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of what is so, the share that was suggested."""
        return self.right / max(self.right + self.missed, 1)


def sentences() -> list[dict]:
    """The labelled sentences."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["sentences"]


def suggested(texts: list[str]) -> list[set[str]]:
    """What the engine's own stage suggests of each text, as if it were the words of a report that answers nothing."""
    reports = pd.DataFrame({"report_id": [str(i) for i in range(len(texts))], "words": texts})
    found = suggestions.find(duckdb.sql("select report_id, words, null::varchar as type, map{}::map(varchar, varchar) as factors from reports"))
    names: list[set[str]] = [set() for _ in texts]
    for report_id, name in found.project("report_id, name").fetchall():
        names[int(report_id)].add(name)
    return [_with_kinds(said) for said in names]


def by_phrases_alone(texts: list[str]) -> list[set[str]]:
    """What the same phrases say of each text wherever they stand: the baseline."""
    return [_with_kinds({group.name for group in load().groups if group.phrases.search(suggestions.plain(text))}) for text in texts]


def counted(labelled: list[dict], said: list[set[str]]) -> dict[str, Counted]:
    """For each factor and kind, and under 'all' for all of them, what was right, wrong and missed."""
    right, wrong, missed = Counter(), Counter(), Counter()
    for sentence, names in zip(labelled, said, strict=True):
        asserts = set(sentence["asserts"])
        right.update(names & asserts)
        wrong.update(names - asserts - set(sentence.get("possible", ())))
        missed.update(asserts - names)
    each = {name: Counted(right[name], wrong[name], missed[name]) for name in sorted({*right, *wrong, *missed})}
    return {"all": Counted(right.total(), wrong.total(), missed.total())} | each


def by_class(labelled: list[dict], said: list[set[str]]) -> dict[str, Counted]:
    """The same for all sentences of each way of writing ('plain', 'negated', 'history', ...)."""
    classes = sorted({(not s["asserts"], s["why"]) for s in labelled})
    return {why: counted(*zip(*((s, n) for s, n in zip(labelled, said, strict=True) if s["why"] == why), strict=True))["all"] for _, why in classes}


def _with_kinds(names: set[str]) -> set[str]:
    return names | {group.implies for group in load().groups if group.name in names and group.implies}


def _line(name: str, ours: Counted, alone: Counted) -> str:
    return (f"| {name} | {ours.right + ours.missed} | {_share(ours)} | {ours.right} | {ours.wrong} | {ours.missed} "
            f"| {_share(alone)} | {alone.right} | {alone.wrong} | {alone.missed} |")


def _share(figures: Counted) -> str:
    precision = f"{figures.precision:.2f}" if figures.right + figures.wrong else "-"
    return f"{precision} | {figures.recall:.2f}" if figures.right + figures.missed else f"{precision} | -"


def _table(heading: str, ours: dict[str, Counted], alone: dict[str, Counted]) -> None:
    print(f"\n| {heading} | so | precision | recall | right | wrong | missed | phrases alone: precision | recall | right | wrong | missed |")
    print("|---|" + "--:|" * 11)
    for name, figures in ours.items():
        print(_line(name, figures, alone.get(name, Counted(0, 0, figures.right + figures.missed))))


def main() -> None:
    """Print the figures, by factor and by way of writing."""
    labelled = sentences()
    texts = [sentence["text"] for sentence in labelled]
    ours, alone = suggested(texts), by_phrases_alone(texts)
    print(f"{len(labelled)} labelled sentences")
    _table("factor or kind", counted(labelled, ours), counted(labelled, alone))
    _table("way of writing", by_class(labelled, ours), by_class(labelled, alone))


if __name__ == "__main__":
    main()
