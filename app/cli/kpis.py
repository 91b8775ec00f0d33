"""`plumbline kpis`: the catalogue of indicators, or the set that fits a PMO.

What only one of the two needs is imported where it is used: what advises takes five times as long as the catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.inputs import MOST_RESULT_BYTES, refuse
from app.cli.running import FILE, USAGE, format_option, stop
from content import ContentError, Finding, json_schema, say, to_plain
from content.encoding import read_bytes

if TYPE_CHECKING:
    from assessments.kpi_set import ChosenKpi, KpiSet
    from assessments.kpis import KpiCatalogue
    from assessments.profile import ProfileFile
    from assessments.report import MaturityReport

FORMAT = "plumbline-kpis"
FORMAT_VERSION = 1
"""Version of the JSON; it changes as that of result.json does."""


@click.command()
@click.option("--result", "result", type=FILE, help="A result.json, as `plumbline assess` writes it.")
@click.option("--profile", "profile", type=FILE, help="The client's profile, .yaml; else that of the result.")
@click.option("--schema", "is_schema", is_flag=True, help="Print the JSON Schema of catalogue files.")
@format_option
def command(result: Path | None, profile: Path | None, is_schema: bool, form: str) -> None:
    """List the indicators that fit a PMO, ten at most, each with the rule that chose it.

    Without --result and --profile the whole catalogue is listed. With a profile alone nothing is known of the
    practices, so indicators that need a level of maturity wait. Exits with 3 if a file is refused.
    """
    from assessments.kpis import load_kpis

    if is_schema:
        if result or profile:
            stop(USAGE, "--schema stands alone.")
        _print_schema()
        return
    if result is None and profile is None:
        catalogue = load_kpis()
        _print(form, catalogue, _catalogue_lines(catalogue))
        return
    found = _chosen(_report_in(result) if result else None, _profile_in(profile) if profile else None)
    _print(form, found, _set_lines(found))


def _chosen(report: MaturityReport | None, profile: ProfileFile | None) -> KpiSet:
    from assessments.kpi_set import choose_kpis, select_kpis
    from assessments.kpis import load_kpis
    from assessments.profile import load_profile_model
    from assessments.recommendations import recommend
    from assessments.roadmap import plan_type_of

    if profile is None:
        assert report is not None
        return choose_kpis(report.result, report.recommendation, report.gaps, sector=report.client.sector)
    measured = report.result if report else None
    advice = recommend(load_profile_model(), profile.criteria, measured, profile.facts)
    sector = profile.facts.sector
    if report is None:
        return select_kpis(load_kpis(), plan_type_of(advice), {}, sector=sector)
    return choose_kpis(report.result, advice, report.gaps, sector=sector)


def _report_in(path: Path) -> MaturityReport:
    from assessments.report import UnknownFormat, report_from_plain

    allowed = "a result.json of `plumbline assess`"
    try:
        return report_from_plain(json.loads(read_bytes(path, MOST_RESULT_BYTES)))
    except ContentError as error:
        refuse(error.findings, error.more)
    except UnknownFormat as error:
        refuse([Finding(str(path), None, None, "format", str(error), allowed, "format")])
    except json.JSONDecodeError as error:
        refuse([Finding(str(path), error.lineno, error.colno, "", "no JSON", allowed, "json")])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        refuse([Finding(str(path), None, None, "", "other fields", allowed, "shape")])


def _profile_in(path: Path) -> ProfileFile:
    from assessments.profile import read_profile

    try:
        return read_profile(path)
    except ContentError as error:
        refuse(error.findings, error.more)


def _print_schema() -> None:
    from assessments.kpis import KpiCatalogue

    click.echo(json.dumps(json_schema(KpiCatalogue), ensure_ascii=False, indent=1))


def _print(form: str, value: Any, lines: Iterator[str]) -> None:
    if form == "json":
        plain = {"format": FORMAT, "format_version": FORMAT_VERSION, **to_plain(value)}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo("\n".join(lines))


def _catalogue_lines(catalogue: KpiCatalogue) -> Iterator[str]:
    yield f"{say(catalogue.title, 'en')} {catalogue.version}: {len(catalogue.kpis)}"
    for kpi in catalogue.kpis:
        yield f"{kpi.key}  {kpi.theme:7}  {say(kpi.title, 'en')} ({kpi.target.basis}: {say(kpi.target.aim, 'en')})"


def _set_lines(found: KpiSet) -> Iterator[str]:
    sector = f", {found.sector}" if found.sector else ""
    yield f"{len(found.kpis)} indicators for a PMO that is {found.plan_type}{sector}"
    for one in found.kpis:
        kpi = one.kpi
        yield f"{kpi.key}  {kpi.theme:7}  {say(kpi.title, 'en')}  [{_why(one)}]"
        yield f"     target    {say(kpi.target.aim, 'en')} ({kpi.target.basis})"
        yield f"     decision  {say(kpi.decision, 'en')}"
    for omitted in found.omitted:
        if omitted.reason == "gate":
            stands = "not scored" if omitted.found is None else f"{omitted.found:.1f}"
            proxy = f", until then {omitted.other}" if omitted.other else ""
            yield f"waits: {omitted.key} needs {omitted.dimension} {omitted.needed:g}, now {stands}{proxy}"
    crowded = [one.key for one in found.omitted if one.reason == "room"]
    if crowded:
        yield f"no room: {', '.join(crowded)}"


def _why(one: ChosenKpi) -> str:
    return f"{one.rule} {one.because}" + (f", for {', '.join(one.stands_for)}" if one.stands_for else "")
