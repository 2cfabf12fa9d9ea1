"""Pairs of mentions that are truly one person, and pairs that were joined: precision and recall, and B-cubed.

A pair is of the kind of what its two mentions share: a strong identifier, else a home (a dwelling or a postcode), else neither,
when a relative or other mentions between them brought them together."""

import duckdb

KINDS = ("an identifier", "a home", "neither")


def overall(placed) -> dict:
    """Precision and recall of pairs, and B-cubed."""
    right, made, real, mentions, precise, found = duckdb.sql("""
        with cells as materialized (select made, person, count(*) as n from placed group by all),
        made as (select sum(n) as n from cells group by made),
        real as (select sum(n) as n from cells group by person),
        spread as (select n, sum(n) over (partition by made) as in_made, sum(n) over (partition by person) as in_real from cells)
        select (select sum(n * (n - 1) / 2) from cells), (select sum(n * (n - 1) / 2) from made), (select sum(n * (n - 1) / 2) from real),
               (select sum(n) from cells), (select sum(n * n / in_made) from spread), (select sum(n * n / in_real) from spread)""").fetchall()[0]
    return {"precision": (right, made), "recall": (right, real), "B-cubed precision": (precise, mentions), "B-cubed recall": (found, mentions)}


def by_kind(placed, mentions) -> dict:
    """Precision and recall of pairs apart by what the two mentions share."""
    units = duckdb.sql("select writing_id, person, made, count(*) as n from placed group by all").materialize()
    written = duckdb.sql(f"""
        select mention_id as writing_id, {_kept()} as identifiers, address_key, postcode from mentions where mention_id = writing_id""").materialize()
    rows = duckdb.sql("""
        with numbered as materialized (
            select row_number() over (order by writing_id, person, made) as k, * from units join written using (writing_id)),
        couples as (
            select l.k as l, r.k as r, true as true_pair, l.made = r.made as joined from numbered as l join numbered as r on l.person = r.person and l.k <= r.k
            union all
            select l.k, r.k, false, true from numbered as l join numbered as r on l.made = r.made and l.k < r.k and l.person <> r.person),
        pairs as (
            select true_pair, joined, if(l.k = r.k, l.n * (l.n - 1) / 2, l.n * r.n) as n,
                   case when list_has_any(l.identifiers, r.identifiers) then 'an identifier'
                        when l.address_key = r.address_key or l.postcode = r.postcode then 'a home' else 'neither' end as kind
            from couples join numbered as l on l.k = couples.l join numbered as r on r.k = couples.r)
        select kind, sum(n) filter (true_pair and joined), sum(n) filter (joined), sum(n) filter (true_pair) from pairs group by kind""").fetchall()
    found = {kind: tuple(float(n or 0) for n in counts) for kind, *counts in rows}
    figures = {}
    for kind in KINDS:
        right, joined, real = found.get(kind, (0, 0, 0))
        figures |= {f"precision where they share {kind}": (right, joined), f"recall where they share {kind}": (right, real)}
    return figures


def by_stratum(placed, people) -> dict:
    """Precision and recall apart by naming tradition and by how common the name is in this population, 1 the rarest fifth.

    A pair counts for each of its two mentions."""
    strata = duckdb.sql("""
        with drawn as materialized (from people),
        counted as (select *, count(*) over (partition by forename) * count(*) over (partition by surname) as often from drawn)
        select person, custom, ntile(5) over (order by often, person) as fifth from counted""").materialize()
    return {f"{measure} of {label}": fraction
            for column, title in (("custom", "{}"), ("fifth", "name fifth {}"))
            for stratum, right, made, real in _strata(placed, strata, column)
            for label in (title.format(stratum),)
            for measure, fraction in (("precision", (right, made)), ("recall", (right, real)))}


def _strata(placed, strata, column):
    return duckdb.sql(f"""
        with cells as materialized (select made, person, count(*) as n from placed group by all),
        spread as (select person, n, sum(n) over (partition by made) as in_made, sum(n) over (partition by person) as in_real from cells)
        select {column}, sum(n * (n - 1)), sum(n * (in_made - 1)), sum(n * (in_real - 1))
        from spread join strata using (person) group by {column} order by {column}""").fetchall()


def _kept():
    """SQL for a mention's strong identifiers, as a list of kind and number."""
    return """list_transform(list_filter(map_entries(identifiers), lambda e: e.key in ('nhs', 'pnc', 'crn', 'noms', 'upn')),
                             lambda e: e.key || ' ' || e.value)"""
