"""The commands: run, train, update, work, serve, trace, signals, agencies check, demo, and those of commands/. `timeline --help` explains each."""

import argparse
import importlib
import os
import signal
import sys
import time
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

from timeline import (
    agencies,
    compared,
    decisions,
    keys,
    ledger,
    pipeline,
    referrals,
    settings,
    signals,
    snapshot,
    told,
    trace,
    training,
    uploaded,
    uploads,
)
from timeline import commands as commands_apart
from timeline.agencies import check
from timeline.database import Database
from timeline.files import BadInput
from timeline.loading import worker
from timeline.model import SHIPPED, BadModel
from timeline.model import load as load_model

SAMPLE = Path(__file__).parent.parent / "sample_data" / "extracts"
USERS_MISTAKES = (BadInput, agencies.BadLayout, settings.BadSettings, trace.NotFound, BadModel, uploads.Refused, keys.NoKey)
USED_WRONGLY, NOT_PUBLISHED, BUSY = 2, 3, 4


def main(words: list[str] | None = None) -> int:
    """Run one command; returns the exit code. A user's mistake is one sentence on standard error and exit code 2; another run at work, 4."""
    chosen = _parser().parse_args(words)
    try:
        return chosen.do(chosen) or 0
    except snapshot.Busy as other:
        print(other, file=sys.stderr)
        return BUSY
    except USERS_MISTAKES as mistake:
        print(mistake, file=sys.stderr)
        return USED_WRONGLY
    except (ledger.OutOfBalance, training.Refused) as fault:
        print(fault, file=sys.stderr)
        return NOT_PUBLISHED
    except KeyboardInterrupt:
        print("Stopped. Nothing was published; the last snapshot stands.", file=sys.stderr)
        return 130


def home() -> Path:
    """Where snapshots, accounts and the audit are kept: TIMELINE_HOME, or the folder `data` here."""
    return Path(os.environ.get("TIMELINE_HOME", "data")).absolute()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="timeline", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="Data is kept in the folder that TIMELINE_HOME names, or in ./data.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="read a folder of extracts, build every table and publish a snapshot",
                              description="Read a folder of extracts, build every table and publish a snapshot.")
    run.add_argument("extracts", type=Path, metavar="EXTRACTS_FOLDER", help="the agencies' files, with extracts.toml beside them")
    run.add_argument("--as-of", type=_day, metavar="DATE", help="use only what agencies had recorded by this day (yyyy-mm-dd)")
    run.add_argument("--agencies", type=Path, metavar="FOLDER", help="further suppliers' layouts, beside those that are shipped")
    run.add_argument("--settings", type=Path, metavar="FILE", help="settings that replace the shipped ones, key by key")
    run.add_argument("--model", type=Path, metavar="FOLDER", default=SHIPPED, help="linkage parameters that `timeline train` made, for the shipped ones")
    run.set_defaults(do=_run)

    train = commands.add_parser("train", help="learn new linkage parameters from the current snapshot and compare them with the shipped ones",
                                description="Learn new linkage parameters from the current snapshot, print them beside the shipped ones and write "
                                            "them to a folder that `timeline run --model` uses.")
    train.add_argument("--out", type=Path, metavar="FOLDER", required=True, help="a new folder for the model")
    train.add_argument("--sign-off", type=_signed, metavar="'NAME: REASON'", help="who answers for weights that move far, and why; kept in the model")
    train.set_defaults(do=_train)

    update = commands.add_parser("update", help="make the current snapshot anew with what people have decided since",
                                 description="Make the current snapshot anew with what people have decided since, without reading the extracts again.")
    update.set_defaults(do=_update)

    work = commands.add_parser("work", help="do the checks and loads that were started on the dashboard, and end; the dashboard starts it by itself",
                               description="Do the checks and loads that were started on the dashboard, and end.")
    work.set_defaults(do=_work)

    serve = commands.add_parser("serve", help="serve the dashboard on the current snapshot; a newer one is picked up by itself",
                                description="Serve the dashboard on the current snapshot; a newer one is picked up by itself.")
    _served(serve)
    serve.set_defaults(do=_serve)

    walk = commands.add_parser("trace", help="one record's walk, from a file's line, report, event, person, family or signal",
                               description="Print one record's walk in either direction.")
    walk.add_argument("id", help="such as police.csv:17, a report's reference, E-..., P-..., F-... or S-...")
    walk.set_defaults(do=_trace)

    rules = commands.add_parser("signals", help="what each rule says and the numbers that it judges by",
                                description="Print what each rule says and the numbers that it judges by, each with its source.")
    rules.add_argument("--settings", type=Path, metavar="FILE", help="settings that replace the shipped ones, key by key")
    rules.add_argument("--area", metavar="NAME", help="a MARAC area: its own numbers in place of the country's")
    rules.set_defaults(do=_signals)

    suppliers = commands.add_parser("agencies", help="suppliers' layouts").add_subparsers(required=True, metavar="WHAT")
    fits = suppliers.add_parser("check", help="which layout fits a file, what is unknown in it, and a skeleton for a new supplier",
                                description="Say which layout fits a file and what is unknown in it; print a skeleton for a new supplier.")
    fits.add_argument("file", type=Path, metavar="FILE")
    fits.add_argument("--agencies", type=Path, metavar="FOLDER", help="further suppliers' layouts, beside those that are shipped")
    fits.set_defaults(do=_check)

    demo = commands.add_parser("demo", help="run on the sample data and serve the dashboard",
                               description="Run on the sample data and serve the dashboard.")
    _served(demo)
    for command in commands_apart.EVERY:
        command.add(commands)
    demo.set_defaults(do=_demo, extracts=SAMPLE, as_of=None, agencies=None, settings=None, model=SHIPPED)
    return parser


def _served(parser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default 127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8050, help="port to serve on (default 8050)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as yyyy-mm-dd, such as 2025-03-31") from None


def _signed(text: str) -> str:
    name, _, reason = text.partition(":")
    if not name.strip() or not reason.strip():
        raise argparse.ArgumentTypeError(f"'{text}' does not say who signs and why; write it as 'NAME: reason'")
    return text


def _run(chosen) -> None:
    judged_by = settings.load(chosen.settings)
    uploaded.refuse_alike(chosen.extracts)
    started = time.monotonic()
    with _told(snapshot.working(home(), told=_progress(started))) as s, closing(Database(home())) as database:
        decided, (last, job) = decisions.standing(database, chosen.as_of), uploaded.loaded(database)
        layouts = agencies.load(uploads.layouts_folder(home()), chosen.agencies)
        with referrals.extract(database, chosen.as_of) as entered, uploaded.extract(database, last, job=job) as loaded:
            before = snapshot.current(home())
            published = pipeline.run(chosen.extracts, decided, layouts, judged_by, load_model(chosen.model), s, chosen.as_of, entered, loaded)
    if before:
        with suppress(compared.NotCompared):
            compared.keep(before, published, home())
    print(told.report(snapshot.open(published)))
    print(f"Published {published.name} in {time.monotonic() - started:.0f} seconds.")


def _update(chosen) -> None:
    started = time.monotonic()
    with _told(snapshot.working(home(), told=_progress(started))) as s:
        before = _current()  # asked for here, where no other run can publish
        _settings, until = pipeline.judged_by(snapshot.about(snapshot.open(before)))
        with closing(Database(home())) as database, referrals.extract(database, until) as entered:
            published = pipeline.again(before, decisions.standing(database, until), s, entered)
    print(f"Published {published.name} in {time.monotonic() - started:.0f} seconds, with what was decided until now.")


def _current() -> Path:
    published = snapshot.current(home())
    if published is None:
        raise trace.NotFound("There is no snapshot yet. Make one with: timeline run EXTRACTS_FOLDER")
    return published


@contextmanager
def _told(working):
    """The working snapshot, with the line of progress ended whatever happens."""
    try:
        with working as s:
            yield s
    finally:
        _end_line()


def _train(chosen) -> None:
    training.refuse_taken(chosen.out)
    published = snapshot.current(home())
    if published is None:
        raise trace.NotFound("There is no snapshot to learn from yet. Make one with: timeline run EXTRACTS_FOLDER")
    reader, shipped = snapshot.open(published), load_model()
    mentions, people = (reader.table(f"made.{name}").to_arrow_table() for name in ("mentions", "people"))
    weights = training.learn(mentions, people, shipped)
    print(training.table(weights))
    written = training.write(chosen.out, weights, shipped, f"the {len(mentions):,} mentions of {published.stem}", chosen.sign_off)
    print(f"Wrote {written}. Use it with: timeline run EXTRACTS_FOLDER --model {chosen.out}")


def _progress(started: float):
    """Say on standard error which table has been made; on a terminal each line writes over the last."""
    def say(name: str, count: int) -> None:
        end = "\033[K\r" if sys.stderr.isatty() else "\n"
        print(f"{time.monotonic() - started:6.1f} s  {name}: {count:,}", end=end, file=sys.stderr, flush=True)
    return say


def _end_line() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _work(chosen) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a process that was started in the background may have been told to ignore it
    with closing(Database(home())) as database:
        worker.work(database)


def _serve(chosen) -> None:
    dashboard = importlib.import_module("dashboard.app")  # the engine never imports its windows; the command opens them
    dashboard.serve(home(), chosen.host, chosen.port)


def _trace(chosen) -> None:
    print(trace.walk(snapshot.open(_current()), chosen.id))


def _signals(chosen) -> None:
    judged_by = settings.load(chosen.settings)
    own = f"; {chosen.area} has no numbers of its own in them" if chosen.area and chosen.area not in judged_by.areas else ""
    print(f"By the settings {judged_by.version}{f', in {chosen.area}' if chosen.area else ''}{own}.\n")
    print(signals.listed(settings.in_area(judged_by, chosen.area) if chosen.area else judged_by))


def _check(chosen) -> None:
    print(check.describe(chosen.file, agencies.load(chosen.agencies)))


def _demo(chosen) -> None:
    if not chosen.extracts.is_dir():
        raise BadInput("The sample data is not here: run the demo from a checkout of the project, with `make demo`.")
    os.environ["TIMELINE_DEMO"] = "1"
    _run(chosen)
    accounts = importlib.import_module("timeline.accounts")
    signs_in = "".join(f"\n  {name} with the password {password}" for name, password in accounts.ensure_demo(home()))
    print(f"\nOpen http://{chosen.host}:{chosen.port} and sign in as{signs_in}\nStop with Ctrl+C.")
    _serve(chosen)


if __name__ == "__main__":
    sys.exit(main())
