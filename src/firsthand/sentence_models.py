"""Which sentence model does a casebook use, and how is another one put in use? The choice, the index with it, its vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from firsthand.casebook.store import CasebookStore
from firsthand.errors import CasebookError
from firsthand.index.encoders import KNOWN, Known
from firsthand.index.encoders_choice import read_choice, whole_name, write_choice
from firsthand.index.shelf import Shelf

__all__ = ["KNOWN", "Known", "ModelState", "encode", "index_of", "state", "switched"]

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ModelState:
    """The model in use, empty for none: the scripts that it reads, the texts that have a vector, or why it cannot be used."""

    model: str
    reads: tuple[str, ...] = ()
    vectors: int = 0
    problem: str = ""


def index_of(book: CasebookStore) -> Shelf:
    """The index of a casebook with the model that its folder names. What is wrong with the choice is told by its notes."""
    choice = read_choice(book.path)
    shelf = Shelf(book.index_folder, choice.model)
    shelf.aids.problem = choice.problem
    return shelf


def switched(book: CasebookStore, model: str, progress: Progress | None = None) -> Shelf:
    """The index with another model (empty: without), the vectors of all claims on file made, the choice kept.

    The choice is kept last: whoever is interrupted goes on with the model used before, and loses no vectors.
    Raises EncoderError where the model cannot be opened, CasebookError where the casebook cannot be written.
    """
    if not book.writable:
        raise CasebookError(f"The casebook {book.path} is open for reading only.", hint="Open it for writing.")
    name = whole_name(model)
    shelf = Shelf(book.index_folder, name)
    if shelf.aids.meaning is None and shelf.aids.refused is not None:
        raise shelf.aids.refused
    encode(book, shelf, progress)
    write_choice(book.path, name)
    return shelf


def encode(book: CasebookStore, shelf: Shelf, progress: Progress | None = None) -> None:
    """Bring the index up to date, and make the vectors that are missing; `progress` is told how many were made."""
    shelf.sync(book)
    if shelf.aids.model:
        with shelf.aids.telling(progress):
            _ = shelf.texts  # Made with all its vectors.


def state(shelf: Shelf) -> ModelState:
    """What the index says of its model; it is opened, which takes a second."""
    meaning = shelf.aids.meaning
    if meaning is None:
        return ModelState(shelf.aids.model, problem=shelf.aids.problem)
    return ModelState(shelf.aids.model, meaning.fit.reads, meaning.read)
