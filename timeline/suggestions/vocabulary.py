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
    """What one factor or kind of abuse is suggested by: its phrases, what only looks like one, and the cues that do not take it back."""

    name: str
    pattern: str
    unlike: str
    despite: frozenset[str]
    implies: str | None

    @functools.cached_property
    def phrases(self) -> re.Pattern:
        """Its phrases. They are many, so they are read when first asked for."""
        return re.compile(self.pattern)

    @functools.cached_property
    def lookalikes(self) -> re.Pattern:
        """What only looks like one of its phrases."""
        return re.compile(self.unlike)


@dataclass(frozen=True)
class Cue:
    """A reason to take a phrase back: words before it or after it, no further away than `reach` words, unless they are lookalikes."""

    name: str
    before: re.Pattern
    after: re.Pattern
    lookalikes: re.Pattern
    reach: int


@dataclass(frozen=True)
class Vocabulary:
    """All of vocabulary.toml: the groups, the cues in the order in which they are asked, and the words that begin a clause."""

    groups: tuple[Group, ...]
    cues: tuple[Cue, ...]
    begins: re.Pattern


@functools.cache
def load() -> Vocabulary:
    """The vocabulary that is shipped."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words = told["words"]
    groups = tuple(_group(name, given, words) for name, given in told["suggests"].items())
    cues = tuple(_cue(name, given, words) for name, given in told["cues"].items())
    return Vocabulary(groups, cues, re.compile(_any(told["clauses"]["begins"], words)))


def _group(name: str, given: dict, words: dict) -> Group:
    return Group(name, _any(given["phrases"], words), _any(given["not"], words), frozenset(given.get("despite", ())), given.get("implies"))


def _cue(name: str, given: dict, words: dict) -> Cue:
    return Cue(name, *(re.compile(_any(given[part], words)) for part in ("before", "after", "not")), given["reach"])


def _any(phrases: list[str], words: dict) -> str:
    return "|".join(_edged(_spelt(phrase, words)) for phrase in phrases)


def _edged(pattern: str) -> str:
    """The pattern, beginning and ending at a word's edge where it begins and ends with a word."""
    before = "" if pattern.startswith(("#", "£", r"\?", r"\A", r"\b")) else r"\b"
    after = "" if pattern.endswith(("$", r"\?", r"\b)", " ")) or "(?=" in pattern or "(?!" in pattern else r"\b"
    return f"{before}(?:{pattern}){after}"


def _spelt(phrase: str, words: dict) -> str:
    """A phrase as a regular expression, by the rules at the head of vocabulary.toml."""
    while re.search(r"\{[a-z]+\}", phrase):
        phrase = re.sub(r"\{([a-z]+)\}", lambda name: "(" + "|".join(words[name[1]]) + ")", phrase)
    phrase = re.sub(r"(?<=[a-z])(?<!\\[a-zA-Z])\*", r"\\w*", phrase)
    return phrase.replace(" ... ", SOME).replace(" ...", SOME).replace(" ", GAP)
