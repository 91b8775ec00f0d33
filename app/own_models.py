"""Maturity models of an installation's own, offered beside those that come with the product."""

from __future__ import annotations

from pathlib import Path

from app.config import ConfigurationError
from assessments.published import load_model, publish
from content import ContentError


def publish_models(folder: Path) -> None:
    """Offer every model file (`*.yaml`) of a folder for as long as the process lives, in the order of their names.

    Several versions of a model may lie side by side: an assessment keeps the one with which it began.

    Raises:
        ConfigurationError: with every fault of every file, by line and field; none is offered halfway unnoticed.
    """
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            publish(load_model(path))
        except ContentError as error:
            problems += [str(finding) for finding in error.findings]
        except ValueError as error:
            problems.append(f"{path}: {error}")
    if problems:
        raise ConfigurationError(problems)
