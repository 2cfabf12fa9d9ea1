"""`timeline retention`: which records are past the day until which they may be kept; and, when that is confirmed, their removal."""

import argparse
from collections import Counter
from contextlib import closing
from datetime import date

from timeline import accounts, actions, keeping, removal, snapshot
from timeline.commands import here
from timeline.database import Database
from timeline.files import BadInput
from timeline.removal import due

MOST = 200  # records that are listed one by one
NAMES = {"decisions": "answers", "agenda": "items of agendas"}
EARLIER = "The current snapshot shows what was known by an earlier day. Make a whole one first, with: timeline run EXTRACTS_FOLDER"


def add(commands) -> None:
    """Add the words of this command to the parser."""
    kept = commands.add_parser("retention", help="list the records that are past the day until which they may be kept, and remove them when that is confirmed",
                               description="List the records that are past the day until which retention.toml lets them be kept, each with that day and why. "
                                           "With --confirm they are removed: from the tables, the uploads, what people wrote about them and every older file. "
                                           "A removal that was broken off is done to its end, and an upload that has brought again what was removed is "
                                           "written anew.")
    kept.add_argument("--confirm", type=signed, metavar="'NAME: REASON'", help="who answers for the removal, and why; kept with it")
    kept.add_argument("--held", action="append", default=[], metavar="FAMILY", help="a family with an open action, whose records are then removed too")
    kept.set_defaults(do=_retention)


def signed(text: str) -> str:
    """Who signs, and why."""
    name, _, reason = text.partition(":")
    if not name.strip() or not reason.strip():
        raise argparse.ArgumentTypeError(f"'{text}' does not say who confirms and why; write it as 'NAME: REASON'")
    return text


def _retention(chosen) -> None:
    with closing(Database(here.home())) as database, removal.alone(database.home):
        finish(database)
        found = _due(database)
        held = _held(database)
        going = [one for one in found if not held & set(one.families) - set(chosen.held)]
        _list(found, held - set(chosen.held))
        if chosen.confirm and going:
            what = removal.What({one.record: one.month for one in going}, (), dict(sorted(Counter(one.agency for one in going).items())))
            removal.order(database, accounts.operator(), removal.PAST, chosen.confirm, what)
            finish(database)


def finish(database: Database) -> None:
    """Do what was ordered and is not done, and say what was removed."""
    for told in removal.fulfil(database, accounts.operator()):
        print(f"\nRemoved by the order {told.order_id}: {_counts(told.records) or 'no record whole'}"
              f"{f'; a person out of {told.people} records' if told.people else ''}.")
        print(f"Of what people wrote here: {_counts({NAMES.get(name, name): number for name, number in told.lines.items()}) or 'nothing'}.")
        print(f"Uploads written anew: {', '.join(told.rewritten) or 'none'}. Other files that went, of earlier tables: {told.files}.")
        print("Not reached:", *(f"- {one}" for one in told.beyond), sep="\n")
    written = removal.again(database, accounts.operator())
    if written:
        print(f"Uploads written anew, in which what was removed had come again: {', '.join(written)}.")


def _due(database: Database) -> list[due.Due]:
    with snapshot.open(here.current()) as reader:
        if snapshot.about(reader).get("until"):
            raise BadInput(EARLIER)
        return due.find(reader, keeping.of(database).periods or {}, date.today())


def _held(database: Database) -> set[str]:
    """The families about which an action is open."""
    found = actions.of(database)
    anchors = set(found[found["state"] == "open"]["anchor"])
    with snapshot.open(here.current()) as reader:
        of = reader.execute("""select family_id, unnest(mention_ids) from made.families join made.people using (person_id)""").fetchall()
    return {family for family, mention in of if mention in anchors}


def _list(found: list[due.Due], held: set[str]) -> None:
    if not found:
        print("No record is past its date.")
    for agency, number in sorted(Counter(one.agency for one in found).items()):
        print(f"{agency}: {number:,} records are past their date")
    for one in found[:MOST]:
        about = [f"not removed unless named: {family} has an open action (--held {family})" for family in one.families if family in held]
        print("; ".join([f"  {one.name}, kept until {one.until}: {one.because}", *about]))
    if len(found) > MOST:
        print(f"  and {len(found) - MOST:,} more")


def _counts(of: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in of.items())
