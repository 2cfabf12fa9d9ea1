"""Signing in as a browser does, with an account of each role."""

import re

from timeline import accounts

PASSWORD = "a password of a test"


def signed_in(app, role: str):
    """A browser that has signed in with the account of this role; each account is made once for each app."""
    made = app.server.extensions.setdefault("accounts of tests", {})
    if role not in made:
        accounts.set_password(app.server.extensions["database"], role, role, PASSWORD)
        made[role] = True
    client = app.server.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text).group(1)
    assert client.post("/sign-in", data={"name": role, "password": PASSWORD, "csrf_token": token}).status_code == 303
    client.get("/families")
    return client
