"""How is a time-stamp authority made for a test? Certificates of its own, and `openssl ts` behind a server on loopback."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def _certificate(
    name: str,
    issuer: str,
    keys: tuple[ec.EllipticCurvePrivateKey, ec.EllipticCurvePrivateKey],
    valid: tuple[datetime, datetime],
) -> x509.Certificate:
    own, signing = keys
    first = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    by = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)])
    made = x509.CertificateBuilder().subject_name(first).issuer_name(by).public_key(own.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(valid[0]).not_valid_after(valid[1])
    made = made.add_extension(x509.BasicConstraints(ca=name == issuer, path_length=None), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    if name != issuer:
        usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(usage, critical=True)
    return made.sign(signing, hashes.SHA256())


def make_authority(folder: Path, *, until: datetime | None = None, since: datetime | None = None) -> Path:
    """The folder of an authority; returns the file of its root. `since` and `until` bound the certificate that stamps."""
    folder.mkdir()
    now = datetime.now(UTC)
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    long = (now - timedelta(days=1000), now + timedelta(days=1000))
    name = f"Root of {folder.name}"
    short = (since or now - timedelta(days=1), until or now + timedelta(days=100))
    pem = serialization.Encoding.PEM
    (folder / "root.pem").write_bytes(_certificate(name, name, (root, root), long).public_bytes(pem))
    (folder / "tsa.pem").write_bytes(
        _certificate(f"Stamps of {folder.name}", name, (own, root), short).public_bytes(pem)
    )
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tsa.key").write_bytes(own.private_bytes(pem, *plain))
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    return folder / "root.pem"


def stamped(folder: Path, query: bytes) -> bytes:
    """The answer of the authority to a query."""
    (folder / "query").write_bytes(query)
    command = [
        "openssl",
        "ts",
        "-reply",
        "-config",
        "tsa.cnf",
        "-section",
        "this",
        "-queryfile",
        "query",
        "-out",
        "reply",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "reply").read_bytes()


def query_for(folder: Path, data: bytes) -> bytes:
    (folder / "data").write_bytes(data)
    command = ["openssl", "ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "asked"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "asked").read_bytes()


@contextmanager
def serving(folder: Path, *, instead: bytes = b"") -> Iterator[str]:
    """The address at which the authority answers; `instead` are the bytes that it stamps in place of those asked for."""

    class Stamps(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            body = stamped(folder, query_for(folder, instead) if instead else query)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Stamps) as server:
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
