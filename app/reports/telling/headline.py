"""The eight large figures of the verdict: how mature and how sure, what kind of PMO, and what it takes."""

from __future__ import annotations

from app.reports.telling.teller import CHANGES, WORDS, Teller
from app.reports.tree import Figure
from assessments.results import StagedReason
from assessments.staffing import Staffing


def readings(tell: Teller) -> tuple[Figure, ...]:
    """Return the three readings of the level, and what evidence supports, each with how sure it is."""
    _, result = tell._, tell.result
    overall, reason = result.overall, result.overall.staged_reason
    weakest = (
        _("%(dimension)s, the lowest claimed dimension.", dimension=tell.title(overall.weakest_dimension))
        if overall.weakest_dimension
        else _("No dimension could be scored.")
    )
    if reason:
        staged = _staged(tell, reason)
    elif overall.mean is not None:
        staged = _("None: what is answered to the questions is not the model’s levels.")
    else:
        staged = _("No question has a median.")
    return (
        Figure(
            _("Supported by evidence"),
            tell.level(overall.mean_evidenced),
            _supported(tell),
            overall.mean_evidenced,
        ),
        Figure(
            tell.word(WORDS, "whole", overall.rule),
            tell.level(overall.mean),
            _("What people say.") + " " + tell.word(WORDS, "interval_sentence", overall.interval),
            overall.mean,
        ),
        Figure(_("Weakest link"), tell.level(overall.weakest), weakest, overall.weakest),
        Figure(
            _("Staged level"),
            tell.whole(overall.staged_level),
            staged,
            None if overall.staged_level is None else float(overall.staged_level),
        ),
    )


def _supported(tell: Teller) -> str:
    """Return why what the evidence supports has no interval, and how far it can move. docs/methods.md, section 4.7."""
    _, overall = tell._, tell.result.overall
    if overall.mean is None:
        return _("No dimension could be scored.")
    claimed = tell.level(overall.mean)
    if tell.level(overall.mean_evidenced) == claimed:
        return _("All that is claimed is supported, to a tenth of a level.")
    return _(
        "No interval: the best evidence counts, not an average. More evidence can only raise it, to %(claimed)s at most.",
        claimed=claimed,
    )


def kind_and_cost(tell: Teller) -> tuple[Figure, ...]:
    """Return the type of PMO, its services, and what the plan takes in work, money and people."""
    _, report = tell._, tell.report
    advice, plan, rollout = report.recommendation, report.roadmap, report.rollout
    if advice.standing == "insufficient":
        kind = Figure(_("Kind of PMO"), "–", _("The profile is too thin to advise a type of PMO."))
    else:
        detail = _(
            "%(standing)s; %(share)s of trials with other weights agree.",
            standing=tell.word(WORDS, "standing", advice),
            share=tell.word(CHANGES, "share", advice.stability),
        )
        if advice.start_type != advice.target_type:
            detail += " " + _("Open as a %(start)s PMO.", start=tell.type(advice.start_type))
        kind = Figure(_("Kind of PMO"), tell.type_title(advice.target_type), detail)
    services = _services(tell)
    case = rollout.business_case if rollout else None
    work = (
        _("person-days in %(weeks)s weeks, an expert estimate.", weeks=plan.length_weeks)
        if plan.initiatives
        else _("person-days: nothing is planned.")
    )
    if case and case.cost:
        work += " " + _(
            "In money %(low)s to %(high)s.",
            low=tell.figure("money", case.cost.low, case.currency),
            high=tell.figure("money", case.cost.high, case.currency),
        )
    elif plan.initiatives:
        work += " " + _("Not in money.")
    size = rollout.staffing if rollout else None
    people = (
        Figure(
            _("People in the PMO"),
            tell.number(size.own),
            _staffed(tell, size),
            size.own,
            "people",
            "cost",
        )
        if size
        else Figure(
            _("People in the PMO"),
            "–",
            _("Not known, so the usual size is not told."),
            None,
            "people",
            "cost",
        )
    )
    return (
        kind,
        services,
        Figure(_("Cost of the plan"), tell.whole(plan.effort_days), work, plan.effort_days, "days", "cost"),
        people,
    )


def _staged(tell: Teller, reason: StagedReason) -> str:
    """Return why the staged level is what it is: it goes by middle answers, so the claimed mean may lie below."""
    level, _ = tell.result.overall.staged_level, tell._
    if reason.next_level is None:
        return _(
            "By middle answers %(share)s of questions reach level %(level)s.",
            share=tell.share(reason.share),
            level=level,
        )
    return _(
        "By middle answers %(share)s of questions reach level %(level)s, %(next_share)s level %(next)s.",
        share=tell.share(reason.share),
        level=level,
        next_share=tell.share(reason.next_share),
        next=reason.next_level,
    )


def _staffed(tell: Teller, size: Staffing) -> str:
    """Return how the people of today compare with the usual size at the end of the plan."""
    _ = tell._
    texts = {
        "below": _("today, fewer than usual at the end of the plan: %(range)s full-time."),
        "within": _("today, as many as usual at the end of the plan: %(range)s full-time."),
        "above": _("today, more than usual at the end of the plan: %(range)s full-time."),
    }
    text = texts.get(size.standing or "", _("today; usual at the end of the plan: %(range)s full-time."))
    return text % {"range": tell.between(size.at_end.low, size.at_end.high)}


def _services(tell: Teller) -> Figure:
    """Return how many services change, and how."""
    _, mix = tell._, tell.report.services
    if not mix or not any(mix.to(kind) for kind in ("build", "fix", "keep", "retire")):
        return Figure(_("Services to change"), "–", _("Not mapped."))
    build, fix, stop = (len(mix.to(kind)) for kind in ("build", "fix", "retire"))
    return Figure(
        _("Services to change"),
        tell.whole(build + fix + stop),
        _(
            "of %(all)s: %(build)s to build, %(fix)s to fix, %(stop)s to stop.",
            all=len(mix.services),
            build=build,
            fix=fix,
            stop=stop,
        ),
        float(build + fix + stop),
        "count",
    )
