"""The organisation's OpenID Connect provider: the way there, and who it says came back (authorization code flow with PKCE, OpenID Connect Core 1.0).

Every check is written out here, because an account hangs on each: the state is this browser's, the signature is the provider's, made by an asymmetric
algorithm, issuer and audience are the ones that were set, the token is of now and of this sign-in (nonce), and where it was set that a second factor
was used, the provider says so."""

import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from timeline.accounts.passwords import Refused
from timeline.files import BadInput

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLAIMS = ("sub", "oid")
SECONDS = 10   # to wait for the provider
LEEWAY = 60    # seconds that its clock and ours may differ
AGAIN = 300    # seconds since which somebody who signs in again must have done so at the provider
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NOT_SO = "Your organisation's sign-in did not succeed. Try again from the sign-in page; if it happens again, tell whoever looks after the accounts here."
UNREACHED = "Your organisation's sign-in page cannot be reached. Try again later; if it stays so, tell whoever looks after the accounts here."

NO_FACTOR = ("Your organisation's provider did not say that a second factor was used, and one is needed here. Sign in there with your second factor, "
             "then try again.")


class NotVerified(Refused):
    """Whoever came back from the provider is not shown to be anybody; `why` is for the audit, the message for the person."""

    def __init__(self, why: str, said: str = NOT_SO):
        super().__init__(said)
        self.why = why


@dataclass(frozen=True)
class Provider:
    """The provider as the operator set it, and our own address, to which it leads back."""

    issuer: str
    client_id: str
    client_secret: str
    back: str
    claim: str = "sub"
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()

    def way(self, again: bool = False) -> tuple[str, dict[str, str]]:
        """The provider's address to send a browser to, and what its session must keep until it comes back. `again`: it must ask who it is, whatever
        it knows. Raises NotVerified."""
        kept = {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "verifier")} | {"again": "again" if again else ""}
        asked = {"nonce": kept["nonce"]} | ({"acr_values": " ".join(self.acr)} if self.acr else {}) | ({"prompt": "login", "max_age": "0"} if again else {})
        with self._session() as session:
            address, _ = session.create_authorization_url(self._about()["authorization_endpoint"], state=kept["state"], code_verifier=kept["verifier"], **asked)
        return address, kept

    def came_back(self, given: Mapping[str, str], kept: Mapping[str, str], now: float) -> str:
        """Who the provider says it is that came back with `given` in the address: the subject. Raises NotVerified."""
        if not kept or not hmac.compare_digest(given.get("state", "").encode(), kept["state"].encode()):
            raise NotVerified("the state is not this browser's")
        if given.get("iss", self.issuer) != self.issuer:
            raise NotVerified("the answer is of another issuer")
        if "code" not in given:
            raise NotVerified("the provider gave no code")
        claims = self._claims(self._token(given["code"], kept["verifier"]), now)
        self._check(claims, kept, now)
        return str(claims[self.claim])

    def _token(self, code: str, verifier: str) -> str:
        """The identity token that the provider gives for the code."""
        try:
            with self._session() as session:
                answer = session.fetch_token(self._about()["token_endpoint"], code=code, code_verifier=verifier, timeout=SECONDS)
            return answer["id_token"]
        except (AuthlibBaseError, requests.RequestException, KeyError, ValueError, TypeError):
            raise NotVerified("the provider gave no identity token for the code") from None

    def _claims(self, token: str, now: float) -> dict:
        """What the token says, once its signature, issuer, audience and time are found right."""
        try:
            said = jwt.decode(token, self._keys(), algorithms=ALGORITHMS).claims
            jwt.JWTClaimsRegistry(now=int(now), leeway=LEEWAY, iss={"essential": True, "value": self.issuer}, aud={"essential": True, "value": self.client_id},
                                  exp={"essential": True}, iat={"essential": True}, sub={"essential": True}).validate(said)
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise NotVerified(f"the identity token is not right: {type(error).__name__}") from None
        return said

    def _check(self, said: dict, kept: Mapping[str, str], now: float) -> None:
        """What the token must say of this sign-in."""
        if not hmac.compare_digest(str(said.get("nonce", "")).encode(), kept["nonce"].encode()):
            raise NotVerified("the identity token is of another sign-in")
        several = isinstance(said["aud"], list) and len(said["aud"]) > 1
        if said.get("azp", None if several else self.client_id) != self.client_id:
            raise NotVerified("the identity token was made for another program")
        if kept.get("again") and not _recent(said.get("auth_time"), now):
            raise NotVerified("the provider did not ask again")
        methods = said.get("amr")
        if self.acr and said.get("acr") not in self.acr or self.amr and not set(self.amr) & set(methods if isinstance(methods, list) else ()):
            raise NotVerified("the provider does not say that a second factor was used", NO_FACTOR)
        if not said.get(self.claim):
            raise NotVerified(f"the identity token has no {self.claim}")

    def _about(self) -> dict:
        """What the provider says of itself; its endpoints must be its own words, for the issuer that was set."""
        about = self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != self.issuer or not all(isinstance(about.get(f"{end}_endpoint"), str) for end in ("authorization", "token")):
            raise NotVerified("the provider's description is not of the issuer that was set", UNREACHED)
        return about

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._get(str(self._about().get("jwks_uri"))))

    def _get(self, address: str) -> dict:
        try:
            answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
            answer.raise_for_status()
            said = answer.json()
        except (requests.RequestException, ValueError):
            raise NotVerified("the provider cannot be reached", UNREACHED) from None
        return said if isinstance(said, dict) else {}

    def _session(self) -> OAuth2Session:
        return OAuth2Session(self.client_id, self.client_secret, scope="openid", redirect_uri=self.back, code_challenge_method="S256")


def configured() -> Provider | None:
    """The provider that the environment names; None where it names none. Raises BadInput."""
    issuer = os.environ.get("TIMELINE_OIDC_ISSUER")
    if not issuer:
        return None
    client, address = _needed("TIMELINE_OIDC_CLIENT_ID"), _needed("TIMELINE_ADDRESS")
    for name, given in (("TIMELINE_OIDC_ISSUER", issuer), ("TIMELINE_ADDRESS", address)):
        parts = urlsplit(given)
        if not parts.hostname or parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise BadInput(f"{name} is '{given}' and must be an address that begins with https://.")
    claim = os.environ.get("TIMELINE_OIDC_CLAIM", CLAIMS[0])
    if claim not in CLAIMS:
        raise BadInput(f"TIMELINE_OIDC_CLAIM is '{claim}'. It can be sub, or oid at a provider of Microsoft; an e-mail address may pass to another person.")
    return Provider(issuer, client, _secret(), f"{address.rstrip('/')}/sign-in/provider/back", claim,
                    *(tuple(os.environ.get(f"TIMELINE_OIDC_{name}", "").split()) for name in ("ACR", "AMR")))


def _secret() -> str:
    path = os.environ.get("TIMELINE_OIDC_CLIENT_SECRET_FILE")
    if not path:
        return _needed("TIMELINE_OIDC_CLIENT_SECRET")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"The file {path}, which TIMELINE_OIDC_CLIENT_SECRET_FILE names, cannot be read.") from None


def _needed(name: str) -> str:
    if not os.environ.get(name):
        raise BadInput(f"TIMELINE_OIDC_ISSUER names a provider, so {name} must be given too.")
    return os.environ[name]


def _recent(at, now: float) -> bool:
    return isinstance(at, int | float) and now - at < AGAIN
