"""The words that suggest a factor, and those that take it back, read from vocabulary.toml into patterns."""

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

GAP = r"""(?:[\x20\t,/'"()&*-]+)"""  # what may stand between two words of a phrase
SOME = rf"(?:{GAP}[\w']+){{0,4}}?{GAP}"  # up to four words between
FILE = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True)
class Group:
    """What one factor or kind of abuse is suggested by: its phrases, what only looks like one, and the cues that do not take it back.

    The `wide` pattern is DuckDB's and finds candidates; in the `narrow` one no word between two of a phrase takes it back."""

    name: str
    wide: str
    narrow: str
    unlike: str
    despite: frozenset[str]
    implies: str | None

    @functools.cached_property
    def phrases(self) -> re.Pattern:
        """Its phrases. They are many, so they are read when first asked for."""
        return re.compile(self.narrow)

    @functools.cached_property
    def lookalikes(self) -> re.Pattern:
        """What only looks like one of its phrases."""
        return re.compile(self.unlike)


@dataclass(frozen=True)
class Cue:
    """A reason to take a phrase back: words before it or after it, no further away than `reach` words, unless they are lookalikes.

    One that reaches `across` a pause: "if she leaves, he will"."""

    name: str
    before: re.Pattern
    after: re.Pattern
    lookalikes: re.Pattern
    reach: int
    across: bool


@dataclass(frozen=True)
class Vocabulary:
    """All of vocabulary.toml: the groups, the cues in the order in which they are asked, and what begins a clause: words, or a pause."""

    groups: tuple[Group, ...]
    cues: tuple[Cue, ...]
    begins: re.Pattern
    pauses: re.Pattern


@functools.cache
def load() -> Vocabulary:
    """The vocabulary that is shipped."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words = told["words"]
    groups = tuple(_group(name, given, words) for name, given in told["suggests"].items())
    cues = tuple(_cue(name, given, words) for name, given in told["cues"].items())
    return Vocabulary(groups, cues, *(re.compile(_any(told["clauses"][part], words)) for part in ("begins", "pauses")))


def _group(name: str, given: dict, words: dict) -> Group:
    wide = _any(given["phrases"], words)
    return Group(name, wide, _narrow(wide, words["against"]), _any(given["not"], words), frozenset(given.get("despite", ())), given.get("implies"))


def _narrow(pattern: str, against: list[str]) -> str:
    """The pattern, where no word that it leaves open is one of those against: "hands were not round her neck"."""
    other = rf"(?!(?:{'|'.join(against)})\b)"
    for word in (r"\w+", r"\S+"):
        pattern = pattern.replace(f"({word}{GAP}", f"({other}{word}{GAP}")
    return pattern.replace(rf"{GAP}[\w']+", rf"{GAP}{other}[\w']+")


def _cue(name: str, given: dict, words: dict) -> Cue:
    return Cue(name, *(re.compile(_any(given[part], words)) for part in ("before", "after", "not")), given["reach"], given.get("across", False))


def _any(phrases: list[str], words: dict) -> str:
    return "|".join(_edged(_spelt(phrase, words)) for phrase in phrases)


def _edged(pattern: str) -> str:
    """The pattern, beginning and ending at a word's edge where it begins and ends with a word."""
    before = "" if pattern.startswith(("#", "£", "[", r"\?", r"\A", r"\b")) else r"\b"
    after = "" if pattern.endswith(("$", r"\?", r"\b)", r"\Z", " ")) or "(?=" in pattern or "(?!" in pattern else r"\b"
    return f"{before}(?:{pattern}){after}"


def _spelt(phrase: str, words: dict) -> str:
    """A phrase as a regular expression, by the rules at the head of vocabulary.toml."""
    while re.search(r"\{[a-z]+\}", phrase):
        phrase = re.sub(r"\{([a-z]+)\}", lambda name: "(" + "|".join(words[name[1]]) + ")", phrase)
    phrase = re.sub(r"(?<=[a-z])(?<!\\[a-zA-Z])\*", r"\\w*", phrase)
    return phrase.replace(" ... ", SOME).replace(" ...", SOME).replace(" ", GAP)
