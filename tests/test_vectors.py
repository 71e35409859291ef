"""Are sentence vectors kept, found again within what one byte a number can hold, and never in anybody's way?"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.index import encoders, vectors
from firsthand.index.encoders import EncoderError, bare, in_batches, open_encoder, unit
from firsthand.index.model_files import ModelFiles
from firsthand.index.postings import text_key, text_keys
from firsthand.index.vector_files import pack_vectors
from firsthand.index.vectors import VectorShelf

CLOSE = 0.02
"""How far a cosine may move when its vectors are kept with one byte a number."""


class Trigrams:
    """A sentence encoder without a model: the runs of three characters of a text, each added at a place of its hash."""

    def __init__(self, name: str = "trigrams", dims: int = 64) -> None:
        self.name, self.dims, self.seen = name, dims, 0

    def encode(self, texts: Sequence[str]) -> encoders.Vectors:
        self.seen += len(texts)
        rows = np.zeros((len(texts), self.dims), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for start in range(len(text) + 1):
                digest = blake2b(
                    f" {text} "[start : start + 3].encode("utf-8", "surrogatepass"), digest_size=4
                ).digest()
                row[int.from_bytes(digest[:2], "little") % self.dims] += 1 if digest[2] % 2 else -1
        return unit(rows)


def made(count: int) -> list[str]:
    """Distinct sentences that share words with one another."""
    names = ["bridge", "harbour", "school", "mill", "market", "tower", "ferry"]
    return [
        f"The {names[n % 7]} of town {n} was {('built', 'sold', 'burnt')[n % 3]} in {1800 + n % 211}"
        for n in range(count)
    ]


@given(texts=st.lists(st.text(max_size=60), max_size=12))
@settings(max_examples=40, deadline=None)
def test_what_was_added_is_found_again(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    encoder = Trigrams()
    shelf = VectorShelf(tmp_path_factory.mktemp("index"), encoder)
    shelf.add(texts)
    found, kept = shelf.of(text_keys(texts))
    assert found.all()
    assert len(shelf) == len({text_key(text) for text in texts})
    firsts = {text_key(text): text for text in reversed(texts)}
    meant = shelf.vectors([firsts[text_key(text)] for text in texts])
    whole = np.linalg.norm(meant, axis=1) > 0
    assert ((meant * kept).sum(axis=1)[whole] > 1 - CLOSE).all()
    assert np.allclose(np.linalg.norm(kept, axis=1)[whole], 1, atol=1e-5)


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    encoder, texts = Trigrams(), made(30)
    shelf = VectorShelf(tmp_path, encoder)
    steps: list[int] = []
    assert shelf.add([*texts, *texts, texts[0].upper()], steps.append) == 30
    assert steps == [30]
    assert shelf.add(iter(texts)) == 0
    assert VectorShelf(tmp_path, encoder).add(texts) == 0
    assert encoder.seen == 30


def test_an_empty_store_answers() -> None:
    shelf = VectorShelf(Path("/nonexistent/place"), Trigrams())
    query = shelf.vectors(["anything"])[0]
    found, kept = shelf.of(text_keys(["anything"]))
    assert (len(shelf), found.tolist(), kept.shape, shelf.add([])) == (0, [False], (1, 64), 0)
    assert [len(part) for part in shelf.nearest(query, 5)] == [0, 0]


def test_likeness_is_the_cosine_and_says_where_there_is_none(tmp_path: Path) -> None:
    texts = made(50)
    shelf = VectorShelf(tmp_path, Trigrams())
    shelf.add(texts)
    query = shelf.vectors(["The harbour of town 9 was sold"])[0]
    cosines = shelf.likeness(query, text_keys([*texts, "never added"]))
    assert np.allclose(cosines[:-1], shelf.vectors(texts) @ query, atol=CLOSE)
    assert np.isnan(cosines[-1])


@pytest.mark.parametrize(
    ("count", "k"),
    [(1, 5), (50, 1), (50, 50), (50, 80), (3000, 20)],
    ids=["one text", "only the best", "all", "more than there are", "several parts"],
)
def test_nearest_is_the_order_of_the_cosines(tmp_path: Path, count: int, k: int) -> None:
    texts = made(count)
    shelf = VectorShelf(tmp_path, Trigrams())
    shelf.add(texts)
    query = shelf.vectors(["A ferry was built"])[0]
    keys, scores = shelf.nearest(query, k)
    everything = shelf.likeness(query, text_keys(texts))
    assert len(keys) == min(k, count) == len(set(keys.tolist()))
    assert np.allclose(scores, np.sort(everything)[::-1][:k], atol=1e-6)
    assert np.allclose(scores, shelf.likeness(query, keys), atol=1e-6)


def test_many_rows_are_searched_by_signs_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is on file comes first even where few rows are compared number by number."""
    monkeypatch.setattr(vectors, "EXACT", 100)
    monkeypatch.setattr(vectors, "CANDIDATES", 60)
    texts = made(4000)
    shelf = VectorShelf(tmp_path, Trigrams(dims=256))
    shelf.add(texts)
    for text in texts[::400]:
        query = shelf.vectors([text])[0]
        keys, scores = shelf.nearest(query, 10)
        assert keys[0] == text_key(text)
        assert scores[0] > 1 - CLOSE
        assert len(keys) == 10
        assert (np.diff(scores) <= 0).all()


def test_equal_likeness_goes_by_key() -> None:
    shelf = VectorShelf(Path("/nonexistent/place"), Trigrams())
    row = shelf.vectors(["same"])
    shelf._unwritten = (pack_vectors(np.array([9, 3, 7], np.uint64), np.repeat(row, 3, axis=0)),)
    assert shelf.nearest(row[0], 2)[0].tolist() == [3, 7]


def test_another_model_has_a_store_of_its_own(tmp_path: Path) -> None:
    texts = made(10)
    first, second = VectorShelf(tmp_path, Trigrams("one")), VectorShelf(tmp_path, Trigrams("two"))
    assert first.add(texts) == 10
    assert len(second) == 0
    assert second.add(texts[:4]) == 4
    assert (len(first), len(second), len(VectorShelf(tmp_path, Trigrams("one", 128)))) == (10, 4, 0)


def test_readers_see_what_is_added_and_keep_what_they_read(tmp_path: Path) -> None:
    texts = made(60)
    writer, reader = VectorShelf(tmp_path, Trigrams()), VectorShelf(tmp_path, Trigrams())
    for start in range(0, 60, 10):
        writer.add(texts[start : start + 10])
        assert len(reader) == start + 10
        assert reader.of(text_keys(texts))[0].sum() == start + 10
    assert len(list(tmp_path.rglob("vec-*"))) <= 3, "small parts are merged"


def test_two_writers_of_the_same_texts_keep_each_once(tmp_path: Path) -> None:
    texts, other = made(20), VectorShelf(tmp_path, Trigrams())

    class Slow(Trigrams):
        def encode(self, texts: Sequence[str]) -> encoders.Vectors:
            other.add(texts[:5])
            return super().encode(texts)

    shelf = VectorShelf(tmp_path, Slow())
    shelf.add(texts)
    assert len(shelf) == len(other) == 20


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


BREAKS: list[tuple[str, str, Callable[[Path], None]]] = [
    ("a part cut short", "vec-*", cut),
    ("a part gone", "vec-*", lambda path: path.unlink()),
    ("a part that is something else", "vec-*", lambda path: path.write_bytes(b"hello")),
    ("an empty part", "vec-*", lambda path: path.write_bytes(b"")),
    ("a manifest cut short", "manifest.json", cut),
    ("a manifest that is a list", "manifest.json", lambda path: path.write_text("[1]")),
    ("a manifest gone", "manifest.json", lambda path: path.unlink()),
]


@pytest.mark.parametrize(("damage", "pattern", "harm"), BREAKS, ids=[row[0] for row in BREAKS])
def test_what_is_broken_is_made_anew(tmp_path: Path, damage: str, pattern: str, harm: Callable[[Path], None]) -> None:
    texts = made(200)
    VectorShelf(tmp_path, Trigrams()).add(texts)
    for path in tmp_path.rglob(pattern):
        harm(path)
    shelf = VectorShelf(tmp_path, Trigrams())
    assert len(shelf) == 0, damage
    assert shelf.add(texts) == 200
    assert VectorShelf(tmp_path, Trigrams()).of(text_keys(texts))[0].all()


def test_a_folder_that_cannot_be_written_goes_on_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    shelf = VectorShelf(tmp_path / "file", Trigrams())
    texts = made(30)
    assert shelf.add(texts) == 30
    assert shelf.add(texts) == 0
    assert shelf.of(text_keys(texts))[0].all()
    assert shelf.nearest(shelf.vectors(texts[:1])[0], 1)[0].tolist() == [text_key(texts[0])]


WRITE = """
import sys, time
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[1])))
from test_vectors import Trigrams, made
from firsthand.index import vectors
vectors.PUBLISH = 50
def told(count):
    print(count, flush=True)
    time.sleep(0.02)
vectors.VectorShelf(Path(sys.argv[2]), Trigrams()).add(made(5000), told)
"""


def test_a_killed_writer_loses_one_step_at_most(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE, str(Path(__file__).parent), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(6)][-1]
        time.sleep(0.01)
        writer.send_signal(signal.SIGKILL)
    shelf, texts = VectorShelf(tmp_path, Trigrams()), made(5000)
    held = len(shelf)
    assert told <= held < 5000
    assert shelf.add(texts[:1000]) == 1000 - held
    assert shelf.of(text_keys(texts[:1000]))[0].all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.org/a?b=c now", "See now"),
        ("@desk says: the mill burnt pic.twitter.com/abc", "@desk says: the mill burnt"),
        ("www.example.org", ""),
        ("Міст  зведено\nвчора", "Міст зведено вчора"),
    ],
    ids=["an address", "a picture, and a handle that stays", "nothing else", "white space"],
)
def test_addresses_say_nothing(text: str, expected: str) -> None:
    assert bare(text) == expected


def test_batches_come_back_in_order() -> None:
    texts = [*made(70), "", "a\ud800b\0c", "word " * 5000]

    def lengths(batch: Sequence[str]) -> encoders.Vectors:
        assert len(batch) <= encoders.BATCH
        return np.array([[len(text), text.count("\0") + text.count("\ud800")] for text in batch], np.float32)

    rows = in_batches(texts, lengths, 2)
    assert rows[:70, 0].tolist() == [len(text) for text in texts[:70]]
    assert rows[70:].tolist() == [[0, 0], [5, 0], [encoders.MOST_CHARS, 0]]
    assert in_batches([], lengths, 2).shape == (0, 2)


def write_model(folder: Path, **configs: object) -> Path:
    """A folder with the names of a model's files; `__` stands for a slash in a config's name."""
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).write_bytes(b"broken")
    for name, config in configs.items():
        path = folder / (name.replace("__", "/") + ".json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(config))
    return folder


@pytest.mark.parametrize(
    ("configs", "expected"),
    [
        ({}, ("mean", 512, "")),
        ({"1_Pooling__config": {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}}, ("cls", 512, "")),
        ({"1_Pooling__config": {"pooling_mode": "cls"}}, ("cls", 512, "")),
        ({"sentence_bert_config": {"max_seq_length": 128}}, ("mean", 128, "")),
        ({"tokenizer_config": {"model_max_length": 10**30}}, ("mean", 512, "")),
        ({"config": {"model_type": "xlm-roberta", "max_position_embeddings": 514}}, ("mean", 512, "")),
        (
            {"config_sentence_transformers": {"prompts": {"q": "query: "}, "default_prompt_name": "q"}},
            ("mean", 512, "query: "),
        ),
        ({"1_Pooling__config": {"pooling_mode_max_tokens": True}}, None),
        ({"modules": [{"type": "sentence_transformers.models.Dense"}]}, None),
    ],
    ids=[
        "nothing said",
        "first token",
        "first token, the newer form",
        "a shorter length",
        "a length that was never set",
        "positions from 2",
        "a prompt",
        "a pooling we do not have",
        "a layer that would be left out",
    ],
)
def test_a_folder_says_how_its_model_is_used(
    tmp_path: Path, configs: dict[str, object], expected: tuple[str, int, str] | None
) -> None:
    found = ModelFiles.of(write_model(tmp_path, **configs))
    assert (found and (found.pooling, found.longest, found.prompt)) == expected


def test_a_model_that_changed_has_another_digest(tmp_path: Path) -> None:
    first = ModelFiles.of(write_model(tmp_path))
    assert first is not None
    digest = first.digest
    (tmp_path / "model.onnx").write_bytes(b"broker")
    assert first.digest != digest


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("./nowhere", "There is no folder"),
        ("some-org/some-model", "There is no folder"),
        ("", "holds no sentence model"),
    ],
    ids=["a folder", "a name of the hub, which is not asked", "an empty folder"],
)
def test_a_model_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EncoderError, match=says) as caught:
        open_encoder(model or str(tmp_path))
    assert encoders.LIGHT in caught.value.hint


@pytest.mark.parametrize("known", encoders.KNOWN, ids=lambda known: known.name)
def test_a_model_that_is_not_installed_is_said(known: encoders.Known) -> None:
    if known.installed:
        pytest.skip(f"the packages of {known.name} are installed")
    with pytest.raises(EncoderError, match="not installed") as caught:
        open_encoder(known.name)
    assert f"pip install 'firsthand[{known.extra}]'" in caught.value.hint


def opened(model: str) -> encoders.Encoder:
    known = next(known for known in encoders.KNOWN if known.name == model)
    missing = [package for package in known.packages if not find_spec(package)]
    if missing:
        pytest.skip(f"the extra {known.extra!r} is not installed: {', '.join(missing)} missing")
    return open_encoder(model)


PAIRS = {
    encoders.LIGHT: ("The mayor sold the old bridge", "The ancient bridge was bought from the town's head"),
    encoders.PACKED: ("The mayor sold the old bridge", "The ancient bridge was bought from the town's head"),
    encoders.MULTILINGUAL: ("The mayor sold the old bridge", "Мэр продал старый мост"),
}


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("model", encoders.NAMES)
def test_a_real_model_finds_the_same_in_other_words(tmp_path: Path, model: str) -> None:
    encoder = opened(model)
    asked, same = PAIRS[model]
    shelf = VectorShelf(tmp_path, encoder)
    shelf.add([same, *made(40), "Bees make less honey in a wet year"])
    query = shelf.vectors([asked])
    keys, scores = shelf.nearest(query[0], 2)
    assert keys[0] == text_key(same)
    assert scores[0] > scores[1]
    assert np.allclose(np.linalg.norm(query, axis=1), 1, atol=1e-5)
    together = encoder.encode([*made(5), asked])[-1]
    assert float(together @ query[0]) > 0.995, "a text's vector hardly depends on its neighbours"


@pytest.mark.filterwarnings("default")
def test_a_broken_onnx_file_is_said(tmp_path: Path) -> None:
    if not (find_spec("onnxruntime") and find_spec("tokenizers")):
        pytest.skip("the extra 'vectors' is not installed")
    with pytest.raises(EncoderError, match="cannot be"):
        open_encoder(str(write_model(tmp_path)))
