"""Shorter ways through the engine: the same bytes for less work.

Each function here stands for one of the engine that is called ten thousand times in a report and does, for our
documents, much the same every time. It answers the common case and hands every other to the engine's own. They are
written for the versions named below and taken for no others, so that an update of the engine is slower, never
different; `tests/reports/test_shortcuts.py` compares the bytes. docs/report.md says what each one brings.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

WRITTEN_FOR = {"weasyprint": "70.0", "pydyf": "0.13.0", "tinyhtml5": "2.1.0", "cssselect2": "0.10.1"}
PLACES = ("files", "cascade", "boxes", "lines", "glyphs")


def take_shortcuts() -> bool:
    """Put the shorter ways in place, in this process and for good; False where the engine is another."""
    if any(known != import_module(name).VERSION for name, known in WRITTEN_FOR.items()):
        return False
    for name in PLACES:
        import_module(f"{__name__}.{name}").take()  # they load the engine, which is the press's alone
    return True


def replace(original: Any, shorter: Any) -> None:
    """Put `shorter` in the place of a function in every module of the engine that has imported it."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in WRITTEN_FOR:
            for attribute, value in list(vars(module).items()):
                if value is original:
                    setattr(module, attribute, shorter)
