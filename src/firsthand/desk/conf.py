"""How is the web room of one casebook set up? Django's settings, made from its folder; nothing runs when this is imported.

The room keeps its own file, `desk/desk.sqlite3`, for people, sessions, the inbox and jobs. The casebook stays apart: what the
room does to the record goes through `firsthand.api`, as everything does.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from firsthand.desk.room import Provider
from firsthand.errors import CasebookError, UsageError

FOLDER, FILE, SECRET = "desk", "desk.sqlite3", "secret.key"

CACHE_KIB = 100
"""Pages of each file that a connection holds in memory: each thread has its own, and the system holds the files besides."""

# FULL as in the casebook: an answer that was signed is on the disk when the page says so.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-{}"

PATIENCE = "FIRSTHAND_DESK_PATIENCE"
"""The variable that says for how many seconds a page waits while another program holds the room's file."""

UPLOAD = 60_000_000
"""Bytes of one form; a larger one is refused before it is read."""

CSP = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}


@dataclass(frozen=True, slots=True)
class Served:
    """How the room is reached: the names by which it is called, whether by TLS (its own or a proxy's), the addresses of proxies
    whose word on the asker's address is taken, the networks from which tips may be fetched though they are not public, and who
    says by single sign-on who somebody is."""

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    secure: bool = False
    proxies: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    sign_on: Provider | None = None


class Apart:
    """Which tables belong in which file? The casebook's own in casebooks, the room's in the room's."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == "casebook") == db.startswith("casebook-")


def configure(casebook: Path, served: Served = Served()) -> None:
    """Set Django up for the room of this casebook, once for a process. Raises CasebookError."""
    folder = casebook / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = _secret(folder / SECRET)
    except OSError as error:
        raise CasebookError(
            f"The folder {folder} cannot be written: {error.strerror}.",
            hint="Check its rights and the space on the disk.",
        ) from error
    settings.configure(**_of(folder, key, served))
    django.setup()


def _of(folder: Path, key: str, served: Served) -> dict[str, Any]:
    return {
        **_guards(served),
        **_own(folder, served),
        "SECRET_KEY": key,
        "ALLOWED_HOSTS": list(served.hosts),
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "django_htmx",
            "axes",
            "csp",
            "firsthand.casebook",
            "firsthand.desk",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "django.middleware.gzip.GZipMiddleware",
            "csp.middleware.CSPMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "firsthand.desk.reached.Reached",
            "firsthand.desk.api_gate.Gate",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
            "firsthand.desk.entering.Entering",
            "axes.middleware.AxesMiddleware",
        ],
        "DATABASES": {"default": _file(folder / FILE)},
        "DATABASE_ROUTERS": ["firsthand.desk.conf.Apart"],
        "ROOT_URLCONF": "firsthand.desk.urls",
        "LOGGING_CONFIG": None,
        "USE_TZ": True,
        "USE_I18N": False,
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": 31_536_000,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    }


def _own(folder: Path, served: Served) -> dict[str, Any]:
    """What only Firsthand knows. The cache is small because each of the room's threads has one."""
    return {
        "FIRSTHAND_CASEBOOK": folder.parent,
        "FIRSTHAND_CACHE_KIB": CACHE_KIB,
        "FIRSTHAND_NETWORKS": served.networks,
        "FIRSTHAND_SIGN_ON": served.sign_on,
    }


def _file(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": _patience(),
            "transaction_mode": "IMMEDIATE",
            "init_command": _PRAGMAS.format(CACHE_KIB),
        },
    }


def _patience() -> float:
    said = os.environ.get(PATIENCE, "10")
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", said):
        raise UsageError(f"{PATIENCE} is {said!r}, not a number of seconds.", hint="Write it as 10 or 2.5.")
    return float(said)


def _guards(served: Served) -> dict[str, Any]:
    """What keeps others out."""
    return {
        "AUTH_USER_MODEL": "desk.Person",
        "AUTHENTICATION_BACKENDS": ["axes.backends.AxesBackend", "firsthand.desk.sessions.Backend"],
        "PASSWORD_HASHERS": ["firsthand.desk.passwords.Hasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}"}
            for name in ("MinimumLengthValidator", "CommonPasswordValidator", "UserAttributeSimilarityValidator")
        ],
        "AXES_FAILURE_LIMIT": 8,
        "AXES_COOLOFF_TIME": 0.25,
        # Without it axes finds no name, and one who guesses would shut out all of a network.
        "AXES_USERNAME_FORM_FIELD": "username",
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "firsthand.desk.entering.locked_out",
        "AXES_VERBOSE": False,
        "AXES_CLIENT_IP_CALLABLE": "firsthand.desk.entering.client",
        "LOGIN_URL": "/enter",
        "SESSION_ENGINE": "firsthand.desk.sessions",
        "SESSION_COOKIE_AGE": 14 * 24 * 3600,
        # By this name a browser takes them only over TLS and from this very host: no neighbour under the same domain sets them.
        "SESSION_COOKIE_NAME": "__Host-sessionid" if served.secure else "sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken" if served.secure else "csrftoken",
        "SESSION_COOKIE_SECURE": served.secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": served.secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "firsthand.desk.entering.no_token",
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_HSTS_SECONDS": 31_536_000 if served.secure else 0,
        "X_FRAME_OPTIONS": "DENY",
        "CONTENT_SECURITY_POLICY": CSP,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 5_000_000,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 1000,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 5,
        "FILE_UPLOAD_HANDLERS": ["firsthand.desk.uploads.Bounded"],
    }


def _secret(path: Path) -> str:
    """The room's own key, made once; it signs sessions and forms, and nothing of the record."""
    if not path.exists():
        waiting = path.with_name(f".{path.name}-{os.getpid()}")
        handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        waiting.rename(path)
    return path.read_text(encoding="ascii")
