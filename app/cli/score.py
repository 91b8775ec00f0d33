"""`plumbline score`: every figure of the measurement, from a model and answers alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.assess import invited_option, mode_option
from app.cli.inputs import model_named, refuse, responses_in
from app.cli.running import FILE, format_option
from assessments.benchmarks import Benchmark, Placing, fits, place, read_benchmark
from assessments.model import MaturityModel
from assessments.privacy import THRESHOLD
from assessments.profile import read_profile
from assessments.responses import Response, merge_responses
from assessments.results import DimensionScore, Interval, MaturityResult, Mode
from assessments.scoring import score_assessment
from assessments.waves import WaveComparison, compare_waves
from content import ContentError, Finding, say, to_plain

FORMAT = "plumbline-score"
FORMAT_VERSION = 1
"""Version of the JSON described in docs/score-json.md; it changes as that of result.json does."""


@click.command()
@click.option("--model", "named", required=True, metavar="KEY_OR_FILE", help="A published model, or a file.")
@click.option(
    "--responses",
    "tables",
    required=True,
    multiple=True,
    type=FILE,
    help="The answers, .csv or .xlsx; several files count as one.",
)
@click.option(
    "--profile", "profile", type=FILE, help="The client's profile, .yaml, for questions that depend on it."
)
@click.option(
    "--against",
    "earlier",
    multiple=True,
    type=FILE,
    help="Answers of an earlier wave, .csv or .xlsx; what changed since is said beside the scores.",
)
@click.option(
    "--against-model", metavar="KEY_OR_FILE", help="The model of the earlier wave, if it was another."
)
@click.option("--benchmark", type=FILE, help="Other organisations' scores, .yaml, to stand among.")
@mode_option
@click.option(
    "--threshold",
    type=click.IntRange(3, 1000),
    default=THRESHOLD,
    show_default=True,
    help="Fewest people of whom anything is shown, unless the mode is named.",
)
@invited_option
@format_option
def command(
    named: str,
    tables: Sequence[Path],
    profile: Path | None,
    earlier: Sequence[Path],
    against_model: str | None,
    benchmark: Path | None,
    mode: Mode,
    threshold: int,
    invited: Mapping[str, int],
    form: str,
) -> None:
    """Print every figure that follows from answers to a maturity model.

    Exits with 3 if the model, the answers or the profile are refused.
    """
    try:
        model = model_named(named)
        responses = _together(tables, model)
        criteria = _criteria(profile)
        before_model = model_named(against_model) if against_model else model
        before_responses = _together(earlier, before_model) if earlier else ()
        others = None if benchmark is None else read_benchmark(benchmark)
    except ContentError as error:
        refuse(error.findings, error.more)
    result = score_assessment(
        model, responses, threshold=threshold, mode=mode, invited=invited or None, profile=criteria
    )
    change = None
    if earlier:
        before = score_assessment(
            before_model, before_responses, threshold=threshold, mode=mode, profile=criteria
        )
        change = compare_waves(before_model, before, model, result)
    if others is not None and not fits(others, result):
        found = f"{others.model} {others.major}.x"
        refuse(
            [Finding(str(benchmark), None, None, "model", found, f"{model.key} {model.version}", "benchmark")]
        )
    placing = () if others is None else place(result, others)
    if form == "json":
        data: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION, **to_plain(result)}
        if change is not None:
            data["change"] = to_plain(change)
        if others is not None:
            data["benchmark"] = {**to_plain(others), "placing": to_plain(placing)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo("\n".join(_table(model, result)))
        if change is not None:
            click.echo("\n".join(["", *_changes(change)]))
        if others is not None:
            click.echo("\n".join(["", *_placings(others, placing)]))


def _together(tables: Sequence[Path], model: MaturityModel) -> tuple[Response, ...]:
    return merge_responses([(str(path), responses_in(path, model)) for path in tables])


def _criteria(path: Path | None) -> Mapping[str, int] | None:
    return None if path is None else read_profile(path).criteria


def _table(model: MaturityModel, result: MaturityResult) -> Iterator[str]:
    overall = result.overall
    yield f"{say(model.title, 'en')} {model.version}, method {result.method_version}: {result.respondents} respondents"
    if overall.mean is None:
        yield "Nothing could be scored: " + ", ".join(
            sorted({score.unscored_reason for score in result.dimensions})
        )
        return
    name = "mean" if overall.rule in ("mean", "weighted_mean") else overall.rule.replace("_", " ")
    yield f"{name} {overall.mean:.2f}{_band(overall.interval)}, with evidence {overall.mean_evidenced:.2f}"
    staged = "none" if overall.staged_level is None else str(overall.staged_level)
    yield f"weakest {overall.weakest_dimension} {overall.weakest:.2f}, staged level {staged}"
    yield ""
    yield f"{'':12} {'claimed':>7} {'95 %':>13} {'shown':>6} {'AD':>5} {'DK':>5}  grade"
    below: dict[str, list[DimensionScore]] = {}
    for part in result.parts:
        below.setdefault(part.parent, []).append(part)
    for dimension in result.dimensions:
        yield from _rows(dimension, below, 0)
    if result.contested:
        yield ""
        yield "contested: " + ", ".join(one.question for one in result.contested)
    if result.careless.flagged:
        counts = ", ".join(f"{name} {count}" for name, count in result.careless.counts.items())
        yield f"careless answers, left in: {result.careless.flagged} respondents ({counts})"


def _changes(change: WaveComparison) -> Iterator[str]:
    yield f"change from {change.before} to {change.after}"
    if change.basis != "whole":
        yield f"the models differ; {len(change.questions)} questions stayed the same and can be compared"
    changes = [*([change.overall] if change.overall else ()), *change.dimensions]
    for one in changes or change.questions:
        band = "" if one.low is None or one.high is None else f" ({one.low:+.2f} to {one.high:+.2f})"
        yield f"{one.key:12} {one.before:.2f} → {one.after:.2f}  {one.difference:+.2f}{band}  {one.direction}"
    for words, roles in (("only before", change.only_before), ("only now", change.only_after)):
        if roles:
            yield f"{words}: {', '.join(roles)}; balanced means change with the groups that answer"


def _placings(benchmark: Benchmark, placing: Sequence[Placing]) -> Iterator[str]:
    years = (
        str(benchmark.year)
        if benchmark.year == benchmark.to_year
        else f"{benchmark.year}–{benchmark.to_year}"
    )
    sector = benchmark.sector or "several sectors"
    yield f"among {benchmark.n} organisations, {sector}, {years}: {say(benchmark.title, 'en')}"
    for one in placing:
        figure = one.figure
        yield (
            f"{one.key:12} {one.score:.2f}  quarters {figure.lower:.2f} {figure.middle:.2f} {figure.upper:.2f} "
            f"(n {figure.n})  {one.standing}"
        )
    yield f"source: {say(benchmark.source, 'en')} {say(benchmark.caveat, 'en')}"


def _rows(score: DimensionScore, below: Mapping[str, Sequence[DimensionScore]], depth: int) -> Iterator[str]:
    name = f"{'  ' * depth}{score.key}"
    if score.claimed is None:
        yield f"{name:12} {score.unscored_reason}"
    else:
        shown = f"{score.evidenced:.2f}" if score.evidenced is not None else ""
        spread = f"{score.ad:.2f}" if score.ad is not None else ""
        yield (
            f"{name:12} {score.claimed:7.2f} {_band(score.interval).strip():>13} {shown:>6} {spread:>5} "
            f"{score.dont_know_share:5.0%}  {score.grade}"
        )
    for part in below.get(score.key, ()):
        yield from _rows(part, below, depth + 1)


def _band(interval: Interval | None) -> str:
    return "" if interval is None else f" ({interval.low:.2f}–{interval.high:.2f})"
