"""What people decided about what the agencies wrote: what an answer would rest on, and the answers that are kept.

A snapshot shows the answers that it was made with; those given since are in the database alone, so both are asked."""

from collections.abc import Iterable
from hashlib import md5

import pandas as pd
from flask import current_app

from dashboard import current
from dashboard.queries.answers import said_until_now
from dashboard.queries.here import NotHere
from timeline import decisions
from timeline.access import User, require
from timeline.judgements import SEEN_FACTOR, SEEN_MENTION, SEEN_REPORT, seen_of

Pairs = Iterable[tuple[str, str]]


def seen(user: User, kind: str, pairs: Pairs) -> list[tuple[str, str, str]]:
    """The pairs of mentions (of reports, for the same event; of a report and a factor that its words suggest), each with the hash
    that an answer keeps of what they say now.

    Raises NotHere where one of them is not in this snapshot."""
    require(user, "decide")
    table, key, hashed = ("reports", "report_id", SEEN_REPORT) if kind in ("same event", decisions.FROM_WORDS) else ("mentions", "mention_id", SEEN_MENTION)
    found = current.ask(f"""
        with asked as (select unnest($left::varchar[]) as left_id, unnest($right::varchar[]) as right_id),
        anchor as (select {key} as id, {hashed} as seen from made.{table}
                   where {key} in (select left_id from asked union select right_id from asked)
                   union all select name, {SEEN_FACTOR} from (select distinct name from made.suggestions where (report_id, name) in (from asked)))
        select left_id, right_id, {seen_of("l.seen", "r.seen")} as seen
        from asked left join anchor as l on l.id = left_id left join anchor as r on r.id = right_id
        order by left_id, right_id""", **_apart(pairs))
    if found.empty or found["seen"].isna().any():
        raise NotHere("record of these")
    return list(found.itertuples(index=False, name=None))


def made_of(user: User) -> str:
    """What stands for all that the tables were made of but people's answers: the files, what was entered, loaded and removed, settings and model."""
    require(user, "decide")
    files = current.ask("select file, file_hash, accept_vanished from made.files order by all")
    facts = sorted((fact, value) for fact, value in current.about().items() if fact != "decided")
    return md5(repr((files.to_dict("split"), facts)).encode()).hexdigest()


def weights(user: User, pairs: Pairs) -> pd.DataFrame:
    """How alike each two mentions are: the names as written, the match weight and each comparison's share, and the guard that spoke.

    The weight is empty where the two were never compared, or are too unlike to be kept."""
    require(user, "decide")
    return current.ask("""
        with asked as (select unnest($left::varchar[]) as left_id, unnest($right::varchar[]) as right_id),
        named as (select mention_id, writing_id, coalesce(name, 'name not recorded') as name from made.mentions
                  where mention_id in (select left_id from asked union select right_id from asked))
        select left_id, l.name as left_name, right_id, r.name as right_name, match_weight, shares, because
        from asked join named as l on l.mention_id = left_id join named as r on r.mention_id = right_id
        left join made.pairs as p on p.mention_id_l = least(l.writing_id, r.writing_id) and p.mention_id_r = greatest(l.writing_id, r.writing_id)
        order by left_id, right_id""", **_apart(pairs))


def standing(user: User) -> pd.DataFrame:
    """Every answer that nobody has taken back and that the user may see all of, until this minute, a row per pair; `waits`: it needs a second
    person, and none has agreed."""
    require(user, "links:view")
    said = decisions.standing(current_app.extensions["database"]).answers
    said = said[said["answer_id"].isin({line["answer_id"] for line in said_until_now()})]
    return said.assign(waits=[bool(needs) and by is None for needs, by in zip(said["needs_second"], said["seconded_by"], strict=True)])


def standing_on(user: User, kind: str, pairs: Pairs) -> pd.DataFrame:
    """The answers about any of these pairs that nobody has taken back, oldest first; `whole`: about exactly these pairs."""
    require(user, "decide")
    asked = {frozenset(pair) for pair in pairs}
    said = standing(user)
    about = [(said_once, {frozenset(pair) for pair in zip(group["left_id"], group["right_id"], strict=True)})
             for said_once, group in said[said["kind"] == kind].groupby("answer_id", sort=False)]
    whole = {answer_id: about_pairs == asked for answer_id, about_pairs in about if about_pairs & asked}
    held = said[said["answer_id"].isin(list(whole))].drop_duplicates("answer_id")
    return held.assign(whole=[whole[answer_id] for answer_id in held["answer_id"]])


def _apart(pairs: Pairs) -> dict[str, list[str]]:
    return {"left": [left for left, _ in pairs], "right": [right for _, right in pairs]}
