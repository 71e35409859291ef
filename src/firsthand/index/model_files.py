"""What lies in the folder of a sentence model? Its weights as ONNX, its tokenizer, and how its makers want it used.

The settings are those that sentence-transformers writes beside a model: `1_Pooling/config.json`, `sentence_bert_config.json`,
`config_sentence_transformers.json`. What is missing has the value that sentence-transformers takes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WEIGHTS = ("model.onnx", "onnx/model.onnx")
TOKENS = "tokenizer.json"
LONGEST = 512
_SAMPLE = 1 << 16
_UNSET = 100_000
"""Tokenizers that were never told a length say one beyond any that a model has."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model that runs by its ONNX file. `pooling` is `mean` or `cls`; `longest` is in tokens; `prompt` goes before texts."""

    weights: Path
    tokens: Path
    pooling: str = "mean"
    longest: int = LONGEST
    prompt: str = ""

    @classmethod
    def of(cls, folder: Path) -> ModelFiles | None:
        """The files of a folder; None where it has no ONNX file with a tokenizer, or needs more steps than we know."""
        weights = next((folder / name for name in WEIGHTS if (folder / name).is_file()), None)
        tokens = folder / TOKENS
        if weights is None or not tokens.is_file() or not _plain(folder):
            return None
        pooling = _pooling(folder)
        return None if pooling is None else cls(weights, tokens, pooling, _longest(folder), _prompt(folder))

    @property
    def digest(self) -> str:
        """10 hex digits that tell apart models whose vectors differ."""
        return fingerprint([self.weights, self.tokens], self.pooling, str(self.longest), self.prompt)


def fingerprint(paths: Iterable[Path], *settings: str) -> str:
    """10 hex digits over settings and the names, sizes, beginnings and ends of files: reading all of a model takes long."""
    digest = hashlib.sha256(repr(settings).encode())
    for path in paths:
        size = path.stat().st_size
        digest.update(f"{path.name} {size} ".encode())
        with path.open("rb") as file:
            digest.update(file.read(_SAMPLE))
            file.seek(max(0, size - _SAMPLE))
            digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:10]


def _read(path: Path) -> Any:
    """A JSON file; an empty object where it is missing or broken."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}


def _plain(folder: Path) -> bool:
    """Is the model a transformer, a pooling and at most a scaling to length 1? A further layer would be left out."""
    modules = _read(folder / "modules.json")
    kinds = {str(module.get("type", "")).rsplit(".", 1)[-1] for module in modules if isinstance(module, dict)}
    return kinds <= {"Transformer", "Pooling", "Normalize"}


def _pooling(folder: Path) -> str | None:
    config = _read(folder / "1_Pooling" / "config.json")
    if "pooling_mode" in config:
        return config["pooling_mode"] if config["pooling_mode"] in ("mean", "cls") else None
    chosen = {name for name, value in config.items() if name.startswith("pooling_mode_") and value is True}
    known = {"pooling_mode_cls_token": "cls", "pooling_mode_mean_tokens": "mean"}
    return "mean" if not chosen else known.get(chosen.pop()) if len(chosen) == 1 else None


def _longest(folder: Path) -> int:
    config = _read(folder / "config.json")
    # Models of the RoBERTa family count positions from 2.
    positions = int(config.get("max_position_embeddings") or LONGEST) - 2 * ("roberta" in str(config.get("model_type")))
    for name, key in (("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length")):
        found = _read(folder / name).get(key)
        if isinstance(found, int | float) and 2 < found < _UNSET:
            return min(int(found), positions)
    return positions


def _prompt(folder: Path) -> str:
    config = _read(folder / "config_sentence_transformers.json")
    return str((config.get("prompts") or {}).get(config.get("default_prompt_name") or "") or "")
