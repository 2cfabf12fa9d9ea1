"""The engine. Start at `pipeline.py`: it is the whole engine, top to bottom, a line per table."""
