"""A small OpenID Connect provider for tests: it answers on this machine, in a thread, and lies where a test tells it to."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode

from flask import Flask, abort, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "timeline", "a secret of the client"


class Organisation:
    """One provider: who signs in next (`subject`), and what its tokens say otherwise than they should (`lies`: a claim, or None to leave it out)."""

    def __init__(self):
        self.subject, self.lies, self.forges = "4711", {}, None
        self.key = self.published = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.issuer, self.asked, self.described = "", {}, {}
        self.app = Flask("organisation")
        for path, view in (("/.well-known/openid-configuration", self._describe), ("/authorize", self._authorize), ("/jwks", self._keys)):
            self.app.add_url_rule(path, path, view)
        self.app.add_url_rule("/token", "token", self._token, methods=["POST"])

    def _describe(self):
        return jsonify({"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
                        "jwks_uri": f"{self.issuer}/jwks"} | self.described)

    def _authorize(self):
        code = secrets.token_urlsafe(16)
        self.asked[code] = request.args.to_dict()
        return redirect(f"{request.args['redirect_uri']}?{urlencode({'code': code, 'state': request.args['state']})}")

    def _token(self):
        asked = self.asked.pop(request.form.get("code"), None) or abort(400)
        proof = _base64(hashlib.sha256(request.form["code_verifier"].encode()).digest()).decode()
        if (asked["code_challenge_method"], asked["code_challenge"]) != ("S256", proof):
            abort(400)
        if (request.authorization.username, request.authorization.password) != (CLIENT, SECRET):
            abort(401)
        return jsonify({"access_token": "nothing", "token_type": "Bearer", "id_token": self._signed(asked)})

    def _signed(self, asked):
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 300, "nonce": asked["nonce"], "auth_time": now}
        said = {name: value for name, value in (claims | self.lies).items() if value is not None}
        if self.forges:
            return _forged(self.forges, said, self.published.as_pem(private=False))
        return jwt.encode({"alg": "RS256", "kid": "one"}, said, self.key)

    def _keys(self):
        return jsonify(KeySet([self.published]).as_dict(private=False))


def _forged(algorithm: str, said: dict, public: bytes) -> str:
    """A token without a signature, or one signed with the public key as if it were a shared secret."""
    told = b".".join(_base64(json.dumps(part).encode()) for part in ({"alg": algorithm, "kid": "one", "typ": "JWT"}, said))
    signature = b"" if algorithm == "none" else _base64(hmac.new(public, told, hashlib.sha256).digest())
    return (told + b"." + signature).decode()


def _base64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


@contextmanager
def serving():
    """A provider that answers; `issuer` is its address."""
    made = Organisation()
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
