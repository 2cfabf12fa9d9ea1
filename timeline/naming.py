"""Who is named where: each mention with the person whom it is gathered into, so that nothing needs to be taken apart to know it.

It says nothing that `people` and `mentions` do not say; it says it in the order of people, so that all that is recorded of one stands together.
"""

import duckdb


def find(people, mentions) -> duckdb.DuckDBPyRelation:
    """The table `naming`: a row per mention, with its person, its report, and the writing and the address that it shares with others."""
    return duckdb.sql("""
        with owned as (select person_id, unnest(mention_ids) as mention_id from people)
        select person_id, mention_id, report_id, writing_id, address_key from owned join mentions using (mention_id)""")
