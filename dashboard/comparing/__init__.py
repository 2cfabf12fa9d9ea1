"""The page of what changed between two snapshots: choosing and making a comparison, and its lists in words."""
