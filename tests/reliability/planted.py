"""Faults of the machine, planted: any one of the steps by which files are opened, written, brought to the disk, named and removed fails once."""

import errno
import io
import os
import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

STEPS = ("fsync", "replace", "rename", "link", "unlink", "mkdir", "pwrite")
KINDS = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES)


class Steps:
    """The steps that were done, in order, and which of them fails, with which error; none where it is 0."""

    def __init__(self, failing: int = 0, error: int = errno.ENOSPC):
        self.failing, self.error, self.done = failing, error, []

    def step(self, what: str) -> None:
        """One more step, which may be the one that fails."""
        self.done.append(what)
        if len(self.done) == self.failing:
            raise OSError(self.error, os.strerror(self.error))


class Written:
    """A file that is written: each write is a step."""

    def __init__(self, file, steps: Steps):
        self._file, self._steps = file, steps

    def write(self, content):
        self._steps.step("write")
        return self._file.write(content)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __iter__(self):
        return iter(self._file)

    def __enter__(self):
        self._file.__enter__()
        return self

    def __exit__(self, *error):
        return self._file.__exit__(*error)


@contextmanager
def steps(failing: int = 0, error: int = errno.ENOSPC) -> Iterator[Steps]:
    """The steps that are done in the block; the one of this number fails, once."""
    counted = Steps(failing, error)
    with pytest.MonkeyPatch.context() as planting:
        for name in STEPS:
            planting.setattr(os, name, _stepped(name, getattr(os, name), counted))
        planting.setattr(io, "open", _opening(io.open, counted))
        planting.setattr(os, "open", _opened(os.open, counted))
        yield counted


def _stepped(name: str, do: Callable, counted: Steps) -> Callable:
    def done(*given, **more):
        counted.step(name)
        return do(*given, **more)
    return done


def _opening(do: Callable, counted: Steps) -> Callable:
    def opened(file, mode="r", *given, **more):
        if not set(mode) & set("wax+"):
            return do(file, mode, *given, **more)
        counted.step("open")
        return Written(do(file, mode, *given, **more), counted)
    return opened


def _opened(do: Callable, counted: Steps) -> Callable:
    def opened(path, flags, *given, **more):
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            counted.step("open")
        return do(path, flags, *given, **more)
    return opened


def drawn(many: int, count: int, seed: int) -> list[tuple[int, int]]:
    """So many of the steps 1 to `count`, each with a kind of error; each with every kind where that many are asked for."""
    every = [(step, kind) for step in range(1, count + 1) for kind in KINDS]
    return sorted(random.Random(seed).sample(every, min(many, len(every))))


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """In the block, this process can make no file longer than this: a disk that is full, for every library, without one being filled."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
