"""`timeline keys new`: a new operator's key."""

from timeline import keys


def add(commands) -> None:
    """Add the words of this command to the parser."""
    of_keys = commands.add_parser("keys", help="the operator's key, that everything kept is closed with").add_subparsers(required=True, metavar="WHAT")
    of_keys.add_parser("new", help="print a new key").set_defaults(do=_new)


def _new(_chosen) -> None:
    print(keys.new())
