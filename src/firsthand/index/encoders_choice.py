"""Which sentence model does a casebook use? One small file in its folder, outside the index, which may be deleted any time."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from firsthand.errors import CasebookError, UsageError
from firsthand.index.encoders import NAMES

FILE = "sentence-model.toml"
HEAD = "# The sentence model of this casebook (docs/vectors.md). `firsthand index model` changes it.\n"
LONGEST = 4096
"""Characters of the longest name or path."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The name or folder of the model, empty for none; `problem` says as a sentence why the file cannot be followed."""

    model: str = ""
    problem: str = ""


def read_choice(casebook: Path) -> Choice:
    """What the casebook's folder says. A file that cannot be followed is a problem to be told, never an error."""
    path = casebook / FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("model")
    except FileNotFoundError:
        return Choice()
    except (OSError, ValueError) as error:  # Bad UTF-8 and bad TOML are ValueErrors.
        return _broken(path, str(getattr(error, "strerror", None) or error).rstrip("."))
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST or "\0" in found:
        return _broken(path, 'it names no model; expected is a line such as model = "all-minilm-l6-v2"')
    # A model inside the casebook's folder goes where the casebook goes.
    return Choice(str(casebook / found) if found.startswith("./") else found)


def write_choice(casebook: Path, model: str) -> None:
    """Keep the name or folder of a model in one step; none where it is empty. Raises CasebookError, UsageError."""
    path, temporary = casebook / FILE, casebook / f"tmp-{FILE}-{os.getpid()}"
    try:
        if not model:
            path.unlink(missing_ok=True)
            return
        # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
        line = f"model = {json.dumps(_stored(casebook, model), ensure_ascii=False)}\n".replace("\x7f", "\\u007f")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(HEAD + line)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except UnicodeEncodeError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"The name {model!r} is not Unicode.", hint="Rename the model's folder.") from error
    except OSError as error:
        raise CasebookError(
            f"{path} cannot be written: {error.strerror or error}.", hint="Look at its rights and the disk."
        ) from error


def whole_name(model: str) -> str:
    """The model as it is found from anywhere: a name as it is, a folder with its whole path."""
    path = Path(model).expanduser()
    return str(path.resolve()) if model and model not in NAMES and path.is_dir() else model


def _stored(casebook: Path, model: str) -> str:
    path, home = Path(model), casebook.resolve()
    return f"./{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else model


def _broken(path: Path, why: str) -> Choice:
    hint = "Write it anew: firsthand index model NAME (or none)."
    return Choice(problem=f"No sentence model is in use, because {path} cannot be followed: {why}. {hint}")
