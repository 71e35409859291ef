"""How is a time-stamp authority made for a test? Certificates of its own, and `openssl ts` behind a server on loopback."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

CONFIG = """
[tsa]
default_tsa = this
[this]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha512
ess_cert_id_alg = sha256
"""


Keys = tuple[ec.EllipticCurvePrivateKey, ec.EllipticCurvePrivateKey]
"""(the certificate's own, that of its issuer)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How an authority is made. `since` and `until` bound the certificate that stamps, a `between` stands between it and the
    root, `use` is what its certificate is for (none: no word on it), `digest` is what its signatures are made with.
    """

    since: datetime | None = None
    until: datetime | None = None
    between: bool = False
    use: x509.ObjectIdentifier | None = x509.ExtendedKeyUsageOID.TIME_STAMPING
    digest: str = "sha256"


def _certificate(
    names: tuple[str, str], keys: Keys, valid: tuple[datetime, datetime], use: x509.ObjectIdentifier | None = None
) -> bytes:
    """In PEM; `names` are its own and its issuer's. One for some use is no authority itself."""
    own, signing = keys
    first, by = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]) for name in names)
    made = x509.CertificateBuilder().subject_name(first).issuer_name(by).public_key(own.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(valid[0]).not_valid_after(valid[1])
    leaf = names[0].startswith("Stamps")
    made = made.add_extension(x509.BasicConstraints(ca=not leaf, path_length=None), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    if use:
        made = made.add_extension(x509.ExtendedKeyUsage([use]), critical=True)
    return made.sign(signing, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def make_authority(folder: Path, kind: Kind | None = None) -> Path:
    """The folder of an authority; returns the file of its root."""
    kind = kind or Kind()
    folder.mkdir()
    now = datetime.now(UTC)
    root, own, middle = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    long = (now - timedelta(days=1000), now + timedelta(days=1000))
    name = f"Root of {folder.name}"
    (folder / "root.pem").write_bytes(_certificate((name, name), (root, root), long))
    (folder / "chain.pem").write_bytes(_certificate((between := f"Of {folder.name}", name), (middle, root), long))
    issuer, key = (between, middle) if kind.between else (name, root)
    short = (kind.since or now - timedelta(days=1), kind.until or now + timedelta(days=100))
    (folder / "tsa.pem").write_bytes(_certificate((f"Stamps of {folder.name}", issuer), (own, key), short, kind.use))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tsa.key").write_bytes(own.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "serial").write_text("01\n")
    more = f"certs = {folder}/chain.pem\n" if kind.between else ""
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, digest=kind.digest) + more)
    return folder / "root.pem"


def stamped(folder: Path, query: bytes) -> bytes:
    """The answer of the authority to a query."""
    (folder / "query").write_bytes(query)
    command = "openssl ts -reply -config tsa.cnf -section this -queryfile query -out reply"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return (folder / "reply").read_bytes()


def query_for(folder: Path, data: bytes, *how: str) -> bytes:
    """`how` are the options of `openssl ts -query`; those of a plain query by default."""
    (folder / "data").write_bytes(data)
    command = ["openssl", "ts", "-query", "-data", "data", *(how or ("-sha256", "-cert")), "-out", "asked"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "asked").read_bytes()


TST_INFO = "1.2.840.113549.1.9.16.1.4"
ODD = bytes.fromhex("a10c300a06032a03040403020100")
"""Extensions of a token, [1]: one, of the number 1.2.3.4, that nobody knows."""


def signed_anew(folder: Path, token: bytes, *, more: bytes = b"") -> bytes:
    """A token whose content is that of another, `more` behind it, signed with the authority's key whatever it is for:
    `openssl ts` itself does not do either.
    """
    (folder / "token").write_bytes(token)
    for command in (
        "openssl ts -reply -in token -token_out -out token.der",
        "openssl cms -verify -noverify -inform DER -in token.der -binary -out content",
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    content = (folder / "content").read_bytes()
    start = 2 if content[1] < 0x80 else 2 + (content[1] & 0x7F)
    (folder / "content").write_bytes(_sequence(content[start:] + more))
    command = f"openssl cms -sign -in content -binary -nodetach -econtent_type {TST_INFO} -cades -md sha256"
    command += " -signer tsa.pem -inkey tsa.key -outform DER -out signed.der"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return _sequence(bytes.fromhex("3003020100") + (folder / "signed.der").read_bytes())


def _sequence(content: bytes) -> bytes:
    size = len(content)
    return b"\x30" + (bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2)) + content


def _stamping(folder: Path, instead: bytes) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """Answers a query as an authority should, or with what it stamps in place of the bytes asked for."""

    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        body = stamped(folder, query_for(folder, instead) if instead else query)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def serving(folder: Path, *, instead: bytes = b"") -> Iterator[str]:
    """The address at which the authority answers; `instead` are the bytes that it stamps in place of those asked for."""
    with answering(_stamping(folder, instead)) as address:
        yield address


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """The address at which a server on loopback calls `answer` with each query."""

    class Stamps(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def handle(self) -> None:
            # Whoever asked may hang up before the end.
            with suppress(ConnectionError):
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Stamps) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def trust(book: Path, name: str, url: str, root: Path) -> None:
    """Set an authority in the casebook."""
    shutil.copyfile(root, book / "custody" / f"{name}.pem")
    with (book / "custody" / "authorities.toml").open("a") as file:
        file.write(f'[[authority]]\nname = "{name}"\nurl = "{url}"\nroots = "{name}.pem"\n')
