"""Does the desk work behind nginx as `docs/desk-install.md` sets it up? The file of the page, on other ports, as it is."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desk_room import Room, certificate, open_room, post, settled

PAGE = Path(__file__).resolve().parents[1] / "docs" / "desk-install.md"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MAIN = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{}}
http {{ access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
{server}
}}
"""


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def written(folder: Path, ports: dict[str, int]) -> Path:
    """The documented file, with the ports and places of this test in it."""
    server = re.search(r"```nginx\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]  # type: ignore[index]
    for theirs, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{ports['tls']} ssl"),
        ("listen 80", f"listen 127.0.0.1:{ports['plain']}"),
        ("127.0.0.1:8484", f"127.0.0.1:{ports['desk']}"),
        ("/etc/ssl/desk", str(folder)),
    ):
        assert theirs in server
        server = server.replace(theirs, ours)
    file = folder / "nginx.conf"
    file.write_text(MAIN.format(folder=folder, server=server), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, httpx.Client]]:
    """A room behind nginx, and a browser that knows its certificate."""
    if NGINX is None:
        pytest.skip("nginx is not installed; apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder / "fullchain.pem", folder / "key.pem", "DNS:desk.example")
    with open_room(folder / "casebook", "--behind", "127.0.0.1", "--host", "desk.example") as room:
        ports = {"tls": free(), "plain": free(), "desk": int(room.base.rpartition(":")[2])}
        command = [NGINX, "-e", f"{folder}/errors", "-p", str(folder), "-c", str(written(folder, ports))]
        with subprocess.Popen(command) as server:
            try:
                with browser(folder, ports["tls"]) as client:
                    yield room, client
            finally:
                server.terminate()
                server.wait(10)


class Near(httpx.HTTPTransport):
    """To `desk.example`, which is this machine on one port."""

    def __init__(self, port: int, verify: ssl.SSLContext) -> None:
        super().__init__(verify=verify, retries=20)
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        near = request.url.copy_with(host="127.0.0.1", port=self._port)
        more = {**request.extensions, "sni_hostname": "desk.example"}
        # A request of its own: by the address of the one that was asked the browser knows whose its cookies are.
        asked = httpx.Request(request.method, near, headers=request.headers, stream=request.stream, extensions=more)
        return super().handle_request(asked)


def browser(folder: Path, port: int) -> httpx.Client:
    verify = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            break
        except OSError:
            time.sleep(0.05)
    return httpx.Client(transport=Near(port, verify), base_url="https://desk.example", timeout=60)


def test_one_enters_checks_and_sends_a_large_picture(proxied: tuple[Room, httpx.Client]) -> None:
    room, client = proxied
    given = {"login": "admin", "name": "The first", "password": "a password of the tests"}
    assert post(client, room.way_in, given).status_code == 302
    page = client.get("/inbox")
    assert page.status_code == 200
    assert "Strict-Transport-Security" in page.headers
    path = post(client, "/check", {"words": "Words through a proxy"}).headers["Location"]
    assert "Words through a proxy" in settled(client, path)
    large = {"picture": ("large.jpg", b"\xff\xd8\xff" + os.urandom(20_000_000), "image/jpeg")}
    refused = post(client, "/check", {"words": "A caption of 20 MB"}, files=large)
    assert refused.status_code == 422, "20 MB came through whole, and were opened: they are no picture"
    assert "A caption of 20 MB" in refused.text
    too_large = {"picture": ("large.jpg", bytes(64_000_000), "image/jpeg")}
    assert post(client, "/check", files=too_large).status_code == 413
