"""What is wrong with a file, precisely enough to repair it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_FINDINGS = 100
"""How many findings a refusal lists; the rest is counted."""

_LONGEST_FOUND = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a file: where it is, what was found there and what is allowed instead.

    Attributes:
        file: the file's name as the reader was given it.
        line: counted from 1; None where the file has no lines, as in a spreadsheet.
        column: counted from 1, in characters; None where only the line or cell is known.
        field: the value concerned, as `dimensions[0].weight` or `row 7, column answer`; may be empty.
        found: what stands there, shortened.
        allowed: what may stand there.
        rule: a short stable name of the rule that was broken, for tests and translations.
    """

    file: str
    line: int | None
    column: int | None
    field: str
    found: str
    allowed: str
    rule: str = ""

    def __str__(self) -> str:
        """Return the finding on one line, in the shape editors and terminals make clickable."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        subject = f"{self.field}: " if self.field else ""
        return f"{place}: {subject}found {self.found}; allowed: {self.allowed}"


class ContentError(ValueError):
    """A file was refused as a whole.

    Attributes:
        findings: in file order, at most `MOST_FINDINGS`.
        more: how many further findings there were.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        everything = tuple(findings)
        self.findings = everything[:MOST_FINDINGS]
        self.more = len(everything) - len(self.findings)
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        lines = [str(finding) for finding in self.findings]
        if self.more:
            lines.append(f"… and {self.more} more")
        return "\n".join(lines)


def shown(value: object) -> str:
    """Return a value as a finding shows it: quoted if text, on one line, at most 80 characters.

    >>> shown("a\\nb"), shown(3), shown(None), shown([1, 2]), shown({"a": 1})
    ("'a b'", '3', 'nothing', 'a list of 2', 'a mapping of 1')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"a mapping of {len(value)}"
    if not isinstance(value, str):
        return str(value)
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return f"'{line if len(line) <= _LONGEST_FOUND else line[: _LONGEST_FOUND - 1] + '…'}'"
