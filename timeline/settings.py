"""What we judge by: the numbers and words of `settings.toml`, for the country and for each MARAC area."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

SHIPPED = Path(__file__).with_name("settings.toml")


class BadSettings(Exception):
    """A settings file that cannot be used; the message says which line of which table and what was expected."""


@dataclass(frozen=True)
class Settings:
    """Settings as read: the version, the categories as a frame, each rule's numbers, and areas' overrides."""

    version: str
    categories: pd.DataFrame
    rules: dict = field(default_factory=dict)
    linkage: dict = field(default_factory=dict)
    events: dict = field(default_factory=dict)
    areas: dict = field(default_factory=dict)
