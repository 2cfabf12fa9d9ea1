"""The published story with markup, script, links and a formula in every text that an agency or a file may bring."""

from tests import published

SCRIPT = ("<script>window.harmed=1</script><img src=x onerror=window.harmed=1><a href=https://evil.example/x>press</a><b>bold</b> "
          "=HYPERLINK(\"http://evil.example\")")
NAME = "Sara <b onmouseover=window.harmed=1>Khan</b><a href=javascript:window.harmed=1>x</a>"
WORDS = ("words", "conditions", "because", "raw", "standing", "now", "reason", "problem")
"""Columns that hold an agency's own text, or a sentence of ours that may quote it."""


def story() -> dict[str, list[dict]]:
    """The tables."""
    told = published.story()
    for rows in told.values():
        for row in rows:
            row |= {column: f"{row[column]} {SCRIPT}" for column in WORDS if isinstance(row.get(column), str)}
            row |= {"because": [f"{said} {SCRIPT}" for said in row["because"]]} if isinstance(row.get("because"), list) else {}
            row |= {"disagreements": [f"{said} {SCRIPT}" for said in row["disagreements"]]} if row.get("disagreements") else {}
    for name in ("people", "mentions", "headlines"):
        for row in told[name]:
            row |= {"name": NAME} if row.get("name") else {}
    for row in told["categories"]:
        row["title"] = f"{row['title']} {SCRIPT}"
    return told
