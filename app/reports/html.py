"""MaturityReport → HTML: a template environment of its own, so that a report needs no request.

Every sentence is in the templates and goes through the translations that the caller gives.
"""

from __future__ import annotations

from functools import partial
from gettext import NullTranslations
from typing import Any, Literal

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, bccache
from markupsafe import Markup

from app.places import TEMPLATES
from app.reports.charts import ramp_step
from app.reports.exhibits import draw_exhibits
from app.reports.formats import direction_of, filters_for, plain
from app.reports.gantt import Marks
from app.reports.story import name_rollout, quarter_end, tell_story, week_starts_on
from assessments.report import MaturityReport

Medium = Literal["print", "web"]
# On a narrow screen a table scrolls inside its place, which the keyboard must be able to reach.
WEB_SCROLLS = Markup(' tabindex="0"')


class _Compiled(BytecodeCache):
    """Compiled templates, kept in memory for the life of the process."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: bccache.Bucket) -> None:
        if code := self._code.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: bccache.Bucket) -> None:
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


_compiled = _Compiled()


def report_html(report: MaturityReport, translations: NullTranslations, *, marks: Marks | None = None) -> str:
    """Return the whole report as a printable page, in `report.language`.

    `marks` are what its plan is held against: critical chain, baseline, a day to be marked.
    """
    return _render("reports/maturity/report.html", report, translations, "print", marks)


def sections_html(report: MaturityReport, translations: NullTranslations) -> Markup:
    """Return the sections of the report without head or cover, for a page of the site to stand in.

    It holds no inline style and no script, so it obeys the strict content policy; `exhibits.css` draws it.
    """
    return Markup(_render("reports/maturity/_sections.html", report, translations, "web"))  # noqa: S704  # our own template, autoescaped


def _render(
    template: str,
    report: MaturityReport,
    translations: NullTranslations,
    medium: Medium,
    marks: Marks | None = None,
) -> str:
    direction = direction_of(report.language)
    story = tell_story(report)
    values: dict[str, Any] = {
        "report": report,
        "result": report.result,
        "advice": report.recommendation,
        "plan": report.roadmap,
        "rollout": report.rollout,
        "names": None
        if report.rollout is None
        else name_rollout(report.rollout, report.roadmap, report.gaps, report.profile_model.criteria),
        "story": story,
        "exhibits": draw_exhibits(report, story, mirrored=direction == "rtl", marks=marks),
        "shade": partial(ramp_step, lowest=report.result.lowest, highest=report.result.highest),
        "direction": direction,
        "medium": medium,
        "scrolls": WEB_SCROLLS if medium == "web" else Markup(""),
    }
    return _environment(report.language, translations).get_template(template).render(values)


def _environment(language: str, translations: NullTranslations) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # for every file, whatever its extension
        undefined=StrictUndefined,
        finalize=plain,
        bytecode_cache=_compiled,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters.update(filters_for(language))
    environment.globals.update(week_starts_on=week_starts_on, quarter_end=quarter_end, language=language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        translations.gettext, translations.ngettext, newstyle=True, pgettext=translations.pgettext
    )
    return environment
