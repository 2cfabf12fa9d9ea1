"""What is measured, against what. `benchmarks/README.md` keeps the last figures. All that is measured is invented, so its homes are a demo's."""

import os

os.environ.setdefault("TIMELINE_DEMO", "1")
