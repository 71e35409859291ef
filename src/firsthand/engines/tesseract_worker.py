"""What does Tesseract's library read in these lines? The child process: images come by its input, tables leave by its output.

It is run by path with this interpreter, imports nothing of Firsthand, keeps the models of all languages loaded, and ends
with its input. A request is a line of JSON (language, layout, [width, height] of each image) and then the gray bytes of the
images; the answer is one line of JSON with Tesseract's table (TSV) for each. Its first line names the languages it has.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import resource
import sys
from typing import Any

LSTM_ONLY = 1
DPI = b"150"


def library() -> Any:
    """Tesseract's C interface (capi.h), version 4 or 5. Raises OSError where it is not installed."""
    name = ctypes.util.find_library("tesseract")
    if name is None:
        raise OSError("no library of Tesseract")
    lib: Any = ctypes.CDLL(name)
    handle, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for call, result, given in (
        ("TessBaseAPICreate", handle, ()),
        ("TessBaseAPIInit2", number, (handle, text, text, number)),
        ("TessBaseAPISetPageSegMode", None, (handle, number)),
        ("TessBaseAPISetVariable", number, (handle, text, text)),
        ("TessBaseAPISetImage", None, (handle, text, number, number, number, number)),
        ("TessBaseAPIGetTsvText", handle, (handle, number)),
        ("TessDeleteText", None, (handle,)),
    ):
        function = getattr(lib, call)
        function.restype, function.argtypes = result, given
    return lib


def opened(lib: Any, languages: list[str]) -> dict[str, Any]:
    """A reader for each language whose model is on this machine."""
    readers: dict[str, Any] = {}
    for language in languages:
        api = lib.TessBaseAPICreate()
        if lib.TessBaseAPIInit2(api, None, language.encode("ascii"), LSTM_ONLY) == 0:
            lib.TessBaseAPISetVariable(api, b"user_defined_dpi", DPI)
            readers[language] = api
    return readers


def table(lib: Any, api: Any, image: tuple[int, int, bytes], layout: int) -> str:
    """Tesseract's table for one gray image (width, height, bytes)."""
    width, height, pixels = image
    lib.TessBaseAPISetPageSegMode(api, layout)
    lib.TessBaseAPISetImage(api, pixels, width, height, 1, width)
    said = lib.TessBaseAPIGetTsvText(api, 0)
    if not said:
        return ""
    text = ctypes.string_at(said).decode("utf-8", "replace")
    lib.TessDeleteText(said)
    return text


def main() -> None:
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given, out = sys.stdin.buffer, sys.stdout.buffer
    lib = library()
    readers = opened(lib, sys.argv[2:])
    out.write(json.dumps(list(readers)).encode("utf-8") + b"\n")
    out.flush()
    while line := given.readline():
        asked = json.loads(line)
        images = [(width, height, given.read(width * height)) for width, height in asked["images"]]
        tables = [table(lib, readers[asked["language"]], image, asked["layout"]) for image in images]
        out.write(json.dumps(tables).encode("utf-8") + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
