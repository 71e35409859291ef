"""Who is this, by the word of the provider? The flow of codes of OpenID Connect, with PKCE, state and nonce.

Loaded only where single sign-on is switched on: what it imports is an extra.
"""

from __future__ import annotations

import secrets
import threading
import time
from typing import Any
from urllib.parse import quote_plus

import msgspec
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from firsthand.desk.room import Provider
from firsthand.desk.sign_on_file import trusted
from firsthand.desk.sign_on_line import Failed, Line

ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA")
"""By which an ID token may be signed: with a key that the provider alone has, never with the secret that both know."""

LEEWAY = 60
"""Seconds by which clocks may differ."""

KNOWN = 300
"""Seconds for which what the provider says of itself is kept, so that a knock at the door is no question to the provider."""

AT_ONCE, PATIENCE = 2, 0.5
"""So many threads of the room may wait for the provider; others wait so many seconds for their turn. The room works on."""

_waiting = threading.BoundedSemaphore(AT_ONCE)
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class Asked(msgspec.Struct, frozen=True):
    """What was asked of the provider in one session, and its answer must fit. `person` is who links; None where one enters."""

    state: str
    nonce: str
    verifier: str
    back: str
    onto: str
    person: int | None
    at: float


def ask(known: Provider, back: str, onto: str, person: int | None) -> tuple[str, Asked]:
    """(the address at the provider to which the browser goes, what its answer must fit). Raises Failed."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    with _Turn(), Line() as line:
        about = _about(known, line)
    address = prepare_grant_uri(
        about["authorization_endpoint"],
        known.client_id,
        "code",
        redirect_uri=back,
        scope="openid",
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
        prompt=None if person is None else _anew(about),
    )
    return str(address), Asked(state, nonce, verifier, back, onto, person, time.time())


def subject(known: Provider, asked: Asked, code: str) -> str:
    """By what the provider knows whoever brought this code. Raises Failed."""
    with _Turn(), Line() as line:
        about = _about(known, line)
        form = prepare_token_request(
            "authorization_code", redirect_uri=asked.back, code=code, code_verifier=asked.verifier
        )
        address, headers, body = _known_by(known, about).prepare("POST", about["token_endpoint"], {}, str(form))
        token = line.ask(str(address), str(body), headers).get("id_token")
        keys = line.ask(about["jwks_uri"])
    return _read(known, asked, token, keys)


class _Turn:
    """A turn to wait for the provider. Raises Failed where others have it for too long."""

    def __enter__(self) -> None:
        if not _waiting.acquire(timeout=PATIENCE):
            raise Failed("others wait for the provider already")

    def __exit__(self, *error: object) -> None:
        _waiting.release()


def _about(known: Provider, line: Line) -> dict[str, Any]:
    """What the provider says of itself, of the last minutes or anew."""
    at, about = _kept.get(known.issuer, (0.0, {}))
    if about and time.monotonic() - at < KNOWN:
        return about
    about = line.ask(known.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if about.get("issuer") != known.issuer:
        raise Failed(f"the provider calls itself {str(about.get('issuer'))[:200]!r}, not {known.issuer!r}")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _check(known, name, about.get(name))
    _kept[known.issuer] = (time.monotonic(), about)
    return about


def _check(known: Provider, name: str, address: object) -> None:
    """Is this one of the provider's addresses? What is by https does not lead to one by http. Raises Failed."""
    if not isinstance(address, str) or not trusted(address):
        raise Failed(f"{name} of the provider is no address by https")
    if known.issuer.startswith("https:") and not address.startswith("https:"):
        raise Failed(f"{name} of the provider is not by https")


def _listed(about: dict[str, Any], name: str, unsaid: list[Any]) -> list[Any]:
    found = about.get(name)
    return found if isinstance(found, list) else unsaid


def _anew(about: dict[str, Any]) -> str | None:
    """How the provider is asked to show whom it takes this to be, where it can: another may have used this browser."""
    able = _listed(about, "prompt_values_supported", [])
    return next((prompt for prompt in ("login", "select_account") if prompt in able), None)


def _known_by(known: Provider, about: dict[str, Any]) -> ClientAuth:
    """How this desk shows the provider its secret: in the head of the request (RFC 6749, 2.3.1), else in the form."""
    ways = _listed(about, "token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        return ClientAuth(quote_plus(known.client_id), quote_plus(known.client_secret), "client_secret_basic")
    if "client_secret_post" in ways:
        return ClientAuth(known.client_id, known.client_secret, "client_secret_post")
    raise Failed("the provider takes a secret neither in the head nor in the form")


def _read(known: Provider, asked: Asked, token: object, keys: dict[str, Any]) -> str:
    """The subject of an ID token of this provider, for this desk, for this very question, and of now."""
    if not isinstance(token, str):
        raise Failed("no ID token came")
    params = {"nonce": asked.nonce, "client_id": known.client_id}
    needed = {"iss": known.issuer, "aud": known.client_id, "nonce": asked.nonce}
    try:
        found = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
        options: Any = {name: {"essential": True, "value": value} for name, value in needed.items()}
        claims = CodeIDToken(found.claims, found.header, options, params)
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Failed(f"the ID token does not hold: {type(error).__name__} {error}") from error
    who = claims["sub"]
    if not isinstance(who, str) or not 0 < len(who) <= 255 or not who.isprintable():
        raise Failed("the ID token names nobody")
    return who
