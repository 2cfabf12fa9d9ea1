"""The abbreviations of the field, and a text in which each is written out where it first stands."""

import re
import tomllib
from pathlib import Path

MEANINGS: dict[str, str] = tomllib.loads((Path(__file__).parent / "abbreviations.toml").read_text(encoding="utf-8"))
"""Each abbreviation and what it stands for."""

_ANY = re.compile(rf"(?<![\w'/:-])({'|'.join(sorted(MEANINGS, key=len, reverse=True))})(s?)(?![\w/]|-\d)")


def written_out(text: str, told: set[str]) -> str:
    """The text with every abbreviation that is not among those `told` followed by what it stands for; they are then told."""
    def first(found: re.Match) -> str:
        word, plural = found.groups()
        if word in told:
            return found.group()
        told.add(word)
        known = MEANINGS[word].lower() in text.lower()
        return found.group() if known else f"{found.group()} ({MEANINGS[word]}{plural})"
    return _ANY.sub(first, text)
