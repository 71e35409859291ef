"""How does a test sign on? Through a room that knows a provider of the tests, and back."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from desk_room import PASSWORD, Room, post
from sign_on_provider import CLIENT, SECRET, Provider

NAME = "Our <i>newsroom</i>"
BACK = "/enter/sign-on/back"
FAILED, LAPSED, UNLINKED = (
    "does not work at the moment",
    "was not begun in this browser",
    "Nobody at this desk has linked",
)
REFUSED, TAKEN = "did not confirm who you are", "cannot be linked"


def told(folder: Path, issuer: str, **more: str) -> str:
    """The file that names a provider."""
    given = {"name": NAME, "issuer": issuer, "client_id": CLIENT, "client_secret": SECRET, **more}
    path = folder / "sign-on.toml"
    path.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in given.items() if value), "utf-8")
    return str(path)


def needed() -> None:
    if not (find_spec("authlib") and find_spec("joserfc")):
        pytest.skip("Authlib is not installed; pip install 'firsthand[sign-on]'")


def sent(truth: Provider, client: httpx.Client, who: str, path: str = "/enter/sign-on") -> str:
    """Where the provider sends a browser back, in which this person has signed on there."""
    begun = client.get(path)
    assert begun.status_code == 302, begun.text
    assert begun.headers["Location"].startswith(f"{truth.issuer}/authorize?"), begun.headers["Location"]
    truth.who = who
    back = httpx.get(begun.headers["Location"], trust_env=False).headers["Location"]
    assert back.startswith(str(client.base_url).rstrip("/") + BACK + "?")
    return back


def signed(truth: Provider, client: httpx.Client, who: str, onto: str = "") -> httpx.Response:
    """What the room says to somebody who has signed on at the provider."""
    path = str(httpx.URL("/enter/sign-on", params={"next": onto})) if onto else "/enter/sign-on"
    return client.get(sent(truth, client, who, path))


def link(truth: Provider, client: httpx.Client, who: str) -> httpx.Response:
    """What the room says to somebody who has linked this identity."""
    page = post(client, "/me/sign-on", {"deed": "begin", "password": PASSWORD})
    assert 'href="/me/sign-on/link"' in page.text
    return client.get(sent(truth, client, who, "/me/sign-on/link"))


def linked(truth: Provider, desk: Room, who: str, role: str = "reader") -> httpx.Client:
    """A new person who has linked this identity."""
    client = desk.newcomer(role, f"The one called {who}")
    assert link(truth, client, who).headers["Location"] == "/me/sign-on"
    return client


def outside(client: httpx.Client) -> bool:
    return client.get("/inbox").headers.get("Location", "").startswith("/enter?")
