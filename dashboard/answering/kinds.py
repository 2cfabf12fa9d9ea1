"""Each kind of question that people answer, and its answers, in words."""

from timeline.decisions import DISMISSED, FROM_WORDS

QUESTIONS = {"same person": "Are they one person?", "same event": "Are they one event?", "primary perpetrator": "Who is the primary perpetrator?",
             "child with carer": "Does the child belong with this carer?", DISMISSED: "Is this signal to be shown as dismissed?",
             FROM_WORDS: "Do the record's own words say this?"}
VERDICTS = {
    "same person": {"yes": "They are the same person", "no": "They are different people", "unsure": "I am not sure"},
    "same event": {"yes": "They are the same event", "no": "They are different events", "unsure": "I am not sure"},
    "primary perpetrator": {"yes": "Yes", "no": "No", "unsure": "I am not sure"},
    "child with carer": {"yes": "Yes", "no": "No", "unsure": "I am not sure"},
    FROM_WORDS: {"yes": "Yes, the words say so", "no": "No, they do not say so", "unsure": "I am not sure"},
    DISMISSED: {"yes": "Dismissed"},
}
