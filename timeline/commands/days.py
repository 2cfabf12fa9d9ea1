"""A day as somebody writes it after a command."""

import argparse
from datetime import date


def day(text: str) -> date:
    """The day of 'yyyy-mm-dd'. Raises what the parser says as a sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as yyyy-mm-dd, such as 2025-03-31") from None
