"""The main navigation, and the pages that stand together under one word of it."""

from dash import dcc, html

from timeline.access import User, may

NAVIGATION = (("Families", "/families"), ("Meetings", "/meetings"), ("New since", "/new-since"), ("Perpetrators", "/perpetrators"),
              ("Patterns", "/patterns"), ("Links to review", "/links"), ("Decisions", "/decisions"), ("Data", "/coverage"),
              ("Accounts", "/accounts"), ("Exclusions", "/exclusions"), ("Who looked", "/looked"))
"""Each word of the main navigation and its address; a user sees those whose page he or she may see."""

SECTIONS = (
    (("Trends", "/patterns"), ("Inspection", "/inspection")),
    (("Load", "/loads"), ("Coverage", "/coverage"), ("Data quality", "/quality"), ("What changed", "/compare")),
)
"""Pages that stand together: on each of them there is a way to the others."""

LINK = "moj-sub-navigation__link"


def seen(user: User, links, find):
    """Those of the links whose page is there and may be seen by the user; `find` gives the page of an address, as app.find does."""
    there = ((words, href, find(href)[0]) for words, href in links)
    return [(words, href) for words, href, page in there if page and may(user, page.PERMISSION)]


def first(user: User, find) -> str:
    """The first page that a user may see: the families, or the first word of his or her navigation."""
    return next((href for _words, href in seen(user, NAVIGATION, find)), "/account")


def beside(user: User, path: str, find) -> list:
    """The ways from this page to those that stand beside it; nothing where it stands alone."""
    for section in SECTIONS:
        links = seen(user, section, find)
        if len(links) > 1 and path in (href for _words, href in links):
            return [html.Nav(html.Ul([html.Li(_link(words, href, href == path), className="moj-sub-navigation__item") for words, href in links],
                                     className="moj-sub-navigation__list"), className="moj-sub-navigation", **{"aria-label": "Beside this page"})]
    return []


def _link(words: str, href: str, here: bool) -> dcc.Link | html.Span:
    return html.Span(words, className=LINK, **{"aria-current": "page"}) if here else dcc.Link(words, href=href, className=LINK)
