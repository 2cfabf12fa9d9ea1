"""`timeline demo`: run on the sample data and serve the dashboard."""

import os
import shutil
import sys
from pathlib import Path

from timeline import accounts
from timeline.commands import here, run, serve
from timeline.files import BadInput

SAMPLE = Path(__file__).parents[2] / "sample_data" / "extracts"
RETENTION = SAMPLE.parent / "retention.toml"


def add(commands) -> None:
    """Add the words of this command to the parser."""
    demo = commands.add_parser("demo", help="run on the sample data and serve the dashboard",
                               description="Run on the sample data and serve the dashboard.")
    serve.where(demo)
    demo.set_defaults(**run.unasked(SAMPLE) | {"keyless": True, "do": _demo})


def _demo(chosen) -> None:
    if not chosen.extracts.is_dir():
        raise BadInput("The sample data is not here: run the demo from a checkout of the project, with `make demo`.")
    os.environ["TIMELINE_DEMO"] = "1"
    here.home().mkdir(parents=True, exist_ok=True)
    if not (here.home() / RETENTION.name).exists():
        shutil.copyfile(RETENTION, here.home() / RETENTION.name)
    run.do(chosen)
    signs_in = "".join(f"\n  {name} with the password {password}" for name, password in accounts.ensure_demo(here.home()))
    print(f"\nOpen http://{chosen.host}:{chosen.port} and sign in as{signs_in}\nStop with Ctrl+C.", flush=True)
    served = ["serve", "--host", chosen.host, "--port", str(chosen.port), "--workers", str(chosen.workers)]
    os.execv(sys.executable, [sys.executable, "-m", "timeline.cli", *served])  # a process that has made tables has threads, and must not become several
