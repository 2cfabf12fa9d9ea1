"""The commands, a file each: `add` adds its words to the parser, with what they do."""

from timeline.commands import agencies, demo, keys, run, serve, signals, trace, train, update, work

EVERY = (run, train, update, work, serve, trace, signals, agencies, demo, keys)
"""In the order in which `timeline --help` lists them."""
