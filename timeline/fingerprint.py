"""Fingerprints: of what each table of a run is made, as a hash, so that a run takes over what another that was broken off had made of the same alone.

There are two. That of the tables which no decision changes is of the extracts, what was uploaded and entered, the layouts, settings and model, the day,
what may be kept, and the engine with its libraries. That of all others is of the same and of what people answered."""

import hashlib
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from timeline import engine, received
from timeline.keeping import Keeping
from timeline.referrals import Entered
from timeline.settings import Settings
from timeline.uploaded import Uploaded

LIBRARIES = ("anyascii", "duckdb", "networkx", "numpy", "openpyxl", "pandas", "pyarrow", "python-stdnum", "scipy", "splink")


def of_run(gathered: tuple[str, ...], found, layouts, settings: Settings, model, as_of: date | None, entered: Entered, loaded: Uploaded,
           keeps: Keeping, answers: pd.DataFrame) -> Callable[[str], str]:
    """The fingerprint of the table of each name in a run that reads the files that were `found`, the table of files. No answer changes the tables that
    are `gathered`; the rest as pipeline.run takes it."""
    return _of(gathered, answers, sorted(map(repr, found.fetchall())), sorted(layouts.items()), _settings(settings), _model(model), as_of,
               _entered(entered), _loaded(loaded), _keeps(keeps))


def of_update(gathered: tuple[str, ...], before: Path, entered: Entered | None, loaded: Uploaded | None, keeps: Keeping,
              answers: pd.DataFrame) -> Callable[[str], str]:
    """As `of_run`, where what was read is copied from the published snapshot at `before`, which is named by its content."""
    return _of(gathered, answers, before.name, entered and _entered(entered), loaded and _loaded(loaded), _keeps(keeps))


def _of(gathered: tuple[str, ...], answers: pd.DataFrame, *given) -> Callable[[str], str]:
    first = _hash(engine.edition(), [(name, version(name)) for name in LIBRARIES], *given)
    second = _hash(first, answers.columns.tolist(), answers.to_numpy().tolist())
    return lambda name: first if name in gathered else second


def _hash(*given) -> str:
    return hashlib.sha256(repr(given).encode("utf-8", "backslashreplace")).hexdigest()


def _settings(settings: Settings) -> tuple:
    return settings.version, settings.own, settings.rules, settings.areas, settings.categories.to_json()


def _model(model) -> tuple:
    return model.kept, *(names.to_json() for names in (model.forenames, model.surnames, model.variants))


def _entered(entered: Entered) -> tuple:
    """The referrals' files, whose folder is another each time, and how far they go."""
    files = sorted(path for path in entered.folder.rglob("*") if path.is_file()) if entered.folder else []
    return entered.last, [(path.relative_to(entered.folder).as_posix(), received.digest(path)) for path in files]


def _loaded(loaded: Uploaded) -> tuple:
    """The uploads, by marks that change with their bytes and with what is said of them; not which job loads them."""
    return loaded.folder is None, loaded.last, sorted(loaded.stays), sorted(loaded.marks.items()), sorted(loaded.layouts.items())


def _keeps(keeps: Keeping) -> tuple:
    return (keeps.periods and sorted(keeps.periods.items()), keeps.key, keeps.last, sorted(keeps.records.items()), sorted(keeps.in_part.items()),
            sorted(keeps.people), sorted(keeps.mentions.items()))
