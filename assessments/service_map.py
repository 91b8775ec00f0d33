"""What a PMO's customers say about its services: need against quality, and what to keep, mend, build or stop.

The rules, with a worked example of each, are in docs/methods.md, section 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.agreement import Distribution, Scale, agreement_label
from assessments.model import ROLES, AnswerRefused
from assessments.privacy import THRESHOLD, may_show_distribution, release_roles
from assessments.question_scores import VISIBILITY_GAP, balanced_median
from assessments.responses import Answer, Response
from assessments.results import Agreement, Mode, RoleScore
from assessments.service_needs import SIDES, AnchoredScale, Service, ServiceModule
from assessments.service_verdicts import (
    LOWEST_QUALITY,
    Said,
    Verdict,
    VerdictKind,
    gather_evidence,
    judge,
    level_of,
    priority_of,
    reaches,
)
from assessments.stats import mean
from content import Text


@dataclass(frozen=True, slots=True)
class Rating:
    """How one side of a service, need or quality, was answered.

    Attributes:
        asked: customers to whom it was put. answered: those whose answer counts on the scale.
        unused: those who say that they have not used the service; None where too few answered to say so.
        dont_know, not_applicable: answers of that kind.
        mean: mean of the customer groups' means. median: with every group counted equally.
        counts: answers per option, lowest first, "not used" included; empty where it would expose somebody.
        ad: mean absolute deviation from the mean; None below two answers. agreement: what that means.
        is_visibility_gap: more than a quarter of those who could judge did not know.
        by_role: the customers' groups. own_view: what those say who provide the service.
        is_withheld: there are answers, but too few to show anything of them in this mode.
    """

    asked: int
    answered: int
    unused: int | None
    dont_know: int
    not_applicable: int
    mean: float | None
    median: float | None
    counts: tuple[int, ...]
    ad: float | None
    agreement: Agreement | None
    is_visibility_gap: bool
    by_role: tuple[RoleScore, ...]
    own_view: tuple[RoleScore, ...]
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class MappedService:
    """One service, what was said about it and what follows.

    Attributes:
        need_share, strong_share: 0–1, customers who need it at all, and strongly; groups count equally.
        unreached: 0–1, of those who need it, the ones who have not used it; groups count equally.
        needed_by: customer groups, of those that may be shown, whose mean need reaches the cut.
        priority: need × shortfall of quality × share of customers who need it; None where it has no meaning.
    """

    key: str
    title: Text
    group: str
    dimension: str
    need: Rating
    quality: Rating
    need_share: float | None
    strong_share: float | None
    unreached: float | None
    needed_by: tuple[str, ...]
    priority: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ServiceMap:
    """Everything that follows from the answers about the services.

    Attributes:
        customers, providers: people who answered anything, on either side.
        services: in the order of the module.
        first: keys of the services to build or mend, the most pressing first; equals in the module's order.
    """

    module_key: str
    module_version: str
    module_hash: str
    mode: Mode
    threshold: int
    customers: int
    providers: int
    services: tuple[MappedService, ...]
    first: tuple[str, ...]

    def service(self, key: str) -> MappedService:
        """Return one service. Raises KeyError if there is none of this key."""
        for service in self.services:
            if service.key == key:
                return service
        raise KeyError(key)

    def with_verdict(self, kind: VerdictKind) -> tuple[MappedService, ...]:
        """Return the services of one verdict, in the order of the module."""
        return tuple(service for service in self.services if service.verdict.kind == kind)


def map_services(
    module: ServiceModule,
    responses: Sequence[Response],
    *,
    mode: Mode = "named",
    threshold: int = THRESHOLD,
) -> ServiceMap:
    """Return what the answers say about every service of a module.

    Answers to other questions, and about services that are not put to a respondent's role, are passed over. The
    order of responses does not matter.

    Args:
        responses: with answers under "V01.need" and "V01.quality"; a level is the value of an option.
        threshold: fewest people of whom anything is shown, unless the mode is "named".

    Raises:
        ValueError: a respondent twice, an unknown role, or a level that no option has.

    Source: docs/methods.md, section 6.
    """
    people = _seat(module, responses)
    least = 1 if mode == "named" else threshold
    services = tuple(_map_service(module, service, people, least) for service in module.services)
    urgent = [one for one in services if one.verdict.kind in ("build", "fix")]
    # Sorting keeps the order of equals; rounding lets those be equal that are so on paper.
    urgent.sort(key=lambda one: -round(one.priority or 0.0, 9))
    providers = sum(person.role in module.providers for person in people)
    return ServiceMap(
        module_key=module.key,
        module_version=module.version,
        module_hash=module.hash,
        mode=mode,
        threshold=threshold,
        customers=len(people) - providers,
        providers=providers,
        services=services,
        first=tuple(one.key for one in urgent),
    )


def _seat(module: ServiceModule, responses: Sequence[Response]) -> list[Response]:
    """Return who answered anything that was put to their role; refuse what cannot be an answer."""
    seen: set[str] = set()
    seated = []
    items = {item.key: item for item in module.questions}
    for response in responses:
        if response.respondent in seen:
            raise ValueError(f"respondent {response.respondent!r} twice")
        if response.role not in ROLES:
            raise ValueError(f"unknown role {response.role!r}")
        seen.add(response.respondent)
        answers = {key: answer for key, answer in response.answers.items() if key in items}
        for key, answer in answers.items():
            highest = items[key].options[-1].value
            if answer.kind == "level" and (answer.value is None or not 0 <= answer.value <= highest):
                raise AnswerRefused(key, answer.value, f"a level from 0 to {highest}, DK or NA")
        if any(response.role in items[key].roles for key in answers):
            seated.append(response)
    return seated


def _map_service(
    module: ServiceModule, service: Service, people: Sequence[Response], least: int
) -> MappedService:
    keys = [f"{service.key}.{side}" for side in SIDES]
    said = [
        Said(person.role, *(person.answers.get(key) for key in keys))
        for person in people
        if person.role in service.roles
    ]
    customers = [one for one in said if one.role not in module.providers]
    evidence = gather_evidence(customers, module.rules)
    verdict = judge(evidence, module.rules, fewest=max(module.rules.fewest, least))
    need = _rate([(one.role, one.need) for one in said], module.need, 0, module.providers, least)
    quality = _rate(
        [(one.role, one.quality) for one in said], module.quality, LOWEST_QUALITY, module.providers, least
    )
    return MappedService(
        key=service.key,
        title=service.title,
        group=service.group,
        dimension=service.dimension,
        need=need,
        quality=quality,
        need_share=evidence.need_share if evidence.need_answers >= least else None,
        strong_share=evidence.strong_share if evidence.need_answers >= least else None,
        unreached=evidence.unreached if evidence.needing >= least else None,
        needed_by=tuple(
            group.role
            for group in need.by_role
            if group.score is not None and reaches(group.score, module.rules.need_cut)
        ),
        priority=priority_of(evidence, verdict.kind, module.rules),
        verdict=verdict,
    )


def _rate(
    said: Sequence[tuple[str, Answer | None]],
    scale: AnchoredScale,
    lowest: int,
    providers: Sequence[str],
    least: int,
) -> Rating:
    """Return how one side was answered, as it may be shown.

    Args:
        lowest: first option that counts on the scale; those below it say "not used".
        least: fewest people of whom anything is shown; 1 shows all.
    """
    values = tuple(float(option.value) for option in scale.options)
    counts = _counts(said, len(values))
    scored = {
        role: Distribution(values[lowest:], row[lowest:]) for role, row in counts.items() if any(row[lowest:])
    }
    served = {role: group for role, group in scored.items() if role not in providers}
    totals = tuple(
        sum(row[place] for role, row in counts.items() if role not in providers)
        for place in range(len(values))
    )
    everybody = Distribution(values[lowest:], totals[lowest:])
    answers = [answer for role, answer in said if role not in providers and answer is not None]
    dont_know = sum(answer.kind == "DK" for answer in answers)
    ad = everybody.ad_mean if everybody.size >= 2 else None
    rating = Rating(
        asked=sum(role not in providers for role, _ in said),
        answered=everybody.size,
        unused=sum(totals[:lowest]),
        dont_know=dont_know,
        not_applicable=sum(answer.kind == "NA" for answer in answers),
        mean=mean([group.mean for group in served.values()]) if served else None,
        median=balanced_median(served) if served else None,
        counts=totals,
        ad=ad,
        agreement=agreement_label(ad, Scale(values[lowest], values[-1])),
        is_visibility_gap=dont_know > VISIBILITY_GAP * (sum(totals) + dont_know),
        by_role=tuple(RoleScore(role, group.size, group.mean) for role, group in served.items()),
        own_view=tuple(
            RoleScore(role, group.size, group.mean) for role, group in scored.items() if role in providers
        ),
    )
    if least == 1:
        return rating
    said_by = {role: sum(row) for role, row in counts.items() if role not in providers}
    return _release(rating, said_by, least)


def _counts(said: Sequence[tuple[str, Answer | None]], options: int) -> dict[str, tuple[int, ...]]:
    """Return, per role group that is there and in the order of the roles, how often each option was chosen."""
    return {
        role: tuple(
            sum(one == role and level_of(answer) == place for one, answer in said) for place in range(options)
        )
        for role in ROLES
        if any(one == role for one, _ in said)
    }


def _release(rating: Rating, said_by: Mapping[str, int], threshold: int) -> Rating:
    """Return a rating as it may be shown where people were promised discretion.

    The providers are not part of any total, so a group of theirs is hidden by its own size alone.

    Args:
        said_by: customers per role group who gave any level, "not used" included.
    """
    shown = replace(
        rating,
        unused=rating.unused if sum(said_by.values()) >= threshold else None,
        by_role=release_roles(rating.by_role, threshold=threshold),
        own_view=tuple(
            one if (one.respondents or 0) >= threshold else RoleScore(one.role, None, None, is_hidden=True)
            for one in rating.own_view
        ),
    )
    if rating.answered < threshold:
        return replace(
            shown,
            mean=None,
            median=None,
            counts=(),
            ad=None,
            agreement=None,
            is_withheld=rating.answered > 0,
        )
    scored_by = {one.role: one.respondents or 0 for one in rating.by_role}
    if all(may_show_distribution(groups, threshold=threshold) for groups in (scored_by, said_by)):
        return shown
    return replace(shown, counts=())
