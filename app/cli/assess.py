"""`plumbline assess`: from answers and a profile to result.json and the report, with no database.

What makes documents, and courses to point at, are imported where they are used: input that is refused needs neither.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.inputs import model_named, refuse, responses_in
from app.cli.running import FAILED, FILE, REFUSED, format_option, stop
from app.surroundings import system_clock
from app.translations import LANGUAGES, PSEUDO, translations_for
from app.version import VERSION
from assessments.gaps import TargetOverride
from assessments.model import ROLES, MaturityModel
from assessments.profile import ProfileFile, read_profile
from assessments.report import (
    AssessmentFacts,
    ClientFacts,
    MaturityReport,
    advise,
    build_report,
    report_to_plain,
    start_of_plan,
)
from assessments.responses import Response, answers_hash
from assessments.results import Mode
from assessments.scoring import score_assessment
from assessments.targets import read_targets
from content import ContentError, Finding

if TYPE_CHECKING:
    from app.reports.choice import ReportKind

RESULT = "result.json"
FORMATS = ("pdf", "xlsx", "pptx")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the files hold; `targets` are those that a person has set, by dimension."""

    model: MaturityModel
    responses: tuple[Response, ...]
    profile: ProfileFile
    targets: Mapping[str, TargetOverride]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the command line says about the report; `invited` is empty where nobody was counted."""

    title: str
    client: str | None
    firm: str | None
    consultant: str | None
    reference: str | None
    language: str
    mode: Mode
    invited: Mapping[str, int]
    is_synthetic: bool
    issued_on: date


def _invited(context: click.Context, option: click.Parameter, values: Iterable[str]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        role, _, number = value.partition("=")
        if role not in ROLES or not (number.isascii() and number.isdigit()) or len(number) > 6:
            raise click.BadParameter(
                f"'{value}' is not ROLE=NUMBER with one of the roles {', '.join(ROLES)}."
            )
        counts[role] = int(number)
    return counts


def _formats(context: click.Context, option: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise click.BadParameter(f"'{value}' is not a list of {', '.join(FORMATS)}, with commas between.")
    return wanted


mode_option = click.option(
    "--mode",
    type=click.Choice(["named", "confidential", "anonymous"]),
    default="named",
    show_default=True,
    help="What respondents were promised: other than named hides role groups of fewer than five people.",
)
invited_option = click.option(
    "--invited",
    multiple=True,
    metavar="ROLE=NUMBER",
    callback=_invited,
    help="How many of a role group were invited; once for each group.",
)


@click.command()
@click.option("--model", "named", required=True, metavar="KEY_OR_FILE", help="A published model, or a file.")
@click.option("--responses", "table", required=True, type=FILE, help="The answers, .csv or .xlsx.")
@click.option("--profile", "profile", required=True, type=FILE, help="The client's profile, .yaml.")
@click.option(
    "--targets", "targets", type=FILE, help="Targets set by a person, .yaml: dimension to level and reason."
)
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Folder for {RESULT} and the report; made if it is not there.",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--title", default="PMO maturity assessment", show_default=True, help="Title of the report.")
@click.option("--client", help="Name of the client; else `facts.name` of the profile.")
@click.option("--firm", help="Who issues the report; else the client itself.")
@click.option("--consultant", help="Who prepared it; else the firm.")
@click.option("--reference", help="Number of the report; else one that follows from the answers.")
@click.option(
    "--date",
    "day",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Day of the report and close of the answers; else today.",
)
@mode_option
@invited_option
@click.option("--synthetic", is_flag=True, help="Say on every page that nobody gave these answers.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES + PSEUDO),
    default="en",
    show_default=True,
    help="Language of the report; en-XA and ar-XB show what is not translated.",
)
@click.option(
    "--report",
    "kind",
    type=click.Choice(["roadmap", "full"]),
    default="roadmap",
    show_default=True,
    help="Which report: the executive roadmap or the full report.",
)
@click.option(
    "--formats",
    default="pdf",
    show_default=True,
    metavar="LIST",
    callback=_formats,
    help="Forms of the report, with commas between: pdf, xlsx (figures and charts), pptx (slides).",
)
@format_option
def command(
    named: str,
    table: Path,
    profile: Path,
    targets: Path | None,
    out: Path,
    force: bool,
    day: datetime | None,
    form: str,
    kind: ReportKind,
    formats: tuple[str, ...],
    **about: Any,
) -> None:
    """Score answers and write the report, without a database.

    Writes all files or none. Exits with 3 if the model, the answers, the profile or the targets are refused, or if
    a file is there and --force is not given.
    """
    names = (RESULT, *(f"report.{one}" for one in formats))
    _refuse_existing(out, names, force)
    issued_on = day.date() if day else system_clock().date()
    cover = Cover(is_synthetic=about.pop("synthetic"), issued_on=issued_on, **about)
    _say("reading")
    inputs = _read(named, table, profile, targets, cover)
    _say("scoring and planning")
    report = compose(inputs, cover)
    _refuse_too_few(report, table)
    result = json.dumps(report_to_plain(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    contents = (result.encode(), *(_made(report, kind, one) for one in formats))
    _write(out, dict(zip(names, contents, strict=True)))
    click.echo(result if form == "json" else _summary(report, out, names), nl=form != "json")


def compose(inputs: Inputs, cover: Cover) -> MaturityReport:
    """Return the report: scored, advised and planned by the functions that the site calls."""
    from courses.course import list_courses

    facts = inputs.profile.facts
    client = cover.client or facts.name or ""
    firm = cover.firm or client
    responses_hash = answers_hash(inputs.responses)
    result = score_assessment(
        inputs.model,
        inputs.responses,
        mode=cover.mode,
        invited=cover.invited or None,
        profile=inputs.profile.criteria,
    )
    advice = advise(
        result,
        inputs.profile.criteria,
        facts,
        start_on=start_of_plan(cover.issued_on),
        available_courses=[course.key for course in list_courses()],
        overrides=inputs.targets,
    )
    return build_report(
        reference=cover.reference or f"PL-{cover.issued_on:%Y}-{responses_hash[:8].upper()}",
        language=cover.language,
        firm=firm,
        consultant=cover.consultant or firm,
        issued_on=cover.issued_on,
        client=ClientFacts(
            client,
            facts.sector,
            facts.headcount,
            facts.project_count,
            facts.yearly_value,
            facts.currency,
            facts.languages or ("en",),
        ),
        assessment=AssessmentFacts(
            title=cover.title,
            opened_on=None,
            closed_on=cover.issued_on,
            mode=cover.mode,
            invited=sum(cover.invited.values()) if cover.invited else None,
            responded=result.respondents,
            is_synthetic=cover.is_synthetic,
        ),
        model=inputs.model,
        result=result,
        advice=advice,
        answers_hash=responses_hash,
        product_version=VERSION,
    )


def _read(named: str, table: Path, profile_path: Path, targets_path: Path | None, cover: Cover) -> Inputs:
    """Return what the files hold, or exit with the faults of all of them."""
    findings: list[Finding] = []
    more = 0
    model = responses = profile = None
    targets: Mapping[str, TargetOverride] = {}
    try:
        model = model_named(named)
        responses = responses_in(table, model)
    except ContentError as error:
        findings, more = [*error.findings], error.more
    try:
        if targets_path is not None and model is not None:
            targets = read_targets(targets_path, model)
    except ContentError as error:
        findings, more = [*findings, *error.findings], more + error.more
    try:
        profile = read_profile(profile_path)
        if not (cover.client or profile.facts.name):
            allowed = "the client's name, here or as --client"
            raise ContentError(
                [Finding(str(profile_path), None, None, "facts.name", "nothing", allowed, "name")]
            )
    except ContentError as error:
        findings, more = [*findings, *error.findings], more + error.more
    if findings or model is None or responses is None or profile is None:
        refuse(findings, more)
    if not any(response.answers for response in responses):
        refuse([Finding(str(table), None, None, "", "no answer", "at least one answer", "empty")])
    _refuse_miscounted(responses, cover.invited)
    return Inputs(model, responses, profile, targets)


def _refuse_miscounted(responses: Iterable[Response], invited: Mapping[str, int]) -> None:
    """Where people were counted, nobody has answered who was not invited."""
    answered = Counter(response.role for response in responses)
    wrong = {role: count for role, count in answered.items() if invited and invited.get(role, 0) < count}
    if wrong:
        refuse(
            Finding("--invited", None, None, role, str(invited.get(role, 0)), f"{count} or more", "invited")
            for role, count in wrong.items()
        )


def _refuse_too_few(report: MaturityReport, table: Path) -> None:
    """Keep what the site keeps: where discretion was promised, no report shows so few people."""
    result = report.result
    if result.is_below_threshold:
        found = f"{result.respondents} respondents who were promised discretion"
        refuse([Finding(str(table), None, None, "", found, f"{result.threshold} or more", "too-few")])


def _made(report: MaturityReport, kind: ReportKind, form: str) -> bytes:
    """Return the report in one of its forms."""
    from app.reports.choice import Choice
    from app.reports.making import make_slides, make_workbook

    if form == "pdf":
        return _pdf(report, kind)
    _say("writing the workbook" if form == "xlsx" else "drawing the slides")
    make = make_workbook if form == "xlsx" else make_slides
    return make(report, Choice(kind), translations_for(report.language))


def _pdf(report: MaturityReport, kind: ReportKind) -> bytes:
    # The engine runs in a process of its own; these bring the templates with them, which refused input never needs.
    from app.reports.choice import Choice
    from app.reports.making import make_file
    from app.reports.pdf import RenderFailed

    try:
        return make_file(report, Choice(kind), translations_for(report.language), on_phase=_say).pdf
    except RenderFailed as error:
        stop(
            FAILED, f"The PDF could not be made ({error}); nothing was written. `plumbline doctor` says more."
        )


def _refuse_existing(out: Path, names: Iterable[str], force: bool) -> None:
    there = [out / name for name in names if (out / name).exists()]
    if there and not force:
        stop(REFUSED, *(f"{path}: there is a file already; --force replaces it" for path in there))


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write all files or none: each beside its place first, then all are moved."""
    partial = {out / f".{name}.partial": out / name for name in files}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, content in zip(partial, files.values(), strict=True):
            path.write_bytes(content)
        for path, target in partial.items():
            path.replace(target)
    except OSError as error:
        for path in partial:
            with contextlib.suppress(OSError):
                path.unlink()
        stop(FAILED, f"{error.filename or out}: {(error.strerror or 'cannot be written').lower()}")


def _say(step: str) -> None:
    """Tell a person at a terminal what is being done."""
    if sys.stderr.isatty():
        click.echo(f"{step} …", err=True)


def _summary(report: MaturityReport, out: Path, names: Iterable[str]) -> str:
    from app.reports.formats import rounded  # as the pages of the report round

    overall, plan, advice = report.result.overall, report.roadmap, report.recommendation
    lines = [f"{report.client.name}: {report.result.respondents} respondents, {report.model.title['en']}"]
    if overall.mean is None or overall.weakest is None:
        lines.append("maturity  no dimension has enough answers to be scored")
    else:
        staged = "none" if overall.staged_level is None else overall.staged_level
        name = "mean" if overall.rule in ("mean", "weighted_mean") else overall.rule.replace("_", " ")
        lines.append(
            f"maturity  {name} {rounded(overall.mean, 1)} of {report.result.highest}, weakest "
            f"{overall.weakest_dimension} {rounded(overall.weakest, 1)}, staged level {staged}"
        )
    if advice.standing == "insufficient":
        lines.append(f"type      {advice.answered} of {advice.asked} criteria are too few to advise one")
    else:
        ahead = f"{advice.standing}, {rounded(advice.margin, 1)} points before {advice.runner_up}"
        lines.append(f"type      {advice.type} ({ahead})")
    lines.append(
        f"plan      {len(plan.initiatives)} initiatives in {plan.length_weeks} weeks, "
        f"{rounded(plan.effort_days, 0):,} person-days, from {plan.start_on}"
    )
    return "\n".join([*lines, *(f"wrote     {out / name}" for name in names)])
