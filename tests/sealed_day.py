"""A day's work in a sealed home, as a process of its own: `python -m tests.sealed_day FOLDER`, with the home in TIMELINE_HOME.

It does whatever reads or writes data, and prints as JSON each path that Python opened to write, in whatever library."""

import io
import json
import os
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.extracts import HEADER, record

NAME, STREET, WORDS = "Quillane Ozymanth", "77 Vellichor Parade", "He kept a halberd beneath the stairs"
"""What must nowhere be found: a name, an address and an agency's words."""

SAID = {"Kind": "ED – assault", "First": NAME.split()[0], "Last": NAME.split()[1]}


def listened() -> set[str]:
    """The paths that are opened to write from here on."""
    written: set[str] = set()

    def hear(event, given):
        if event == "open" and isinstance(given[0], str | bytes | os.PathLike) and (given[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            written.add(os.fsdecode(given[0]))

    sys.addaudithook(hear)
    return written


def main(folder: Path) -> None:
    from tests.brought import brought, layout_drawn
    from timeline import cli, compared, snapshot
    from timeline.commands import here
    from timeline.database import Database

    home = here.home()
    with closing(Database(home)) as database:
        layout_drawn(database)
    assert cli.main(["run", str(folder)]) == 0
    with closing(Database(home)) as database:
        refer(database)
        assert cli.main(["update"]) == 0
        brought(database, line("R8"))
        load(database)
        view(database)
        draft(home)
    newest, oldest = snapshot.published(home)[0], snapshot.published(home)[-1]
    assert compared.asked(oldest, newest, home).exists()
    serve(home)


def line(ref: str) -> str:
    return record(ref, f"{WORDS} at {STREET}", **SAID)


def refer(database) -> None:
    from timeline import referrals
    from timeline.access import User
    from timeline.referrals import Person, Referral
    said = Referral("Calderbrook", date(2025, 3, 20), "idva", "J. Lowe", Person(NAME, "1990-02-01", safe_contact="text"), Person("Kai Stone"), (), "partner",
                    ("repeat",), None, WORDS)
    referrals.enter(database, User("ada", "coordinator"), "referral", said)


def load(database) -> None:
    from tests.brought import started
    from timeline import cli, jobs
    ids = [started(database, kind) for kind in ("check", "load")]
    assert cli.main(["work"]) == 0
    assert [(jobs.get(database, one).state, jobs.get(database, one).problem) for one in ids] == [("done", None)] * 2


def view(database) -> None:
    from timeline import asknown, decisions, snapshot
    published = snapshot.current(database.home)
    with snapshot.open(published) as reader:
        family_id = reader.execute("select min(family_id) from made.families").fetchall()[0][0]
    asked = asknown.View(date(2025, 1, 1))
    decided = decisions.standing(database, asked.on)
    kept = asknown.path(database.home, published, family_id, asked, decided.last)
    with snapshot.open(asknown.make(kept, published, family_id, asked, decided)) as reader:
        assert reader.execute("select count(*) from made.reports").fetchall() > [(0,)]


def draft(home: Path) -> None:
    from timeline.agencies import own
    from timeline.agencies.drawing import Drawing
    own.keep_draft(home, "upload-9", Drawing(codes={"category": {NAME: ""}}))
    assert own.draft(home, "upload-9").codes == {"category": {NAME: ""}}


def serve(home: Path) -> None:
    """Look at a page, take a table away, upload a large file as the page does, and another in a form."""
    from dashboard import gate
    from dashboard.app import create
    from timeline.access import User
    app = create(home)
    gate.accounts.signed_in = lambda *_given: User("ana", "analyst")  # who may sign in is shown elsewhere
    client = app.server.test_client()
    assert client.get("/families").status_code == 200
    token = {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    assert NAME.split()[1].encode() in taken(client, "csv") and len(taken(client, "xlsx")) > 1000
    large = "\n".join([HEADER, *[line(f"U{number}") for number in range(20_000)]]).encode()
    sent = client.post("/upload?key=large", data=large, content_type="application/octet-stream", headers=token | {"X-File-Name": "visits-2.csv"})
    assert sent.status_code == 201, sent.text
    client.post("/upload?key=form", data={"file": (io.BytesIO(large), "visits-3.csv")}, headers=token | {"X-File-Name": "visits-3.csv"})
    client.post("/sign-in", data={"name": (io.BytesIO(large[:900_000]), "name.txt")}, headers=token)
    app.server.extensions["shelf"].close()
    app.server.extensions["database"].close()


def taken(client, ending: str) -> bytes:
    answer = client.get(f"/take/families.{ending}?show=all")
    assert answer.status_code == 200, answer.text
    return answer.data


if __name__ == "__main__":
    found = listened()
    main(Path(sys.argv[1]))
    print(json.dumps(sorted(found)))
