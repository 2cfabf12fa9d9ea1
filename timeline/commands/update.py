"""`timeline update`: make the current snapshot anew with what people have decided since."""

import time
from contextlib import closing

from timeline import accounts, audit, decisions, keeping, pipeline, referrals, snapshot
from timeline.commands import here, telling
from timeline.database import Database


def add(commands) -> None:
    """Add the words of this command to the parser."""
    update = commands.add_parser("update", help="make the current snapshot anew with what people have decided since",
                                 description="Make the current snapshot anew with what people have decided since, without reading the extracts again.")
    update.set_defaults(do=_update)


def _update(chosen) -> None:
    started = time.monotonic()
    with telling.ended(snapshot.working(here.home(), told=telling.progress(started))) as s:
        before = here.current()  # asked for here, where no other run can publish
        _settings, until = pipeline.judged_by(snapshot.about(snapshot.open(before)))
        with closing(Database(here.home())) as database, referrals.extract(database, until) as entered:
            audit.write(database, accounts.operator(), "start update", before.stem, before.stem)
            published = pipeline.again(before, decisions.standing(database, until), s, entered, keeps=keeping.of(database))
            audit.write(database, accounts.operator(), "publish snapshot", before.stem, published.stem)
    print(f"Published {published.name} in {time.monotonic() - started:.0f} seconds, with what was decided until now.{telling.taken_over(s)}")
