"""Who is who: every mention is in exactly one person.

Two writings become one person only where nothing speaks against it (the pair's gate is ok), they are alike enough, and the
likeness is *confirmed*: by a shared valid identifier, within a household (one dwelling; or one postcode with the date of
birth), or by a relative: both reports also name another person who is already known to be one. Name and date of birth alone
never join: that is a link for a person to confirm. And no person may hold two of one identifier, two dates of birth that are
no slip of the pen, two sexes, or two people of one report.

What people answered goes before all of this: a "yes" joins whatever speaks against it, a "no" keeps apart through any chain.
"""

import duckdb

from timeline.people import confirming, decided, members, portrait

ROUNDS = 2  # of looking for relatives: who is confirmed in the first may confirm others in the second


def resolve(mentions, pairs, judgements) -> duckdb.DuckDBPyRelation:
    """The `people` of `mentions`, from how alike their writings are and what people answered.

    A mention that says nothing stays a person of its own."""
    joined, parted = decided.held(judgements)
    named, alike = decided.come_apart(confirming.name_units(mentions, pairs), joined, parted)
    must, never = decided.of_units(joined, named), decided.of_units(parted, named)
    held = confirming.held_by(mentions, named)
    homes = confirming.in_households(mentions, pairs, named)
    edges = duckdb.sql("select * from homes union select * from alike").materialize()
    persons = members.gather(held, edges, must, never)
    for _ in range(ROUNDS):
        related = confirming.by_relatives(mentions, pairs, named, persons, never)
        edges = duckdb.sql("select * from edges union select * from related").materialize()
        persons = members.gather(held, edges, must, never)
    return decided.say(portrait.draw(mentions, named, persons, edges), judgements)
