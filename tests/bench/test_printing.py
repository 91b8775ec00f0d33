"""What the bench prints: a report with one finding edited, and longer ones."""

from __future__ import annotations

from tests.bench.printing import repeated, trees, with_one_finding_edited


def test_a_longer_report_has_its_sections_again_under_names_of_their_own() -> None:
    document = trees()["full"]
    sections = [section.key for section in document.sections]
    longer = [section.key for section in repeated(document, 3).sections]
    assert longer[: len(sections)] == sections
    assert len(longer) == 3 * len(sections) - 2  # contents stand once
    assert len(set(longer)) == len(longer)


def test_an_edited_report_differs_in_one_finding_and_keeps_what_was_computed() -> None:
    document = trees()["roadmap"]
    edited = with_one_finding_edited(document)
    changed = [(old, new) for old, new in zip(document.sections, edited.sections, strict=True) if old != new]
    assert len(changed) == 1
    ((old, new),) = changed
    assert new.edit is not None
    assert new.edit.computed == old.title
