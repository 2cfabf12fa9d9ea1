"""The planted stories, each with its near-miss twin, and what must and must not be found in them."""

from . import households, identities, pairs

STORIES = {told.__name__: told for room in (households, pairs, identities) for told in room.STORIES}
