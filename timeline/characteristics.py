"""Protected characteristics and needs, as each report records them: for audit and care.

They stand in a table of their own so that no rule and no link can read them by accident.
"""

import duckdb


def shape(rows, reports):
    """`characteristics`: ethnicity, language, disability and safe contact of each mention, in the agency's own words, where it gives them."""
    slots = duckdb.sql("select report_id, unnest(people, recursive := true) from rows join reports using (row_id)")
    recorded = duckdb.sql("""
        select report_id || '#' || slot as mention_id, unnest(['ethnicity', 'language', 'disability', 'safe contact']) as kind,
               unnest([trim(ethnicity), trim(language), trim(disability), trim(safe_contact)]) as value
        from slots""")
    return duckdb.sql("select * from recorded where value <> ''")
