"""Describing a new supplier's file: what its columns and codes say, step by step, saved as that supplier's layout."""

from dash import html

from dashboard import parts
from dashboard.loading import about, columns, drafting, meanings, saving, steps
from timeline import received
from timeline.access import User
from timeline.agencies import BadLayout
from timeline.agencies.drawing import ABOUT, COLUMNS, MEANINGS

NAME, PATHS, PERMISSION = "layout", ("/layout/<upload_id>",), "load:run"
FORMS = {ABOUT: about.form, COLUMNS: columns.form, steps.SAVE: saving.form}


def layout(user: User, upload_id: str, query: dict) -> list:
    """One step for one uploaded file. `query`: step."""
    step = query.get("step") if query.get("step") in steps.STEPS else ABOUT
    try:
        of = drafting.of(user, upload_id)
    except (received.Refused, BadLayout) as why:
        return [parts.title("Describe the columns"), parts.empty(
            "This file cannot be described.", str(why), "Take it out under Load, or mend what is told here.")]
    inside = meanings.form(user, *drafting.with_every_code(user, of)) if step == MEANINGS else FORMS[step](of)
    return [
        parts.title("Describe the columns", of.upload.name),
        parts.text(f"No file of this kind was loaded here before. You say once what its columns mean; from then on the supplier's files load by themselves. "
                   f"What you choose is kept as you go. The file: {of.seen.words}."),
        steps.ways(upload_id, step), html.Div(inside, className="tl-draw")]
