"""The signals by drawn example: what a safeguarding lead can read and sign off."""
