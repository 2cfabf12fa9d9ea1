"""The law of every number: what it opens says the same count. Each number of the analyst's pages on the sample is opened, and what is there is counted."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages import inspection, issues, patterns, perpetrators, quality, quality_records
from tests import published
from timeline.access import User

BEN = User("ben", "analyst")
PAGES = {path: page for page in (inspection, issues, patterns, perpetrators, quality, quality_records) for path in page.PATHS}
A_NUMBER = re.compile(r"(?P<number>[\d,]+)(?: of (?P<whole>[\d,]+))?(?:: | \(|, (?!\d)|$)|median .* \((?P<told>[\d,]+) of")
SAYS = {"/patterns": r"withheld: ([\d,]+)\.", "/perpetrators": r"([\d,]+) (?:adult|child|event|person|people|in all)",
        "/quality-records": r"([\d,]+) records? ", "/issues": r"([\d,]+) rows?\b"}
"""What each page says of how many it lists."""


@pytest.fixture(scope="module")
def here(sample_home, tmp_path_factory):
    """The pages on the sample."""
    with published.served(sample_home, answers=tmp_path_factory.mktemp("answers")) as server, server.test_request_context():
        yield server


def children(piece) -> list:
    """The pieces that a piece of a page holds."""
    held = getattr(piece, "children", None) if isinstance(piece, Component) else piece
    return list(held) if isinstance(held, list | tuple) else [] if held is None else [held]


def words(piece, between: str = "") -> str:
    """What a piece of a page says."""
    return between.join(words(child, between) for child in children(piece)) if isinstance(piece, Component | list | tuple) else str(piece)


def within(piece, kind: type) -> Iterator:
    """The pieces of this kind in a piece of a page."""
    if isinstance(piece, kind):
        yield piece
    if isinstance(piece, Component | list | tuple):
        for child in children(piece):
            yield from within(child, kind)


def opened(address: str) -> list:
    """The page at this address, or the part of it that the address leads to."""
    at = urlsplit(address)
    page = PAGES[at.path].layout(BEN, dict(parse_qsl(at.query)))
    parts = [section for section in within(page, html.Section) if any(getattr(child, "id", None) == at.fragment for child in children(section))]
    return next(iter(parts), None) or next((piece for piece in within(page, Component) if getattr(piece, "id", None) == at.fragment), page)


def expected(said: re.Match, address: str) -> int:
    """How many the page that a number opens ought to say."""
    asked = "part=asked" in address and said["whole"]
    return int((said["told"] or (said["whole"] if asked else said["number"])).replace(",", ""))


def numbers(address: str) -> list[tuple[re.Match, str]]:
    """Each number on a page that leads somewhere, and where."""
    links = [(A_NUMBER.match(words(link)), link.href) for link in within(PAGES[urlsplit(address).path].layout(BEN, dict(parse_qsl(urlsplit(address).query))),
                                                                         dcc.Link)]
    return [(said, href) for said, href in links if said and urlsplit(href).path in PAGES and "followed=" not in href]


def same(address: str, each: int) -> None:
    """Hold one in `each` numbers of a page to the law."""
    found = numbers(address)[::each]
    assert found
    for said, href in found:
        says = re.search(SAYS[urlsplit(href).path], words(opened(href), " "))
        assert says and int(says[1].replace(",", "")) == expected(said, href), (said.string, href)


@pytest.mark.parametrize("address", ["/patterns?measure=children", "/perpetrators?definition=acpo", "/quality?agency=police", "/quality?agency=gp"])
def test_what_a_number_opens_says_the_same_count(here, address):
    same(address, 19)


@pytest.mark.slow
@pytest.mark.parametrize("address", [
    "/patterns", "/patterns?year=2023", "/patterns?measure=children", "/patterns?measure=notices", "/patterns?measure=signals", "/patterns?agency=police",
    "/perpetrators?definition=acpo", "/perpetrators?definition=intimate", "/quality?span=all", "/quality?agency=police", "/quality?agency=gp",
    "/quality?agency=schools"])
def test_what_every_number_opens_says_the_same_count(here, address):
    same(address, 1)


@pytest.mark.slow
def test_what_a_figure_of_an_inspection_opens_holds_as_many_as_it_says(here):
    found = numbers("/inspection?since=8/4/2022")
    assert len(found) > 50
    for said, href in found:
        section = opened(href)
        counted = [words(cell) for cell in within(section, html.Td)]
        if said["whole"] and len(list(within(section, html.Tr))) <= 50:
            assert (counted.count("yes"), counted.count("yes") + counted.count("no")) == (int(said["number"]), int(said["whole"])), said.string
        elif not said["whole"]:
            assert re.search(rf"\b{said['number']} (?:record|action)", words(next(iter(within(section, html.Caption))))), said.string
