"""What people decided about what a page shows."""

import pandas as pd

from dashboard import current
from dashboard.queries.answers import TOLD, said_until_now
from timeline.access import User, require

ABOUT = {
    "person": "select unnest(mention_ids) from made.people where person_id = $id",
    "event": """with told as (select unnest(report_ids) as report_id from made.events where event_id = $id)
                from told union select mention_id from made.mentions where report_id in (from told)""",
    "record": "select mention_id from made.mentions where report_id = $id union select $id",
    "family": """select unnest(mention_ids) from made.people where person_id in (select person_id from made.families where family_id = $id)
                 union select unnest(report_ids) from made.events where event_id in (select event_id from made.timelines where family_id = $id)""",
}
"""What each page shows that an answer can be about: mentions and reports."""


def decided(user: User, kind: str, id: str) -> pd.DataFrame:
    """The answers about what the page `kind` of `id` shows, as in `answers`, the latest first."""
    require(user, "person:view")
    said = said_until_now()
    anchors = set(current.ask(f"select distinct id from ({ABOUT[kind]}) as shown(id)", id=id)["id"]) if said else set()
    about = {line["answer_id"] for line in said if anchors & {line["left_id"], line["right_id"]}}
    if not about:
        return pd.DataFrame(columns=["answer_id"])
    return current.ask(f"with {TOLD} select * from told order by decided_on desc, len(answer_id) desc, answer_id desc",
                       said=[line for line in said if line["answer_id"] in about])
