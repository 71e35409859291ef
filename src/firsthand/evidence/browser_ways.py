"""By which ways could a browser leave by itself, and how is each of them shut?

The browser of a capture needs no network: each of its requests is answered by Firsthand (`browser_gate.py`). What is not a
request that can be answered - connections made in advance, WebSockets, WebRTC, WebTransport, look-ups of names, whatever the
browser does for its maker - meets a proxy that refuses every connection, and a table in which no name has an address.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

FLAGS = (
    "--proxy-bypass-list=<-loopback>",  # without it, this machine itself would be reached past the proxy
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--js-flags=--max-old-space-size=1024",
)


@contextmanager
def dead_end() -> Iterator[str]:
    """host:port of this machine at which nobody answers; it is held, so that nobody else can come to answer there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{held.getsockname()[1]}"
