"""Do `firsthand audit` and `firsthand voice` do what their help says, and is every mistake a sentence with an exit status?"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from firsthand.cli import main
from firsthand.record.voices import Audited

STORY = (
    "“We have no water,” said Olena Prykladna, a resident of Kherson. " + "The trams ran past the empty stalls. " * 20
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("FIRSTHAND_CASEBOOK", raising=False)
    monkeypatch.delenv("FIRSTHAND_WHO", raising=False)

    def go(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(str(end.value.code)), out, err

    return go


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_one_article_has_a_finding_of_its_own(run: Run, story: Path) -> None:
    _, out, _ = run("audit", story, "--about", "Ukraine", "--json")
    (finding,) = json.loads(out)["findings"]
    assert (finding["code"], finding["outcome"]) == ("sourcing", "unresolved")
    assert "%" not in finding["headline"]


def a_reader(text: str, lang: str) -> list[dict[str, object]]:
    return [{"spans": [[0, 10]], "source": "Marta Ilves", "type": "indirect"}]


def a_broken_reader(text: str, lang: str) -> list[dict[str, object]]:
    return [{"spans": [[0, 10**9]]}]


def test_another_reader_of_who_says_what(run: Run, story: Path) -> None:
    status, out, _ = run("audit", story, "--about", "Ukraine", "--json", "--reader", f"{__name__}:a_reader")
    assert status == 0
    (article,) = json.loads(out)["articles"]
    assert [voice["name"] for voice in article["voices"]] == ["Marta Ilves"]
    assert any("a_reader" in note for note in json.loads(out)["notes"])


def test_readers_that_do_not_read(run: Run, story: Path) -> None:
    status, _, err = run("audit", story, "--about", "Ukraine", "--reader", "no.such:reader")
    assert status == 2
    assert "cannot be loaded" in err
    status, out, _ = run("audit", story, "--about", "Ukraine", "--json", "--reader", f"{__name__}:a_broken_reader")
    assert status == 3
    (article,) = json.loads(out)["articles"]
    assert article["state"] == "failed"
    assert "offsets" in article["problem"]


def without_measured(said: str) -> str:
    """Without how well the reader of voices does, which is a share of other articles."""
    return re.sub(r"\d+\s%\s+of\s+what\s+(?:it\s+finds|is\s+there)|with\s+the\s+speaker\s+\d+\s%", "", said)


def test_one_article_in_the_terminal(run: Run, story: Path) -> None:
    status, out, err = run("audit", story, "--about", "Ukraine")
    assert status == 0
    assert "● Olena Prykladna: there (resident" in out
    assert "%" not in without_measured(out)
    assert err == ""


def test_every_face_at_once(run: Run, story: Path, tmp_path: Path) -> None:
    page, table, drawn = tmp_path / "a.html", tmp_path / "a.csv", tmp_path / "draw.csv"
    status, out, err = run(
        "audit", story, "--about", "Ukraine", "--json", "--html", page, "--csv", table, "--draw", drawn
    )
    assert status == 0
    held = json.loads(out)
    assert held["audit"]["audited"] == 1
    assert [voice["name"] for voice in held["articles"][0]["voices"]] == ["Olena Prykladna"]
    assert "Olena Prykladna" in html.fromstring(page.read_bytes()).text_content()
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    assert (row["voice"], row["basis"]) == ("Olena Prykladna", "there")
    assert len(drawn.read_text("utf-8-sig").splitlines()) == 2
    assert all(f"The {name}" in err for name in ("page", "table", "voices to check"))


@pytest.mark.parametrize(("lang", "words"), [("uk", "Чиї голоси"), ("ru", "Чьи голоса"), ("el", "Ποιανού φωνές")])
def test_other_languages(run: Run, story: Path, tmp_path: Path, lang: str, words: str) -> None:
    status, out, _ = run("audit", story, "--about", "Ukraine", "--words", lang, "--html", tmp_path / "a.html")
    assert status == 0
    assert words in out
    assert words in (tmp_path / "a.html").read_text("utf-8")


def test_the_demos_archive_from_no_casebook_to_an_answer_on_file(run: Run, demo_folder: Path, tmp_path: Path) -> None:
    archive, book = demo_folder / "archive", tmp_path / "casebook"
    assert run("init", book)[0] == 0
    asked = ("audit", archive, "--about", "Donetsk, Ukraine", "--json")
    bare = json.loads(run(*asked)[1])
    assert bare["audit"]["articles"] == 16
    assert {article["lang"] for article in bare["articles"]} == {"en", "uk", "ru", "el"}
    left = {left["name"]: left["state"] for left in bare["audit"]["left_out"]}
    assert left == {"2012-03-06-fares-again.md": Audited.COPY, "2012-04-15-stub.md": Audited.TOO_SHORT}
    known = {
        ("2012-03-05-fares.md", "Hanna Vymyslova"): "there",
        ("2012-03-05-fares.md", "Peter Fabel"): "third-place",
        ("2012-03-12-drivers.md", "Oleh Zhadanenko"): "there",
        ("2012-03-16-far-away.md", "Mary Inventley"): "third-place",
        ("2012-03-20-wires.md", "Andrew Sketchley"): "unknown",
        ("2012-03-07-taryfy.md", "Олена Вигадана"): "there",
        ("2012-03-22-sviato.md", "Ірина Придумана"): "same-country",
        ("2012-03-09-cena.md", "Лидия Выдуманная"): "there",
        ("2012-03-26-provoda.md", "Вера Контурная"): "unknown",
        ("2012-03-19-athina.md", "Όλγα Φανταστική"): "there",
        ("2012-04-12-paradeigma.md", "Γιώργος Πλαστός"): "third-place",
        ("2012-04-10-letter.md", "Nadia Mriychuk"): "unknown",
    }
    assert {key: basis for key, basis in _bases(bare).items() if key in known} == known
    place = ("--based-in", "Donetsk, Ukraine", "--source", "the depot, by telephone", "--who", "an editor")
    told = run("voice", "--casebook", book, "Nadia Mriychuk", "--also", "Надія Мрійчук", *place)
    assert told[0] == 0
    assert told[1] == (
        "On file: voices/nadia-mriychuk, based-in Donetsk, Donetsk Oblast, Ukraine, according to the depot, by telephone.\n"
    )
    again = json.loads(run(*asked, "--casebook", book)[1])
    assert _bases(again)["2012-04-10-letter.md", "Nadia Mriychuk"] == "there"
    assert _bases(again)["2012-03-14-shchodennyky.md", "Надія Мрійчук"] == "there"
    before, after = (_share(one) for one in (bare, again))
    assert after["share"] > before["share"]
    low, high = before["bounds"]
    assert low <= after["share"] <= high
    assert after["bounds"][1] - after["bounds"][0] < high - low


def _bases(held: dict) -> dict[tuple[str, str], str]:  # type: ignore[type-arg]
    return {(one["name"], voice["name"]): voice["basis"] for one in held["articles"] for voice in one["voices"]}


def _share(held: dict) -> dict:  # type: ignore[type-arg]
    (found,) = [
        share
        for share in held["audit"]["shares"]
        if (share["what"], share["unit"]) == ("there-or-from-there", "quotation")
    ]
    return dict(found)


def test_hand_checked_voices_are_read_and_bad_lines_named(run: Run, demo_folder: Path, tmp_path: Path) -> None:
    asked, drawn = ("audit", demo_folder / "archive", "--about", "Donetsk, Ukraine"), tmp_path / "draw.csv"
    assert run(*asked, "--draw", drawn)[0] == 0
    lines = list(csv.DictReader(drawn.read_text("utf-8-sig").splitlines()))
    for line in lines:
        line["answer"] = "there"
    lines[1]["answer"] = "maybe"
    with drawn.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows(lines)
    status, out, err = run(*asked, "--checked", drawn)
    assert status == 0
    assert "Hand-checked voices:" in out
    assert "maybe" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--about", "Donetsk"), "Write one of: Donetsk, Ukraine; Donetsk, Russia."),
        (("--about", "Grece"), "Did you mean Greece"),
        (("--about", "Ukraine", "--html", "/nowhere/at/all.html"), "cannot be written"),
        (("--about", "Ukraine", "--csv", "."), "cannot be written"),
        (("--about", "Ukraine", "--csv", "same", "--html", "same"), "one file"),
        (("--about", "Ukraine", "--checked", "/nowhere.csv"), "There is no file"),
        (("--about", "Ukraine", "--limit", "0"), "--limit"),
        (("--about", "Ukraine", "--words", "tlh"), "--words"),
        (("--about", "Ukraine", "--casebook", "/nowhere/at/all"), "casebook"),
        ((), "--about"),
    ],
)
def test_a_wrong_call_is_a_sentence(run: Run, story: Path, arguments: tuple[str, ...], told: str) -> None:
    status, out, err = run("audit", story, *arguments)
    assert status == 2
    assert told in " ".join(err.split())
    assert out == ""


def test_what_cannot_be_read_is_told_by_the_exit_status(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.html").write_bytes(b"")
    status, out, _ = run("audit", tmp_path, "--about", "Ukraine")
    assert status == 3
    assert "b.html: could not be read. The file is empty." in " ".join(out.split())


def test_an_empty_folder_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    status, _, err = run("audit", tmp_path, "--about", "Ukraine")
    assert status == 2
    assert "There is no article" in err


def test_names_from_outside_do_not_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\nb.txt").write_text("short", encoding="utf-8")
    _, out, _ = run("audit", tmp_path, "--about", "Ukraine")
    assert "\x1b" not in out
    assert "a[U+001B][31m b.txt" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("x", "--based-in", "Kyiv", "--source", "s"), "--who"),
        (("x", "--based-in", "Kyiv", "--who", "w"), "--source"),
        (("x", "--source", "s", "--who", "w"), "Say one thing at a time"),
        (("x", "--based-in", "Kyiv", "--from", "Lviv", "--source", "s", "--who", "w"), "Say one thing at a time"),
        (("x", "--seat", "Donetsk", "--source", "s", "--who", "w"), "Write one of"),
    ],
)
def test_a_wrong_answer_is_a_sentence(run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    assert run("init", tmp_path / "casebook")[0] == 0
    status, _, err = run("voice", "--casebook", tmp_path / "casebook", *arguments)
    assert status == 2
    assert told in " ".join(err.split())


def test_an_answer_with_times_and_words(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "casebook"
    run("init", book)
    status, out, _ = run(
        "voice", "--casebook", book, "The Made-up Institute", "--seat", "Kyiv", "--since", "2010", "--until", "2020",
        "--source", "its page", "--url", "https://institute.example", "--quote", "We sit in Kyiv.", "--who", "an editor",
    )  # fmt: skip
    assert status == 0
    assert "seat Kyiv, Kyiv Oblast, Ukraine, since 2010, until 2020, according to its page" in out
    shown = run("case", "show", "--casebook", book, "voices")[1]
    assert "kind: body" in shown
    assert all(
        part in shown.replace('"', "")
        for part in ("from: 2010", "until: 2020", "We sit in Kyiv.", "https://institute.example")
    )
