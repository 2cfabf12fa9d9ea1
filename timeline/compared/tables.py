"""The tables of a comparison, each with its columns."""

TABLES = {
    "changes": ("change_id", "about", "how", "before", "after", "people", "rule", "level", "was", "family_id", "family", "said"),
    "reasons": ("change_id", "place", "kind", "total", "told"),
    "records": ("report_id", "how", "agency", "row_id", "known_on", "because"),
    "answers": ("answer_id", "how", "left_id", "right_id", "because"),
    "made_with": ("what", "before", "after", "because"),
}
"""**changes**: a person, family, connection or signal (`about`) that is new, gone, merged, split, graver or milder (`how`): who or what it was and is,
each with id and name (`before`, `after`), the people who make a connection, a signal's rule, levels, family and sentence.
**reasons**: of a change, a kind of reason, how many there are of it, and the first few: an id, the row, and a sentence.
**records**: a report that is there on one side alone, or says something else. **answers**: a person's answer of which the same is true.
**made_with**: the day, settings, model or layout in which the two differ."""

PEOPLE, FAMILIES, CONNECTIONS, SIGNALS = ABOUT = ("people", "families", "connections", "signals")
HOW = {PEOPLE: ("new", "gone", "merged", "split"), FAMILIES: ("new", "gone", "merged", "split"), CONNECTIONS: ("new", "gone"),
       SIGNALS: ("new", "graver", "milder", "gone")}
"""What can have changed, and how."""

MIRRORED = {"new": "gone", "gone": "new", "merged": "split", "split": "merged", "graver": "milder", "milder": "graver"}
"""What each change is when the two snapshots are swapped."""
