"""Under which number is a name filed in the gazetteer?"""

from __future__ import annotations

import hashlib


def name_hash(key: str) -> int:
    """64 bits of BLAKE2b over a name's key. Among a million names two share one with a probability of 3 in 100 million."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
