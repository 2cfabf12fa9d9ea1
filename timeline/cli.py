"""The commands. `timeline --help` lists them; each stands in a file of its own in commands/."""

import argparse
import sys

from timeline import (
    accounts,
    agencies,
    audit,
    commands,
    keys,
    ledger,
    machine,
    memory,
    sealed,
    settings,
    snapshot,
    spark,
    trace,
    training,
    uploads,
)
from timeline.backup.faults import BadBackup
from timeline.commands import here
from timeline.database import CannotOpen
from timeline.files import BadInput
from timeline.model import BadModel

USERS_MISTAKES = (BadInput, agencies.BadLayout, settings.BadSettings, trace.NotFound, BadModel, uploads.Refused, keys.NoKey, BadBackup, CannotOpen,
                  memory.NoMemory, sealed.Damaged, accounts.Refused, audit.NotKept, spark.Refused)
USED_WRONGLY, NOT_PUBLISHED, BUSY = 2, 3, 4
BROKEN_OFF = "The command was broken off before its end."


def main(words: list[str] | None = None) -> int:
    """Run one command; returns the exit code. A user's mistake is one sentence on standard error and exit code 2; a fault of
    the machine, 3; another run at work, 4."""
    chosen = _parser().parse_args(words)
    try:
        with machine.told():
            if not getattr(chosen, "keyless", False):
                memory.use(here.home())
            return chosen.do(chosen) or 0
    except snapshot.Busy as other:
        print(other, file=sys.stderr)
        return BUSY
    except USERS_MISTAKES as mistake:
        print(mistake, file=sys.stderr)
        return USED_WRONGLY
    except (ledger.OutOfBalance, training.Refused, snapshot.NotMade, spark.BrokenOff) as fault:
        print(fault, file=sys.stderr)
        return NOT_PUBLISHED
    except machine.Fault as fault:
        print(fault.said(BROKEN_OFF), file=sys.stderr)
        return NOT_PUBLISHED
    except KeyboardInterrupt as why:
        print(why if isinstance(why, snapshot.Stopped) else "Stopped. Nothing was published; the last snapshot stands.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="timeline", description="Per-family timelines from many agencies' records.",
                                     epilog="Data is kept in the folder that TIMELINE_HOME names, or in ./data.")
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in commands.EVERY:
        command.add(words)
    return parser


if __name__ == "__main__":
    sys.exit(main())
