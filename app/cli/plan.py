"""`plumbline plan`: choose and schedule activities under prerequisites, capacity, budget and change load."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.inputs import Gathering, note_gaps, refuse, result_in
from app.cli.kinds import kind_of
from app.cli.plan_text import not_usable, told
from app.cli.running import FILE, USAGE, format_option, stop
from app.solving import ask_solver
from assessments.catalogue import Catalogue, load_catalogue
from assessments.gaps import find_gaps, set_targets
from assessments.planning.assembling import Faults, assemble
from assessments.planning.conflicts import Conflict, find_conflicts
from assessments.planning.files import ActivityCatalogue, CapacityFile, read_activities, read_capacity
from assessments.planning.improving import NODES
from assessments.planning.initiatives import LARGEST_STEP, ClientCase, client_case
from assessments.planning.planner import beginning_with, improved, make_plan
from assessments.planning.problem import OBJECTIVES, Objective, PlanningProblem
from assessments.planning.results import Plan
from assessments.planning.search import SCHEDULES
from assessments.planning.simulation import HonestDate, honest_dates
from assessments.profile import load_profile_model, read_profile
from assessments.recommendations import recommend
from content import ContentError, Finding, json_schema, read, to_plain
from content.encoding import read_bytes
from content.reading import MOST_BYTES, findings_in

FORMAT = "plumbline-plan"
FORMAT_VERSION = 1
"""Version of the JSON described in docs/plan-json.md; it changes as that of result.json does."""

SCHEMAS = {"activities": ActivityCatalogue, "capacity": CapacityFile}


def _print_schema(context: click.Context, option: click.Parameter, value: str | None) -> None:
    if value is not None:
        click.echo(json.dumps(json_schema(SCHEMAS[value]), ensure_ascii=False, indent=2))
        context.exit()


@click.command()
@click.option(
    "--capacity", "capacity", required=True, type=FILE, help="Who is there, from when, for how long."
)
@click.option(
    "--result", "result", type=FILE, help="Scores: result.json, or what `score --format json` prints."
)
@click.option("--profile", "profile", type=FILE, help="The client's profile, .yaml.")
@click.option(
    "--catalogue", "catalogue", type=FILE, help="Activities of any project, or initiatives instead of ours."
)
@click.option(
    "--objective",
    type=click.Choice(OBJECTIVES),
    default="balanced",
    show_default=True,
    help="Earliest finish, least effort, or most gain soonest.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31), default=0, show_default=True, help="Seed of the search."
)
@click.option(
    "--schedules",
    type=click.IntRange(1, 1_000_000),
    default=SCHEDULES,
    show_default=True,
    help="How many schedules the search may make.",
)
@click.option(
    "--step",
    type=click.FloatRange(0.25, 4.0),
    default=LARGEST_STEP,
    show_default=True,
    help="How many levels one plan lifts a dimension at most.",
)
@click.option("--drop", multiple=True, metavar="KEY", help="Give up an activity with what it would bring.")
@click.option("--solve", is_flag=True, help="Let a solver improve the plan and prove how good it is.")
@click.option(
    "--nodes",
    type=click.IntRange(0, 10_000_000),
    default=NODES,
    show_default=True,
    help="How far the solver may search for each of its answers.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 86_400),
    default=60,
    show_default=True,
    help="When the solver is stopped at the latest; what it has found is kept.",
)
@click.option(
    "--simulate",
    type=click.IntRange(0, 100_000),
    default=0,
    metavar="N",
    help="Draw efforts so many times, and say by when the plan ends in half and in four of five of them.",
)
@click.option(
    "--schema",
    type=click.Choice(tuple(SCHEMAS)),
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of a file and do nothing else.",
)
@format_option
def command(
    capacity: Path,
    result: Path | None,
    profile: Path | None,
    catalogue: Path | None,
    objective: Objective,
    seed: int,
    schedules: int,
    step: float,
    drop: Sequence[str],
    solve: bool,
    nodes: int,
    seconds: float,
    simulate: int,
    form: str,
) -> None:
    """Compute a plan, always the same for the same files and seed.

    With --result and --profile it plans the initiatives that a client needs; with --catalogue and --capacity
    alone any project. Exits with 3 if a file is refused.
    """
    case, problem = _asked_for(catalogue, capacity, result, profile, step)
    _require_known(drop, problem)
    plan = make_plan(problem, objective, seed=seed, schedules=schedules, dropped=tuple(dict.fromkeys(drop)))
    if solve and not drop:
        plan = improved(problem, plan, *ask_solver(problem, plan, nodes=nodes, seconds=seconds))
    if case is not None and not drop:
        plan = beginning_with(problem, plan, case.early)
    conflicts = (
        () if plan.outcome == "complete" else find_conflicts(problem, with_aims=objective != "balanced")
    )
    dates = (
        honest_dates(problem, plan, _groups(problem), draws=simulate, seed=seed)
        if simulate and plan.activities
        else ()
    )
    if form == "json":
        click.echo(_as_json(plan, conflicts, dates, case))
    else:
        click.echo("\n".join([*told(plan, problem, conflicts, dates), *not_usable(case)]))


def _asked_for(
    catalogue: Path | None, capacity: Path, result: Path | None, profile: Path | None, step: float
) -> tuple[ClientCase | None, PlanningProblem]:
    """Return what is to be planned, with the client whose it is; None for any other project."""
    if catalogue is not None and _is_activities(catalogue):
        if result or profile:
            stop(
                USAGE,
                "A catalogue of activities says itself where it should lead: leave out --result and --profile.",
            )
        return None, _any_project(catalogue, capacity)
    if result is None or profile is None:
        stop(
            USAGE,
            "A client's plan needs --result and --profile; any other project a --catalogue of activities.",
        )
    case = _client(catalogue, capacity, result, profile, step)
    return case, case.problem


def _require_known(drop: Sequence[str], problem: PlanningProblem) -> None:
    unknown = [key for key in drop if key not in problem.by_key]
    if unknown:
        allowed = "the key of an activity that could be planned"
        refuse(Finding("--drop", None, None, "", f"'{key}'", allowed, "known-key") for key in unknown)


def _as_json(
    plan: Plan, conflicts: Sequence[Conflict], dates: Sequence[HonestDate], case: ClientCase | None
) -> str:
    data: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION, **to_plain(plan)}
    data |= {"conflicts": to_plain(conflicts), "dates": to_plain(dates)}
    data["client"] = None if case is None else _client_part(case)
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)


def _groups(problem: PlanningProblem) -> dict[str, str]:
    """Dates are told for each unit, or for each dimension where no unit is named."""
    named = {one.key: one.unit for one in problem.activities if one.unit}
    return named or {one.key: one.lifts[0].dimension for one in problem.activities if one.lifts}


def _is_activities(path: Path) -> bool:
    try:
        kind = kind_of(path)
    except ContentError as error:
        refuse(error.findings, error.more)
    return kind is None or kind.name != "catalogue of initiatives"


def _any_project(catalogue: Path, capacity: Path) -> PlanningProblem:
    files = Gathering()
    activities = files.take(lambda: read_activities(catalogue))
    available = files.take(lambda: read_capacity(capacity))
    if activities is None or available is None:
        files.refuse()
    problem, faults = assemble(activities, available)
    if problem is None:
        refuse(_findings(faults, catalogue, capacity))
    return problem


def _client(catalogue: Path | None, capacity: Path, result: Path, profile: Path, step: float) -> ClientCase:
    files = Gathering()
    scores = files.take(lambda: result_in(result))
    client = files.take(lambda: read_profile(profile))
    available = files.take(lambda: read_capacity(capacity))
    initiatives = files.take(lambda: load_catalogue() if catalogue is None else read(catalogue, Catalogue))
    if scores is None or client is None or available is None or initiatives is None:
        files.refuse()
    facts = client.facts
    model = load_profile_model()
    advice = recommend(model, client.criteria, scores, facts)
    note_gaps(
        profile,
        [one.key for one in model.criteria if one.key not in advice.profile],
        f"too few are answered to advise a type, so the plan is only a sketch for a {advice.target_type} PMO"
        if advice.is_low_information
        else "the plan rests on the others",
    )
    keys = [dimension.key for dimension in scores.dimensions]
    targets = set_targets(advice.profile, advice.target_type, keys)
    case, faults = client_case(
        initiatives,
        scores,
        advice,
        find_gaps(scores, targets),
        advice.profile,
        available,
        headcount=facts.headcount,
        sector=facts.sector,
        largest_step=step,
    )
    if case is None:
        refuse(_findings(faults, None, capacity))
    return case


def _findings(faults: Faults, catalogue: Path | None, capacity: Path) -> Iterable[Finding]:
    """Return faults that show only together, each where it stands in its file."""
    for path, problems in ((catalogue, faults.activities), (capacity, faults.capacity)):
        if path is not None and problems:
            yield from findings_in(read_bytes(path, MOST_BYTES), str(path), problems)


def _client_part(case: ClientCase) -> dict[str, Any]:
    return {
        "plan_type": case.plan_type,
        "foundation": list(case.foundation),
        "quick_wins": list(case.quick_wins),
        "not_usable": to_plain(case.not_usable),
    }
