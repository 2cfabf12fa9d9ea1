"""An analyst answers an inspection's questions and draws cases to audit; a coordinator reads who is said to have harmed several people."""

import io
import re

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from tests import published
from tests.pages.test_reading import broken
from tests.published import FATHER, NAMESAKE, OTHER, OTHER_FAMILY

EVENING = "E-evening0000"


def story():
    """The small story, and one more evening: of another family's Ewa, and by Tom too."""
    told = published.story()
    told["events"].append(told["events"][1] | dict(event_id=EVENING, gravity=4))
    told["timelines"].append(told["timelines"][1] | dict(family_id=OTHER_FAMILY, event_id=EVENING, children=[]))
    told["harms"].append(told["harms"][1] | dict(event_id=EVENING, harmed_id=OTHER))
    told["perpetrators"].append(told["perpetrators"][0] | dict(family_id=OTHER_FAMILY, harmed=[OTHER], children=[], event_ids=[EVENING]))
    return told


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the story."""
    folder = tmp_path_factory.mktemp("inspection")
    published.publish(folder, story())
    return folder


def fits(page):
    """Nothing that axe finds, and nothing wider than a narrow screen."""
    assert broken(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


def taken(page, words):
    """The bytes of the file that a link or button gives, and its name."""
    with page.expect_download() as download:
        words.click()
    return download.value.path().read_bytes(), download.value.suggested_filename


def test_a_list_goes_by_a_definition_and_a_column_and_each_number_opens_its_file_and_line(people):
    ada, _ = people
    ada.goto("/perpetrators")
    expect(ada.locator("#list")).to_have_text("1 person, by the last event, most recent first")
    expect(ada.get_by_role("region", name="Three definitions of serial, and whom each would count")).to_contain_text("Northumbria Police")
    ada.get_by_label("In order of").select_option("Highest band, and when")
    ada.get_by_role("button", name="Show").press("Enter")
    expect(ada.locator("#list")).to_have_text("1 person, by the highest band of any one event")
    listed = ada.get_by_role("region", name="People said to have harmed several others, and what is being done")
    expect(listed).to_contain_text("Probation supplied no records")
    expect(listed).to_contain_text("Orders in force: nothing recorded")
    fits(ada)
    listed.get_by_role("link", name="band 4, 2 May 2024").click()
    expect(ada.locator("#counted")).to_have_text("Tom Khan: highest band, and when")
    ada.get_by_role("link", name="police.csv, lines 6 to 7").click()
    expect(ada.locator("main")).to_contain_text("20CR/0002/24")


def test_nobody_is_an_empty_list_that_says_why_and_what_else_to_choose(people):
    ada, _ = people
    ada.goto("/perpetrators?identity=proposed")
    expect(ada.locator("main")).to_contain_text("would be counted only by a proposed link")
    expect(ada.get_by_role("link", name="Tom Kahn")).to_have_count(0)
    assert NAMESAKE not in ada.content()


def test_the_list_is_taken_away_with_its_definition_and_its_columns_apart(people):
    ada, _ = people
    ada.goto("/perpetrators?definition=intimate")
    made, name = taken(ada, ada.get_by_role("link", name="Download this list, all pages as Excel"))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(made)).active]
    assert any("Robinson and Clancy" in str(row[0]) for row in rows) and name.startswith("perpetrators-")
    (head,) = [row for row in rows if row[0] == "Person"]
    tom = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    assert (tom["Id"], tom["Adults said to be harmed"], tom["Highest band"], tom["Orders in force"]) == (FATHER, 2, 4, "nothing recorded")


def test_a_figure_of_an_inspection_opens_what_it_counts_down_to_the_line(people):
    _, ben = people
    ben.goto("/inspection")
    question = ben.locator("section.tl-card", has_text="Do agencies share what they know")
    expect(question).to_contain_text("DASH27, standard")
    question.get_by_text("How complete it is").click()
    expect(question).to_contain_text("Housing: supplied no records")
    expect(question).to_contain_text("Telephone calls and meetings of which nobody made a record.")
    fits(ben)
    question.get_by_role("link", name=re.compile("^1 of 1.*graded records")).click()
    expect(ben.locator("#counted")).to_contain_text("DASH27, standard")
    opened = ben.get_by_role("region", name="1 record")
    expect(opened).to_contain_text("police.csv, lines 4 to 5")
    opened.get_by_role("link", name="Common assault").click()
    expect(ben.locator("main")).to_contain_text("police.csv, lines 4 to 5")


@pytest.mark.slow
def test_a_sample_is_drawn_with_its_seed_and_made_into_one_document(people):
    _, ben = people
    ben.goto("/inspection")
    ben.get_by_label("Cases to audit", exact=True).fill("six")
    ben.get_by_role("button", name="Draw the sample").click()
    expect(ben.locator("#draw-wrong [role=alert], #draw-wrong .govuk-error-summary")).to_contain_text("Write a whole number")
    assert broken(ben) == []
    ben.get_by_label("Cases to audit", exact=True).fill("6")
    ben.get_by_label("Seed").fill("1234")
    ben.keyboard.press("Enter")
    expect(ben.locator("#page-title")).to_contain_text("Sample U-1")
    expect(ben.locator("main")).to_contain_text("1234")
    expect(ben.get_by_role("link", name="Khan family")).to_be_visible()
    fits(ben)
    made, name = taken(ben, ben.get_by_role("button", name="Make the document (Word)"))
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs)
    assert name.startswith("inspection-U-1-") and "Case 1: Khan family" in text


def test_an_inspection_is_an_analysts_and_no_coordinators(people):
    ada, _ = people
    assert ada.request.get("/inspection").status == 403 and ada.request.get("/audit/U-1").status == 403
    assert ada.request.get("/take/inspection.csv").status == 403
