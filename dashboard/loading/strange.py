"""What a layout does not know of a file that it fits: columns that nobody reads, codes without a meaning; or which layout comes closest."""

from dashboard import parts
from dashboard.loading import found
from dashboard.loading.found import Found
from timeline import agencies
from timeline.access import User
from timeline.agencies import SHIPPED, looked
from timeline.masking import HIDDEN, tells_where

THROUGH, SHOWN = 20_000, 20
"""Records that are searched for codes while the page waits, and codes that it shows; the check searches all."""


def section(user: User, one: Found) -> list:
    """What is unknown, and the way to mend it."""
    if not one.layout:
        return [] if one.fits else _closest(user, one)
    columns = agencies.unknown(one.layout, one.looked.columns) if one.looked.at >= 0 else []
    codes = looked.unknown_codes(one.looked, THROUGH) if one.looked.layout == one.layout else []
    if not columns and not codes:
        return [parts.text("Every column is known, and so is every code in its first ", f"{THROUGH:,}", " rows.")]
    return [
        parts.heading("What its layout does not know"),
        parts.text("Columns that nobody reads: ", ", ".join(columns), ". The file can be loaded without them.") if columns else None,
        parts.table("Codes without a meaning", ("Column", "Code", "Rows", "First lines"), [
            (code.column, HIDDEN if tells_where(code.code) else code.code, f"{code.times:,}", ", ".join(map(str, code.lines)))
            for code in codes[:SHOWN]]) if codes else None,
        parts.text(f"And {len(codes) - SHOWN} more.") if len(codes) > SHOWN else None,
        parts.text(parts.link("Say what these mean", parts.address("layout", one.upload.upload_id, step="meanings" if codes else "columns")),
                   ": it makes a layout of your own from this one." if (SHIPPED / f"{one.layout.supplier}.toml").exists() else ": it is added to this layout.")]


def _closest(user: User, one: Found) -> list:
    closest, lacks = looked.closest(one.looked.columns, found.layouts(user).values())
    nearly = (f"The closest is {closest.supplier}, which also needs the columns {', '.join(lacks)}. If this is that supplier's file, ask for the whole "
              "one; if not, describe its columns.") if closest else "Its columns are called like none of any supplier that is known here."
    return [parts.inset(parts.text("No layout fits this file. ", nearly), parts.text(
        parts.link("Describe its columns", parts.address("layout", one.upload.upload_id)), ": it is done once for each supplier."))]
