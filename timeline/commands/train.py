"""`timeline train`: learn new linkage parameters from the current snapshot."""

import argparse
from pathlib import Path

from timeline import snapshot, training
from timeline.commands import here
from timeline.model import load as load_model


def add(commands) -> None:
    """Add the words of this command to the parser."""
    train = commands.add_parser("train", help="learn new linkage parameters from the current snapshot and compare them with the shipped ones",
                                description="Learn new linkage parameters from the current snapshot, print them beside the shipped ones and write "
                                            "them to a folder that `timeline run --model` uses.")
    train.add_argument("--out", type=Path, metavar="FOLDER", required=True, help="a new folder for the model")
    train.add_argument("--sign-off", type=_signed, metavar="'NAME: REASON'", help="who answers for weights that move far, and why; kept in the model")
    train.set_defaults(do=_train)


def _signed(text: str) -> str:
    name, _, reason = text.partition(":")
    if not name.strip() or not reason.strip():
        raise argparse.ArgumentTypeError(f"'{text}' does not say who signs and why; write it as 'NAME: reason'")
    return text


def _train(chosen) -> None:
    training.refuse_taken(chosen.out)
    published = here.current()
    reader, shipped = snapshot.open(published), load_model()
    mentions, people = (reader.table(f"made.{name}").to_arrow_table() for name in ("mentions", "people"))
    with snapshot.in_memory():  # where nothing is put aside on a disk
        weights = training.learn(mentions, people, shipped)
    print(training.table(weights))
    written = training.write(chosen.out, weights, shipped, f"the {len(mentions):,} mentions of {published.stem}", chosen.sign_off)
    print(f"Wrote {written}. Use it with: timeline run EXTRACTS_FOLDER --model {chosen.out}")
