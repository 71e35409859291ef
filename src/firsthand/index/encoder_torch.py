"""What vectors does a model of sentence-transformers give? The road for models without an ONNX file; it needs PyTorch."""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer

from firsthand.index.encoders import BATCH, EncoderError, Vectors, in_batches, unit


class TorchEncoder:
    """A model from a folder, or from the hub where `fetch` allows it. Raises EncoderError where it cannot be opened."""

    def __init__(self, source: str, name: str, threads: int, *, fetch: bool) -> None:
        torch.set_num_threads(threads)
        try:
            self._model = SentenceTransformer(source, device="cpu", local_files_only=not fetch)
        except (OSError, ValueError, TypeError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
            raise EncoderError(
                f"The sentence model {source} cannot be opened: {error}.",
                hint="Check its name or copy its folder again.",
            ) from error
        self.name = name
        self.dims = int(self._run([""]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dims) float32, rows of length 1."""
        return in_batches(texts, self._run, self.dims)

    def _run(self, texts: Sequence[str]) -> Vectors:
        return unit(np.asarray(self._model.encode(list(texts), batch_size=BATCH, show_progress_bar=False)))
