"""People at work in a browser: each decides, writes or uploads, over and over, and sends a request again as it is where no answer came.

What an answer said was kept is *acknowledged*. Each says something new each time, so that what is kept can be held against what was said."""

import hashlib
import json
import random
import re
import secrets
import threading
from urllib.parse import quote

import requests

from tests import published
from tests.browsing import SHOW, Page, bodies, called, text_of
from tests.reliability.served import Server, arrived, signed_in
from tests.test_serving import Visitor
from timeline.actions import FALLS_ON

GONE = "The database cannot be reached"
"""How the sentence begins that is answered while nothing can be kept."""


class Person(Visitor):
    """Somebody at work until told to stop."""

    role = "coordinator"

    def __init__(self, server: Server, name: str, seed: int):
        super().__init__(server.address)
        self.name, self.server, self.drawn = name, server, random.Random(f"{seed} {name}")
        self.acknowledged: list[str] = []
        self.unanswered = self.refused = self.pages = 0
        self.stopped, self.moved = threading.Event(), threading.Event()
        self.wrong: BaseException | None = None
        self._callbacks: dict[str, dict] = {}

    def arrive(self) -> None:
        """Get an account, sign in, and learn as a browser does what calls back for what."""
        signed_in(self, self.name, arrived(self.server.home, self.name, self.role))
        self._callbacks = {one["output"]: one for one in self.get("/_dash-dependencies").json()}

    def work(self) -> None:
        """Do one thing after another until stopped; the last is done to its end."""
        try:
            while not self.stopped.is_set():
                self.turn()
                self.moved.set()
        except BaseException as why:
            self.wrong = why
            self.moved.set()  # nobody waits for who has stopped

    def turn(self) -> None:
        """Do one thing."""
        raise NotImplementedError

    def new(self) -> str:
        """Words that nobody has said before."""
        return f"Read through by {self.name} {secrets.token_hex(6)}"

    def keep(self, said: str, answer: requests.Response, as_: str) -> str:
        """Note that the answer says that this is kept, as what the pattern `as_` finds, which is returned."""
        found = found_in(answer, as_)
        self.acknowledged.append(said)
        return found

    # --- as a browser

    def request(self, method, path, **given):
        """Send a request, and again as it is until it is answered with anything but that nothing can be kept now."""
        while True:
            try:
                answer = super().request(method, path, **given)
                if answer.status_code != 503:
                    return answer
                assert GONE in answer.text, answer.text
                self.refused += 1
            except requests.RequestException:
                self.unanswered += 1
            assert self.server.whole.wait(120), "it was not put right"

    def shown(self, address: str) -> Page:
        """A page as the browser holds it."""
        page = Page(address)
        here = page.parts["address"]
        answer = called(self, {"output": SHOW, "outputs": [{"id": "main", "property": "children"}, {"id": "made-from", "property": "children"}],
                               "inputs": [{"id": "address", "property": name, "value": here[name]} for name in ("pathname", "search")],
                               "changedPropIds": ["address.pathname"], "state": []})
        assert answer.status_code == 200, answer.text
        self.pages += 1
        page.take_in(answer.json())
        return page

    def press(self, page: Page, button: str | dict, **typed: str) -> requests.Response:
        """The answer to this button, pressed after the `typed` values are put into the fields of those names; the page takes it in."""
        for part in page.parts.values():
            for name in (part["id"].values() if isinstance(part["id"], dict) else [part["id"]]):
                part["value"] = typed.get(name, part.get("value"))
        answer = called(self, self._pressed(page, button))
        if answer.status_code == 200:
            page.take_in(answer.json())
            for id, changed in answer.json()["response"].items():
                page.parts.setdefault(id, {"id": json.loads(id) if id.startswith("{") else id}).update(changed)
        return answer

    def _pressed(self, page: Page, button: str | dict) -> dict:
        """What the browser sends when the button is pressed once."""
        for output, callback in self._callbacks.items():
            if not any(_listens(of, button) for of in callback["inputs"]):
                continue
            for body in bodies(page, output, callback, most=50):
                asked = [one for each in body["inputs"] for one in (each if isinstance(each, list) else [each])]
                if any(one["id"] == button for one in asked):
                    for one in asked:
                        one["value"] = int(one["id"] == button)
                    return body | {"changedPropIds": [f"{text_of(button)}.n_clicks"]}
        raise AssertionError(f"no button {button} on {page.address}")


def found_in(answer: requests.Response, pattern: str) -> str:
    """What the pattern finds in an answer, where something must be found."""
    found = re.search(pattern, answer.text)
    assert found, f"no {pattern} in {answer.status_code} {answer.text[:800]}"
    return found.group()


def _listens(of: dict, button: str | dict) -> bool:
    """Whether an input of a callback is this button, or a pattern of it."""
    if not of["id"].startswith("{"):
        return of["id"] == button
    pattern = json.loads(of["id"])
    return isinstance(button, dict) and pattern.keys() == button.keys() and all(isinstance(told, list) or told == button[key] for key, told in pattern.items())


def part(page: Page, **named: str) -> dict:
    """The id of the part of the page that is called so, such as `note="keep"`."""
    return next(one["id"] for one in page.parts.values() if isinstance(one["id"], dict) and named.items() <= one["id"].items())


class Decider(Person):
    """Answers whether two people are one, and takes the answer back."""

    link = published.LINK

    def turn(self) -> None:
        page, why = self.shown(f"/links/{self.link}"), self.new()
        looked = self.press(page, part(page, answer="look"), verdict="no", reason=why)
        assert "What others answered" not in looked.text
        answer_id = self.keep(why, self.press(page, part(page, answer="keep")), r"(?<=Kept as )D-\d+")
        page, why = self.shown(f"/decisions/{answer_id}"), self.new()
        self.keep(why, self.press(page, part(page, back="go"), reason=why), "Taken back")


class Analyst(Decider):
    """Decides on another link, so that nobody agrees with anybody."""

    role, link = "analyst", published.NEXT_LINK


class Writer(Person):
    """Writes notes on a family's page and at a meeting, and sets actions there."""

    def arrive(self) -> None:
        super().arrive()
        page = self.shown("/meetings")
        called_at = found_in(self.press(page, "call-go", **{"call-day": "3/12/2030"}), r"M-\d+")
        page = self.shown(f"/family/{published.FAMILY}")
        put = self.press(page, "adding-go", **{"adding-meeting": called_at, "adding-why": "To be heard."})
        self.brief = self.shown("/brief/" + found_in(put, r"C-\d+"))

    def turn(self) -> None:
        page, note, line, action = self.shown(f"/family/{published.FAMILY}"), self.new(), self.new(), self.new()
        self.keep(note, self.press(page, part(page, note="keep"), words=note), r"note=N-\d+")
        self.keep(line, self.press(self.brief, "note-go", note=line), "The note is kept")
        given = {"agency": "police", "due": "1/12/2031", "what": action, "falls_on": FALLS_ON[-1]}
        self.keep(action, self.press(self.brief, part(self.brief, acts="set"), **given), "The action is kept")


class Loader(Person):
    """Puts files on the page Load, small ones and ones of several blocks."""

    role = "analyst"

    def __init__(self, *given):
        super().__init__(*given)
        self.hashes: dict[str, str] = {}

    def turn(self) -> None:
        name = f"police-{secrets.token_hex(6)}.csv"
        content = name.encode() + self.drawn.randbytes(self.drawn.choice((200, 40_000, 2_500_000)))
        self.hashes[name] = hashlib.sha256(content).hexdigest()
        headers = {"X-File-Name": quote(name), "X-CSRFToken": self.get_cookie("_csrf_token").value, "Content-Type": "application/octet-stream"}
        self.keep(name, self.post(f"/upload?key={secrets.token_hex(12)}", data=content, headers=headers), r"^upload-\d+$")
