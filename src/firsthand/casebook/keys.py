"""With which key does a casebook sign the head of its custody log? Ed25519, in the files of minisign.

The secret key lies in the casebook's folder with rights for its owner alone and without a password, because a desk signs
many times a day; the folder `custody/` says so in plain words, and where the public key belongs.
"""

from __future__ import annotations

import os
from pathlib import Path

import minisign

from firsthand.errors import CustodyError
from firsthand.record.custody import PUBLIC, SECRET

NOTE = "READ-ME.txt"

_SAID = """This folder holds the custody log of a casebook.

log.txt        one event a line: who did what with which exhibit, when (UTC). Each line carries the SHA-256 of the one before.
head.txt       how long the log was when it was last signed, and the SHA-256 of its last line
head.txt.minisig   the signature of head.txt
key.pub        the PUBLIC key. Give it to others, print it, put it on your site: who has it from elsewhere can tell whether
               this log was signed by this desk.
key.secret     the SECRET key, readable by its owner alone. Whoever has it can sign in the desk's name: keep it out of
               what you share. Without it nothing new can be signed.
heads/         heads with the time stamps of authorities
authorities.toml   the authorities, if any are set (docs/verify-by-hand.md)

Keep copies of head.txt, head.txt.minisig and key.pub outside this machine: they show if the end of the log was taken off.
"""


def make_key(folder: Path) -> None:
    """Make the pair, if there is none; a making that was cut off is completed."""
    secret = folder / SECRET
    if not secret.exists():
        pair = minisign.KeyPair.generate()
        waiting = folder / f".{SECRET}-{os.getpid()}"
        waiting.unlink(missing_ok=True)
        handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(bytes(pair.secret_key) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        waiting.rename(secret)
    (folder / PUBLIC).write_bytes(bytes(secret_key(folder).get_public_key()) + b"\n")
    (folder / NOTE).write_text(_SAID, encoding="utf-8")


def secret_key(folder: Path) -> minisign.SecretKey:
    """Raises CustodyError where it is missing or damaged."""
    try:
        return minisign.SecretKey.from_file(folder / SECRET)
    except OSError as error:
        hint = "Restore it from a copy; nothing can be signed without it."
        raise CustodyError(f"The key {folder / SECRET} cannot be read: {error.strerror}.", hint=hint) from error
    except (minisign.Error, ValueError) as error:
        raise CustodyError(f"{folder / SECRET} is not a key: {error}.", hint="Restore it from a copy.") from error


def sign(folder: Path, data: bytes, said: str) -> bytes:
    """The signature of some bytes as a file of minisign; `said` is its trusted comment."""
    with secret_key(folder) as key:
        signature = key.sign(data, untrusted_comment="signature by a Firsthand casebook", trusted_comment=said)
    return bytes(signature) + b"\n"


def signed(folder: Path, data: bytes, signature: bytes) -> bool:
    """Did the key of which the public half lies here sign these bytes? Raises CustodyError where that half is missing."""
    try:
        minisign.PublicKey.from_file(folder / PUBLIC).verify(data, minisign.Signature.from_bytes(signature))
    except OSError as error:
        hint = "Restore it from a copy, or from where it was published."
        raise CustodyError(f"The key {folder / PUBLIC} cannot be read: {error.strerror}.", hint=hint) from error
    except (minisign.Error, ValueError):
        return False
    return True
