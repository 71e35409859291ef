"""`python -m bench NAME ...`: which benchmark is run? Each prints a table and ends with `NAME: figure`."""

from __future__ import annotations

import importlib
import sys

from bench.data import NoData, folder

NAMES = (
    "check",
    "claims",
    "crosslingual",
    "reprints",
    "scale",
    "scan",
    "pictures",
    "pictures_speed",
    "pictures_growth",
    "pictures_sheet",
    "inscriptions",
    "dates",
    "names",
    "captions",
    "places",
    "interviews",
    "voices",
    "voices_basis",
    "sourcing",
    "evidence",
    "desk",
)


def main() -> int:
    names = sys.argv[1:]
    if not names or set(names) - set(NAMES):
        print(f"usage: python -m bench NAME ...   (one of {', '.join(NAMES)})", file=sys.stderr)
        return 2
    for name in names:
        try:
            figure = importlib.import_module(f"bench.{name}").run(folder())
        except NoData as error:
            print(f"{name}: skipped. {error}")
            continue
        print(figure if figure.startswith(f"{name}:") else f"{name}: {figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
