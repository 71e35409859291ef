"""How is a password kept? By Argon2id, and not more at once than the memory allows: whoever knocks a thousand times waits."""

from __future__ import annotations

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 4
_door = threading.BoundedSemaphore(AT_ONCE)


class Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane, as OWASP's cheat sheet on storing passwords has it (2023).

    Django's own 100 MiB, times the threads that answer, would be 3 GB for anybody who sends thirty forms at once.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _door:
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        with _door:
            return bool(super().verify(password, encoded))
