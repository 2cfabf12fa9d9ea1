"""Coverage-guided fuzzing of what reads an agency's file: see __main__.py for how to run it."""
