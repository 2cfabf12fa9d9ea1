"""The route by which an agency's file comes in: its raw bytes, written to disk as they arrive, for whoever may load.

The page that sends it is pages/loads.py with assets/loading.js; what is kept and refused is in timeline/uploads.py."""

import secrets
from contextlib import ExitStack
from urllib.parse import unquote

from flask import Flask, Response, current_app, g, request

from dashboard import gate
from timeline import uploads
from timeline.access import require
from timeline.kept import NotTaken

TEXT = "text/plain; charset=utf-8"
NAME = "X-File-Name"
"""The header with the file's name, as an address spells it: it may name somebody, and an address is kept in logs."""
ROOM = 1 << 20
"""Bytes beyond the largest file, so that it is the sentence about the largest file that refuses it, and not the server."""


def install(server: Flask) -> None:
    """Add the route; to be called before the gate is set, which looks at a request's form."""
    server.add_url_rule("/upload", "upload", _take, methods=["POST"])
    server.before_request(_of_any_size)
    server.teardown_appcontext(lambda _error: g.pop("unsealed", ExitStack()).close())


def _of_any_size() -> None:
    """What is sent to this route alone may be as large as a file."""
    if request.endpoint == "upload":
        request.max_content_length = uploads.LARGEST + ROOM


def _take() -> Response:
    require(g.user, "load:run")
    name = unquote(request.headers.get(NAME, ""))
    key = request.args.get("key") or secrets.token_urlsafe(12)  # without one it is never taken for an earlier request
    gate.audited("upload file", name[:uploads.LONGEST_NAME])
    try:
        upload_id = uploads.receive(current_app.extensions["database"], g.user, key, name, request.stream)
    except NotTaken as why:
        return Response(str(why), 422, content_type=TEXT)
    return Response(upload_id, 201, content_type=TEXT)
