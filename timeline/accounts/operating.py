"""Whoever runs a command, as the audit names them."""

import os
import pwd

from timeline.access import User


def operator() -> User:
    """The operating system's user who runs this process, marked as by the command line; the environment cannot say otherwise."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"user {os.getuid()}"
    return User(f"{name} (command line)", "none")
