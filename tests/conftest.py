"""What do the tests share? The data folder of the benchmarks, and one demo casebook for a whole run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import chromium
from desk_room import Room, open_room
from firsthand import api
from firsthand.demo.build import build
from firsthand.demo.tips import DemoTip, write_tips
from sign_on_provider import Provider, provider
from sign_on_room import needed, told

DATA = Path(os.environ.get("FIRSTHAND_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def data() -> Path:
    """The development data; tests that need it are skipped where it is absent, as on a user's machine."""
    if not DATA.is_dir():
        pytest.skip(f"the development data is not at {DATA}; set FIRSTHAND_DATA to run this test")
    return DATA


@pytest.fixture(scope="module")
def browser_folder() -> Iterator[Path]:
    """Where the browsers of one module's tests may write, as they see it on their command lines; its path is short enough."""
    with tempfile.TemporaryDirectory(prefix="fh-") as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", name)
        yield Path(name)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for the tests of one module: while it runs, nothing else in this process may wait in its own way."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder: casefiles, casebook, tips."""
    folder = tmp_path_factory.mktemp("demo") / "firsthand-demo"
    build(folder).close()
    return folder


@pytest.fixture(scope="session")
def demo_tips(demo_folder: Path) -> dict[str, DemoTip]:
    return {tip.name: tip for tip in write_tips(demo_folder / "tips")}


@pytest.fixture
def demo_desk(demo_folder: Path) -> Iterator[api.Desk]:
    with api.open(demo_folder / "casebook") as desk:
        yield desk


@pytest.fixture(scope="session")
def room(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room over a copy of the demo's casebook, one for a whole run: a test that breaks things opens its own."""
    folder = tmp_path_factory.mktemp("room") / "casebook"
    shutil.copytree(demo_folder / "casebook", folder)
    with open_room(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def others() -> Iterator[Provider]:
    needed()
    with provider() as one:
        yield one


@pytest.fixture
def truth(others: Provider) -> Iterator[Provider]:
    """The provider, which tells the truth until a test says otherwise."""
    others.truthful()
    yield others
    others.truthful()


@pytest.fixture(scope="module")
def desk(others: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room that knows this provider."""
    folder = tmp_path_factory.mktemp("sign-on")
    with open_room(folder / "casebook", "--sign-on", told(folder, others.issuer)) as opened:
        opened.client("admin")
        yield opened
