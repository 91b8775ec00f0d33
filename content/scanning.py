"""YAML text cut up by libyaml, where it is installed and reads the text as ruamel.yaml does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# Where the two differ. YAML 1.1 knows three more line breaks. Where a file does not end with a line's end, a missing
# value has another place. A block text's head ("|", ">") that a "#" touches, or that an empty line or a comment
# follows, is fine for one of them only.
_READ_OTHERWISE = re.compile(
    "[\x85\u2028\u2029\ufeff\t]|(?<![^\\s:\"'\\]}])[|>][-+0-9]*(?:#| *(?:#[^\r\n]*)?(?:\r(?!\n)|\r?\n) *[\r\n#])"
)


def quick_events(text: str) -> Iterator[Any | None]:
    """Yield libyaml's events for a text; None ends them where ruamel.yaml must look at the text instead."""
    if not text.endswith("\n") or _READ_OTHERWISE.search(text):
        yield None
        return
    try:
        # Slow to import, and needed only when a file is read for the first time.
        from _ruamel_yaml import CParser, YAMLError
    except ImportError:  # no wheel for this machine
        yield None
        return
    try:
        parser = CParser(text)
        while parser.check_event():
            yield parser.get_event()
    except (YAMLError, UnicodeError):
        yield None
