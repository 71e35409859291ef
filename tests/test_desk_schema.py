"""Does the API answer as its own description says, whatever it is asked? Schemathesis asks, over a real room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_room import Room, open_room
from test_desk_api import SCOPES, made

LONG = os.environ.get("FIRSTHAND_SCHEMA_EXAMPLES", "")
"""How many examples each operation gets in a longer run, with all phases; empty: the short one."""

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "ignored_auth",
)


@pytest.fixture(scope="module")
def own(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room of this file alone: it is sent much that nobody else should have to look at."""
    folder = tmp_path_factory.mktemp("schema") / "casebook"
    shutil.copytree(demo_folder / "casebook", folder)
    with open_room(folder) as opened:
        yield opened


def test_every_answer_is_one_that_is_declared(own: Room) -> None:
    secret = made(own.client("editor"), *SCOPES)
    phases = "examples,coverage,fuzzing,stateful" if LONG else "coverage,fuzzing"
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{own.base}/api/v1/openapi.json"]
    command += ["--header", f"Authorization: Bearer {secret}", "--checks", ",".join(CHECKS), "--phases", phases]
    command += ["--max-examples", LONG or "12", "--seed", "8", "--generation-database", "none", "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=own.folder.parent)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Tested: 12" in done.stdout, done.stdout
