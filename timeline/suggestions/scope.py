"""Whether a phrase is said to be so: what stands before and behind it in its clause.

The method is that of NegEx and ConText: a cue word before or behind a phrase takes it back as far as its clause reaches, and what
only looks like a cue does not (Chapman et al., J Biomed Inform 34(5), 2001; Harkema et al., J Biomed Inform 42(5), 2009).
Who did what to whom is not asked here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from timeline.suggestions.vocabulary import Cue, Group, Vocabulary

PLAIN = str.maketrans("’‘`´“”–—−\u00a0", "''''\"\"--- ")
ENDS = re.compile(r"[.;!](?=[\s\"')]|$)|\n|\?(?=\s|$)(?!\s*(y|yes|n|no|nil|nk|unknown)\b)")
PAUSE = re.compile(r"[,;]")
HELD = re.compile(r"\b(not|no|n't|never|did|nothing|nil|without|any)\s+$")
WORD = re.compile(r"[\w']+")
BEHIND = 4  # words: a cue behind a phrase stands near it


@dataclass(frozen=True)
class Found:
    """A phrase in a text: where it begins and ends, and the cue that takes it back, or None where it is said to be so."""

    starts: int
    ends: int
    taken_back: str | None


def plain(text: str) -> str:
    """The text in lower case with plain quotes and dashes, character for character as long as before."""
    straight = text.translate(PLAIN)
    low = straight.lower()
    return low if len(low) == len(text) else "".join(low if len(low := char.lower()) == 1 else char for char in straight)


def read(text: str, group: Group, vocabulary: Vocabulary, written: list[str] | None = None) -> list[Found]:
    """Every phrase of the group in the (plain) text, in order; what only looks like one is left out.

    `written` are the phrases, in order, where they have been found already: to place them is much quicker than to look again."""
    held = [found.span() for found in group.lookalikes.finditer(text)]
    spans = [found.span() for found in group.phrases.finditer(text)] if written is None else list(_places(text, group, written))
    return [Found(*span, _taken_back(text, span, group, vocabulary)) for span in spans if not any(_overlap(span, other) for other in held)]


def _places(text: str, group: Group, written: list[str]) -> Iterator[tuple[int, int]]:
    """Where the phrases stand; one that a word within it takes back is sought again in its own words."""
    end = 0
    for phrase in written:
        start = text.find(phrase, end)
        if start < 0:
            return
        end = start + len(phrase)
        found = group.phrases.search(text, start, end + 1)
        if found:
            yield found.span()


def _taken_back(text: str, span: tuple[int, int], group: Group, vocabulary: Vocabulary) -> str | None:
    first, last = _sentence(text, span)
    begun = _begun(text, vocabulary.begins, first, span[0])
    paused = max(begun, _begun(text, vocabulary.pauses, first, span[0]))
    until = min((m.start() for pattern in (vocabulary.begins, PAUSE) for m in pattern.finditer(text, span[1], last)), default=last)
    for cue in vocabulary.cues:
        since = begun if cue.across else paused
        if cue.name not in group.despite and (_before(text, cue, first, since, span[0]) or _behind(text, cue, span[1], until, last)):
            return cue.name
    return None


def _begun(text: str, pattern: re.Pattern, first: int, start: int) -> int:
    """Where the clause begins in which the phrase stands."""
    return max((m.end() for m in pattern.finditer(text, first) if m.end() <= start and not HELD.search(text, first, m.start())), default=first)


def _sentence(text: str, span: tuple[int, int]) -> tuple[int, int]:
    first = max((m.end() for m in ENDS.finditer(text) if m.end() <= span[0]), default=0)
    after = ENDS.search(text, span[1])
    return first, after.end() if after else len(text)


def _before(text: str, cue: Cue, first: int, since: int, start: int) -> bool:
    """Whether such a cue stands before the phrase, in its clause and near enough."""
    near = [m.span() for m in cue.before.finditer(text, first, start + 1)
            if since < m.end() <= start and len(WORD.findall(text, m.end(), start)) <= cue.reach]
    return _stands(near, text, cue, first)


def _behind(text: str, cue: Cue, end: int, until: int, last: int) -> bool:
    """Whether such a cue stands behind the phrase, in its clause and near it."""
    rest = text[end:last]
    near = [m.span() for m in cue.after.finditer(rest) if m.start() <= until - end and len(WORD.findall(rest, 0, m.start())) <= BEHIND]
    return _stands(near, rest, cue, 0)


def _stands(near: list[tuple[int, int]], text: str, cue: Cue, first: int) -> bool:
    """Whether one of these is more than a lookalike of the cue."""
    held = [m.span() for m in cue.lookalikes.finditer(text, first)] if near else []
    return any(not any(_overlap(span, other) for other in held) for span in near)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
