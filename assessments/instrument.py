"""What one assessment asks: a maturity model, and the optional modules that were chosen beside it.

The modules' questions look like those of a model, so that whoever asks need not tell them apart. They are never
scored with it: each module has its own measurement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assessments.model import Dimension, MaturityModel, Option, Question
from assessments.published import find_model
from assessments.service_needs import AskedItem, load_service_module
from assessments.vignettes import load_vignette_pack
from content import Text

ModuleKey = Literal["services", "vignettes"]
MODULES: tuple[ModuleKey, ...] = ("services", "vignettes")
"""The modules in the order in which they are asked. The stories come last: they must not colour the answers."""


@dataclass(frozen=True, slots=True)
class ModuleChoice:
    """A module as it is offered: how many questions it adds for whoever is asked most, and about how long it takes."""

    key: ModuleKey
    title: Text
    summary: Text
    questions: int
    minutes: int


def list_modules() -> tuple[ModuleChoice, ...]:
    """Return the modules that an assessment can be given, in the order in which they are asked."""
    services, stories = load_service_module(), load_vignette_pack()
    return (
        ModuleChoice("services", services.title, services.summary, len(services.questions), services.minutes),
        ModuleChoice("vignettes", stories.title, stories.summary, len(stories.questions), stories.minutes),
    )


def modules_of(kept: str) -> tuple[ModuleKey, ...]:
    """Return the modules that a stored choice names, in order; what is unknown is passed over.

    >>> modules_of("vignettes services")
    ('services', 'vignettes')
    """
    chosen = kept.split()
    return tuple(key for key in MODULES if key in chosen)


@lru_cache(maxsize=64)
def find_instrument(model_key: str, version: str, modules: tuple[ModuleKey, ...] = ()) -> MaturityModel:
    """Return a published model with the modules' questions after its own. It is for asking, never for scoring.

    Raises:
        UnknownModel: nothing is published under this key and version.
    """
    model = find_model(model_key, version)
    if not modules:
        return model
    added = {"services": _service_parts, "vignettes": _story_parts}
    minutes = sum(one.minutes for one in list_modules() if one.key in modules)
    parts = [part for key in modules for part in added[key]()]
    return replace(model, dimensions=(*model.dimensions, *parts), minutes=model.minutes + minutes)


def module_questions(modules: Sequence[ModuleKey]) -> frozenset[str]:
    """Return the keys of the questions that modules add."""
    items: list[AskedItem] = []
    if "services" in modules:
        items += load_service_module().questions
    if "vignettes" in modules:
        items += load_vignette_pack().questions
    return frozenset(item.key for item in items)


def _service_parts() -> list[Dimension]:
    module = load_service_module()
    items = {item.key: item for item in module.questions}
    return [
        Dimension(
            key=f"SERVICES-{place}",
            title=group.title,
            questions=tuple(
                _question(items[f"{service.key}.{side}"], service.title, is_told=side == "need")
                for service in module.services
                if service.group == group.key
                for side in ("need", "quality")
            ),
        )
        for place, group in enumerate(module.groups, start=1)
    ]


def _story_parts() -> list[Dimension]:
    pack = load_vignette_pack()
    asked = tuple(_question(item, pack.title) for item in pack.questions)
    return [Dimension(key="STORIES", title=pack.title, purpose=pack.summary, questions=asked)]


def _question(item: AskedItem, title: Text, *, is_told: bool = True) -> Question:
    """Return an item as a question; what it is about goes before the question itself, once."""
    stem = item.stem
    if item.description is not None and is_told:
        told = item.description
        stem = {code: f"{told[code]} {words}" for code, words in item.stem.items() if code in told}
    options = tuple(Option(one.value, float(one.value), one.text) for one in item.options)
    return Question(key=item.key, facet=title, stem=stem, roles=item.roles, options=options)
