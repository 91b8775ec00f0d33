"""`plumbline recommend`: which kind of PMO fits, why, how firmly, and what would change that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.inputs import note_gaps, refuse
from app.cli.results import GivenResult, read_result
from app.cli.running import FILE, format_option
from assessments.gaps import find_gaps, set_targets
from assessments.profile import load_profile_model, read_profile
from assessments.recommendations import recommend
from assessments.service_mix import mix_services
from assessments.service_needs import load_service_module
from assessments.weights import read_weights
from content import ContentError, Finding, say, to_plain

if TYPE_CHECKING:
    from assessments.gaps import Gap, Target
    from assessments.profile import Criterion, ProfileFile
    from assessments.recommendations import Reason, Recommendation
    from assessments.service_mix import ServiceMix
    from assessments.weights import FirmWeights

FORMAT = "plumbline-recommendation"
FORMAT_VERSION = 1
"""Version of the JSON described in docs/recommendation-json.md; it changes as that of result.json does."""

MOST_SERVICES = 5
AXES = {"reach": "reach", "emphasis": "emphasis", "delivery": "delivery", "permanence": "life span"}


@dataclass(frozen=True, slots=True)
class Advised:
    """What is printed; without a result there are neither services nor targets nor gaps."""

    recommendation: Recommendation
    unanswered: tuple[str, ...]
    services: ServiceMix | None
    targets: tuple[Target, ...]
    gaps: tuple[Gap, ...]


@click.command()
@click.option("--profile", "profile", required=True, type=FILE, help="The client's profile, .yaml.")
@click.option(
    "--result", "result", type=FILE, help="Scores of an assessment, .json, as assess or score writes."
)
@click.option(
    "--weights", "weights", type=FILE, help="Your own weights of the criteria with a reason, .yaml."
)
@format_option
def command(profile: Path, result: Path | None, weights: Path | None, form: str) -> None:
    """Recommend a kind of PMO, with what would change the advice.

    Exits with 3 if the profile, the result or the weights are refused.
    """
    advised = _advise(*_read(profile, result, weights))
    note_gaps(
        profile,
        advised.unanswered,
        "too few are answered to advise a type"
        if advised.recommendation.is_low_information
        else "the advice rests on the others",
    )
    if form == "json":
        data: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION, **to_plain(advised)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo("\n".join(_lines(advised)))


def _read(
    profile: Path, result: Path | None, weights: Path | None
) -> tuple[ProfileFile, GivenResult | None, FirmWeights | None]:
    """Return what the files hold, or exit with the faults of all of them."""
    findings: list[Finding] = []
    more = 0
    found: list[Any] = []
    for read, path in ((read_profile, profile), (read_result, result), (read_weights, weights)):
        try:
            found.append(None if path is None else read(path))
        except ContentError as error:
            findings, more = [*findings, *error.findings], more + error.more
    if findings:
        refuse(findings, more)
    file, given, own = found
    return file, given, own


def _advise(file: ProfileFile, given: GivenResult | None, weights: FirmWeights | None) -> Advised:
    model = load_profile_model()
    result = None if given is None else given.result
    advice = recommend(model, file.criteria, result, file.facts, weights)
    open_ones = tuple(one.key for one in model.criteria if one.key not in advice.profile)
    if given is None or result is None:
        return Advised(advice, open_ones, None, (), ())
    keys = [one.key for one in result.dimensions]
    targets = set_targets(advice.profile, advice.target_type, keys)
    gaps = find_gaps(result, targets)
    services = given.services or mix_services(
        load_service_module(), gaps, None, pmo_type=advice.target_type, sector=file.facts.sector
    )
    return Advised(advice, open_ones, services, targets, gaps)


def _lines(advised: Advised) -> Iterator[str]:
    advice = advised.recommendation
    criteria = {one.key: one for one in load_profile_model().criteria}
    if advised.services is not None:
        yield from _service_lines(advised.services)
    yield _verdict(advice)
    yield "scores    " + ", ".join(f"{one.type} {one.score:.2f}" for one in advice.scores)
    yield from _standing_lines(advice)
    yield from _reason_lines("for", advice.reasons_for, criteria)
    yield from _reason_lines("against", advice.reasons_against, criteria)
    for gate in advice.gates:
        facts = ", ".join(f"{key} {value:g}" for key, value in gate.facts.items())
        yield f"gate      {gate.key} ({facts})"
    if advice.start_type != advice.target_type:
        yield f"opening   as {advice.start_type}, aiming at {advice.target_type}"
    yield from _flip_lines(advice, criteria)
    for one in advice.axes:
        yield f"{AXES[one.axis]:9} {one.choice} (rule {one.rule})"
    if advice.overlay is not None:
        yield f"sector    {advice.overlay.sector} adds {', '.join(advice.overlay.adds)} (rule {advice.overlay.rule})"
    if advice.weights:
        changed = ", ".join(f"{one.criterion} {one.default:g} → {one.weight:g}" for one in advice.weights)
        yield f"weights   changed: {changed}, because: {advice.weights_reason}"
    for derived in advice.derived:
        yield f"filled in {derived.criterion} = {derived.answer}, from the {derived.source} ({derived.value:g})"
    if advised.unanswered:
        yield f"open      {', '.join(advised.unanswered)}"
    verify = [gap.dimension for gap in advised.gaps if gap.verify_first]
    if verify:
        yield f"verify    {', '.join(verify)} first: grade D, or not scored"


def _verdict(advice: Recommendation) -> str:
    if advice.standing == "insufficient":
        return (
            f"type      not advised: {advice.answered} of {advice.asked} criteria, or too many in the middle"
        )
    if advice.standing == "tie":
        return (
            f"type      {advice.type} and {advice.runner_up} tie ({advice.margin:.2f} points apart); "
            f"{advice.lighter_first} is lighter and comes first"
        )
    return (
        f"type      {advice.type} ({advice.standing}, {advice.margin:.2f} points before {advice.runner_up})"
    )


def _standing_lines(advice: Recommendation) -> Iterator[str]:
    note = "; depends on your priorities" if advice.depends_on_priorities else ""
    yield f"stands    first in {advice.stability:.1%} of 5,000 redrawn weightings{note}"
    if advice.respondents is not None:
        found = advice.respondents
        kept = "" if found.type_share is None else f"the same type in {found.type_share:.1%}, "
        opening = f"the same opening in {found.start_share:.1%}"
        yield f"          {kept}{opening} of {found.draws:,} redrawn sets of respondents"


def _reason_lines(name: str, reasons: Sequence[Reason], criteria: Mapping[str, Criterion]) -> Iterator[str]:
    for place, one in enumerate(reasons):
        title = say(criteria[one.criterion].title, "en")
        yield f"{name if place == 0 else '':9} {one.criterion} {title} = {one.answer} ({one.contribution:+.2f})"


def _flip_lines(advice: Recommendation, criteria: Mapping[str, Criterion]) -> Iterator[str]:
    answers, weights = advice.answer_flip, advice.weight_flip
    if answers is None:
        yield "change    no answers would make another type the best"
    else:
        changes = " and ".join(f"{one.criterion} {one.answer} → {one.needed}" for one in answers.changes)
        yield f"change    {changes} would make {answers.winner} the best; no fewer answers would"
    if weights is None:
        yield "          no weights between half and one and a half times their own would"
    else:
        changes = ", ".join(f"{one.criterion} {one.weight:g} → {one.needed:g}" for one in weights.changes)
        yield f"          weights {changes} would make {weights.winner} the best; no fewer weights would"


def _service_lines(mix: ServiceMix) -> Iterator[str]:
    basis = "as their customers say" if mix.basis == "asked" else "customers not asked: derived from gaps"
    yield f"services  {basis}"
    for verdict in ("build", "fix", "keep", "retire"):
        found = mix.to(verdict)
        if found:
            names = ", ".join(
                say(one.title, "en") + (" (verify first)" if one.verify_first else "")
                for one in found[:MOST_SERVICES]
            )
            more = f" and {len(found) - MOST_SERVICES} more" if len(found) > MOST_SERVICES else ""
            yield f"  {verdict:7} {len(found)}: {names}{more}"
