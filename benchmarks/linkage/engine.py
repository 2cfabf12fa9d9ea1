"""The engine's tables of a folder of extracts, with nothing decided and nothing published."""

from contextlib import contextmanager
from pathlib import Path

from timeline import agencies, decisions, model, pipeline, settings, snapshot


@contextmanager
def tables(folder: Path):
    """The tables made from the extracts below `folder`, while the context lasts."""
    judged_by = settings.load()
    with snapshot.working(folder) as s:
        pipeline.gather(folder / "extracts", agencies.load(), judged_by, model.load(), s)
        pipeline.conclude(decisions.none().answers, judged_by, s)
        yield s
