"""A person corrects what was gathered on the page where she notices it, another agrees, and after the update the pages show it.

On a copy of the run on the sample data. All five corrections are given in the browser first; the tests then look at the pages,
after one update that takes account of all of them."""

import re
import shutil
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import served_on, sign_in_here
from tests.pages.test_reading import broken
from timeline import accounts, cli, decisions, snapshot
from timeline.access import User
from timeline.database import Database

pytestmark = pytest.mark.slow

WHY = "The worker in the case said so on the telephone."


@dataclass
class Sample:
    """A copy of the sample's home, where a dashboard answers on it, and the questions that find people in it."""

    home: object
    url: str
    account: tuple[str, str]

    def ask(self, sql, *values):
        """The rows of a question to the current snapshot."""
        reader = snapshot.open(snapshot.current(self.home))
        rows = reader.execute(sql, list(values)).fetchall()
        reader.close()
        return rows

    def members(self, mention):
        """The mentions of the person who holds this one."""
        return self.ask("select mention_ids from made.people where list_contains(mention_ids, ?)", mention)[0][0]


@pytest.fixture(scope="module")
def sample(sample_home, tmp_path_factory):
    home = tmp_path_factory.mktemp("correcting") / "home"
    shutil.copytree(sample_home, home)
    account = accounts.ensure_demo(home)[0]
    with served_on(home, quietly=True) as url:
        yield Sample(home, url, account)


@pytest.fixture(scope="module")
def desk(browser, sample):
    """A browser in which the coordinator is signed in; a test fails on any error in its console."""
    errors = []
    context = browser.new_context(base_url=sample.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.set_default_timeout(30_000)
    page.goto("/sign-in")
    sign_in_here(page, *sample.account)
    expect(page.locator("#page-title")).to_have_text("Families")
    yield page
    assert errors == []
    context.close()


def opened(page, path):
    """The page at this address, when it is there."""
    page.goto(path)
    expect(page.locator("#page-title")).to_be_visible()
    return page


def answer(page, says, since=None):
    """Give this answer in the form that has appeared, look at what it would change, and keep it; its id."""
    form = page.locator(".tl-answer").last
    form.get_by_role("radio", name=says).check()
    if since:
        form.get_by_label("From which day").fill(since)
    form.get_by_label("Why", exact=True).fill(WHY)
    form.get_by_role("button", name="See what this would change").click()
    expect(form.get_by_role("heading", name="What this answer would change")).to_be_visible()
    form.get_by_role("button", name="Keep this answer").click()
    kept = page.get_by_text(re.compile(r"Kept as D-\d+"))
    expect(kept.first).to_be_visible()
    return re.search(r"D-\d+", kept.first.inner_text()).group()


# --- what is corrected: each gives the answer in the browser and returns what the tests look for afterwards


def split(page, sample):
    """Of the person in a family with most police reports, what the police wrote is somebody else."""
    person, family, mentions = sample.ask("""
        select person_id, any_value(family_id), any_value(mention_ids) from made.people join made.families using (person_id) where part = 'carer'
        group by person_id order by len(list_filter(any_value(mention_ids), lambda m: m like 'police%')) desc, person_id limit 1""")[0]
    police = [mention for mention in mentions if mention.startswith("police")]
    opened(page, f"/family/{family}").get_by_role("link", name=f"{len(mentions)} mentions by").click()
    for mention in police:
        page.locator(f"[id*='{mention}']").check()
    page.get_by_role("button", name="The ticked mentions are somebody else").click()
    return {"id": answer(page, "Yes, they are somebody else"), "person": person, "family": family, "police": police,
            "rest": [m for m in mentions if m not in police]}


def join(page, sample):
    """Two people whom a link proposes are one."""
    left, right, said = sample.ask("""select person_id_l, person_id_r, mention_id_l from made.links where state = 'proposed' and len(conflicts) = 0
                                      order by match_weight desc limit 1""")[0]
    both = sample.ask("select sum(len(mention_ids)) from made.people where person_id in (?, ?)", left, right)[0][0]
    opened(page, f"/person/{left}").get_by_role("checkbox", name=re.compile("proposed as the same person")).first.check()
    page.get_by_role("button", name="The chosen people are this person").click()
    return {"id": answer(page, "Yes, they are all one person"), "mention": said, "both": both}


def part(page, sample):
    """One account of an event with several is of another event."""
    event, reports = sample.ask("""select event_id, report_ids from made.events where len(report_ids) = 2 and len(agencies) = 2
                                   and report_ids[1] like 'police%' order by event_id limit 1""")[0]
    opened(page, f"/event/{event}").get_by_text("These are not the same event").click()
    page.get_by_role("checkbox", name=re.compile("^Police: ")).check()
    page.get_by_role("button", name="The chosen accounts are of another event").click()
    return {"id": answer(page, "Yes, they are of another event"), "event": event, "reports": reports}


def assess(page, sample):
    """Of two people who stand both ways round, one is assessed as the primary perpetrator."""
    person, name, other, family = sample.ask("""
        select source_id, p.name, h.name, any_value(family_id) from made.harms join made.people p on p.person_id = source_id
        join made.people h on h.person_id = harmed_id join made.families f on f.person_id = harmed_id
        where contested group by all order by count(*) desc, source_id limit 1""")[0]
    section = opened(page, f"/family/{family}").locator("section").filter(has=page.locator("#both-ways")).last
    for said in (f"{name} is said to have harmed {other}", f"{other} is said to have harmed {name}"):
        expect(section.get_by_role("heading", name=said)).to_be_visible()
    section.get_by_text("Assess who the primary perpetrator is").click()
    section.get_by_role("radio", name=name).check()
    section.get_by_role("button", name="Go on to the reason").click()
    return {"id": answer(page, "Yes, so I assess it"), "person": person, "family": family}


def care(page, sample):
    """A child belongs with somebody who is named with the child and is no carer of the child."""
    child, name, carer, carer_name = sample.ask("""
        with beside as (select distinct c.person_id as child, o.person_id as other from made.families c join made.families o using (family_id)
                        where c.part = 'child' and o.part in ('adult', 'other adult'))
        select child, c.name, other, o.name from beside join made.people c on c.person_id = child join made.people o on o.person_id = other
        order by child, other limit 1""")[0]
    opened(page, f"/child/{child}").get_by_text(f"{name} belongs with").click()
    expect(page.get_by_role("button", name="Go on to the day and the reason")).to_be_visible()
    if not page.get_by_role("radio", name=re.compile(carer_name)).count():
        page.get_by_text("Search for somebody else").click()
        page.get_by_label("Name").fill(carer_name)
        page.get_by_role("button", name="Search and add to the list").click()
    page.get_by_role("radio", name=re.compile(carer_name)).first.check()
    page.get_by_role("button", name="Go on to the day and the reason").click()
    return {"id": answer(page, "Yes, from that day", since="1/2/2025"), "child": child, "carer": carer}


@pytest.fixture(scope="module")
def corrected(desk, sample):
    """What was corrected in the browser, by the name of the correction; nothing is applied yet."""
    return {correct.__name__: correct(desk, sample) for correct in (split, join, part, assess, care)}


@pytest.fixture(scope="module")
def updated(corrected, sample):
    """The same after another person agreed with what waited for it, and `timeline update`."""
    database = Database(sample.home)
    waiting = decisions.standing(database).answers.query("needs_second == True and seconded_by.isna()")
    for number in sorted(set(waiting["answer_id"])):
        decisions.second(database, User("another", "analyst"), f"agreed {number}", number, WHY)
    database.close()
    with pytest.MonkeyPatch.context() as here:
        here.setenv("TIMELINE_HOME", str(sample.home))
        assert cli.main(["update"]) == 0
    return corrected


# --- after the update


def test_what_was_decided_is_shown_where_it_was_decided_with_a_way_back(desk, sample, updated):
    split, part = updated["split"], updated["part"]
    person, family = sample.ask("select person_id, family_id from made.people join made.families using (person_id) where list_contains(mention_ids, ?)",
                                split["rest"][0])[0]
    for path in (f"/person/{person}", f"/family/{family}"):
        row = opened(desk, path).get_by_role("row").filter(has=desk.get_by_role("link", name=f"{split['id']}: Same person"))
        expect(row).to_contain_text(WHY)
    opened(desk, f"/event/{part['event']}").get_by_role("link", name=f"{part['id']}: Same event").click()
    expect(desk.get_by_text("Take this answer back")).to_be_visible()


def test_a_split_changes_the_person_and_the_family_page(desk, sample, updated):
    split = updated["split"]
    assert not set(split["police"]) & set(sample.members(split["rest"][0]))
    family = sample.ask("""select family_id from made.families join made.people using (person_id) where list_contains(mention_ids, ?)""",
                        split["rest"][0])[0][0]
    left = len(sample.members(split["rest"][0]))
    expect(opened(desk, f"/family/{family}").get_by_role("link", name=re.compile(f"^{left} mentions? by"))).to_be_visible()
    expect(desk.get_by_role("row").filter(has_text=f"{split['id']}: Same person")).to_contain_text("standing")


def test_joined_people_are_one_person_with_the_mentions_of_both(desk, sample, updated):
    person, mentions = sample.ask("select person_id, mention_ids from made.people where list_contains(mention_ids, ?)", updated["join"]["mention"])[0]
    assert len(mentions) == updated["join"]["both"]
    expect(opened(desk, f"/person/{person}").locator("main table").nth(1).locator("tbody tr")).to_have_count(len(mentions))


def test_accounts_that_were_parted_stand_on_two_events(desk, sample, updated):
    of = sample.ask("select event_id from made.events where list_has_any(report_ids, ?)", updated["part"]["reports"])
    assert len(of) == 2
    for (event,) in of:
        expect(opened(desk, f"/event/{event}").locator(".tl-accounts article")).to_have_count(1)


def test_an_assessed_pair_still_shows_both_sides_and_says_that_it_is_assessed(desk, updated):
    section = opened(desk, f"/family/{updated['assess']['family']}").locator("section").filter(has=desk.locator("#both-ways")).last
    expect(section.locator(".govuk-tag", has_text="assessed")).to_be_visible()
    expect(section.get_by_role("heading", name="is said to have harmed")).to_have_count(2)


def test_a_child_stands_with_the_carer_from_the_day_that_was_said(desk, sample, updated):
    care = updated["care"]
    family, since = sample.ask("""select family_id, k.since from made.families k join made.families c using (family_id)
                                  where k.person_id = ? and k.part = 'child' and c.person_id = ? and c.part = 'carer'""", care["child"], care["carer"])[0]
    assert str(since) == "2025-02-01"
    rows = opened(desk, f"/child/{care['child']}").get_by_role("row")
    expect(rows.filter(has=desk.locator(f"a[href='/family/{family}']"))).to_contain_text("1 February 2025")
    expect(rows.filter(has_text=f"{care['id']}: Child with carer")).to_contain_text("standing")


# --- for everybody


def test_one_can_split_with_the_keyboard_alone(desk, sample):
    person = sample.ask("select person_id from made.people where len(mention_ids) = 3 order by 1 limit 1")[0][0]
    opened(desk, f"/person/{person}").locator(".tl-tick input").first.focus()
    desk.keyboard.press("Space")
    button = desk.get_by_role("button", name="The ticked mentions are somebody else")
    button.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".tl-answer")).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    expect(desk.get_by_role("radio", name="Yes, they are somebody else")).to_be_checked()


def test_nothing_is_asked_before_something_is_chosen(desk, sample):
    person = sample.ask("select person_id from made.people where len(mention_ids) = 3 order by 1 limit 1")[0][0]
    opened(desk, f"/person/{person}").get_by_role("button", name="The ticked mentions are somebody else").click()
    expect(desk.get_by_text("Tick the mentions that are somebody else, and leave")).to_be_visible()
    desk.get_by_role("button", name="The chosen people are this person").click()
    expect(desk.get_by_text("Choose at least one person from the list")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_and_nothing_overflows_with_every_correction_open(desk, sample, width):
    family = sample.ask("""select family_id from made.families f join made.harms h on h.harmed_id = f.person_id
                           group by all having count(*) > 2 order by 1 limit 1""")[0][0]
    child = sample.ask("select person_id from made.families where family_id = ? and part = 'child' limit 1", family)
    event = sample.ask("select event_id from made.events where len(report_ids) > 2 order by 1 limit 1")[0][0]
    desk.set_viewport_size({"width": width, "height": 900})
    for path in (f"/family/{family}", f"/child/{child[0][0]}", f"/person/{child[0][0]}", f"/event/{event}"):
        opened(desk, path).evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        assert broken(desk) == [], path
        assert width > 320 or desk.evaluate("document.documentElement.scrollWidth") <= 320, path
    desk.set_viewport_size({"width": 1280, "height": 900})
