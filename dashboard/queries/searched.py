"""The search for a person or a record. What is typed is looked for in `search_terms`, so that no search reads every mention."""

import re

import pandas as pd
from anyascii import anyascii

from dashboard import current
from timeline.access import User, require

MOST = 100  # rows that a search answers with; more asks for a narrower search
LAST = 0x10FFFF  # the last of all letters: what begins with a word stands between the word, and the word with this behind it
TERM = "select id from made.search_terms where kind = '{kind}' and {condition}"
NOBODY = "select null::varchar as id where false"


def search(user: User, name: str = "", dob: str | None = None, identifier: str = "", reference: str = "") -> pd.DataFrame:
    """People, and reports of a reference, that fit everything that is given, and in `places` where each fit was found; nobody where nothing is given.

    A row is a person in a family (`family_id` is empty where the person is in none), or a report that names nobody.
    Every word of a name must begin a word of the name as one agency wrote it; accents do not matter."""
    require(user, "search")
    words = {f"word_{place}": word for place, word in enumerate(anyascii(name or "").lower().replace("-", " ").split())}
    number, referred = re.sub(r"[^A-Z0-9]", "", (identifier or "").upper()), (reference or "").strip().upper()
    terms = [TERM.format(kind="name", condition=f"term >= ${word} and term < ${word} || chr({LAST})") for word in words]
    terms += [TERM.format(kind="identifier", condition="term = $number")] if number else []
    given = {name: value for name, value in (words | {"number": number, "referred": referred, "dob": dob}).items() if value}
    return current.ask(f"""
        with {_fitting(terms, referred, dob)},
        owned as materialized (select person_id, mention_id from made.naming where mention_id in (select mention_id from fits)),
        known as materialized (select person_id, name, dob, dob_precision from made.people where person_id in (select person_id from owned)),
        placed as materialized (select person_id, family_id, part from made.families where person_id in (select person_id from owned)),
        told as (
            select mention_id, report_id, {{agency: agency, written: concat_ws(
                ', ', 'written as ' || coalesce(name, 'name not recorded'), 'born ' || strftime(dob, '%-d %B %Y'),
                {"'with the identifier searched for'" if number else "null"},
                {"'in the report with the reference searched for'" if referred else "null"})}} as place
            from fits),
        found as (
            select person_id, any_value(name) as name, any_value(dob) as dob, any_value(dob_precision) as dob_precision,
                   list(distinct place order by place) as places, min(report_id) as report_id
            from told left join owned using (mention_id) left join known using (person_id)
            group by person_id, case when person_id is null then report_id end)
        select found.*, f.family_id, h.name as family, f.parts, count(*) over () as found
        from found
        left join (select family_id, person_id, list(distinct part order by part) as parts from placed group by all) f using (person_id)
        left join made.headlines h on h.family_id = f.family_id
        order by found.name nulls last, person_id, f.family_id limit $most""", most=MOST, **given)


def _fitting(terms: list[str], referred: str, dob: str | None) -> str:
    """SQL for `fits`: the mentions that fit every term, the reference and the date of birth that are given, and where a reference alone is given the
    reports of it that name nobody."""
    first, *others = [condition for condition, asked in (("mention_id in (from named)", terms), ("report_id in (from referred)", referred),
                                                         ("dob = $dob::date", dob)) if asked] or ["false"]
    unnamed = "union all select null, report_id, null, null, null from made.reports where report_id in (from referred) " \
              "and report_id not in (select report_id from held)" if referred and not terms and not dob else ""
    return f"""
        named as materialized ({" intersect ".join(terms) or NOBODY}),
        referred as materialized ({TERM.format(kind="reference", condition="term = $referred") if referred else NOBODY}),
        held as materialized (select mention_id, report_id, agency, name, dob from made.mentions where {first}),
        fits as materialized (from held where {" and ".join(others) or "true"} {unnamed})"""
