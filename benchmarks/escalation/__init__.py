"""How often the escalation signals are raised where nothing changes, and whether and when they are where something does."""
