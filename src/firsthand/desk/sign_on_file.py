"""What does the file of `--sign-on` say? The provider of single sign-on, or a sentence on what is wrong with the file."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from firsthand.desk.room import Provider
from firsthand.errors import UsageError

INSTALL = "pip install 'firsthand[sign-on]'"

PACKAGES = ("authlib", "joserfc")
"""What speaks OpenID Connect and reads its tokens."""

LONGEST = {"name": 60, "issuer": 500, "client_id": 500, "client_secret": 500}
"""Characters of each field; `client_secret_file` may stand for the last."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")

EXAMPLE = "docs/desk-install.md shows one under “Single sign-on”."


def provider_of(path: Path) -> Provider:
    """The provider that a file describes. Raises UsageError."""
    if not all(find_spec(package) for package in PACKAGES):
        raise UsageError("Single sign-on needs packages that are not installed.", hint=f"{INSTALL} installs them.")
    given = _read(path)
    strange = sorted(set(given) - set(LONGEST) - {"client_secret_file"})
    if strange:
        raise UsageError(f"{path} has a field {strange[0]!r} that nothing is known of.", hint=EXAMPLE)
    if ("client_secret" in given) == ("client_secret_file" in given):
        raise UsageError(f"{path} needs one of client_secret and client_secret_file.", hint=EXAMPLE)
    if "client_secret_file" in given:
        given["client_secret"] = _secret(path, given.pop("client_secret_file"))
    found = Provider(**{name: _field(path, given, name) for name in LONGEST})
    if not trusted(found.issuer) or urlsplit(found.issuer).query:
        raise UsageError(
            f"The issuer in {path} is not an address by https, without user, query and fragment.",
            hint="By http only a provider on this machine (127.0.0.1) may be named.",
        )
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", hint="Check its name and its rights.") from error
    except ValueError as error:
        raise UsageError(f"{path} is not TOML in UTF-8: {error}.", hint=EXAMPLE) from error


def _secret(path: Path, name: object) -> str:
    """The words of the file that holds the secret; its name counts from the folder of the file that names it."""
    if not isinstance(name, str) or not name:
        raise UsageError(f"client_secret_file in {path} is not the name of a file.", hint=EXAMPLE)
    apart = path.parent / name
    try:
        return apart.read_text("ascii").strip()
    except OSError as error:
        raise UsageError(f"{apart} cannot be read: {error.strerror}.", hint="Check its name and its rights.") from error
    except ValueError as error:
        raise UsageError(f"{apart} does not hold a secret.", hint="It holds the secret alone, as text.") from error


def _field(path: Path, given: dict[str, Any], name: str) -> str:
    """A field as it must be. What was given is not said again: it may be the secret."""
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{path} needs {name}, in quotation marks.", hint=EXAMPLE)
    if len(value) > LONGEST[name] or not value.isprintable() or not (name == "name" or value.isascii()):
        raise UsageError(f"{name} in {path} is too long, or has characters that do not belong there.", hint=EXAMPLE)
    return value


def trusted(address: str) -> bool:
    """Is this an address to which secrets may go: by https, or by http on this machine alone?"""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    if not plain or not host or port == 0 or "@" in parts.netloc or "#" in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
