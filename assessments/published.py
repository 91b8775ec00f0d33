"""The published maturity models, and reading anybody's model file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assessments.model import MaturityModel
from content import ContentError, Finding, load, read

LIBRARY = Path(__file__).parent / "library"
PUBLISHED = ("quick-scan.yaml", "full-model.yaml")
"""The library's maturity model files, in the order in which they are offered."""

_added: dict[tuple[str, str], MaturityModel] = {}


class UnknownModel(LookupError):
    """No maturity model of this key and version is published."""


def list_models() -> tuple[MaturityModel, ...]:
    """Return the published maturity models, in the order in which they are offered."""
    return (*_library(), *_added.values())


def newest_models() -> tuple[MaturityModel, ...]:
    """Return the newest version of each published model, in the order in which they are offered."""
    return tuple(find_model(key) for key in dict.fromkeys(model.key for model in list_models()))


def find_model(key: str, version: str | None = None) -> MaturityModel:
    """Return a published maturity model, the newest version if none is named.

    Raises:
        UnknownModel: nothing is published under this key and version.
    """
    found = [model for model in list_models() if model.key == key and version in (None, model.version)]
    if not found:
        raise UnknownModel(key if version is None else f"{key} {version}")
    return max(found, key=_version_numbers)


def publish(model: MaturityModel) -> None:
    """Offer a model of an installation's own beside those of the library, for as long as the process lives.

    Raises:
        ValueError: another model is published under this key and version.
    """
    for known in list_models():
        if (known.key, known.version) == (model.key, model.version) and known.hash != model.hash:
            raise ValueError(
                f"{model.key} {model.version} is published with other content; raise its version"
            )
    if all((known.key, known.version) != (model.key, model.version) for known in _library()):
        _added[model.key, model.version] = model


def load_model(path: Path) -> MaturityModel:
    """Return the maturity model of anybody's file, validated from scratch.

    Raises:
        ContentError: the file breaks a rule; every fault is listed.
    """
    return read(path, MaturityModel)


def check_model(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with a maturity model file, in file order and at most 100; nothing if sound."""
    try:
        load_model(path)
    except ContentError as error:
        return error.findings
    return ()


@cache
def _library() -> tuple[MaturityModel, ...]:
    return tuple(load(LIBRARY / name, MaturityModel) for name in PUBLISHED)


def _version_numbers(model: MaturityModel) -> tuple[int, ...]:
    return tuple(int(part) for part in model.version.split("."))
