"""Say what this Python lacks, in words that `./run` turns into packages; written for any Python 3.

`probe.py` prints the lacking parts (venv, pango, harfbuzz-subset) and fails where Python is older than 3.11.
`probe.py browser` prints where Playwright keeps its own Chromium, and fails where it has none.
"""

import ctypes
import importlib.util
import os
import sys

# The names under which WeasyPrint asks the loader for each library, on Linux and on macOS.
PANGO = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
)
SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")


def loads(names: "tuple[str, ...]") -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def lacking() -> "list[str]":
    words = []
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        words.append("venv")
    if not all(loads(names) for names in PANGO):
        words.append("pango")
    elif not loads(SUBSET):
        words.append("harfbuzz-subset")
    return words


def own_browser() -> int:
    from playwright.sync_api import sync_playwright  # not there before it is set up

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    print(path)
    return 0 if os.path.exists(path) else 1


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - it is run by whatever Python the machine has
        sys.exit(1)
    if sys.argv[1:] == ["browser"]:
        sys.exit(own_browser())
    print(" ".join(lacking()))
