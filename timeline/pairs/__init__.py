"""How alike two mentions are: the room that knows Splink.

Each distinct writing of a person is compared once. `writings` shapes them, `blocking` says which two are worth comparing,
`comparisons` weighs them with the shipped model, `guards` says what speaks against a pair, in a sentence. Nothing is learnt
in a run, so a pair's weight does not move with the rest of the load but for the prior, which goes by its order of magnitude.
"""

import duckdb

from timeline.pairs import blocking, comparisons, guards, writings


def score(mentions, model) -> duckdb.DuckDBPyRelation:
    """The `pairs` of `mentions` under the `model`: each pair of writings that are at all likely to be one person.

    A writing that several mentions share is also paired with itself, since being written alike is evidence and no proof."""
    shaped = writings.shape(mentions, model)
    blocked = blocking.block(shaped, mentions)
    weighed = comparisons.weigh(shaped, blocked, model.parameters)
    judged = guards.judge(weighed, shaped, mentions)
    return kept(judged, model.parameters)


def kept(judged, parameters) -> duckdb.DuckDBPyRelation:
    """The judged pairs that are worth keeping: a pair that a guard vetoes only where its weight would have counted."""
    return duckdb.sql(f"""
        select mention_id_l, mention_id_r, match_weight, shares, gate, guard, because from judged
        where gate <> 'veto' or match_weight >= {parameters["floor"]["vetoed"]}""")
