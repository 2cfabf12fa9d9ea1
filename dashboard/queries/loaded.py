"""What was loaded before: the files of a layout."""

from dashboard import current
from timeline.access import User, require


def last_of_layout(user: User, layout: str):
    """What was said of the latest file that this layout reads; None where there is none."""
    require(user, "load:run")
    found = current.ask("""
        select file, area, as_at, extent, covers_from, searched_for from made.files where layout = $layout and problem is null
        order by as_at desc, received_on desc, file limit 1""", layout=layout)
    return next(found.itertuples(index=False), None)
