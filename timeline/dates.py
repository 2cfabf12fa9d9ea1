"""How suppliers write dates and times, as SQL that reads them.

A layout declares one style for its whole file; a date is never guessed cell by cell. Beside the declared style a date may be
imprecise (`03/2024`, `March 2024`, `2024`, `?03/2024`, `c. 2024`), which widens it to a range. A US order is read only where
the style says so, and Excel's serial numbers never.

Every argument is an SQL expression, every result is SQL:
  exact(text, style)          DATE of a whole date, else NULL
  past(text, style, by)       the same, where the day cannot lie after the DATE `by`: settles the century of a two-digit year
  earliest / latest(...)      DATE of the first and last day that the cell may mean, whole or imprecise
  precision(text, style)      'day', 'month' or 'year'
  clock(text)                 INTERVAL since midnight of a cell that holds a time
  clock_after(text)           the same, of the time that follows a date in its cell
  working_days(day, n)        DATE of the n-th working day after a day
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
SHAPES = {
    "dd/mm/yyyy": "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}",
    "dd-mmm-yy": "[0-9]{1,2}-[A-Za-z]{3}-[0-9]{2}",
    "dd-mmm-yyyy": "[0-9]{1,2}-[A-Za-z]{3}-[0-9]{4}",
    "dd.mm.yyyy": "[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}",
    "yyyymmdd": "[0-9]{8}",
    "yyyy-mm-dd": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "mm/dd/yyyy": "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}",
}
ABOUT = "^(circa|about|approx[.]?|ca[.]?|c[.]?|[?]{1,2}/?|~|00/)\\s*"
MONTHS = {"%m/%Y": "[0-9]{1,2}/[0-9]{4}", "%Y-%m": "[0-9]{4}-[0-9]{2}", "%b %Y": "[a-z]{3} [0-9]{4}",
          "%b-%Y": "[a-z]{3}-[0-9]{4}", "%B %Y": "[a-z]{4,9} [0-9]{4}"}
TIMES = ("([0-9]{1,2})[:.]([0-9]{2})", "([0-9]{1,2})[:.]([0-9]{2})[:.][0-9]{2}(?:[.][0-9]+)?",
         "([0-9]{1,2})([0-9]{2})", "([0-9]{1,2})([0-9]{2})[0-9]{2}")

# Two dates of birth that may be one: a keystroke apart within 13 years, or day and month swapped.
ONE_DATE = """(damerau_levenshtein(strftime({a}, '%Y%m%d'), strftime({b}, '%Y%m%d')) <= 1 and abs(year({a}) - year({b})) < 13
    or strftime({a}, '%Y%m%d') = strftime({b}, '%Y%d%m'))"""


def exact(text: str, style: str) -> str:
    """SQL for a DATE: the cell `text` read in the style named by `style`.

    A time after the date is left aside. NULL where the text is not a date of that style, or no such day exists."""
    day = _day(text)
    cases = " ".join(f"when '{name}' then case when regexp_full_match({day}, '{SHAPES[name]}')"
                     f" then try_strptime({day}, '{code}') end" for name, code in STYLES.items())
    return f"(case {style} {cases} end)::date"


def past(text: str, style: str, by: str) -> str:
    """SQL for a DATE as `exact` reads it, for a day that must be over by the DATE `by`: a birth, an event.

    A two-digit year that would lie after `by` is of the century before; a four-digit year stays as it was written."""
    day = exact(text, style)
    return f"case when {style} = 'dd-mmm-yy' and {day} > {by} then ({day} - interval 100 year)::date else {day} end"


def earliest(text: str, style: str) -> str:
    """SQL for the first DATE that the cell may mean; NULL where it is no date, not even an imprecise one."""
    return f"coalesce({exact(text, style)}, {_month(text, style)}, {_year(text)})"


def latest(text: str, style: str) -> str:
    """SQL for the last DATE that the cell may mean."""
    year_end = f"({_year(text)} + interval 1 year - interval 1 day)::date"
    return f"coalesce({exact(text, style)}, last_day({_month(text, style)}), {year_end})"


def precision(text: str, style: str) -> str:
    """SQL for 'day', 'month' or 'year'; NULL where the cell is no date. About a day (`c. 12/03/2024`) counts as its month."""
    return (f"case when {exact(text, style)} is not null then 'day' when {_month(text, style)} is not null then 'month'"
            f" when {_year(text)} is not null then 'year' end")


def clock(text: str) -> str:
    """SQL for the INTERVAL since midnight of a cell that holds a time: 21:30, 2130, 930, 213000, 9.30, 24:00.

    A date before it (Excel's `1970-01-01 09:30`) is left aside. NULL where it is no time of day."""
    time = f"regexp_extract(trim({text}), '([^ T]+?)Z?$', 1)"
    cases = " ".join(f"when regexp_full_match({time}, '{shape}') then {_interval(time, shape)}" for shape in TIMES)
    return f"(case {cases} end)"


def clock_after(text: str) -> str:
    """SQL for the INTERVAL of the time that follows a date in the same cell; NULL where none does."""
    return f"case when regexp_matches(trim({text}), '[0-9][ T][0-9]') then {clock(text)} end"


def _day(text: str) -> str:
    return f"regexp_replace(trim({text}), '([0-9])[ T][0-9].*$', '\\1')"


def _bare(text: str) -> str:
    return f"regexp_replace(lower(trim({text})), '{ABOUT}', '')"


def _month(text: str, style: str) -> str:
    bare = _bare(text)
    cases = " ".join(f"when regexp_full_match({bare}, '{shape}') then try_strptime({bare}, '{code}')"
                     for code, shape in MONTHS.items())
    about = f"case when {bare} <> lower(trim({text})) then date_trunc('month', {exact(bare, style)}) end"
    return f"coalesce((case {cases} end), {about})::date"


def _year(text: str) -> str:
    return f"(case when regexp_full_match({_bare(text)}, '(18|19|20)[0-9]{{2}}') then try_strptime({_bare(text)}, '%Y') end)::date"


def _interval(time: str, shape: str) -> str:
    hours, minutes = (f"try_cast(regexp_extract({time}, '^{shape}$', {group}) as int)" for group in (1, 2))
    whole = f"({hours} * 60 + {minutes})"
    return f"case when {minutes} < 60 and {whole} <= 1440 then to_minutes({whole}) end"


def in_words(day: str) -> str:
    """SQL for a DATE as a sentence says it: 3 March 2024."""
    return f"strftime({day}, '%-d %B %Y')"


def working_days(day: str, n: str) -> str:
    """SQL for the n-th working day after a day, Monday to Friday: a Saturday or Sunday counts from the Friday before."""
    weekday = f"least(isodow({day}), 5)"
    return f"{day} - (isodow({day}) - {weekday})::int + ({n} + 2 * (({weekday} - 1 + {n}) // 5))::int"
