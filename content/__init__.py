"""Published content: files read once, refused whole with every fault named, or trusted for good.

A kind of content is a frozen dataclass of the standard library whose class carries
`__pydantic_config__ = NO_OTHER_FIELDS`. Its fields are typed with other kinds, tuples, mappings with
text keys, texts, numbers, truth values, dates and literals; bounds stand beside the type as `Limits` or
`Rule`. A kind may also have a method `problems()` that yields a `Problem` for each rule that takes more
than one value to see; a value with problems is never returned.
"""

from __future__ import annotations

from content.cache import load, write_cache
from content.findings import MOST_FINDINGS, ContentError, Finding, shown
from content.limits import NO_OTHER_FIELDS, Limits, Rule, Version
from content.plain import canonical_hash, from_plain, to_plain
from content.reading import Problem, json_schema, read, read_text
from content.text import DEFAULT_LANGUAGE, Text, say

__all__ = [
    "DEFAULT_LANGUAGE",
    "MOST_FINDINGS",
    "NO_OTHER_FIELDS",
    "ContentError",
    "Finding",
    "Limits",
    "Problem",
    "Rule",
    "Text",
    "Version",
    "canonical_hash",
    "from_plain",
    "json_schema",
    "load",
    "read",
    "read_text",
    "say",
    "shown",
    "to_plain",
    "write_cache",
]
