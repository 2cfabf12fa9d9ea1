"""Taking in agencies' files: what came, what is said of it, how a new supplier's file is described, and what a check and a load found."""
