"""`plumbline score`: every figure of the measurement, from a model and answers alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.assess import FILE, invited_option, mode_option
from app.cli.inputs import model_named, refuse, responses_in
from app.cli.running import format_option
from assessments.model import MaturityModel
from assessments.privacy import THRESHOLD
from assessments.responses import Response, merge_responses
from assessments.results import DimensionScore, Interval, MaturityResult, Mode
from assessments.scoring import score_assessment
from content import ContentError, say, to_plain

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
    except ContentError as error:
        refuse(error.findings, error.more)
    result = score_assessment(
        model, responses, threshold=threshold, mode=mode, invited=invited or None, profile=criteria
    )
    if form == "json":
        data: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION, **to_plain(result)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo("\n".join(_table(model, result)))


def _together(tables: Sequence[Path], model: MaturityModel) -> tuple[Response, ...]:
    return merge_responses([(str(path), responses_in(path, model)) for path in tables])


def _criteria(path: Path | None) -> Mapping[str, int] | None:
    from assessments.profile import read_profile

    return None if path is None else read_profile(path).criteria


def _table(model: MaturityModel, result: MaturityResult) -> Iterator[str]:
    overall = result.overall
    yield f"{say(model.title, 'en')} {model.version}, method {result.method_version}: {result.respondents} respondents"
    if overall.mean is None:
        yield "Nothing could be scored: " + ", ".join(
            sorted({score.unscored_reason for score in result.dimensions})
        )
        return
    yield f"mean {overall.mean:.2f}{_band(overall.interval)}, with evidence {overall.mean_evidenced:.2f}"
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
