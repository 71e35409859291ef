"""Are pages made in their order, and does nobody wait for ever? Do prepared queries give what Django gives?"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from firsthand.desk.turns import Turns

CODE = """
import sys
from datetime import timedelta
from pathlib import Path

from firsthand.desk.conf import configure

configure(Path(sys.argv[1]))
from django.core.management import call_command
from django.utils import timezone
from firsthand.desk.models import TODO, Incoming, Person, State
from firsthand.desk.prepared import Columns, Rows

call_command("migrate", verbosity=0)
for number in range(5):
    person = Person.objects.create(login=f"p{number}", name=f"P {number}", role=number % 2)
    Incoming.objects.create(text=f"t{number}", lang="uk" if number % 2 else "el", state=State.OPEN, by=person)

# Named in an order that is not that of the alphabet: each value meets its own condition.
of_lang = Rows(Incoming, "-pk", 2, text__gte="", lang="")
assert [row.text for row in of_lang("t0", "uk")] == ["t3", "t1"]
assert [row.text for row in of_lang("t3", "el")] == ["t4"]
assert of_lang.first("uk", "t0") is None
assert of_lang.first("t9", "uk") is None
assert of_lang("t0", "uk")[0].by.name == "P 3", "what a row refers to is there when it is asked for"
assert isinstance(of_lang.first("t0", "el").at, type(timezone.now())), "columns are what the model makes of them"

since = Rows(Incoming, at__gte=timezone.now())
assert len(since(timezone.now() - timedelta(hours=1))) == 5
assert since(timezone.now() + timedelta(hours=1)) == []

states = Columns(lambda: Incoming.objects.values("state"), 3, state__in=TODO)
assert states(*TODO) == [("open",)] * 3
hostile = "' OR 1=1 --"
assert of_lang("t0", hostile) == []
for wrong in ((), ("t0",), ("t0", "uk", "el")):
    try:
        of_lang(*wrong)
    except TypeError as error:
        assert "2 values were expected" in str(error)
    else:
        raise AssertionError(wrong)
print("as Django")
"""


def test_prepared_queries_give_what_django_gives(tmp_path: Path) -> None:
    """In a process of its own, for Django is set up once in each."""
    ended = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.stdout == "as Django\n", ended.stderr


class Walk:
    """Threads that line up one after another, and what they did."""

    def __init__(self, patience: float) -> None:
        self.turns = Turns(patience)
        self.said: list[str] = []
        self.threads: list[threading.Thread] = []

    def begin(self, name: str, until: threading.Event, aside: threading.Event | None = None) -> None:
        begun = threading.Event()
        thread = threading.Thread(target=self._go, args=(name, begun, until, aside), daemon=True)
        thread.start()
        self.threads.append(thread)
        begun.wait(10)
        time.sleep(0.05)  # it stands in the line now, or has its turn

    def _go(self, name: str, begun: threading.Event, until: threading.Event, aside: threading.Event | None) -> None:
        begun.set()
        with self.turns.turn() as has:
            self.said.append(f"{name} {'in turn' if has else 'beside'}")
            if aside is not None:
                with self.turns.aside():
                    aside.wait(10)
                self.said.append(f"{name} again")
            until.wait(10)
        self.said.append(f"{name} done")

    def end(self) -> list[str]:
        for thread in self.threads:
            thread.join(10)
        return self.said


def go() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def test_pages_are_made_in_the_order_in_which_they_were_asked_for() -> None:
    walk, first = Walk(30), threading.Event()
    for name, until in (("a", first), ("b", go()), ("c", go()), ("d", go())):
        walk.begin(name, until)
    assert walk.said == ["a in turn"]
    first.set()
    assert walk.end() == [f"{name} {what}" for name in "abcd" for what in ("in turn", "done")]


def test_a_page_that_takes_long_does_not_hold_up_the_others() -> None:
    walk, first = Walk(0.1), threading.Event()
    walk.begin("slow", first)
    walk.begin("b", go())
    time.sleep(0.3)
    assert walk.said == ["slow in turn", "b beside", "b done"]
    first.set()
    walk.threads[0].join(10)
    walk.begin("c", go())
    assert walk.end()[3:] == ["slow done", "c in turn", "c done"], "whoever went beside has taken no turn along"


def test_who_waits_for_a_query_lets_others_go_on_and_comes_before_them_then() -> None:
    walk, query, second = Walk(30), threading.Event(), threading.Event()
    walk.begin("a", go(), query)
    walk.begin("b", second)
    walk.begin("c", go())
    assert walk.said == ["a in turn", "b in turn"]
    query.set()
    time.sleep(0.1)
    second.set()
    assert walk.end() == ["a in turn", "b in turn", "b done", "a again", "a done", "c in turn", "c done"]


def test_stepping_aside_without_a_turn_is_nothing() -> None:
    walk = Walk(30)
    with walk.turns.aside():
        walk.begin("a", go())
    assert walk.end() == ["a in turn", "a done"]


def test_a_failure_ends_a_turn() -> None:
    walk = Walk(30)
    try:
        with walk.turns.turn():
            raise ValueError
    except ValueError:
        pass
    walk.begin("a", go())
    assert walk.end() == ["a in turn", "a done"]
