"""The uploads as one more extract that a run reads: which of them count, and what of them a snapshot holds already.

Which count is said by one number, the last line about an upload that a published load took account of. A snapshot keeps it, and so it is
published in the same moment as what it speaks of; the database keeps it again, for a home whose snapshots are lost."""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from timeline import agencies, files, memory, sealed, snapshot, uploads
from timeline.agencies import Layout, drawn
from timeline.database import Database
from timeline.uploads import Refused, Upload

FILES = "regexp_matches(file, '^upload-[0-9]+/')"
"""SQL for whether the file of a snapshot came as an upload."""


@dataclass(frozen=True)
class Uploaded:
    """The uploads as an extract: the folder of those that are to be read, None where there is none; `last`, the number of the last line that it
    takes account of; `stays`, the files that stand in the snapshot already as they are; `marks`, one for each file that counts, by the name that
    a snapshot has for it; the layouts to read with; and the job that published them, if one did.

    A mark changes with the file's bytes, with what was said of it and with any layout."""

    folder: Path | None
    last: int
    stays: tuple[str, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    job: str = ""

    @property
    def read(self) -> list[str]:
        """The files that are in the folder, to be read."""
        return sorted(self.marks.keys() - set(self.stays))

    @property
    def facts(self) -> dict[str, str]:
        """What a snapshot keeps of them."""
        return {"uploads": str(self.last), "marks": json.dumps(self.marks), "load": self.job}


NOTHING = Uploaded(None, 0)
NAMED_ALIKE = ("The folder {folder} holds a folder called {name}. Files that are loaded on the dashboard are named so, and one would be taken for the other. "
               "Call the folder something else and run again.")


@contextmanager
def extract(database: Database, last: int, held: dict[str, str] | None = None, job: str = "") -> Iterator[Uploaded]:
    """The uploads that count after the line `last`, as files that a run reads but for those whose mark is among those that the snapshot `held`;
    the files are gone when the block ends. What nobody has yet said anything of does not count.

    Raises agencies.BadLayout, and uploads.Refused where a file's bytes are no longer kept."""
    layouts = agencies.load(uploads.layouts_folder(database.home))
    known = hashlib.sha256(repr(sorted(layouts.items())).encode()).hexdigest()
    counting = {one.file: one for one in uploads.standing(database, last) if one.sayings and not one.taken_out}
    marks = {file: hashlib.sha256(repr((one.sha, sorted(one.sayings.items()), known)).encode()).hexdigest()[:16] for file, one in counting.items()}
    stays = tuple(file for file in marks if (held or {}).get(file) == marks[file])
    read = [one for file, one in counting.items() if file not in stays]
    with memory.temporary(database.home) as folder, ExitStack() as until_read:
        yield Uploaded(_filed(folder, database.home, read, until_read) if read else None, last, stays, marks, layouts, job)


def refuse_alike(extracts: Path) -> None:
    """Raise files.BadInput where a folder of extracts holds one that is named as uploads are: a load would put the uploads in place of its files."""
    alike = next((one.name for one in sorted(extracts.glob("upload-*/")) if re.fullmatch("upload-[0-9]+", one.name)), None)
    if alike:
        raise files.BadInput(NAMED_ALIKE.format(folder=extracts, name=alike))


def facts(database: Database) -> dict[str, str]:
    """What the current snapshot says of itself; nothing where there is none. Raises sealed.Damaged."""
    published = snapshot.current(database.home)
    if published is None:
        return {}
    with snapshot.open(published) as reader:
        return snapshot.about(reader)


def facts_if_whole(database: Database) -> dict[str, str]:
    """What the current snapshot says of itself; nothing where there is none, or where it is damaged or lost."""
    with suppress(sealed.Damaged):
        return facts(database)
    return {}


def marks(facts: dict[str, str]) -> dict[str, str]:
    """The marks of the uploads that a snapshot holds, from what it says of itself."""
    return json.loads(facts.get("marks", "{}"))


def loaded(database: Database) -> tuple[int, str]:
    """The number of the last line that a published load took account of, and the job that published it: as the current snapshot says, where it can be
    read, or else the database, whichever is later."""
    there = facts_if_whole(database)
    return max((int(there.get("uploads", 0)), there.get("load", "")), (uploads.accepted(database), ""))


def _filed(folder: Path, home: Path, read: list[Upload], until_read: ExitStack) -> Path:
    """Fill the folder with each file under its name and extracts.toml; a file itself can be read until `until_read` is closed. Raises uploads.Refused where
    bytes are no longer kept, sealed.Damaged, memory.NoMemory."""
    for one in read:
        if not uploads.path(home, one.sha).exists():
            raise Refused(f"The bytes of {one.file} are not among the uploads: it was taken out meanwhile, or the folder `uploads` was not copied with the "
                          "rest of the home. Check again what stands now, or put the folder back.")
        (folder / one.upload_id).mkdir()
        (folder / one.file).symlink_to(until_read.enter_context(uploads.opened(home, one.sha)).absolute())
    (folder / files.BESIDE).write_text("\n".join(map(_section, read)), encoding="utf-8")
    return folder


def _section(one: Upload) -> str:
    return "\n".join([f"[files.{drawn.quoted(one.file)}]", *(f"{line} = {_value(told)}" for line, told in one.sayings.items()), ""])


def _value(told) -> str:
    return drawn.quoted(told) if isinstance(told, str) else str(told).lower()
