"""How suppliers write dates and times, as SQL that reads them.

A layout declares one style for its whole file; a date is never guessed cell by cell. Beside the declared style a date may be
imprecise (`03/2024`, `2024`, `?03/2024`, `c. 2024`), which widens it to a range. Excel's serial numbers and a US order are
read only where the style says so.
"""

STYLES = {
    "dd/mm/yyyy": "%d/%m/%Y",
    "dd-mmm-yy": "%d-%b-%y",
    "dd-mmm-yyyy": "%d-%b-%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "yyyymmdd": "%Y%m%d",
    "yyyy-mm-dd": "%Y-%m-%d",
    "mm/dd/yyyy": "%m/%d/%Y",
}


def exact(text: str, style: str) -> str:
    """SQL for a DATE: the cell `text` (an SQL expression) read in the style named by the SQL expression `style`.

    A time after the date is left aside. NULL where the text is not a date of that style, or no such day exists."""
    cases = " ".join(f"when '{name}' then {_read(text, name, code)}" for name, code in STYLES.items())
    return f"(case {style} {cases} end)::date"


def _read(text: str, name: str, code: str) -> str:
    if name == "dd/mm/yyyy":
        tidy = f"split_part(trim({text}), ' ', 1)"
    elif name == "yyyy-mm-dd":
        tidy = f"left(trim({text}), 10)"
    else:
        tidy = f"trim({text})"
    return f"try_strptime({tidy}, '{code}')"
