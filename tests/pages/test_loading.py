"""An analyst takes in a new supplier's file, in a real browser: it is brought, described, checked, loaded, corrected and loaded again."""

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import served_on, sign_in_here
from tests.pages.test_coordinators_day import narrow
from tests.pages.test_reading import broken
from timeline import accounts

pytestmark = pytest.mark.slow

HEADER = "Case No;Date Added;Type;Client Name;Client DOB;Client Sex;Alleged Person;Weapon Seen;Notes;Worker"
ROWS = ["RR-1;12.03.2025;DISC;Hannah Price;04.07.1991;F;Mark Price;N;Told the worker about shouting on most days.;AB",
        "RR-2;18.03.2025;PHYS;Hannah Price;04.07.1991;F;Mark Price;Y;Says that a plate was thrown.;AB",
        "RR-3;31.02.2025;PHYS;Dawn Okafor;30.11.1985;F;;N;Seen at the office.;CD",
        "RR-4;20.03.2025;ZZZ;Ann Lee;01.02.1999;F;;N;Told by letter.;AB"]
READ = {"Case No": "ref", "Date Added": "recorded_on", "Type": "category", "Client Name": "victim.name", "Client DOB": "victim.dob",
        "Client Sex": "victim.sex", "Alleged Person": "suspect.name", "Weapon Seen": "asked.weapon", "Notes": "words"}
MEANT = {"DISC": "abuse_disclosed", "PHYS": "common_assault", "F": "female", "Y": "yes", "N": "no"}
SAID = {"as_at": "31/3/2025", "received_on": "2/4/2025", "covers_from": "1/3/2025", "covers_to": "31/3/2025", "searched_for": "everyone"}


def written(folder, name, rows, delimiter=";"):
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]).replace(";", delimiter) + "\n", encoding="utf-8")
    return path


def bring(page, *paths):
    page.goto("/loads")
    page.locator("#loads-files").set_input_files(paths)
    for path in paths:
        expect(page.locator("#loads-list tr", has_text=path.name).first).to_be_visible()


def describe(page, name, supplier):
    """Describe the file's columns and codes, but for one code, and save the layout."""
    page.locator("#loads-list tr", has_text=name).get_by_role("link", name="Describe its columns").click()
    page.get_by_label("Whose records these are").select_option("idva")
    for label, typed in (("Which of its systems", "outreach"), ("A name for this layout", supplier), ("What one row is", "one visit")):
        page.get_by_label(label).fill(typed)
    page.get_by_label("Person 1").select_option("victim")
    page.get_by_label("Person 2").select_option("suspect")
    page.get_by_role("button", name="Go on to the columns").click()
    expect(page.get_by_text("No reference column chosen: without it a corrected row cannot replace its earlier version.")).to_be_visible()
    for column, field in READ.items():
        page.get_by_label(f"What “{column}” says").select_option(field)
    expect(page.get_by_text("Nothing is missing in this step")).to_be_visible()
    page.get_by_role("button", name="Go on to days and codes").click()
    expect(page.get_by_text("dd.mm.yyyy fits best")).to_be_visible()
    page.get_by_label("Days are written").select_option("dd.mm.yyyy")
    for code, word in MEANT.items():
        page.get_by_label(f"What “{code}” means").select_option(word)
    page.get_by_role("button", name="Go on and read it through").click()
    expect(page.locator("#main")).to_contain_text("12 March 2025 (“12.03.2025” in the file)")


def say(page, **said):
    """Fill in what the file cannot say and keep it."""
    page.locator("#saying-area").select_option("Calderbrook" if page.locator("#saying-area option", has_text="Calderbrook").count() else "another area")
    if page.locator("#saying-area").input_value() == "another area":
        page.get_by_label("If another area").fill("Calderbrook")
    page.get_by_label("Full or delta").select_option(said.pop("extent", "delta"))
    for name, typed in (SAID | said).items():
        page.locator(f"#saying-{name}").fill(typed)
    page.get_by_role("button", name="Keep what is said").click()
    expect(page.locator("#page-title")).to_have_text("Load")


@pytest.fixture(scope="module")
def analyst(browser, base_url, demo):
    """The analyst's page on the shared story; a test fails on any error in its console but the refusal that it provokes."""
    errors = []
    page = browser.new_context(base_url=base_url, viewport={"width": 1280, "height": 900}).new_page()
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" and "status of 422" not in said.text else None)
    page.set_default_timeout(20_000)
    page.goto("/loads")
    sign_in_here(page, *demo[1])
    expect(page.locator("#page-title")).to_have_text("Load")
    yield page
    page.context.close()
    assert errors == []


def test_a_new_suppliers_file_is_brought_described_and_made_ready_without_a_command_line(analyst, tmp_path):
    path = written(tmp_path, "refuge_visits.csv", ROWS)
    bring(analyst, path, written(tmp_path, "refuge_visits_pipes.csv", ROWS[:1], "|"))
    assert broken(analyst) == [] and narrow(analyst)
    analyst.locator("#loads-files").set_input_files(path)
    expect(analyst.locator("#loads-drop")).to_contain_text("not taken in. This file is here already")
    describe(analyst, "refuge_visits.csv", "riverside-refuge")
    assert broken(analyst) == [] and narrow(analyst)
    analyst.get_by_role("button", name="Save the layout").click()
    expect(analyst.get_by_role("table", name="Codes without a meaning")).to_contain_text("ZZZ")
    analyst.get_by_role("button", name="Keep what is said").click()
    expect(analyst.locator(".govuk-error-summary")).to_contain_text("Say as at which day the file is")
    assert broken(analyst) == [] and narrow(analyst)
    say(analyst)
    expect(analyst.locator("#loads-list tr", has_text="refuge_visits.csv").first).to_contain_text("ready to check")
    expect(analyst.locator("#loads-list tr", has_text="refuge_visits_pipes.csv")).to_contain_text("details missing")


def test_a_file_is_taken_out_with_a_reason_and_says_so(analyst, tmp_path):
    bring(analyst, written(tmp_path, "by_mistake.csv", ROWS[1:2]))
    analyst.locator("#loads-list tr", has_text="by_mistake.csv").get_by_role("link").click()
    analyst.get_by_text("Take this file out").click()
    analyst.get_by_role("button", name="Take it out").click()
    expect(analyst.locator(".govuk-error-summary")).to_contain_text("Say why the file is taken out")
    analyst.get_by_label("Why it is taken out").fill("Sent by mistake.")
    analyst.get_by_role("button", name="Take it out").click()
    analyst.get_by_text("Files that were taken out (1)").click()
    expect(analyst.get_by_role("table", name="Files that were taken out")).to_contain_text("Sent by mistake.")


# --- with checks and loads, which run the engine


@pytest.fixture(scope="module")
def loading(browser, tmp_path_factory):
    """An analyst's page on a home in which nothing was published yet."""
    home = tmp_path_factory.mktemp("loading")
    name, password = accounts.ensure_demo(home)[1]
    with served_on(home) as address:
        page = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
        page.set_default_timeout(90_000)
        page.goto("/loads")
        sign_in_here(page, name, password)
        expect(page.locator("#page-title")).to_have_text("Load")
        yield page
        page.context.close()


def run(page, kind, said):
    """Start it under Load and wait until it has ended."""
    page.goto("/loads")
    page.get_by_role("button", name=kind, exact=True).click()
    expect(page.get_by_text(said)).to_be_visible(timeout=90_000)


def test_a_file_is_checked_partly_set_aside_corrected_and_loaded_again(loading, tmp_path):
    page = loading
    bring(page, written(tmp_path, "visits.csv", ROWS))
    describe(page, "visits.csv", "riverside-refuge")
    page.get_by_role("button", name="Save the layout").click()
    say(page)
    run(page, "Check", "Checked; nothing is published yet.")
    expect(page.locator("#job-shown")).to_contain_text("1 file, 4 records: 2 set aside")
    assert broken(page) == [] and narrow(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rows of visits.csv as CSV").click()
    assert "RR-3,31.02.2025" in download.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="What its codes mean").click()
    page.get_by_label("What “ZZZ” means").select_option("idva_contact")
    page.get_by_role("button", name="Go on and read it through").click()
    page.get_by_role("button", name="Save the layout").click()
    run(page, "Check", "4 records: 1 set aside")
    page.get_by_role("button", name="Load what was checked").click()
    expect(page.get_by_text("Loaded and published.")).to_be_visible(timeout=90_000)
    bring(page, written(tmp_path, "visits_corrected.csv", [ROWS[2].replace("31.02", "28.02"), ROWS[0].replace("shouting", "shouting and threats")]))
    page.locator("#loads-list tr", has_text="visits_corrected.csv").get_by_role("link").click()
    page.get_by_role("button", name="Fill these in").click()
    expect(page.get_by_label("Who was searched for")).to_have_value("everyone")
    say(page, as_at="7/4/2025", received_on="8/4/2025", covers_from="1/2/2025", covers_to="7/4/2025")
    run(page, "Load", "Loaded and published.")
    expect(page.locator("#job-shown")).to_contain_text("1 file, 2 records: 0 set aside")
    page.get_by_role("link", name="2 : current, visits_corrected.csv").or_(page.get_by_role("link", name="2: current, visits_corrected.csv")).click()
    page.get_by_role("link", name="idva:outreach:RR-1").click()
    expect(page.locator("#main")).to_contain_text("shouting and threats")


def test_a_load_that_is_cancelled_publishes_nothing_and_says_who_cancelled_it(loading, tmp_path):
    page = loading
    bring(page, written(tmp_path, "later.csv", [row.replace("RR-", "RL-") for row in ROWS[:2]]))
    page.locator("#loads-list tr", has_text="later.csv").get_by_role("link").click()
    say(page)
    page.get_by_role("button", name="Load", exact=True).click()
    page.get_by_role("button", name="Cancel this load").click()
    expect(page.locator("#job-shown")).to_contain_text("Cancelled by demo-analyst. Nothing was published.", timeout=60_000)
    assert broken(page) == [] and narrow(page)
    page.goto("/loads")
    expect(page.locator("#loads-list tr", has_text="later.csv").first).to_contain_text("ready to check")
