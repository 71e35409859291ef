"""What vectors does a sentence model give that is kept as an ONNX file? Tokens in, pooled and scaled outputs out."""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as _state
from tokenizers import Tokenizer

from firsthand.index.encoders import HINT, EncoderError, Vectors, in_batches, unit
from firsthand.index.model_files import ModelFiles

_REFUSALS = tuple(kind for kind in vars(_state).values() if isinstance(kind, type) and issubclass(kind, Exception))


class OnnxEncoder:
    """A sentence model run by ONNX Runtime. Raises EncoderError where a file is broken or is no sentence model."""

    def __init__(self, files: ModelFiles, label: str, threads: int) -> None:
        self._files = files
        self._tokenizer = _tokenizer(files)
        self._session = _session(files, threads)
        self._inputs = [given.name for given in self._session.get_inputs()]
        self._output, self._pooled = _output(self._session, files)
        self.name = f"{label}-{files.digest}"
        self.dims = int(self._run([""]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dims) float32, rows of length 1."""
        return in_batches(texts, self._run, self.dims)

    def _run(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch([self._files.prompt + text for text in texts])
        mask = np.array([one.attention_mask for one in encoded], np.int64)
        given = {
            "input_ids": np.array([one.ids for one in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in encoded], np.int64),
        }
        (out,) = self._session.run([self._output], {name: given[name] for name in self._inputs})
        return unit(out if self._pooled else _pool(out, mask, self._files.pooling))


def _pool(states: NDArray[Any], mask: NDArray[np.int64], pooling: str) -> NDArray[Any]:
    """(n, tokens, dims) to (n, dims): the first token's state, or the mean over the tokens that are not padding."""
    if pooling == "cls":
        return np.asarray(states[:, 0])
    weights = mask[..., None].astype(states.dtype)
    return np.asarray((states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1))


def _tokenizer(files: ModelFiles) -> Any:
    # One thread, as everywhere else; the library reads this when it first encodes.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        tokenizer = Tokenizer.from_file(str(files.tokens))
    except Exception as error:  # The library raises no narrower class; all of them are passed on as one of ours.
        raise EncoderError(f"The tokenizer {files.tokens} cannot be read: {error}.", hint=HINT) from error
    padding = tokenizer.padding or {}
    tokenizer.enable_padding(
        **{name: padding[name] for name in ("pad_id", "pad_type_id", "pad_token") if name in padding}
    )
    tokenizer.enable_truncation(files.longest)
    return tokenizer


def _session(files: ModelFiles, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    try:
        return onnxruntime.InferenceSession(str(files.weights), options, providers=["CPUExecutionProvider"])
    except _REFUSALS as error:
        raise EncoderError(f"The model {files.weights} cannot be opened: {error}.", hint="Copy it again.") from error


def _output(session: Any, files: ModelFiles) -> tuple[str, bool]:
    """The name of the output to read, and whether it is pooled already."""
    shapes = {out.name: len(out.shape) for out in session.get_outputs()}
    if shapes.get("sentence_embedding") == 2:
        return "sentence_embedding", True
    states = next((name for name, axes in shapes.items() if axes == 3), None)
    inputs = {given.name for given in session.get_inputs()}
    if states is None or not inputs <= {"input_ids", "attention_mask", "token_type_ids"}:
        raise EncoderError(f"{files.weights} is no sentence model.", hint="It takes token ids and gives their states.")
    return states, False
