"""What surrounds a schedule so that people can carry it out: duties, staff, words, measures, risks, money, training."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.business_case import BusinessCase, make_case
from assessments.catalogue import Catalogue, OwnerRole, load_catalogue
from assessments.communication import CommunicationPlan, plan_communication
from assessments.gaps import Gap
from assessments.milestones import Milestones, milestones_of
from assessments.plan_risks import RiskRegister, register_risks
from assessments.profile import ProfileFacts
from assessments.recommendations import Recommendation
from assessments.responsibilities import RaciChart, assign_duties, load_responsibilities
from assessments.roadmap import Roadmap
from assessments.role_training import RoleTraining, train_roles
from assessments.staffing import Staffing, estimate_staffing
from assessments.success import PhaseSuccess, measure_success


@dataclass(frozen=True, slots=True)
class Rollout:
    """All that surrounds a plan with work in it.

    Attributes:
        roles: every role that is named in any part, with its title; owners first.
        staffing: None where nothing is known to size the PMO by.
        training: by role; empty where no gap asks for it.
    """

    milestones: Milestones
    roles: tuple[OwnerRole, ...]
    raci: RaciChart
    staffing: Staffing | None
    communication: CommunicationPlan
    success: tuple[PhaseSuccess, ...]
    business_case: BusinessCase
    risks: RiskRegister
    training: tuple[RoleTraining, ...]


def plan_rollout(
    plan: Roadmap,
    recommendation: Recommendation,
    gaps: Sequence[Gap],
    facts: ProfileFacts,
    *,
    available_courses: Collection[str] = (),
    catalogue: Catalogue | None = None,
) -> Rollout | None:
    """Return what surrounds a plan, always the same; None for a plan without work.

    Source: platform default; methods-planning.md, sections 5 and 7 to 12.
    """
    milestones = milestones_of(plan)
    if milestones is None:
        return None
    known = catalogue or load_catalogue()
    raci = assign_duties(plan.initiatives, known)
    staffing = estimate_staffing(facts, recommendation)
    return Rollout(
        milestones=milestones,
        roles=(*known.owners, *load_responsibilities().groups),
        raci=raci,
        staffing=staffing,
        communication=plan_communication(milestones, None if staffing is None else staffing.people),
        success=measure_success(plan, milestones, gaps),
        business_case=make_case(plan, facts, staffing),
        risks=register_risks(plan, milestones, recommendation, gaps, staffing),
        training=train_roles(plan, milestones, gaps, raci.roles, available_courses, sector=facts.sector),
    )
