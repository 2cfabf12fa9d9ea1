"""How well the engine tells who is who, who belongs together and what happened once, against the truth of generated extracts.

`cell.py` draws one population, runs the engine on it and asks each of the other modules for its figures; `table.py` prints
them. A figure is a fraction, kept as its two numbers, so that the figures of several seeds add up. Mentions are *joined* that
stand in one made person. `truth` is what the generator wrote down: `placed` has a row per mention with the person that it
truly is, the person that it was put into, and how it was written."""
