"""What follows from the answers of a closed assessment: the result, and the advice and plan drawn from it.

Both are kept as plain JSON beside the assessment, so that pages read them and never compute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast
from uuid import UUID

from app.db import assessments as rows
from app.db import db, plans
from app.db.assessments import Assessment
from app.db.engagements import Engagement
from app.db.responses import list_answers, list_responses
from app.db.targets import list_targets
from app.errors import Conflict
from app.policy import Action, Actor, require
from app.services import jobs, trail
from app.services.assessments import model_of
from app.services.initiatives import catalogue_of_firm
from app.services.weights import firm_weights
from app.surroundings import now
from assessments import report
from assessments.benchmarks import Benchmark, Measured, same_version, summarise
from assessments.gaps import TargetOverride
from assessments.instrument import module_questions, modules_of
from assessments.privacy import THRESHOLD
from assessments.profile import ProfileFacts
from assessments.report import Advice, advise
from assessments.responses import Answer, Evidence, Response, answers_hash
from assessments.results import MaturityResult, Mode
from assessments.roadmap import Roadmap
from assessments.scoring import score_assessment
from assessments.service_map import ServiceMap, map_services
from assessments.service_needs import load_service_module
from assessments.vignettes import GroupCalibration, calibrate, load_vignette_pack
from content import from_plain, to_plain
from courses.course import list_courses


def answers_of(row: Assessment) -> tuple[Response, ...]:
    """Return the responses of an assessment as the domain knows them, by a random but fixed order."""
    given: dict[UUID, dict[str, Answer]] = {}
    for answer in list_answers(row.id):
        given.setdefault(answer.response_id, {})[answer.question] = Answer(
            answer.value,
            cast(Literal["level", "DK", "NA"], answer.kind),  # the table holds no other value
            cast(Evidence, answer.evidence),
            answer.comment,
            answer.reason,
        )
    return tuple(
        Response(str(response.id), response.role, given[response.id])
        for response in list_responses(row.id)
        if response.id in given
    )


def conclude(assessment_id: UUID) -> None:
    """Score a closed assessment and draw its conclusion. Safe to run again: for the worker."""
    row = rows.lock_assessment(assessment_id)
    if row is None or row.state != "closed":
        return
    responses = answers_of(row)
    result = score_assessment(
        model_of(row),
        responses,
        threshold=THRESHOLD,
        mode=cast(Mode, row.mode),
        invited=rows.count_invitations_by_role(row.id),
        profile=row.engagement.criteria,
        also_asked=module_questions(modules_of(row.modules)),
    )
    row.result, row.answers_hash = to_plain(result), answers_hash(responses)
    row.module_results = _module_results(row, responses)
    row.benchmark = _benchmark(row, result)
    db.session.flush()
    draw(row)
    trail.note(trail.SYSTEM, "result computed", "assessment", row.id, answers_hash=row.answers_hash)


def _module_results(row: Assessment, responses: Sequence[Response]) -> dict[str, Any] | None:
    """Return what follows from the answers to each optional module; None without any."""
    modules, mode = modules_of(row.modules), cast(Mode, row.mode)
    found: dict[str, Any] = {}
    if "services" in modules:
        services = map_services(load_service_module(), responses, mode=mode, threshold=THRESHOLD)
        found["services"] = to_plain(services)
    if "vignettes" in modules:
        calibration = calibrate(load_vignette_pack(), responses, mode=mode, threshold=THRESHOLD)
        found["vignettes"] = to_plain(calibration)
    return found or None


def _benchmark(row: Assessment, result: MaturityResult) -> dict[str, Any] | None:
    """Return the firm's other clients as a benchmark; None with fewer than five of the same model."""
    measured = [
        Measured(str(one.engagement.client_id), one.engagement.client.sector, one.closed_at.year, found)
        for one in rows.list_closed_with(
            row.model_key, is_synthetic=row.is_synthetic, but_client=row.engagement.client_id
        )
        if one.closed_at is not None
        if same_version(found := result_of(one), result) and not found.is_below_threshold
    ]
    words = {"en": "Other organisations that your firm has assessed"}
    source = {"en": "The latest result of each; means of self-assessments with the same model."}
    caveat = {"en": "Clients of one firm are no sample of a sector."}
    benchmark = summarise(measured, key="own", title=words, source=source, caveat=caveat)
    plain: dict[str, Any] | None = None if benchmark is None else to_plain(benchmark)
    return plain


def draw(row: Assessment) -> None:
    """Draw the conclusion from the stored result and the engagement's profile; none without a profile."""
    engagement = row.engagement
    if row.result is None or not engagement.criteria:
        row.conclusion = None
    else:
        row.conclusion = to_plain(conclusion_for(row, result_of(row)))
    db.session.flush()


def conclusion_for(row: Assessment, result: MaturityResult) -> Advice:
    """Return the advice for a result under the engagement's profile; deterministic."""
    engagement = row.engagement
    overrides = {}
    if row.target_level is not None:
        target = TargetOverride(row.target_level, "Set for this assessment")
        overrides = {dimension.key: target for dimension in result.dimensions}
    overrides |= {one.dimension: TargetOverride(one.level, one.note) for one in list_targets(row.id)}
    return advise(
        result,
        engagement.criteria,
        facts_of(engagement),
        start_on=start_of_plan(row),
        available_courses=[course.key for course in list_courses()],
        overrides=overrides,
        capacity_days_per_quarter=engagement.capacity_days,
        catalogue=catalogue_of_firm(),
        services=services_of(row),
        weights=firm_weights(),
        roadmap=plan_in_force(row),
    )


def adopted_plan(row: Assessment) -> Roadmap | None:
    """Return the plan that was adopted for an assessment; None while none is."""
    scenario = plans.find_adopted(row.id)
    return None if scenario is None else from_plain(Roadmap, scenario.plan)


def plan_in_force(row: Assessment) -> Roadmap | None:
    """Return the plan that pages and reports show: the adopted one, else the balanced one that was drawn.

    None while neither is there, or nothing is in it: a draft by value for effort takes its place.
    """
    scenario = plans.find_in_force(row.id)
    if scenario is None:
        return None
    plan = from_plain(Roadmap, scenario.plan)
    return plan if plan.initiatives or scenario.adopted_at is not None else None


def start_of_plan(row: Assessment) -> date:
    """Return the day on which the plan of a closed assessment begins."""
    return report.start_of_plan((row.closed_at or now()).date())


def facts_of(engagement: Engagement) -> ProfileFacts:
    client = engagement.client
    return ProfileFacts(
        name=client.name,
        sector=client.sector,
        headcount=client.headcount,
        project_count=client.project_count,
        yearly_value=float(client.yearly_value),
        currency=client.currency,
        languages=tuple(client.languages),
        pmo_staff=engagement.pmo_staff,
        project_people=engagement.project_people,
        day_rate=day_rate_of(engagement),
    )


def day_rate_of(engagement: Engagement) -> float | None:
    """Return what a person-day costs, in the client's currency; None where that was not stated."""
    return None if engagement.day_rate is None else float(engagement.day_rate)


def renew(actor_id: UUID, engagement_id: UUID) -> None:
    """Ask for the conclusions of an engagement's closed assessments to be drawn again."""
    for row in rows.list_assessments(engagement_id):
        if row.state == "closed":
            draw_again(actor_id, row.id)


def draw_again(actor_id: UUID, assessment_id: UUID) -> None:
    """Ask for the conclusions of one closed assessment to be drawn again."""
    arguments = {"assessment_id": str(assessment_id)}
    jobs.ask_for("conclude", f"conclude:{assessment_id}", arguments, asked_by=actor_id)


def redraw(actor: Actor, assessment_id: UUID) -> None:
    """Ask for recommendation and plan to be drawn again, from what the engagement and the catalogue hold now.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there is no result yet.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.result is None:
        raise Conflict("not_closed")
    jobs.ask_for("conclude", f"conclude:{row.id}", {"assessment_id": str(row.id)}, asked_by=actor.id)


def ask_again(actor: Actor, assessment_id: UUID) -> None:
    """Ask for another try at a result whose computation failed; while one is under way nothing changes.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: the assessment is not closed.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.state != "closed":
        raise Conflict("not_closed")
    if row.result is None:
        draw_again(actor.id, row.id)


def result_of(row: Assessment) -> MaturityResult:
    """Return the stored result; the row must have one."""
    return from_plain(MaturityResult, row.result)


def benchmark_of(row: Assessment) -> Benchmark | None:
    """Return the firm's other clients as they stood when the result was computed; None with fewer than five."""
    return None if row.benchmark is None else from_plain(Benchmark, row.benchmark)


def services_of(row: Assessment) -> ServiceMap | None:
    """Return what follows for the PMO's services; None where they were not asked about."""
    found = (row.module_results or {}).get("services")
    return None if found is None else from_plain(ServiceMap, found)


def calibration_of(row: Assessment) -> GroupCalibration | None:
    """Return how the respondents rate the stories; None where they were not asked about them."""
    found = (row.module_results or {}).get("vignettes")
    return None if found is None else from_plain(GroupCalibration, found)


def advice_of(row: Assessment) -> Advice | None:
    """Return the stored advice; None while the engagement has no profile."""
    return None if row.conclusion is None else from_plain(Advice, row.conclusion)
