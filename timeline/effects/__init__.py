"""What one more answer would change, worked out before it is given."""

from timeline.effects.changes import Accused, Effects, Gathered, Named, Placed, Raised, Told, unknown
