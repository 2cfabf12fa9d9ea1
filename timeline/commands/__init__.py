"""The commands, a file each: `add` adds its words to the parser, with what they do."""

from timeline.commands import (
    agencies,
    audit,
    backup,
    demo,
    erase,
    keys,
    restore,
    retention,
    run,
    serve,
    signals,
    trace,
    train,
    update,
    users,
    work,
)

EVERY = (run, train, update, work, serve, trace, signals, agencies, demo, users, keys, audit, backup, restore, retention, erase)
"""In the order in which `timeline --help` lists them."""
