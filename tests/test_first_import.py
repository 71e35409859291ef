"""Can any module of the casebook be the first one that a program asks for? Django's models want its settings made before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import firsthand

ROOT = Path(firsthand.__file__).parent / "casebook"

LIBRARIES = "numpy httpx django.db.models click msgspec yaml"

EACH = f"""
import contextlib, importlib, os, sys, traceback
for name in {LIBRARIES.split()!r}:  # once, not in every child
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
failed = []
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        failed.append(name)
sys.exit(f"cannot be imported alone: {{failed}}" if failed else 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_any_module_of_the_casebook_may_be_the_first() -> None:
    names = [f"firsthand.casebook.{path.stem}" for path in sorted(ROOT.glob("*.py")) if path.stem[0] != "_"]
    done = subprocess.run([sys.executable, "-c", EACH, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
