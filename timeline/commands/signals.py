"""`timeline signals`: what each rule says and the numbers that it judges by."""

from pathlib import Path

from timeline import settings, signals


def add(commands) -> None:
    """Add the words of this command to the parser."""
    rules = commands.add_parser("signals", help="what each rule says and the numbers that it judges by",
                                description="Print what each rule says and the numbers that it judges by, each with its source.")
    rules.add_argument("--settings", type=Path, metavar="FILE", help="settings that replace the shipped ones, key by key")
    rules.add_argument("--area", metavar="NAME", help="a MARAC area: its own numbers in place of the country's")
    rules.set_defaults(keyless=True, do=_signals)


def _signals(chosen) -> None:
    judged_by = settings.load(chosen.settings)
    own = f"; {chosen.area} has no numbers of its own in them" if chosen.area and chosen.area not in judged_by.areas else ""
    print(f"By the settings {judged_by.version}{f', in {chosen.area}' if chosen.area else ''}{own}.\n")
    print(signals.listed(settings.in_area(judged_by, chosen.area) if chosen.area else judged_by))
