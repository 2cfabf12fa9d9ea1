"""Serving the dashboard with gunicorn, by one process or by several.

The processes share nothing but the home and its database: whichever of them answers a request finds there the session, the snapshot, the answers,
and whether an update or a load is at work. Each is replaced by a new one after some thousand requests, and when it dies.

Beyond this machine it stands behind a reverse proxy that speaks TLS. TIMELINE_PROXIES says how many proxies stand before it, so that it believes what
they say of the visitor and nobody else."""

import os
import sys
import time
import traceback
from functools import partial
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.app import create
from timeline import snapshot
from timeline.accounts import provider
from timeline.database import Database, NotReached
from timeline.files import BadInput

LOCAL = ("127.0.0.1", "localhost", "::1")
THREADS = 8
LONGEST = 120  # seconds in which a process must have shown that it lives
ENDS = 20      # seconds that a process which is stopped may take for what it is answering
TRY_AGAIN = 1  # seconds until a process that begins looks again for its database
TURN = 0.001   # seconds that a request may keep others from Python: one asks the tables forty times, and waits for its turn after each
REQUESTS, SPREAD = 10_000, 1_000  # after how many requests a process is replaced, and by how much that differs, so that not all are at once


class Quiet(Logger):
    """gunicorn's log, with no message of an error: it may hold an address with what somebody searched for, or case data."""

    def exception(self, _message, *_given, **_more) -> None:
        """Say the kind of the error and where it arose."""
        error = sys.exc_info()[1]
        where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]]
        self.error("%s at %s", type(error).__name__, " < ".join(reversed(where)))


class _Processes(BaseApplication):
    """The processes, each of which makes the dashboard for itself after it has been started."""

    def __init__(self, make, **given):
        self._make, self._given = make, given
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._given.items():
            self.cfg.set(name, value)

    def load(self):
        return self._make()


def serve(home: Path, host: str, port: int, workers: int = 1) -> None:
    """Serve the dashboard until it is stopped. Raises whatever keeps the home from being opened, before any process is started."""
    proxies = trusted()
    provider.configured()
    Database(home).close()
    _Processes(partial(_made, home, host not in LOCAL or proxies > 0, proxies, workers),
               bind=f"[{host}]:{port}" if ":" in host else f"{host}:{port}", workers=workers, threads=THREADS, worker_class="gthread", preload_app=False,
               timeout=LONGEST, graceful_timeout=ENDS, max_requests=REQUESTS, max_requests_jitter=SPREAD, keepalive=65, limit_request_line=8190,
               forwarded_allow_ips="", control_socket_disable=True, logger_class=Quiet, loglevel="error", worker_exit=_end).run()


def trusted() -> int:
    """How many proxies stand before this server. Raises BadInput."""
    given = os.environ.get("TIMELINE_PROXIES", "0")
    if not given.isdecimal():
        raise BadInput(f"TIMELINE_PROXIES is '{given}'. Give the number of reverse proxies that stand before this server, such as 1.")
    return int(given)


def _made(home: Path, https: bool, proxies: int, workers: int):
    """The dashboard of one process of so many, told by the proxies alone from where and how a visitor came."""
    snapshot.share(workers)
    sys.setswitchinterval(TURN)
    server = _opened(home, https)
    if proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
    return server


def _end(_arbiter, worker) -> None:
    """Before a process ends, end what goes on in it beside its answers: torn down while at work, that would fill the log."""
    if worker.pid == os.getpid() and worker.booted:  # said of one that is gone, too
        for kind in ("updater", "working"):
            worker.wsgi.extensions[kind].stop()


def _opened(home: Path, https: bool) -> Flask:
    """The dashboard, as soon as its database can be reached: a process that ended for want of it would end all the others."""
    while True:
        try:
            server = create(home, https).server
            server.extensions["updater"].start()  # what an earlier server kept, and was stopped before it could show
            server.extensions["working"].start()
            return server
        except NotReached:
            time.sleep(TRY_AGAIN)
