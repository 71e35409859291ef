"""Do the examples of the API's page work as they stand there, and does it tell of everything?"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from desk_room import Room
from firsthand.demo.tips import DemoTip
from test_desk_api import SCOPES, ended, made, program

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = [block for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if "curl" in block]
COMMANDS = [one for block in BLOCKS for one in re.findall(r"^curl (?:[^\n]*\\\n)*[^\n]*$", block, re.MULTILINE)]


@pytest.fixture(scope="module")
def given(room: Room, demo_tips: dict[str, DemoTip], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the page calls by names: the desk, a token, a tip with its report, its match and a picture."""
    secret = made(room.client("editor"), *SCOPES, name="the page")
    client, fields = program(room, secret), demo_tips["cropped"].fields
    folder = tmp_path_factory.mktemp("curl")
    shutil.copyfile(fields["picture"], folder / "march.jpg")
    file = {"picture": ("march.jpg", (folder / "march.jpg").read_bytes(), "image/jpeg")}
    sent = client.post("/check", data={"words": fields["caption"]}, files=file)
    tip = ended(client, f"/inbox/{sent.json()['id']}")
    match = next(one["match"] for one in tip["report_json"]["findings"] if one["match"])
    names = {"DESK": room.base, "TOKEN": secret, "ID": str(tip["id"]), "TIP": match["tip"], "ITEM": match["item"]}
    return names | {"REPORT": tip["report"], "EXHIBIT": tip["picture"], "PLACE": str(folder)}


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed, by which the examples are run")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: re.sub(r"\W+", "-", command.split("v1")[-1])[:40])
def test_an_example_works_as_it_stands(given: dict[str, str], command: str) -> None:
    environment = {**os.environ, **given, "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        ["bash", "-euc", command], env=environment, cwd=given["PLACE"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}{done.stdout}"
    if "form=yaml" in command:
        assert done.stdout.startswith("firsthand: 1")
        return
    said = json.loads(done.stdout)
    assert said.get("items") != []
    assert ("faults" in said or "detail" in said) is ("curl -s " in command), said


def test_every_address_and_every_error_is_on_the_page(room: Room) -> None:
    described = room.stranger().get("/api/v1/openapi.json").json()
    for path, ways in described["paths"].items():
        shown = re.sub(r"\\\{\w+\\\}", r"[$\\w-]+", re.escape(path))
        assert re.search(rf"\$DESK{shown}[\"? \n]", PAGE), path
        for operation in ways.values():
            for status in operation["responses"]:
                assert int(status) < 400 or re.search(rf"^\| {status} \|", PAGE, re.MULTILINE), status
    assert len(COMMANDS) >= len(described["paths"])
