"""A small kind of content that uses everything a kind may use, and a sound file of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Rule, Text

Size = Literal["small", "large"]


@dataclass(frozen=True, slots=True)
class Tool:
    __pydantic_config__ = NO_OTHER_FIELDS

    key: Annotated[str, Limits(pattern=r"^[a-z]+$", max_length=12)]
    name: Text
    price: Annotated[float, Limits(gt=0, lt=100)] = 1.0
    size: Size | None = None
    is_sharp: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    __pydantic_config__ = NO_OTHER_FIELDS

    title: Annotated[str, Limits(min_length=3)]
    count: Annotated[int, Limits(ge=1, le=9)]
    tools: Annotated[tuple[Tool, ...], Limits(min_length=1, max_length=3)]
    by_shelf: Mapping[str, tuple[Tool, ...]] | None = None
    packed_on: date | None = None
    corner: tuple[int, str] | None = None
    rating: int | str | None = None
    even: Annotated[int, Rule(lambda number: number % 2 == 0, "an even number")] = 0

    def problems(self) -> Iterator[Problem]:
        for place, tool in enumerate(self.tools):
            if tool.key in {other.key for other in self.tools[:place]}:
                yield Problem(("tools", place, "key"), f"'{tool.key}' again", "each key once", "repeated-key")


SOUND = """\
title: My box
count: 2
tools:
  - key: saw
    name: {en: Saw, ar: منشار}
    price: 12
    size: small
  - key: plane
    name:
      en: Plane
    is_sharp: true
by_shelf:
  top:
    - {key: file, name: {en: File}}
packed_on: 2026-03-02
corner: [3, left]
rating: good
even: 4
"""
