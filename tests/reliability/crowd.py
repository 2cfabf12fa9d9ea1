"""Many people at work at once, each in a browser of their own: what they do and when is drawn, and everything is timed.

A page has ended when the last answer that its browser asked for is there. What an answer acknowledged is kept, to be looked for afterwards; and so is each
page that was shown. Whoever has decided something looks every few seconds whether the tables are made anew, as the page does."""

import random
import string
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import requests

from dashboard.serving import LONGEST
from dashboard.updating import LAID_SOON
from tests.browsing import Page, bodies, called
from tests.reliability.people import Person, found_in, part
from tests.reliability.served import signed_in
from timeline import snapshot

DOES = {"list": 14, "narrowed": 12, "family": 28, "folded": 4, "person": 10, "search": 7, "links_to_review": 6, "link": 8, "decide": 4, "note": 4, "agenda": 3}
"""What people set about, and how many of a hundred times."""
WRITES = {"search": 1, "decide": 2, "note": 1, "agenda": 1}
"""What people set about where few things are done, so that each kind of thing is among them."""
PAGES = ("list of families", "list narrowed", "family", "open what is folded", "person", "search", "links to review", "link")
SIGN_IN, FORESEE, LOOK = "sign in", "see what an answer would change", "look whether the tables are new"
KEEP = ("keep an answer", "keep a note", "put on the agenda")
NARROWED = ("agency=police", "level=review", "heading=separation", "show=all", "show=all&page=3", "agency=hospital&level=note")
ALREADY = "This family is on the agenda of this meeting already."
PROGRESS, BY_PAGE, BY_ITSELF = "..progress.children", "made-from.children", "progress-look.n_intervals"


@dataclass(frozen=True)
class There:
    """What the current snapshot of a home holds that people can open."""

    families: list[str]
    people: list[str]
    names: list[str]
    links: list[str]

    @classmethod
    def of(cls, home: Path) -> "There":
        """As the home stands."""
        with snapshot.open(snapshot.current(home)) as reader:
            return cls(*([one for (one,) in reader.execute(sql).fetchall()] for sql in (
                "select family_id from made.headlines where events > 0 order by signals = 0, family_id limit 2000",
                "select distinct person_id from made.families order by all limit 2000",
                "select distinct name from made.people where name like '% %' order by all limit 500",
                "select link_id from made.links where queued order by place")))


@dataclass(frozen=True)
class Done:
    """One thing that somebody did: what, when it began, how many seconds until its last answer, and what went wrong."""

    what: str
    began: float
    took: float
    wrong: str | None = None


class Failed(Exception):
    """What somebody set about ended with something that went wrong, which is noted."""


class Reader(Person):
    """Somebody who reads, and now and then decides: on links of their own, so that nobody waits for another's answer."""

    def __init__(self, server, name: str, role: str, secret: str, there: There, links: Iterable[str],
                 does: dict[str, int], seed: int):
        super().__init__(server, name, seed)
        self.headers["Connection"] = "keep-alive"
        self.role, self.secret, self.there, self.does = role, secret, there, does
        self.done: list[Done] = []
        self.seen: list[str] = []
        self._links, self._pace, self._due, self._ended, self._look_again = iter(links), 0.0, 0.0, 0.0, None
        self._page: Page | None = None
        self._shell = None

    # --- when

    def work_for(self, seconds: float, pace: float) -> None:
        """Arrive unless one is there, and do one thing after another, each in the middle `pace` seconds after the one before."""
        self._pace, self._due = pace, time.monotonic() + self.drawn.uniform(0, pace)
        until = time.monotonic() + seconds
        self._wait()
        if not self._callbacks:
            self.arrive()
        while self._due < until:
            self._wait()
            try:
                getattr(self, f"_{self.drawn.choices(list(self.does), list(self.does.values()))[0]}")()
            except Failed:
                continue

    def _wait(self) -> None:
        """Wait until it is time for the next thing, and meanwhile look again as the page does."""
        while (left := self._due - time.monotonic()) > 0:
            time.sleep(min(left, self._look_again or left))
            if self._look_again:
                self._timed(LOOK, lambda: self._progress(BY_ITSELF))
        self._due = max(self._due, time.monotonic() - self._pace) + self.drawn.uniform(0, 2 * self._pace)

    def _timed(self, what: str, do: Callable):
        """Do this and note what it took, and what went wrong. Raises Failed."""
        began = time.monotonic()
        try:
            answer = do()
        except (AssertionError, requests.RequestException, ValueError, LookupError, StopIteration) as why:
            self.done.append(Done(what, began, time.monotonic() - began, f"{type(why).__name__}: {str(why)[:500]}"))
            raise Failed from why
        self.done.append(Done(what, began, self._ended - began))
        return answer

    def new(self) -> str:
        """Words that nobody has said before; of letters alone, which no postcode is."""
        return f"Read through: {''.join(self.drawn.choices(string.ascii_lowercase, k=16))}"

    # --- as a browser

    def request(self, method, path, **given):
        """Send a request, once, and wait for its answer as long as a proxy does."""
        answer = requests.Session.request(self, method, f"{self.address}{path}", **given | {"timeout": LONGEST, "allow_redirects": False})
        self._ended = time.monotonic()
        assert answer.status_code in (200, 204, 303), f"{answer.status_code} {answer.text[:300]}"
        return answer

    def arrive(self) -> None:
        """Sign in, and load what a browser loads once."""
        self._timed(SIGN_IN, lambda: signed_in(self, self.name, self.secret))
        self._shell = self.get("/_dash-layout").json()
        self._callbacks = {one["output"]: one for one in self.get("/_dash-dependencies").json()}

    def _open(self, what: str, address: str) -> Page:
        self._page = self._timed(what, lambda: self._whole(address))
        self.seen.append(address)
        return self._page

    def _whole(self, address: str) -> Page:
        """A page, and how far the tables are, which its browser asks for when it is there."""
        self._page = self.shown(address)
        self._page.take_in(self._shell)
        self._progress(BY_PAGE)
        return self._page

    def _progress(self, changed: str) -> None:
        output = next(one for one in self._callbacks if one.startswith(PROGRESS))
        body = next(bodies(self._page, output, self._callbacks[output]))
        told = called(self, body | {"changedPropIds": [changed]}).json()["response"]
        self._look_again = None if told["progress-look"]["disabled"] else told["progress-look"]["interval"] / 1000

    # --- what people do

    def _list(self) -> Page:
        return self._open("list of families", "/families")

    def _narrowed(self) -> None:
        self._open("list narrowed", f"/families?{self.drawn.choice(NARROWED)}")

    def _family(self) -> Page:
        return self._open("family", f"/family/{self.drawn.choice(self.there.families)}")

    def _folded(self) -> None:
        """Open something that is folded on a family's page."""
        page = self._family()
        parts = [one["id"] for one in page.parts.values() if isinstance(one["id"], dict) and one["id"].get("later") == "opens"]
        self._wait()
        self._timed("open what is folded", lambda: self.press(page, self.drawn.choice(parts)))

    def _person(self) -> None:
        self._open("person", f"/person/{self.drawn.choice(self.there.people)}")

    def _search(self) -> None:
        page = self._list()
        self._wait()
        self._timed("search", lambda: self.press(page, "search-go", **{"search-name": self.drawn.choice(self.there.names)}))

    def _links_to_review(self) -> None:
        self._open("links to review", "/links")

    def _link(self) -> None:
        self._open("link", f"/links/{self.drawn.choice(self.there.links)}")

    def _decide(self) -> None:
        """Answer the next link of one's own: what it is and why; see what that would change; keep it."""
        link, why = next(self._links, None), self.new()
        if link is None:  # all are answered
            return
        page = self._open("link", f"/links/{link}")
        self._wait()
        verdict = self.drawn.choice(("yes", "no", "unsure"))
        self._timed(FORESEE, lambda: found_in(self.press(page, part(page, answer="look"), verdict=verdict, reason=why), "Your answer: "))
        self._wait()
        self._timed("keep an answer", lambda: self.keep(why, self.press(page, part(page, answer="keep")), r"Kept as D-\d+"))
        self._look_again = LAID_SOON / 1000

    def _note(self) -> None:
        page, words = self._family(), self.new()
        self._wait()
        self._timed("keep a note", lambda: self.keep(words, self.press(page, part(page, note="keep"), words=words), r"note=N-\d+"))

    def _agenda(self) -> None:
        page, why = self._family(), self.new()
        if "adding-go" in page.parts:  # a coordinator's, of a family that is on no agenda yet
            self._wait()
            self._timed("put on the agenda", lambda: self._put(why, self.press(page, "adding-go", **{"adding-why": why})))

    def _put(self, why: str, answer: requests.Response) -> None:
        """The family is on the agenda, or somebody else put it there meanwhile, and it is said."""
        if ALREADY not in answer.text:
            self.keep(why, answer, r"C-\d+")


def at_work(people: list[Reader], seconds: float, pace: float) -> None:
    """Let them all work at once, for so long."""
    threads = [threading.Thread(target=one.work_for, args=(seconds, pace), name=one.name) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def links_shared(links: list[str], people: int, drawn: random.Random) -> list[list[str]]:
    """The links dealt out, so that each is answered by one."""
    shuffled = drawn.sample(links, len(links))
    return [shuffled[one::people] for one in range(people)]
