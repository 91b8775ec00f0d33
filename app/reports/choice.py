"""What somebody chose when a report was issued; kept with it, so that it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast, get_args

from app.reports.editing import Rewording
from app.reports.formats import plain
from assessments.redaction import Redaction
from content import from_plain, to_plain

ReportKind = Literal["roadmap", "full"]
Audience = Literal["board", "team", "review"]
KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

SWITCHED_OFF: Mapping[Audience, frozenset[str]] = {
    "board": frozenset({"rules", "items"}),
    "team": frozenset({"items"}),
    "review": frozenset(),
}
"""Sections that are off for an audience until somebody switches them on."""

NOTHING_LEFT_OUT = Redaction()

ALWAYS = frozenset({"verdict", "contents", "manifest", "limits", "reading"})
"""Sections that say what a report is and how far it may be trusted; nobody can switch them off."""


@dataclass(frozen=True, slots=True)
class WrittenAnew:
    """A finding that a person wrote anew before the report was issued."""

    key: str
    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Choice:
    """Which report, for whom, without what, and in whose words.

    Attributes:
        without: keys of sections that were switched off, sorted.
    """

    kind: ReportKind = "roadmap"
    audience: Audience = "board"
    without: tuple[str, ...] = ()
    redaction: Redaction = NOTHING_LEFT_OUT
    findings: tuple[WrittenAnew, ...] = ()

    @property
    def rewordings(self) -> Mapping[str, Rewording]:
        return {one.key: Rewording(plain(one.text), plain(one.by), one.on) for one in self.findings}

    def has(self, section: str) -> bool:
        """Return whether a section is in the report."""
        return section in ALWAYS or section not in self.without


def choice_to_plain(choice: Choice) -> dict[str, Any]:
    """Return a choice as JSON data; `choice_from_plain` reads it back."""
    return cast(dict[str, Any], to_plain(choice))


def choice_from_plain(data: Mapping[str, Any] | None) -> Choice:
    """Return the choice that was kept with a report.

    None is a report of before there were choices, of the kind "classic", as some later ones; what was kept of either
    is told as an executive roadmap.
    """
    if data is None:
        return Choice()
    return from_plain(Choice, data if data.get("kind") in KINDS else {**data, "kind": "roadmap"})
