"""An inspection's questions, in our own words, and what the records can answer: figures with what they are of, and what they cannot say.

One Question is one declared item: of whom it is asked, its words, its figures as small queries. None is a verdict. After the questions to
partnerships of the joint targeted area inspections since 2017 and the Child Safeguarding Practice Review Panel's briefing of 2022."""

from timeline.inspection import everyone, some
from timeline.inspection.declared import UNITS, Answer, Question
from timeline.inspection.ground import BANDS, GROUND

QUESTIONS = (*everyone.QUESTIONS, *some.QUESTIONS)
ANSWERS = {f"{question.key}-{answer.key}": answer for question in QUESTIONS for answer in question.answers}
"""Every figure by its key in an address."""


def tallied() -> str:
    """SQL of every figure at once: a row per `answer` and `part`, with how many are `so`, how many are not (`other`), of how many the records cannot tell
    (`untold`), and of the values the median, the ninth tenth and the greatest. Its parameters are those of ground.GROUND."""
    each = [f"""select '{key}' as answer, part, count(*) filter (so) as so, count(*) filter (not so) as other, count(*) filter (so is null) as untold,
                       median(value) filter (so) as half, quantile_cont(value, 0.9) filter (so) as most, max(value) filter (so) as longest
                from ({answer.sql}) group by part""" for key, answer in ANSWERS.items()]
    return f"with {GROUND} {' union all '.join(each)} order by answer, list_position({BANDS}, part), part"


def opened(key: str) -> str:
    """SQL of what one figure counts, a row for each unit: part, id, family_id, so, value; `$part` is the line asked for."""
    return f"with {GROUND} select * from ({ANSWERS[key].sql}) where part = $part order by so desc nulls last, value desc nulls last, family_id, id"


__all__ = ["ANSWERS", "GROUND", "QUESTIONS", "UNITS", "Answer", "Question", "opened", "tallied"]
