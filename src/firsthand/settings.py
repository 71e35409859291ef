"""Which thresholds and limits does this run use? One frozen value; its digest stands in every report."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from ipaddress import ip_network


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds and limits. Every figure can be given anew; the digest says which ones a report was made with."""

    suggest: float = 0.5
    """Probability from which a match is shown as possible (`unresolved`)."""
    alert: float = 0.9
    """Probability from which a match counts as the same (`supported`)."""
    leads: int = 20
    """Leads weighed for each passage or picture."""
    max_text_chars: int = 2_000_000
    """Text beyond this is not read; the report says so."""
    max_file_bytes: int = 50_000_000
    """A larger file is refused before it is opened."""
    max_pixels: int = 80_000_000
    """A picture of more pixels is refused before it is decoded."""
    max_pixels_per_byte: int = 2_000
    """A picture of over 20 million pixels that states more of them for each byte of its file is refused as a bomb."""
    max_frames: int = 500
    """An animated picture of more frames, or a file of more pages, is refused."""
    key_frames: int = 8
    """Frames of an animation or film that are looked at: its longest scenes, each by one frame."""
    max_film_seconds: float = 600.0
    """What comes later in a film is not looked at; the report says so."""
    decode_seconds: float = 30.0
    """Longest time for decoding and reading one file, of the clock and of computing; then its process is ended."""
    decode_memory: int = 2_000_000_000
    """Bytes of address space that the process may take in which files are decoded."""
    picture_bytes: int = 8_192
    """Bytes that a picture on file may take in the index; 2,048 keeps fewer of its points, and finds fewer crops and covers."""
    max_page_pictures: int = 200
    """Pictures of a page beyond this are not looked at; the report says so."""
    fetch_seconds: float = 20.0
    """Longest wait for one address."""
    read_words: bool = True
    """Whether the words in pictures are read, where a reader of words is installed."""
    words_seconds: float = 10.0
    """Longest time for the words in all pictures of one tip; the rest are named as not read."""
    page_seconds: float = 60.0
    """Longest wait for all pictures of one page; the rest are named as not fetched."""
    browser_seconds: float = 45.0
    """Longest time for one page in a browser, from the first request to its picture."""
    browser_bytes: int = 200_000_000
    """Bytes of all answers to one page in a browser, as they come over the line; the rest are named as left out."""
    browser_requests: int = 1_000
    """Requests of one page in a browser that are answered; the rest are named as left out."""

    allow_networks: tuple[str, ...] = ()
    """Networks that may be fetched from although they are not public: `10.2.0.0/16`, `127.0.0.1`. An intranet, or a test."""

    def __post_init__(self) -> None:
        """Raises ValueError for a network that is none."""
        for network in self.allow_networks:
            ip_network(network)

    @property
    def digest(self) -> str:
        """16 hex digits of the SHA-256 over all settings but `allow_networks`, which judges nothing."""
        judging = asdict(self)
        del judging["allow_networks"]
        return hashlib.sha256(repr(sorted(judging.items())).encode()).hexdigest()[:16]
