"""How is an address asked by a program that watches? As its host likes: robots.txt first, then our turn, then the visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.errors import CaptureError
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.fetch import Fetched, visit
from firsthand.evidence.guard import Guard
from firsthand.evidence.politeness import ROBOTS_BYTES, Host, Turn, after, origin, robots_due, turn, with_robots
from firsthand.settings import Settings


@dataclass(slots=True)
class Watcher:
    """Fetches for watching. `hosts` is what is known of each origin; it can be kept and given again."""

    settings: Settings
    now: Callable[[], datetime]
    guard: Guard | None = None
    hosts: dict[str, Host] = field(default_factory=dict)

    def ask(self, url: str) -> Fetched | Turn:
        """The address visited; or, where it is not our turn, from when on it will be, or why never.

        A redirect is followed at once, wherever it leads: its host is asked once for each page, as by a browser.
        """
        try:
            home = origin(str((self.guard or Guard(allow=self.settings.allow_networks)).check(url)))
        except CaptureError as error:
            return Fetched(url, self.now(), failure=error)
        if robots_due(self.hosts.get(home, Host()), self.now()):
            self._read_robots(home)
        ours = turn(url, self.hosts[home], self.now())
        if ours != Turn():
            return ours
        found = visit(url, self.settings, now=self.now, guard=self.guard)
        self._note(home, found.exchanges)
        return found

    def _read_robots(self, home: str) -> None:
        known = self.hosts.get(home, Host())
        limits = replace(self.settings, max_file_bytes=ROBOTS_BYTES)
        found = visit(f"{home}/robots.txt", limits, now=self.now, guard=self.guard)
        status = 0 if found.failure else found.status
        headers = _small(found.exchanges[-1]) if found.exchanges else {}
        self.hosts[home] = with_robots(known, status, headers, found.body, self.now())

    def _note(self, home: str, exchanges: tuple[Exchange, ...]) -> None:
        for exchange in exchanges:
            place = origin(exchange.url)
            self.hosts[place] = after(self.hosts.get(place, Host()), exchange.status, _small(exchange), exchange.ended)
        if not exchanges:
            self.hosts[home] = replace(self.hosts[home], asked=self.now())


def _small(exchange: Exchange) -> Mapping[str, str]:
    return {name.lower(): value for name, value in exchange.headers}
