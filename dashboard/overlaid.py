"""What a page says of the answers that are laid over the snapshot it was made from."""

from dash import html

from dashboard import current, parts

FRAME = "What people answered since it was published is laid over it, in the files that it changes. The full timelines follow."
FILE = ("This file shows answers that were given since the snapshot {name} was published. They are laid over it: the people, events and signals here are "
        "as the full timelines will have them.")
WHOLE = ("These figures are of the snapshot as it was published. Answers that were given since, and that families' files show already, are not counted "
         "until the full timelines are made.")


def file(family_id: str) -> html.Div | None:
    """For a family's file in which something is laid over the snapshot."""
    return parts.inset(FILE.format(name=current.newest_path().stem)) if current.touched(family_id) else None


def area() -> html.Div | None:
    """For figures that are counted over the whole load, while anything is laid over the snapshot."""
    return parts.inset(WHOLE) if current.overlaid() else None


def snapshot() -> str:
    """The newest snapshot as a document names it: with what is laid over it."""
    return current.newest_path().stem + (", with the answers given since laid over it" if current.overlaid() else "")
