"""What to do with one service of a PMO: keep, mend, build or stop it, by rules that state what they looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assessments.balance import balanced_mean
from assessments.responses import Answer
from assessments.service_needs import VerdictRules

VerdictKind = Literal["keep", "fix", "build", "retire", "watch", "undecided"]
VERDICTS: tuple[VerdictKind, ...] = ("build", "fix", "keep", "watch", "retire", "undecided")
"""The verdicts in the order in which they are shown."""

LOWEST_QUALITY = 1
"""The lowest answer that is a quality; what does not exist falls short as far as this."""

# What is equal on paper stays equal: sums of thirds do not decide.
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said about one service; None where nothing."""

    role: str
    need: Answer | None
    quality: Answer | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The customers' figures on which a verdict rests; None where there are no answers.

    Attributes:
        need: mean of the groups' means, from `need_answers` answers.
        need_share, strong_share: 0–1, customers who need it at all, and strongly; groups count equally.
        quality: mean of the groups' means over the `users` who rated it.
        tried: customers who rated the quality or say that they have not used it.
        unreached: 0–1, of the `needing` customers who need it and said what they met with, those who have not
            used it; groups count equally.
    """

    need: float | None = None
    need_answers: int = 0
    need_share: float | None = None
    strong_share: float | None = None
    quality: float | None = None
    users: int = 0
    tried: int = 0
    unreached: float | None = None
    needing: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a service.

    Attributes:
        rule: which rule said so, as in docs/methods.md: "SNQ-1" to "SNQ-9".
        inputs: the figures it looked at, by name, and the cuts it compared them with.
    """

    kind: VerdictKind
    rule: str
    inputs: Mapping[str, float] = field(default_factory=dict)


def gather_evidence(customers: Sequence[Said], rules: VerdictRules) -> Evidence:
    """Return the figures of one service from what its customers said, in any order.

    Source: docs/methods.md, section 6.
    """
    needs = [(one.role, need) for one in customers if (need := level_of(one.need)) is not None]
    met = [(one, quality) for one in customers if (quality := level_of(one.quality)) is not None]
    users = [(one.role, quality) for one, quality in met if quality >= LOWEST_QUALITY]
    needing = [
        (one.role, float(quality < LOWEST_QUALITY))
        for one, quality in met
        if (level_of(one.need) or 0) >= rules.any_need
    ]
    return Evidence(
        need=_mean(needs),
        need_answers=len(needs),
        need_share=_mean([(role, float(need >= rules.any_need)) for role, need in needs]),
        strong_share=_mean([(role, float(need >= rules.strong_need)) for role, need in needs]),
        quality=_mean(users),
        users=len(users),
        tried=len(met),
        unreached=_mean(needing),
        needing=len(needing),
    )


def level_of(answer: Answer | None) -> int | None:
    """Return the level of an answer; None for none, "don't know" and "not applicable"."""
    return answer.value if answer is not None and answer.kind == "level" else None


def reaches(value: float, cut: float) -> bool:
    """Return whether a figure is at its cut or above; what is equal on paper reaches it."""
    return value >= cut - _EXACT


def judge(evidence: Evidence, rules: VerdictRules, *, fewest: int) -> Verdict:
    """Return what to do with a service, by the first rule that fits.

    A figure equal to its cut reaches it; only a share above its cut counts as "not reached".

    Args:
        fewest: answers without which nothing is decided.

    Source: docs/methods.md, section 6; the cuts are platform defaults.
    """
    need, strong = evidence.need, evidence.strong_share
    if need is None or strong is None or evidence.need_answers < fewest:
        return Verdict("undecided", "SNQ-1", {"need_answers": evidence.need_answers, "fewest": fewest})
    inputs: dict[str, float] = {"need": need, "need_cut": rules.need_cut}
    if reaches(need, rules.need_cut):
        return _judge_needed(evidence, inputs, rules, fewest)
    inputs |= {"strong_share": strong, "minority_share": rules.minority_share}
    if reaches(strong, rules.minority_share):
        return Verdict("watch", "SNQ-2", inputs)
    if evidence.users == 0 and evidence.tried >= fewest:
        return Verdict("watch", "SNQ-3", inputs | {"users": 0, "tried": evidence.tried})
    return Verdict("retire", "SNQ-4", inputs)


def _judge_needed(
    evidence: Evidence, inputs: Mapping[str, float], rules: VerdictRules, fewest: int
) -> Verdict:
    unreached, quality = evidence.unreached, evidence.quality
    found = {**inputs}
    if unreached is None or evidence.needing < fewest:
        return Verdict("undecided", "SNQ-5", found | {"needing": evidence.needing, "fewest": fewest})
    found |= {"unreached": unreached, "unreached_share": rules.unreached_share}
    if not reaches(rules.unreached_share, unreached):
        return Verdict("build", "SNQ-6", found)
    if quality is None or evidence.users < fewest:
        return Verdict("undecided", "SNQ-7", found | {"users": evidence.users, "fewest": fewest})
    found |= {"quality": quality, "quality_cut": rules.quality_cut}
    if reaches(quality, rules.quality_cut):
        return Verdict("keep", "SNQ-9", found)
    return Verdict("fix", "SNQ-8", found)


def priority_of(evidence: Evidence, kind: VerdictKind, rules: VerdictRules) -> float | None:
    """Return need × shortfall of quality × share of customers who need it; None unless it is needed and decided.

    The shortfall is what quality lacks of the aim, never below 0; of what has to be built, it is that of the
    lowest quality.

    Source: docs/methods.md, section 6.
    """
    if kind not in ("build", "fix", "keep") or evidence.need is None or evidence.need_share is None:
        return None
    quality = LOWEST_QUALITY if kind == "build" or evidence.quality is None else evidence.quality
    return evidence.need * max(0.0, rules.aim - quality) * evidence.need_share


def _mean(pairs: Sequence[tuple[str, float]]) -> float | None:
    return balanced_mean(pairs) if pairs else None
