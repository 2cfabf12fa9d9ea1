"""Abbreviations are written out where they first stand, on every page, and nobody's own words are changed."""

import re
from pathlib import Path

import pytest
from dash import dcc, html
from flask import g

from dashboard import queries
from dashboard.pages import PAGES
from dashboard.spelling import CLOSED, OWN, QUOTED, TOLD, spelt
from tests import published
from timeline.abbreviations import MEANINGS, written_out
from timeline.access import PERMISSIONS, User, may

ADA = User("ada", "coordinator")
GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
IDS = {"family_id": published.FAMILY, "event_id": published.ASSAULT, "id": published.CRIME, "link_id": published.LINK}
PEOPLE = {"child": published.CHILD, "perpetrator": published.FATHER, "person": published.MOTHER}


def words(served) -> list[str]:
    """Every text of ours on what is served, in order."""
    if isinstance(served, str):
        return [QUOTED.sub("", served)]
    if isinstance(served, (list, tuple)):
        return [word for part in served for word in words(part)]
    if served is None or not hasattr(served, "_type") or served._type in CLOSED or OWN & set((getattr(served, "className", None) or "").split()):
        return []
    return words([option["label"] for option in getattr(served, "options", None) or []]) + words(getattr(served, "children", None))


def unexplained(served) -> list[str]:
    """The abbreviations that stand on what is served before they are written out."""
    text = " \n ".join(words(served))
    firsts = {short: re.search(rf"(?<![\w'/:-]){short}s?(?![\w/]|-\d)", text) for short in MEANINGS}
    return [short for short, first in firsts.items()
            if first and MEANINGS[short].lower() not in text[max(0, first.start() - 90):first.end() + 90].lower()]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("spelling")
    published.publish(home)
    with published.served(home) as made:
        yield made


@pytest.fixture
def here(server):
    with server.test_request_context():
        g.user = ADA
        yield


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_each_abbreviation_is_written_out_at_its_first_use_on_every_page(here, page):
    names = re.findall("<(.*?)>", page.PATHS[0])
    given = {name: PEOPLE.get(page.NAME, IDS.get(name)) for name in names}
    if None in given.values():
        pytest.skip("nothing of its kind is in the story")
    g.user = next(User("ada", role) for role in PERMISSIONS if may(User("ada", role), page.PERMISSION))
    try:
        shown = page.layout(g.user, **given, query={})
    except queries.NotHere:
        pytest.skip("nothing of its kind is in the story")
    assert unexplained(spelt(shown)) == []


def test_only_the_first_use_is_written_out_in_the_order_of_reading():
    shown = spelt([html.P(["The ", html.Strong("MARAC"), " met."]), html.P("Two MARACs.")])
    assert words(shown) == ["The ", "MARAC (multi-agency risk assessment conference)", " met.", "Two MARACs."]


def test_a_plural_and_a_text_that_says_it_already_are_left_readable():
    assert written_out("Two IDVAs came.", set()) == "Two IDVAs (independent domestic violence advisers) came."
    assert written_out("A general practice (GP) wrote.", set()) == "A general practice (GP) wrote."


@pytest.mark.parametrize("own", [html.Blockquote("Seen by GP", className="tl-words"), html.Span("GP", className="tl-own"), html.P("Ann wrote: “GP told.”"),
                                 dcc.Store(id="x", data="GP"), html.P("gp.csv, line 3, column GP: found 'GP x'"), html.P("gp:emis:GP-1 and marac:x:REF/GP")])
def test_nobodys_own_words_are_changed(own):
    before = str(own)
    assert str(spelt(own)) == before


def test_the_glossary_and_the_abbreviations_say_the_same():
    said = re.findall(r"^\| \*\*([A-Z]+)\*\* \| ([^(:;|]+?) *[(:;|]", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    assert said and {short: MEANINGS.get(short) for short, _ in said} == {short: long.split(";")[0].strip() for short, long in said}


def test_what_is_drawn_again_is_spelt_as_it_stands_on_its_page():
    page = spelt([html.P("Meeting of the MARAC"), html.Div("IDVA", id="body")])
    before = getattr(page[1], TOLD)
    assert words(spelt(html.P("IDVA at the MARAC"), set(before.split()))) == ["IDVA (independent domestic violence adviser) at the MARAC"]


def test_what_is_written_out_in_a_fold_is_written_out_below_it_too():
    page = spelt([html.Details([html.Summary("GP"), html.P("GP and IDVA; IDVA")]), html.P("GP, IDVA")])
    idva = "IDVA (independent domestic violence adviser)"
    assert words(page) == ["GP (general practice)", f"GP and {idva}; IDVA", f"GP, {idva}"]
