"""Each kind of question that people answer, and its answers, in words."""

from timeline.decisions import DISMISSED

QUESTIONS = {"same person": "Are they one person?", "same event": "Are they one event?", "primary perpetrator": "Who is the primary perpetrator?",
             "child with carer": "Does the child belong with this carer?", DISMISSED: "Is this signal to be shown as dismissed?"}
VERDICTS = {
    "same person": {"yes": "They are the same person", "no": "They are different people", "unsure": "I am not sure"},
    "same event": {"yes": "They are the same event", "no": "They are different events", "unsure": "I am not sure"},
    "primary perpetrator": {"yes": "Yes", "no": "No", "unsure": "I am not sure"},
    "child with carer": {"yes": "Yes", "no": "No", "unsure": "I am not sure"},
    DISMISSED: {"yes": "Dismissed"},
}
