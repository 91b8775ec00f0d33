"""Selectors of style sheets: six hundred are compiled, of seventy shapes, which differ in the words in them alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import cssselect2  # type: ignore[import-untyped]
from cssselect2 import compiler

from app.reports.shortcuts import WRITTEN_FOR

WORD = re.compile(r"'([^'\\]*)'")
_shapes: dict[str, Callable[..., Any]] = {}


def compiled(source: str, names: Mapping[str, Any], _own: Mapping[str, Any]) -> Any:
    """Return what `eval` would of the source of a selector's test: the test of its shape, with its words."""
    if "\\" in source or '"' in source.replace(
        '""', ""
    ):  # a word of other signs than those that stand in one
        return eval(source, dict(names), {})  # noqa: S307  as the library does, of what it has written itself
    words = WORD.findall(source)
    shape = WORD.sub("'", source)
    make = _shapes.get(shape)
    if make is None:
        places = [f"w{number}" for number in range(len(words))]
        left = iter(places)
        body = WORD.sub(lambda _word: next(left), source)
        make = eval(f"lambda {', '.join(places)}: {body}", dict(names), {})  # noqa: S307  likewise
        _shapes[shape] = make
    return make(*words)


def take() -> None:
    """Compile by shape from now on, where the library is the one that this is written for."""
    if WRITTEN_FOR["cssselect2"] == cssselect2.VERSION:
        compiler.eval = compiled
