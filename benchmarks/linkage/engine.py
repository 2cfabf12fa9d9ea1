"""The engine's tables of a folder of extracts, with nothing decided and nothing published."""

from contextlib import contextmanager
from pathlib import Path

from timeline import agencies, decisions, model, pipeline, settings, snapshot


@contextmanager
def tables(folder: Path):
    """The tables made from the extracts below `folder`, as far as events, while the context lasts."""
    with snapshot.working(folder) as s:
        pipeline.gather(folder / "extracts", agencies.load(), settings.load(), model.load(), s)
        pipeline.identify(decisions.none().answers, s)
        yield s
