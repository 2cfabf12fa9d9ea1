"""The elements of a workbook's member, one after another as each ends: nothing of it is held, and nothing that it declares is followed."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

CHUNK = 1 << 16
MOST_TEXT, DEEPEST = 1 << 20, 50
"""Characters of one cell, of which a spreadsheet takes 32,767; elements within one another."""


def parsed(stream: BinaryIO) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each element's name without a prefix, its attributes and its own text. Raises expat.ExpatError and ValueError for what no workbook holds."""
    ended, within, text = [], [], []

    def start(_name, attributes):
        within.append(attributes)
        text.clear()
        if len(within) > DEEPEST:
            raise ValueError("elements stand too deep within one another")

    def end(name):
        ended.append((name.rpartition(":")[2], within.pop(), "".join(text)))
        text.clear()

    def declared(*_):
        raise ValueError("it declares entities, which no workbook does")

    parser, fed = expat.ParserCreate(), 0
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = start, end, text.append, declared
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > MOST_TEXT or sum(map(len, text)) > MOST_TEXT:
            raise ValueError(f"a cell holds more than {MOST_TEXT:,} characters")
        yield from ended
        ended.clear()
    parser.Parse(b"", True)
    yield from ended
