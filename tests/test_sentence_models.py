"""Can a casebook choose a sentence model, does it find more with it, and does nothing break where the model is gone?"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from firsthand import api, sentence_models
from firsthand.cli import main
from firsthand.errors import CasebookError, FirsthandError, UsageError
from firsthand.index import encoders
from firsthand.index.aids import MANY
from firsthand.index.encoders import EncoderError, unit
from firsthand.index.encoders_choice import FILE, Choice, read_choice, write_choice
from firsthand.index.encoders_fit import PAIRS, SCALE, SCRIPTS, Fit, fit_of, measure, own_sentences
from firsthand.index.postings import text_keys
from firsthand.index.vectors import VectorShelf

CLAIMS = {
    "fireworks": "The school burnt down because of fireworks",
    "bridge": "The mayor sold the old bridge to a foreign company for one coin",
    "bees": "Bees make less honey in a wet year",
    "ferry": "The ferry to the island has not run since the strike",
    "referee": "The football club paid the referee before the final",
    "tunnel": "A tunnel leads from the town hall to the bank",
    "hens": "Farmers were forbidden to keep hens without a licence",
}
OTHER_WORDS = "Pyrotechnics set classrooms on fire"
"""Says what `fireworks` says, with none of its words."""
UKRAINIAN = "Фермерам заборонили тримати курей без ліцензії"


def write_cases(folder: Path, claims: dict[str, str]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for id, text in claims.items():
        case = {"firsthand": 1, "case": {"id": id, "title": id}, "claims": [{"text": text, "lang": "en"}]}
        (folder / f"{id}.json").write_text(json.dumps(case), encoding="utf-8")
    return sorted(folder.glob("*.json"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook with the claims above and no model, to be copied."""
    folder = tmp_path_factory.mktemp("plain")
    with api.init(folder / "book") as desk:
        desk.import_cases(write_cases(folder / "cases", CLAIMS), who="an editor")
    return folder / "book"


@pytest.fixture(scope="module")
def encoded(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the English model, to be copied."""
    with api.open(shutil.copytree(plain, tmp_path_factory.mktemp("encoded") / "book")) as desk:
        desk.set_model(needs(encoders.LIGHT))
        return desk.book.path


@pytest.fixture
def book(plain: Path, tmp_path: Path) -> Path:
    """A casebook of the test's own, without a model."""
    return shutil.copytree(plain, tmp_path / "book")


@pytest.fixture
def english(encoded: Path, tmp_path: Path) -> Path:
    """A casebook of the test's own that uses the English model."""
    return shutil.copytree(encoded, tmp_path / "book")


def needs(model: str) -> str:
    """The model, where it is installed."""
    known = next(known for known in encoders.KNOWN if known.name == model)
    if not known.installed:
        pytest.skip(f"the extra {known.extra!r} is not installed, which holds {model}")
    return model


def led_to(desk: api.Desk, text: str) -> list[str]:
    """The cases of the leads, the nearest first."""
    leads = desk.examine(api.make_tip(text=text)).leads.claims
    return [lead.case for lead in sorted(leads, key=lambda lead: -lead.score)]


def test_other_words_are_found_with_a_model_only(book: Path) -> None:
    model = needs(encoders.LIGHT)
    told: list[int] = []
    with api.open(book) as desk:
        assert "fireworks" not in led_to(desk, OTHER_WORDS)
        state = desk.set_model(model, progress=told.append)
        assert (state.model, state.reads, state.vectors, state.problem) == (model, ("Latin",), len(CLAIMS), "")
        assert told == [len(CLAIMS)]
        checked = desk.examine(api.make_tip(text=OTHER_WORDS))
    first = max(checked.leads.claims, key=lambda lead: lead.score)
    assert (first.case, first.road) == ("fireworks", "meaning")
    assert first.likeness is not None
    assert first.likeness > 0.5
    with api.open(book, write=False) as desk:
        assert led_to(desk, OTHER_WORDS)[0] == "fireworks", "the choice is kept"


def test_another_language_is_found_with_a_multilingual_model(book: Path) -> None:
    model = needs(encoders.MULTILINGUAL)
    with api.open(book) as desk:
        desk.set_model(model)
        checked = desk.examine(api.make_tip(text=UKRAINIAN))
    first = max(checked.leads.claims, key=lambda lead: lead.likeness or 0.0)
    assert first.case == "hens"
    assert first.likeness is not None
    assert first.likeness > 0.3
    assert "does not read" not in " ".join(checked.report.notes)


def test_an_english_model_says_that_it_does_not_read_ukrainian(english: Path) -> None:
    """It finds any two texts in Cyrillic letters much alike, so that it is not asked about them."""
    with api.open(english) as desk:
        checked = desk.examine(api.make_tip(text=UKRAINIAN))
    assert all(lead.likeness is None for lead in checked.leads.claims)
    assert "does not read Cyrillic letters" in " ".join(checked.report.notes)


def test_new_claims_are_encoded_as_they_come_on_file(english: Path, tmp_path: Path) -> None:
    told: list[int] = []
    with api.open(english) as desk:
        files = write_cases(tmp_path / "more", {"bread": "Bread will be rationed from next month"})
        desk.import_cases(files, who="an editor", encoding=told.append)
        assert told == [1]
        assert desk.model.vectors == len(CLAIMS) + 1


def test_a_rebuild_keeps_vectors_and_a_lost_index_makes_them_anew(english: Path) -> None:
    with api.open(english) as desk:
        kept = sorted(path.name for path in (english / "index").rglob("vec-*"))
        desk.rebuild_index()
        assert sorted(path.name for path in (english / "index").rglob("vec-*")) == kept != []
    shutil.rmtree(english / "index")
    with api.open(english) as desk:
        assert led_to(desk, OTHER_WORDS)[0] == "fireworks"
        assert desk.model.vectors == len(CLAIMS)


def test_none_goes_back_to_words(english: Path) -> None:
    with api.open(english) as desk:
        assert desk.set_model("") == sentence_models.ModelState("")
        assert "fireworks" not in led_to(desk, OTHER_WORDS)
    assert not (english / FILE).exists()
    assert list((english / "index").rglob("vec-*")), "the vectors are left"


def test_many_missing_vectors_are_told_in_the_log(
    english: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (english / FILE).rename(tmp_path / FILE)
    with api.open(english) as desk:
        text = "Tower {} was sold in {}"
        files = write_cases(tmp_path / "more", {f"t{n}": text.format(n, 1700 + n) for n in range(MANY + 1)})
        desk.import_cases(files, who="an editor")
    (tmp_path / FILE).rename(english / FILE)
    with caplog.at_level(logging.WARNING):
        api.check(english, text=OTHER_WORDS)
        assert [record.getMessage() for record in caplog.records if str(MANY) in record.getMessage()]
        caplog.clear()
        api.check(english, text=OTHER_WORDS)
        assert not caplog.records


BAD_FILES = [
    (b"", "names no model", "empty"),
    (b"model = 7", "names no model", "a number"),
    (b'model = " "', "names no model", "blank"),
    (b'model = "a\\u0000b"', "names no model", "a NUL in a path"),
    (b"model all-minilm", "cannot be followed", "not TOML"),
    (b"\xff\xfe", "cannot be followed", "not UTF-8"),
    (b'model = "/no/such/folder"', "There is no folder", "a folder that is gone"),
    (b'model = "some/model"', "There is no folder", "a model of the hub, which is not fetched"),
]


@pytest.mark.parametrize(("content", "says"), [row[:2] for row in BAD_FILES], ids=[row[2] for row in BAD_FILES])
def test_a_choice_that_cannot_be_followed_is_said_and_checks_go_on(book: Path, content: bytes, says: str) -> None:
    (book / FILE).write_bytes(content)
    report = api.check(book, text=CLAIMS["bridge"])
    assert report.by_code("known-claim")[0].case == "bridge"
    assert says in " ".join(report.notes)
    with api.open(book, write=False) as desk:
        assert says in desk.model.problem


def test_a_model_whose_package_vanished_is_said_and_checks_go_on(book: Path) -> None:
    gone = [known for known in encoders.KNOWN if not known.installed]
    if not gone:
        pytest.skip("all models are installed, none is missing")
    write_choice(book, gone[0].name)
    report = api.check(book, text=CLAIMS["bridge"])
    assert report.by_code("known-claim")[0].case == "bridge"
    assert f"firsthand[{gone[0].extra}]" in " ".join(report.notes)


def test_a_model_that_cannot_be_opened_is_not_chosen(book: Path, tmp_path: Path) -> None:
    with api.open(book) as desk:
        with pytest.raises(EncoderError, match="holds no sentence model"):
            desk.set_model(str(tmp_path))
        assert desk.model == sentence_models.ModelState("")
    assert not (book / FILE).exists()
    with api.open(book, write=False) as desk, pytest.raises(CasebookError, match="reading only"):
        desk.set_model("")


def test_whoever_is_interrupted_keeps_the_model_used_before_and_loses_no_vectors(book: Path) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    model = needs(encoders.LIGHT)
    with api.open(book) as desk:
        with pytest.raises(KeyboardInterrupt):
            desk.set_model(model, progress=stop)
        assert desk.model == sentence_models.ModelState("")
        assert not (book / FILE).exists()
        told: list[int] = []
        assert desk.set_model(model, progress=told.append).vectors == len(CLAIMS)
        assert told == [], "all of them were made before"


@pytest.mark.parametrize(
    "name", ["all-minilm-l6-v2", "/a b/ü\\n", 'quote "', "tab\tand \x7f del", "ложка/модель"], ids=ascii
)
def test_a_choice_is_read_as_it_was_written(tmp_path: Path, name: str) -> None:
    write_choice(tmp_path, name)
    assert read_choice(tmp_path) == Choice(name)
    write_choice(tmp_path, "")
    assert read_choice(tmp_path) == Choice()
    assert list(tmp_path.iterdir()) == []


def test_a_model_inside_the_casebook_moves_with_it(tmp_path: Path) -> None:
    write_choice(tmp_path / "..", str(tmp_path / "elsewhere"))
    (tmp_path / "a").mkdir()
    write_choice(tmp_path / "a", str((tmp_path / "a" / "model").resolve()))
    (tmp_path / "a").rename(tmp_path / "b")
    assert read_choice(tmp_path / "b").model == str(tmp_path / "b" / "model")


def test_a_name_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not Unicode"):
        write_choice(tmp_path, "/models/\udcff")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(FirsthandError, match="cannot be written"):
        write_choice(tmp_path, encoders.LIGHT)
    assert "cannot be followed" in read_choice(tmp_path).problem


class Topics:
    """A made-up model: sentences of `own_sentences` that say the same lie near each other, the rest at `base` from it.

    It knows only the scripts that it is told; texts in others are all alike to it.
    """

    def __init__(self, base: float, own: float, scripts: Sequence[str]) -> None:
        self._base, self._own, self._scripts = base, own, scripts
        self._topic = {text: n for texts in own_sentences().values() for n, text in enumerate(texts)}
        self._place = {text: 1 + len(self._topic) + n for n, text in enumerate(self._topic)}
        self.name, self.dims = f"topics {base} {own} {scripts}", 1 + 2 * len(self._topic)

    def encode(self, texts: Sequence[str]) -> encoders.Vectors:
        rows = np.zeros((len(texts), self.dims), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = self._base**0.5
            if any(SCRIPTS[script].search(text) for script in self._scripts):
                row[1 + self._topic[text]] = self._own**0.5
            row[self._place[text]] = max(0.0, 1 - self._base - self._own) ** 0.5
        return unit(rows)


@pytest.mark.parametrize("scripts", [["Latin"], ["Cyrillic"], ["Latin", "Greek"], ["Latin", "Greek", "Cyrillic"]])
def test_what_a_model_reads_is_measured(scripts: list[str]) -> None:
    assert measure(Topics(0.4, 0.5, scripts)).reads == tuple(script for script in PAIRS if script in scripts)


def test_the_cosines_of_any_model_end_on_one_scale() -> None:
    """A model that says 0.8 of strangers and 0.95 of the same is laid onto the scale on which weighing was fitted."""
    for base, own in ((0.0, 0.6), (0.4, 0.5), (0.75, 0.2)):
        fit = measure(Topics(base, own, ["Latin"]))
        strangers, same = fit.comparable(np.array([base, base + own], np.float32))
        assert SCALE[0] < strangers < SCALE[1], (base, own)
        assert same == pytest.approx(SCALE[2], abs=0.03), (base, own)


def test_a_model_that_tells_nothing_apart_is_refused() -> None:
    with pytest.raises(EncoderError, match="does not tell"):
        measure(Topics(0.6, 0.0, []))


def test_the_fit_is_kept_and_a_broken_one_is_measured_again(tmp_path: Path) -> None:
    model = Topics(0.4, 0.5, ["Latin"])
    first = fit_of(model, tmp_path)
    (kept,) = tmp_path.iterdir()
    assert fit_of(model, tmp_path) == first
    for content in (b"", b"{}", b'{"slope": 1, "reads": ["Klingon"]}'):
        kept.write_bytes(content)
        assert fit_of(model, tmp_path) == first
    assert fit_of(model, tmp_path / kept.name) == first, "a folder that cannot be written"


READ = [
    ("The bridge fell", ("Latin",), True, "English"),
    ("Міст упав", ("Latin",), False, "Ukrainian for an English model"),
    ("Міст упав", ("Latin", "Cyrillic"), True, "Ukrainian for a model of both"),
    ("Η γέφυρα έπεσε, ἡ γέφυρα", ("Greek",), True, "Greek, old accents too"),
    ("ABCD: міст", ("Latin",), True, "half of it"),
    ("BBC: міст упав", ("Latin",), False, "less than half"),
    ("Gdańsk, Çeşme, Tiếng Việt", ("Latin",), True, "Latin letters with marks"),
    ("2014 !? 😀", ("Latin",), False, "no letters at all"),
    ("", ("Latin",), False, "nothing"),
    ("桥梁倒塌", ("Latin", "Greek", "Cyrillic"), False, "letters that were not tried"),
    ("Міст", (), True, "a model that was not measured"),
]


@pytest.mark.parametrize(("text", "reads", "expected"), [row[:3] for row in READ], ids=[row[3] for row in READ])
def test_a_text_is_read_by_its_letters(text: str, reads: tuple[str, ...], expected: bool) -> None:
    assert Fit(reads=reads).can_read(text) is expected


def test_what_is_not_read_has_no_likeness(tmp_path: Path) -> None:
    known = own_sentences()
    shelf = VectorShelf(tmp_path, Topics(0.4, 0.5, ["Latin"]), Fit(1.5, -0.5, ("Latin",)))
    texts = [*known["claim-en"], *known["claim-uk"]]
    assert shelf.add(texts) == len(texts)
    assert shelf.read == len(known["claim-en"])
    asked, unread = shelf.vectors([known["post-en"][3], known["post-el"][3]])
    likeness = shelf.likeness(asked, text_keys(texts))
    assert not np.isnan(likeness[: len(known["claim-en"])]).any()
    assert np.isnan(likeness[len(known["claim-en"]) :]).all()
    assert np.isnan(shelf.likeness(unread, text_keys(texts))).all()
    keys, scores = shelf.nearest(asked, len(texts))
    assert keys[0] == text_keys([known["claim-en"][3]])[0]
    assert len(keys) == len(known["claim-en"])
    assert np.allclose(scores, shelf.likeness(asked, keys), atol=1e-6)
    assert len(shelf.nearest(unread, 5)[0]) == 0


@pytest.mark.parametrize(
    ("model", "reads", "slope"),
    [(encoders.LIGHT, ("Latin",), 1.0), (encoders.MULTILINGUAL, ("Latin", "Greek", "Cyrillic"), 5.26)],
)
def test_the_real_models_measure_as_documented(model: str, reads: tuple[str, ...], slope: float) -> None:
    fit = measure(encoders.open_encoder(needs(model)))
    assert fit.reads == reads
    assert fit.slope == pytest.approx(slope, rel=0.08)


def call(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def test_the_command_says_chooses_and_switches_off(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = needs(encoders.LIGHT)
    said = []
    for argument in ([], [model], [], ["none"], []):
        assert call("index", "model", "--casebook", book, *argument) == 0
        said.append(capsys.readouterr().out)
    asked, chosen, told, off, after = said
    assert "uses no sentence model" in asked
    assert "quite other words" in asked
    assert all(known.name in asked for known in encoders.KNOWN)
    assert "installed" in asked
    assert f"uses the sentence model {model}, which reads Latin letters; 7 texts" in chosen
    assert chosen.split(".")[0] in told
    assert "left in its index" in off
    assert after == asked
    assert call("index", "model", "--casebook", book, "./nowhere") == 2
    assert "There is no folder ./nowhere" in capsys.readouterr().err
