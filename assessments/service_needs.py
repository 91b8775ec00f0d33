"""The service need and quality module: what a PMO can do for others, and what its customers are asked about it.

Of every service the people it would serve say two things: how far their own work depends on it, and what they have
met with. What follows from the answers is in `assessments.service_map`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from assessments.model import ROLES, Key, Role
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, canonical_hash, load

LIBRARY = Path(__file__).parent / "library"

MOST_SERVICES = 20
"""More services than this, with two questions each, are put to nobody but those who provide them."""

MOST_ANCHOR_WORDS = 30
PLACEHOLDER = "{service}"

Side = Literal["need", "quality"]
SIDES: tuple[Side, ...] = ("need", "quality")

DimensionKey = Annotated[str, Limits(pattern=r"^[A-Z]{3}$")]
ServiceKey = Annotated[str, Limits(pattern=r"^V\d{2}$")]
Share = Annotated[float, Limits(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class AnchoredOption:
    """One answer, worded as something that the customer does or has met with."""

    __pydantic_config__ = NO_OTHER_FIELDS

    value: Annotated[int, Limits(ge=0, le=10)]
    text: Text


@dataclass(frozen=True, slots=True)
class AnchoredScale:
    """What is asked about every service alike, with its answers, lowest first.

    Attributes:
        stem: the question; the service's title takes the place of "{service}".
        options: valued 0, 1, 2 and so on. On the scale of quality, 0 says that the service was not used or does
            not exist: an answer, but not a quality.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    stem: Text
    options: Annotated[tuple[AnchoredOption, ...], Limits(min_length=3, max_length=11)]

    @property
    def highest(self) -> int:
        return self.options[-1].value

    def stem_of(self, title: Text) -> Text:
        """Return the question about the service of a title, in every language that both of them have."""
        return {
            language: words.replace(PLACEHOLDER, title[language])
            for language, words in self.stem.items()
            if language in title
        }


@dataclass(frozen=True, slots=True)
class VerdictRules:
    """The cuts by which a service is kept, mended, built or stopped. Each is a platform default.

    Attributes:
        need_cut: a mean need below it proposes to stop the service.
        any_need: from this answer on, a customer needs the service at all. strong_need: in regular work.
        minority_share: share of customers with a strong need from which the service is not stopped.
        unreached_share: with a larger share of those who need it not reached, the service has to be built.
        quality_cut: a mean quality below it has to be mended. aim: quality with which all is well.
        fewest: answers below which there is no verdict.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    need_cut: Annotated[float, Limits(gt=0)] = 1.0
    any_need: Annotated[int, Limits(ge=1)] = 1
    strong_need: Annotated[int, Limits(ge=1)] = 2
    minority_share: Annotated[float, Limits(gt=0, le=1)] = 0.25
    unreached_share: Share = 0.5
    quality_cut: Annotated[float, Limits(gt=0)] = 3.0
    aim: Annotated[float, Limits(gt=0)] = 4.0
    fewest: Annotated[int, Limits(ge=1)] = 4


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """A heading under which services are shown."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text


@dataclass(frozen=True, slots=True)
class Service:
    """Something that a PMO can do for others.

    Attributes:
        description: what a customer of the PMO would see, in one sentence.
        group: key of its heading. dimension: key of the maturity model's dimension that it serves.
        roles: the role groups it is put to. note: where it does not belong.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: ServiceKey
    title: Text
    description: Text
    group: Key
    dimension: DimensionKey
    roles: Annotated[tuple[Role, ...], Limits(min_length=1)]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One question as it is put: its key ("V01.need"), words, answers by value, to whom, and what it is about."""

    key: str
    stem: Text
    options: tuple[AnchoredOption, ...]
    roles: tuple[Role, ...]
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class ServiceModule:
    """A published catalogue of services with what is asked about them; a change is a new version.

    Attributes:
        providers: role groups that run the services. Their answers are shown beside the customers' and decide
            nothing.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    title: Text
    summary: Text
    minutes: Annotated[int, Limits(ge=1, le=480)]
    need: AnchoredScale
    quality: AnchoredScale
    groups: Annotated[tuple[ServiceGroup, ...], Limits(min_length=1)]
    services: Annotated[tuple[Service, ...], Limits(min_length=1)]
    providers: tuple[Role, ...] = ("pmo",)
    rules: VerdictRules = VerdictRules()

    @property
    def hash(self) -> str:
        """The canonical hash of everything in the module."""
        return canonical_hash(self)

    @property
    def questions(self) -> tuple[AskedItem, ...]:
        """Two questions about every service, need before quality, in the order of the services."""
        return tuple(
            AskedItem(
                f"{service.key}.{side}",
                scale.stem_of(service.title),
                scale.options,
                service.roles,
                service.description,
            )
            for service in self.services
            for side, scale in zip(SIDES, (self.need, self.quality), strict=True)
        )

    def service(self, key: str) -> Service:
        """Return one service. Raises KeyError if there is none of this key."""
        for service in self.services:
            if service.key == key:
                return service
        raise KeyError(key)

    def services_for(self, role: str) -> tuple[Service, ...]:
        """Return the services about which a role group is asked, in order; none for an unknown role."""
        return tuple(service for service in self.services if role in service.roles)

    def problems(self) -> Iterator[Problem]:
        """Yield every rule of a sound module that this one breaks."""
        yield from _scale_problems("need", self.need)
        yield from _scale_problems("quality", self.quality)
        yield from self._rule_problems()
        groups = [group.key for group in self.groups]
        yield from _repeated("groups", groups)
        yield from _repeated("services", [service.key for service in self.services])
        for place, service in enumerate(self.services):
            where = ("services", place)
            if service.group not in groups:
                yield Problem((*where, "group"), service.group, ", ".join(groups), "known-group")
            if set(service.roles) <= set(self.providers):
                found = ", ".join(service.roles)
                yield Problem((*where, "roles"), found, "a role group that it serves", "no-customer")
        for role in ROLES:
            count = len(self.services_for(role))
            if role not in self.providers and count > MOST_SERVICES:
                found = f"{count} services for {role}"
                allowed = f"{MOST_SERVICES} or fewer for those who do not provide them"
                yield Problem(("services",), found, allowed, "role-load")

    def _rule_problems(self) -> Iterator[Problem]:
        rules, need, quality = self.rules, self.need.highest, self.quality.highest
        bounds = (
            ("need_cut", rules.need_cut, need),
            ("any_need", rules.any_need, rules.strong_need),
            ("strong_need", rules.strong_need, need),
            ("quality_cut", rules.quality_cut, rules.aim),
            ("aim", rules.aim, quality),
        )
        for name, value, most in bounds:
            if value > most:
                yield Problem(("rules", name), f"{value:g}", f"{most:g} at most", "cut-range")


def _scale_problems(name: Side, scale: AnchoredScale) -> Iterator[Problem]:
    for language, words in scale.stem.items():
        if words.count(PLACEHOLDER) != 1:
            yield Problem((name, "stem", language), words, f"{PLACEHOLDER} once", "placeholder")
    seen: set[tuple[str, str]] = set()
    for place, option in enumerate(scale.options):
        where = (name, "options", place)
        if option.value != place:
            yield Problem((*where, "value"), str(option.value), f"{place}, counting from 0", "value-order")
        for language, words in option.text.items():
            folded = (language, words.casefold())
            if folded in seen:
                yield Problem((*where, "text", language), words, "words of its own", "unique-anchor")
            seen.add(folded)
            if (count := len(words.split())) > MOST_ANCHOR_WORDS:
                allowed = f"{MOST_ANCHOR_WORDS} words at most"
                yield Problem((*where, "text", language), f"{count} words", allowed, "anchor-length")


def _repeated(field: str, keys: list[str]) -> Iterator[Problem]:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            yield Problem((field, place, "key"), key, "a key used once", "unique-key")


@cache
def load_service_module() -> ServiceModule:
    """Return the published service need and quality module."""
    return load(LIBRARY / "service-needs.yaml", ServiceModule)
