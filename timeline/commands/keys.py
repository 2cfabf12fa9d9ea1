"""`timeline keys`: a new operator's key, and the change from one to another."""

from pathlib import Path

from timeline import keys
from timeline.commands import here

CHANGED = """{home} opens with the key in {file} from now on, and the former key opens nothing here. Give the new one to the server and start it anew.
Backups that were made before open with the former key: keep it, apart from them, for as long as you keep them.
If somebody may have had the former key and a copy of this folder, that copy stays open to them, and so does what is sealed here later:
make a backup, restore it into a new home, which has keys of its own, and destroy this one (docs/operations.md)."""


def add(commands) -> None:
    """Add the words of this command to the parser."""
    of_keys = commands.add_parser("keys", help="the operator's key, that everything kept is closed with").add_subparsers(required=True, metavar="WHAT")
    of_keys.add_parser("new", help="print a new key").set_defaults(keyless=True, do=_new)
    rotate = of_keys.add_parser("rotate", help="let another key open the home, and the present one no more",
                                description="Let another key open the home, and the present one, which TIMELINE_KEY or TIMELINE_KEY_FILE gives, no more.")
    rotate.add_argument("--new-key-file", type=Path, metavar="FILE", required=True, help="holds the new key, as `timeline keys new` prints it")
    rotate.set_defaults(keyless=True, do=_rotate)


def _new(_chosen) -> None:
    print(keys.new())


def _rotate(chosen) -> None:
    keys.rotate(here.home(), keys.read(chosen.new_key_file))
    print(CHANGED.format(home=here.home(), file=chosen.new_key_file))
