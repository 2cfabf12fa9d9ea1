"""What a search finds a record by: each word of a name, each identifier and each form of a reference, so that nobody who searches has to wait while
every mention is read.

It says nothing that `mentions` and `reports` do not say; it says it in the order of what people type. `docs/adr/0039` says why.
"""

import duckdb


def gather(mentions, reports) -> duckdb.DuckDBPyRelation:
    """The table `search_terms`: a name is found by each of its words, an identifier without marks and without the system that gives it, a reference as
    its agency writes it, with and without whatever tells the agency."""
    return duckdb.sql("""
        with named as (
            select mention_id, list_distinct(string_split(concat_ws(' ', forename, surname, array_to_string(other_names, ' ')), ' ')) as words,
                   list_distinct(list_transform(map_values(identifiers),
                       lambda number: regexp_replace(upper(split_part(number, ':', -1)), '[^A-Z0-9]', '', 'g'))) as numbers
            from mentions),
        referred as (
            select report_id, list_distinct([upper(report_id), upper(regexp_replace(report_id, '^[^:]*:[^:]*:', '')), upper(incident_ref),
                                             upper(regexp_replace(incident_ref, '^[^:]*:', '')), upper(other_ref)]) as "references"
            from reports)
        select kind, term, id from (
            select 'name' as kind, unnest(words) as term, mention_id as id from named
            union all select 'identifier', unnest(numbers), mention_id from named
            union all select 'reference', unnest("references"), report_id from referred)
        where term <> ''""")
