"""How does a test come into the room? A real server over a casebook on loopback, and people of every role in it."""

from __future__ import annotations

import os
import re
import secrets
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

ROLES = ("reader", "reporter", "editor", "admin")
PASSWORD = "a password of the tests"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_WAY_IN = re.compile(r"https?://\S+(/join/\S+)")


@dataclass
class Room:
    """A room that is open: its address, the folder of its casebook, and who has entered (role -> client)."""

    base: str
    folder: Path
    way_in: str
    process: subprocess.Popen[str]
    verify: ssl.SSLContext | bool = True
    entered: dict[str, httpx.Client] = field(default_factory=dict)
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, role: str = "") -> httpx.Client:
        """Somebody of this role (`""`: somebody outside), entered once for all tests of this room."""
        if role not in self.entered:
            self.entered[role] = self.newcomer(role, f"the {role}") if role else self.stranger()
        return self.entered[role]

    def stranger(self) -> httpx.Client:
        """A browser in which nobody has entered."""
        self.clients.append(
            httpx.Client(base_url=self.base, timeout=30, headers={"Accept-Language": "en"}, verify=self.verify)
        )
        return self.clients[-1]

    def newcomer(self, role: str, name: str) -> httpx.Client:
        """A new person of this role, who has just joined by an invitation. Their name to enter by is `login_of(client)`."""
        link = self.invitation(role)
        login, client = f"{role}-{secrets.token_hex(4)}", self.stranger()
        client.headers["X-Test-Login"] = login
        answer = post(client, link, {"login": login, "name": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    def invitation(self, role: str) -> str:
        """The path of a fresh invitation; the first one of a room is the admin's own way in."""
        if role == "admin" and "admin" not in self.entered:
            return self.way_in
        page = post(self.client("admin"), "/people/invite", {"role": role}, form="/people")
        return re.search(r"/join/[\w-]+", page.text)[0]  # type: ignore[index]

    def close(self) -> None:
        for client in self.clients:
            client.close()


def login_of(client: httpx.Client) -> str:
    """The name by which somebody of `newcomer` enters."""
    return client.headers["X-Test-Login"]


def token(client: httpx.Client, page: str) -> str:
    """The token of the form on a page."""
    found = _TOKEN.search(client.get(page).text)
    assert found, f"no form on {page}"
    return found[1]


def post(
    client: httpx.Client, path: str, data: dict[str, object] | None = None, *, form: str = "", **more: object
) -> httpx.Response:
    """Send a form as a browser does: from the page `form` (default: the page of the same address), with its token."""
    fields = {"csrfmiddlewaretoken": token(client, form or path), **(data or {})}
    return client.post(path, data=fields, headers={"Origin": str(client.base_url).rstrip("/")}, **more)  # type: ignore[arg-type]


@contextmanager
def open_room(folder: Path, *options: str, said: IO[str] | None = None, **variables: str) -> Iterator[Room]:
    """A room over the casebook in a folder (made where there is none), served until the block ends.

    `said` is a file for what it says beside its first lines; `variables` are set in its environment.
    """
    again = (folder / "desk" / "desk.sqlite3").exists()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **variables}
    command = [sys.executable, "-m", "firsthand", "desk", str(folder), "--port", "0", *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=said or subprocess.STDOUT,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            base, way_in = _said(process, again)
            # What it says later is read too: a program whose words nobody takes stands still in the end.
            threading.Thread(target=process.stdout.read, daemon=True).start()  # type: ignore[union-attr]
            room = Room(base, folder, way_in, process)
            yield room
            room.close()
        finally:
            process.terminate()
            process.wait(20)


def _said(process: subprocess.Popen[str], again: bool) -> tuple[str, str]:
    """The address and the path of the first way in, as the room tells them; there is none where somebody came in before."""
    assert process.stdout is not None
    said, base = "", ""
    for line in process.stdout:
        said += line
        if found := re.search(r"open at (https?://\S+)/ ", line):
            base = found[1]
            if again:
                return base, ""
        elif found := _WAY_IN.search(line):
            return base, found[1]
        elif base and not line.startswith("Nobody is"):
            break
    raise AssertionError(f"the room did not open:\n{said}")


def settled(client: httpx.Client, path: str) -> str:
    """The page of a tip once its check has ended."""
    for _ in range(600):
        answer = client.get(f"{path}/progress")
        if answer.headers.get("HX-Refresh"):
            return client.get(path).text
        time.sleep(0.1)
    raise AssertionError(f"the check of {path} does not end:\n{answer.text}")


def certificate(cert: Path, key: Path, name: str) -> None:
    """Make a certificate and its key for a name of a server (`DNS:…` or `IP:…`), signed by itself."""
    words = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=desk", "-addext", f"subjectAltName={name}", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", "req", *words], check=True, capture_output=True)
