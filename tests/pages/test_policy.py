"""In a real browser: no page breaks the rule of what may run, and markup in what agencies wrote runs nothing, shows no link and is read as text."""

import pytest

from tests import marked, published
from tests.pages.conftest import served_on
from timeline import accounts

pytestmark = pytest.mark.slow
LISTEN = """window.broken = [];
document.addEventListener('securitypolicyviolation', found => window.broken.push(found.violatedDirective + ' ' + found.blockedURI + ' ' + found.sourceFile));"""
PAGES = ("/", "/families?show=all", "/new-since", "/quarterly", "/coverage", "/meetings", "/links", f"/links/{published.LINK}", "/decisions", "/perpetrators",
         "/patterns", "/quality", "/issues", "/compare", "/inspection", "/loads", "/audit", "/referral", "/referrals", "/accounts", "/exclusions", "/looked",
         f"/family/{published.FAMILY}", f"/knew/{published.FAMILY}", f"/chronology/{published.FAMILY}", f"/look-back/{published.FAMILY}",
         f"/transfer/{published.FAMILY}", f"/event/{published.ASSAULT}", f"/record/{published.CRIME.replace('/', '%2F')}", f"/child/{published.CHILD}",
         f"/perpetrator/{published.FATHER}", f"/person/{published.MOTHER}", "/account", "/no/such/page")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marked")
    published.publish(folder, marked.story())
    return folder


@pytest.mark.parametrize("which", range(4), ids=["coordinator", "analyst", "auditor", "administrator"])
def test_no_page_breaks_the_rule_of_what_may_run_and_no_markup_is_live(browser, home, which):
    account = accounts.ensure_demo(home)[which]
    with served_on(home, quietly=True) as address:
        page = browser.new_context(base_url=address).new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(LISTEN)
        page.goto("/sign-in")
        page.get_by_label("Name").fill(account[0])
        page.get_by_label("Password").fill(account[1])
        page.keyboard.press("Enter")
        page.locator("#page-title").wait_for()
        for path in PAGES:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.broken") == [], path
            assert not page.evaluate("window.harmed"), path
            assert page.locator("[href*='evil'], [href^='javascript'], [src='x'], [onmouseover], svg a").count() == 0, path
        assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
        page.context.close()
