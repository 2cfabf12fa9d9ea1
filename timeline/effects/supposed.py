"""The answers as they would stand if one more were given, agreed to or taken back."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pandas as pd

from timeline.decisions import COLUMNS

THIS = "D-supposed"


def given(answers: pd.DataFrame, kind: str, pairs: Iterable[tuple[str, str]], verdict: str, since: date | None = None,
          by: str = "you") -> pd.DataFrame:
    """The answers with this one among them, applied: as if whoever must agree to it had agreed."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [(THIS, kind, left, right, since.isoformat() if since else None, None, verdict, "not yet kept", by, now, False, None, None, None, None)
            for left, right in sorted(set(pairs))]
    return pd.concat([answers, pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)], ignore_index=True) if len(answers) else \
        pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def agreed(answers: pd.DataFrame, answer_id: str, by: str = "a second person") -> pd.DataFrame:
    """The answers, this one agreed to by a second person."""
    return answers.assign(seconded_by=answers["seconded_by"].where(answers["answer_id"] != answer_id, by))


def taken_back(answers: pd.DataFrame, answer_id: str) -> pd.DataFrame:
    """The answers without this one."""
    return answers[answers["answer_id"] != answer_id].reset_index(drop=True)


def anchors(answers: pd.DataFrame, answer_id: str) -> list[str]:
    """The mentions and reports that an answer is about."""
    about = answers[answers["answer_id"] == answer_id]
    return sorted({*about["left_id"], *about["right_id"]})
