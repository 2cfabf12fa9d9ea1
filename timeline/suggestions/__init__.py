"""Factors and kinds of abuse that a record's own words suggest, until a person confirms or refuses them.

A suggestion counts in no rule. It is a question to a person about a span of the recorder's words; what the record answers already
is not asked again. `confirmed.py` is what comes of a person's yes."""

import duckdb
import pandas as pd

from timeline.suggestions import vocabulary
from timeline.suggestions.confirmed import confirmed, told
from timeline.suggestions.scope import Found, plain, read

COLUMNS = ("words", "name", "quote", "starts", "ends")


def find(reports) -> duckdb.DuckDBPyRelation:
    """The `suggestions` table: each factor or kind of abuse that the words of a report say and that the report does not answer yet.

    Each distinct text is read once: the phrases are looked for in all texts at once, and their clauses only where there is one."""
    said = pd.DataFrame([row for words, phrases in _candidates(reports) for row in _said(words, phrases)], columns=list(COLUMNS)).astype(
        {"words": str, "name": str, "quote": str, "starts": int, "ends": int})
    implied = pd.DataFrame([(g.name, g.implies) for g in vocabulary.load().groups if g.implies], columns=["name", "kind"])
    return duckdb.sql("""
        with asked as materialized (select report_id, words, type, factors from reports where words is not null),
        told as (
            select report_id, name, quote, starts::integer as starts, ends::integer as ends,
                   factors[name] in ('yes', 'no') or name = asked.type as answered
            from asked join said using (words)),
        said_already as (
            select report_id, kind from told join implied using (name)
            union select report_id, kind from asked join implied on factors[implied.name] = 'yes')
        select report_id, name, quote, starts, ends,
               format('the words “{}” say so, and nothing near them denies it, supposes it, asks it or speaks of somebody else', quote) as because
        from told anti join said_already on said_already.report_id = told.report_id and said_already.kind = told.name
        where not coalesce(answered, false) order by report_id, name""").materialize()


def _candidates(reports) -> list[tuple[str, list[list[str] | None]]]:
    """Each distinct text that holds a phrase, with the phrases of each group, in the groups' order; None for a group that has none."""
    patterns = [_quoted(group.wide) for group in vocabulary.load().groups]
    phrases = ", ".join(f"if(regexp_matches(written, {pattern}), regexp_extract_all(written, {pattern}), null)" for pattern in patterns)
    return duckdb.sql(f"""
        with texts as (select distinct words, lower(translate(words, '’‘`´“”–—−\u00a0', '''''''''""--- ')) as written from reports where words is not null),
        found as (select words, [{phrases}] as phrases from texts)
        from found where len(list_filter(phrases, lambda those: those is not null)) > 0""").fetchall()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _said(words: str, phrases: list[list[str] | None]) -> list[tuple]:
    """A row for each of the groups of which a phrase is said to be so; the first such phrase is quoted."""
    known = vocabulary.load()
    text = plain(words)
    read_of = ((group.name, read(text, group, known, written)) for group, written in zip(known.groups, phrases, strict=True) if written)
    firsts = ((name, next((found for found in all_found if not found.taken_back), None)) for name, all_found in read_of)
    return [(words, name, words[found.starts:found.ends], found.starts, found.ends) for name, found in firsts if found]
