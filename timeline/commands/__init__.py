"""The commands for whoever runs the program, a file each: `add` adds its words to the parser, with what they do."""

from timeline.commands import keys

EVERY = (keys,)
