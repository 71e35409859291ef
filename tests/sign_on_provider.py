"""Who says in the tests who somebody is? A provider of OpenID Connect on loopback, which lies on demand."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "the-desk", "a+secret/of the%tests"

Answer = tuple[int, bytes, dict[str, str]]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Keys:
    """A key of each kind, as the provider signs with it and as it makes it known."""

    def __init__(self) -> None:
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec, self.ed = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()

    def known(self) -> list[dict[str, str]]:
        public, point = self.rsa.public_key().public_numbers(), self.ec.public_key().public_numbers()
        raw = self.ed.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return [
            {"kty": "RSA", "kid": "rsa", "use": "sig", "n": number(public.n), "e": number(public.e)},
            {"kty": "EC", "kid": "ec", "crv": "P-256", "x": number(point.x), "y": number(point.y)},
            {"kty": "OKP", "kid": "ed", "crv": "Ed25519", "x": b64(raw)},
        ]

    def token(self, claims: dict[str, Any], alg: str = "RS256", key: bytes = b"", **header: str) -> str:
        """A token of these claims; `key` is the shared one of HS256."""
        kid = {"ES256": "ec", "EdDSA": "ed"}.get(alg, "rsa")
        head = b64(json.dumps({"alg": alg, "kid": kid, **header}).encode())
        said = f"{head}.{b64(json.dumps(claims).encode())}"
        return f"{said}.{b64(self._signed(said.encode(), alg, key))}"

    def _signed(self, said: bytes, alg: str, key: bytes) -> bytes:
        if alg == "HS256":
            return hmac.digest(key, said, "sha256")
        if alg == "RS256":
            return self.rsa.sign(said, padding.PKCS1v15(), SHA256())
        if alg == "PS256":
            return self.rsa.sign(said, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
        if alg == "ES256":
            return b"".join(n.to_bytes(32, "big") for n in decode_dss_signature(self.ec.sign(said, ec.ECDSA(SHA256()))))
        return self.ed.sign(said) if alg == "EdDSA" else b""


class Provider:
    """Signs on whoever `who` names. `claims` and `made` change what an ID token says and how it is made; `instead` answers an
    address in place of the true answer, `about` stands beside what the provider says of itself."""

    def __init__(self) -> None:
        self.keys, self.who, self.issuer = Keys(), "nobody", ""
        self.codes: dict[str, dict[str, str]] = {}
        self.truthful()

    def truthful(self) -> None:
        self.claims: dict[str, Any] = {}
        self.made: Callable[[dict[str, Any]], object] = self.keys.token
        self.instead: dict[str, Callable[[BaseHTTPRequestHandler], Answer | None]] = {}
        self.about: dict[str, Any] = {}

    def answer(self, asked: BaseHTTPRequestHandler, form: dict[str, str]) -> Answer | None:
        path = urlsplit(asked.path).path
        if path in self.instead:
            return self.instead[path](asked)
        if path == "/.well-known/openid-configuration":
            return as_json({**self._about(), **self.about})
        if path == "/keys":
            return as_json({"keys": self.keys.known()})
        if path == "/authorize":
            return self._authorize({name: one[0] for name, one in parse_qs(urlsplit(asked.path).query).items()})
        return self._token(asked.headers.get("Authorization", ""), form) if path == "/token" else (404, b"", {})

    def _about(self) -> dict[str, Any]:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{end}" for name, end in ends.items()}}

    def _authorize(self, asked: dict[str, str]) -> Answer:
        right = (asked["response_type"], asked["client_id"], asked["scope"], asked["code_challenge_method"])
        assert right == ("code", CLIENT, "openid", "S256"), asked
        code = secrets.token_urlsafe(8)
        self.codes[code] = {**asked, "who": self.who}
        back = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return 302, b"", {"Location": f"{asked['redirect_uri']}?{back}"}

    def _token(self, known: str, form: dict[str, str]) -> Answer:
        """As RFC 6749 has it: the secret in the head, each part encoded as in a form."""
        whole = urlencode({"": CLIENT})[1:] + ":" + urlencode({"": SECRET})[1:]
        asked = self.codes.pop(form.get("code", ""), {})
        challenge = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        right = known == f"Basic {base64.b64encode(whole.encode()).decode()}"
        right = right or (form.get("client_id"), form.get("client_secret"), known) == (CLIENT, SECRET, "")
        right = right and challenge == asked.get("code_challenge") and form.get("redirect_uri") == asked["redirect_uri"]
        if not right or form.get("grant_type") != "authorization_code":
            return as_json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": asked["who"], "aud": CLIENT, "exp": now + 300, "iat": now}
        claims |= {"nonce": asked["nonce"], "email": "admin@desk.example", **self.claims}
        kept = {name: value for name, value in claims.items() if value is not None}
        return as_json({"access_token": "a", "token_type": "Bearer", "id_token": self.made(kept)})


def as_json(value: object, status: int = 200) -> Answer:
    return status, json.dumps(value).encode(), {"Content-Type": "application/json"}


def drip(asked: BaseHTTPRequestHandler) -> None:
    """An answer that never ends, a byte of its head at a time."""
    with suppress(OSError):
        asked.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(150):
            asked.wfile.write(b"a")
            asked.wfile.flush()
            time.sleep(0.2)


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    made = Provider()

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._answer({name: one[0] for name, one in form.items()})

        def _answer(self, form: dict[str, str]) -> None:
            found = made.answer(self, form)
            if found is None:
                return
            status, body, headers = found
            with suppress(OSError):
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    server.daemon_threads = True
    server.block_on_close = False
    made.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
