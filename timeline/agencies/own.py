"""The layouts that were drawn on the dashboard: a TOML file each in a folder of this home, beside the shipped ones, and what is still being drawn.

A shipped layout is never changed. Where one that was drawn here is drawn anew, the file as it was is kept beside it."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from timeline import agencies, sealed
from timeline.agencies import BadLayout, drawing, drawn
from timeline.agencies.drawing import Drawing

DRAFTS, EARLIER = "drafts", "earlier"


def keep_draft(home: Path, upload_id: str, of: Drawing) -> None:
    """Keep what was chosen so far for an upload's layout, in place of what was kept before. It holds values that stand in the file, so it is sealed."""
    path = _draft(home, upload_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    sealed.write(home, path, [drawing.written(of).encode()])


def draft(home: Path, upload_id: str) -> Drawing | None:
    """What was chosen so far for an upload's layout; None where nothing was. Raises sealed.Damaged."""
    path = _draft(home, upload_id)
    if not path.exists():
        return None
    with sealed.read(home, path) as file:
        return drawing.read_back(file.read().decode())


def save(folder: Path, of: Drawing, by: str, at: datetime) -> Path:
    """Save the layout that the drawing makes, with who made it and when; its file. Raises BadLayout where something is missing that stops it.

    A layout that is drawn anew is never absent meanwhile: a load would refuse every file that it reads."""
    wrong = next((finding.because for finding in drawing.missing(of) if finding.stops), None)
    if wrong:
        raise BadLayout(wrong)
    text = drawn.toml(drawing.layout(of), of.basis, by, f"{at:%Y-%m-%d %H:%M}")
    path = folder / f"{of.supplier}.toml"
    tried = folder / DRAFTS / path.name
    _write(tried, text)
    agencies.read(tried)  # what cannot be read back never comes among the layouts
    if path.exists():
        (folder / EARLIER).mkdir(exist_ok=True)
        shutil.copyfile(path, folder / EARLIER / f"{path.stem}-until-{at:%Y%m%dT%H%M%S}.toml")
    tried.replace(path)
    return path


def _draft(home: Path, upload_id: str) -> Path:
    return home / DRAFTS / f"{upload_id}.json"


def _write(path: Path, text: str) -> None:
    """Write a file whole, and then give it its name: two that are written at once do not meet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as part:
        part.write(text)
    Path(part.name).replace(path)
