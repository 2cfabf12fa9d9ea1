"""Who is who: every mention is in exactly one person.

Two writings become one person only where nothing speaks against it (the pair's gate is ok), they are alike enough, and the
likeness is *confirmed*: by a shared valid identifier, within a household (one dwelling; or one postcode with the date of
birth), or by the company that they are named in. Name and date of birth alone join only a mention that places nobody anywhere
(docs/adr/0005); else they make a link for a person to confirm. And no person may hold two of one identifier, two dates of birth that are
no slip of the pen, two sexes, or two people of one report.

What people answered goes before all of this: a "yes" joins whatever speaks against it, a "no" keeps apart through any chain.
"""

import duckdb

from timeline.people import alone, company, confirming, decided, members, portrait

ROUNDS = 2  # of looking for relatives: who is confirmed in the first may confirm others in the second


def resolve(mentions, pairs, judgements) -> duckdb.DuckDBPyRelation:
    """The `people` of `mentions`, from how alike their writings are and what people answered.

    A mention that says nothing stays a person of its own."""
    joined, parted = decided.held(judgements)
    named, alike = decided.come_apart(confirming.name_units(mentions, pairs), joined, parted)
    must, never = decided.of_units(joined, named), decided.of_units(parted, named)
    vetoes = confirming.vetoed(pairs, named)
    held = confirming.held_by(mentions, named)
    homes = confirming.in_households(mentions, pairs, named)
    edges = duckdb.sql("select * from homes union select * from alike").materialize()
    persons = members.gather(held, edges, vetoes, must, never)
    likely = company.alike_but_for_company(mentions, pairs)
    for _ in range(ROUNDS):
        related = company.confirm(mentions, likely, named, persons, never)
        lone = alone.confirm(mentions, pairs, named, persons)
        edges = duckdb.sql("from edges union from related union from lone").materialize()
        persons = members.gather(held, edges, vetoes, must, never)
    return decided.say(portrait.draw(mentions, named, persons, edges), judgements)
