"""`plumbline model`: compare versions of a maturity model, edit one in a spreadsheet, print the format's schema."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.inputs import CONTENT, model_named, refuse
from app.cli.running import FAILED, USAGE, format_option, stop
from app.model_workbook import losses, model_in, workbook_of
from assessments.model import MaturityModel
from assessments.model_diff import Change, ModelDiff, QuestionChange, compare_models
from content import ContentError, json_schema


@click.group()
def command() -> None:
    """Work with maturity models: files, or published ones by their key."""


@command.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@format_option
def diff(before: str, after: str, form: str) -> None:
    """Say what B changes in A, and what happens to answers already given.

    A and B are model files, or published models by KEY or KEY@VERSION. Exits with 1 where B's version was not raised
    far enough for what it changes.
    """
    found = compare_models(_model(before), _model(after))
    if form == "json":
        data = {
            **asdict(found),
            "is_version_enough": found.is_version_enough,
            "may_compare": found.may_compare,
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_told(found)))
    if not found.is_version_enough:
        raise click.exceptions.Exit(FAILED)


@command.command()
def schema() -> None:
    """Print the JSON Schema of model files, for editors that check while one types."""
    click.echo(json.dumps(json_schema(MaturityModel), ensure_ascii=False, indent=2))


@command.command("export")
@click.argument("model", metavar="MODEL")
@click.argument("workbook", type=click.Path(path_type=Path, dir_okay=False))
def export_(model: str, workbook: Path) -> None:
    """Write a model as a workbook (.xlsx) to be edited in a spreadsheet."""
    _named(workbook, ".xlsx")
    data = workbook_of(_model(model))
    source = Path(model).read_text(encoding="utf-8") if model.endswith(CONTENT) else ""
    workbook.write_bytes(data)
    click.echo(f"Wrote {workbook}.")
    for lost in losses(source):
        click.echo(f"Not carried: {lost}.")


@command.command("import")
@click.argument("workbook", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_(workbook: Path, file: Path) -> None:
    """Write the model of a workbook as a model file (.yaml); exits with 3 if a cell is wrong."""
    _named(file, *CONTENT)
    if file.exists():
        stop(FAILED, f"{file} is there already; name another file, or move it away first.")
    try:
        model, text = model_in(workbook)
    except ContentError as error:
        refuse(error.findings, error.more)
    file.write_text(text, encoding="utf-8")
    click.echo(f"Wrote {file}: {model.key} {model.version}, {len(model.questions)} questions.")


def _named(path: Path, *suffixes: str) -> None:
    if path.suffix.lower() not in suffixes:
        stop(USAGE, f"{path}: a name ending in {' or '.join(suffixes)} is needed.")


def _model(text: str) -> MaturityModel:
    try:
        return model_named(text)
    except ContentError as error:
        refuse(error.findings, error.more)


def _told(found: ModelDiff) -> list[str]:
    lines = [f"{found.before} → {found.after}"]
    if found.is_same:
        return [*lines, "Nothing differs."]
    lines += [_change(one) for one in (*found.about, *found.structure)]
    lines += [line for one in found.questions for line in _question(one)]
    if found.order_changed:
        lines.append("Questions stand in another order.")
    lines.append(f"Answers to {len(found.bridge)} questions can be compared between the two.")
    if not found.may_compare:
        lines.append("As a whole, waves before and after cannot be compared.")
    if found.is_other_model:
        lines.append(
            "These are two models, not two versions of one; their versions say nothing of each other."
        )
    if not found.is_version_enough:
        lines.append(
            f"The version has to be raised: this is a {found.needed} change, {found.raised} was raised."
        )
    return lines


def _question(one: QuestionChange) -> list[str]:
    moved = f", moved from {one.moved_from} to {one.moved_to}" if one.moved_from and one.moved_to else ""
    fates = {
        "kept": "answers are kept",
        "reworded": "reworded; answers are kept, to be compared with care",
        "rescaled": "can be answered otherwise; answers are not carried over",
        "dropped": "dropped, with its answers",
        "new": "new, without answers yet",
    }
    return [f"{one.key}: {fates[one.fate]}{moved}", *(f"  {_change(change)}" for change in one.changes)]


def _change(change: Change) -> str:
    if not change.before:
        return f"{change.field}: {change.after}"
    return f"{change.field}: {change.before} → {change.after}"
