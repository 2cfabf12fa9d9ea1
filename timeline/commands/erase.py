"""`timeline erase`: a person who was wrongly included, out of every record; first what would go and what stays is shown."""

from contextlib import closing

from timeline import accounts, removal, snapshot
from timeline.commands import here
from timeline.commands.retention import finish, signed
from timeline.database import Database
from timeline.removal import wrongly

STAYS = """What stays: the records themselves, with everybody else whom they name, what they are about, when and where it happened, and in each the words
that say that a person was taken out. A later record that names this person anew comes in as any other: ask the agency to correct its own."""


def add(commands) -> None:
    """Add the words of this command to the parser."""
    erased = commands.add_parser("erase", help="take a person who was wrongly included out of every record, when that is confirmed",
                                 description="Show where records name a person, and what would be removed. With --confirm the person's cells and the "
                                             "free words of these records are removed, from the tables, the uploads, what people wrote about the person "
                                             "and every older file.")
    erased.add_argument("id", metavar="MENTION_OR_PERSON", help="P-..., or a record's id, # and the person's place in it")
    erased.add_argument("--confirm", type=signed, metavar="'NAME: REASON'", help="who answers for it, and why; kept with it")
    erased.set_defaults(do=_erase)


def _erase(chosen) -> None:
    with closing(Database(here.home())) as database, removal.alone(database.home):
        finish(database)
        with snapshot.open(here.current()) as reader:
            named = wrongly.find(reader, chosen.id)
        what = wrongly.what(named)
        for one in named:
            goes = "the whole referral, which was entered here" if wrongly.by_hand(one) else "this person's cells and the record's free words"
            print(f"{one.mention} ({one.role}; {one.where}): {goes}")
        told = removal.lines_about(database, what)
        print("What people wrote about this person and nobody else:", ", ".join(f"{table} {number}" for table, number in told.items()) or "nothing")
        print(STAYS)
        if chosen.confirm:
            removal.order(database, accounts.operator(), removal.PERSON, chosen.confirm, what)
            finish(database)
