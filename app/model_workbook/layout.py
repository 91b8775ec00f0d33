"""How a model lies in its workbook: a sheet for each kind of thing, a column for each language's text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ABOUT = ("key", "version", "minutes", "rule", "exponent", "share", "core_distance", "in_place")
RULE_FIELDS = ("exponent", "share", "core_distance", "in_place")
NUMBERS = frozenset({"minutes", "weight", "value", "at_least", "at_most", "level", "answer", *RULE_FIELDS})
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "levels": ("level",),
    "structure": ("key", "parent", "weight", "is_core", "rule", *RULE_FIELDS),
    "questions": ("key", "parent", "lens", "roles", "weight", "is_core", "level", "answers"),
    "options": ("question", "kind", "answer", "value"),
    "answer_sets": ("set", "answer", "value"),
    "criteria": ("question",),
    "conditions": ("question", "criterion", "on", "at_least", "at_most"),
    "examples": ("title", "role", "kind", "key", "value"),
}
TEXTS: Mapping[str, tuple[str, ...]] = {
    "levels": ("name", "meaning"),
    "structure": ("title", "purpose"),
    "questions": ("facet", "stem", "evidence"),
    "options": ("text", "guidance"),
    "answer_sets": ("text", "guidance"),
    "criteria": ("text",),
}
ABOUT_TEXTS = ("title", "summary", "source")

Row = dict[str, Any]
