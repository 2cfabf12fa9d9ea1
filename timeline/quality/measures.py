"""The measures of quality: what each counts, of what, and what an agency is asked for where it lacks something."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One measure: its `key` in an address and its `column` in the table `quality`, its `title`, the records that it `counts`, those that it
    is asked `of`, the fields of which the file must `need` a column (what that `holds`, in words), and what an agency is asked to do (`ask`).

    `only` says which systems it concerns: those with records that name a child, or records of abuse or a concern; all where it is empty. One whose
    `days` names a column is a lag: its days are told by the records in which the column `column` is false."""

    key: str
    column: str
    title: str
    counts: str
    of: str
    ask: str
    needs: tuple[str, ...] = ()
    holds: str = ""
    days: str | None = None
    only: str = ""


MEASURES = (
    Measure("birth", "birth_missing", "Date of birth missing", "in which somebody who is named has no usable date of birth",
            "that name somebody where the file has a column for a date of birth",
            "Give a date of birth for everybody who is named. Leave it empty where nobody knows it: no 1 January 1900, no 1 January 1970.", ("dob",),
            "date of birth"),
    Measure("ethnicity", "ethnicity_missing", "Ethnicity missing", "in which somebody who is named has no ethnicity recorded",
            "that name somebody where the file has a column for ethnicity",
            "Record ethnicity as the person describes it, and say so where the person preferred not to say.", ("ethnicity",), "ethnicity"),
    Measure("present", "presence_unsaid", "Whether a child was present is not said", "that do not say whether a child who is named was present",
            "of abuse or of a concern that name a child where the file has a column for whether the child was present",
            "Say of each child who is named whether the child was present.", ("present",), "whether a child was present", only="child"),
    Measure("seen", "not_seen", "Child present and not recorded as seen", "in which a child who was present is not recorded as seen: it says no, or nothing",
            "in which a child was present, where the file has a column for whether the child was seen",
            "Record of each child who was present whether the child was seen.", ("seen",), "whether the child was seen", only="child"),
    Measure("heard", "not_heard", "Child present and not recorded as heard",
            "in which a child who was present is not recorded as spoken to and heard: it says no, or nothing",
            "in which a child was present, where the file has a column for whether the child was spoken to and heard",
            "Record of each child who was present whether the child was spoken to and heard; of a child who cannot yet speak, how he or she was observed.",
            ("heard",), "whether the child was spoken to and heard", only="child"),
    Measure("type", "type_unspecified", "Type of abuse not said", "that do not say what type of abuse it was", "of abuse, or of a concern that has a type",
            "Use the code that says what type of abuse it was (physical, sexual, control, stalking, emotional, economic) where the record says so."),
    Measure("recording", "recording_untold", "Days until it was recorded", "of which the days cannot be told: a day is missing, or is no whole day, or it was "
            "recorded before it happened", "of abuse or of a concern", "Give the day on which it happened and the day on which it was recorded, each in full.",
            ("occurred_from", "recorded_on"), "the day on which it happened and the day on which it was recorded", "days_to_record", "abuse"),
    Measure("telling", "telling_untold", "Days until another agency was told", "of which the days cannot be told: a day is missing, or is no whole day, or the "
            "telling comes before the record", "of which the files say that another agency was told",
            "Give the agency that was told, and the day on which it was told.", ("notified_on",),
            "which agency was told, and on which day", "days_to_tell", "abuse"),
    Measure("numbers", "number_fails", "Identifier that fails its check", "in which an identifier fails its check or was damaged by a spreadsheet",
            "that give an NHS, PNC, CRO, probation, prison or pupil number",
            "Correct the identifiers that are listed. Format their columns as text before a file is opened or saved in a spreadsheet."),
    Measure("codes", "code_unknown", "Code not explained to us", "that hold a code whose meaning we have not been told", "that you supplied",
            "Tell us what each of the codes listed means, and tell us before codes change."),
)
KEYED = {measure.key: measure for measure in MEASURES}

SILENCE = {"not supplied": "no file covers this month", "silent": "covered, everyone was searched for, and no row came: a quiet month or a lost feed",
           "searched and none": "named people were searched for, and none was found"}
"""What a month without records means, by its state in the table `coverage`."""
