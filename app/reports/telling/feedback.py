"""What a respondent gets back: their own answers beside everybody's, what is done first, and how the data were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from app.reports.brand import Brand
from app.reports.story import week_starts_on
from app.reports.telling.documents import labels_of
from app.reports.telling.teller import Teller
from app.reports.tree import (
    Block,
    Callout,
    Cell,
    Column,
    Cover,
    Document,
    Drawing,
    Exhibit,
    Paragraph,
    Part,
    Point,
    Points,
    Row,
    Section,
    Series,
    number_exhibits,
)
from assessments.own_view import OwnView
from assessments.report import MaturityReport
from assessments.role_training import ModuleNeed

LEARNS: Mapping[str, tuple[str, ...]] = {
    "executive": ("SP",),
    "pmo": ("HP", "PF", "PC", "PA", "QA", "LD", "TL", "CM"),
    "project_manager": ("PM",),
    "team": ("TM",),
    "assurance": ("FI", "RM"),
}
"""Role groups of respondents to the roles that training is planned for."""

APART = 0.5
"""Levels from which somebody's view of a dimension is told as another one than everybody's."""

MOST_STEPS, MOST_MODULES, MOST_DIMENSIONS = 5, 4, 15


@dataclass(frozen=True, slots=True)
class Personal:
    """What belongs to one person alone; it is never kept.

    `views` are empty where nothing was answered; `is_example` says that the answers are invented, for a preview.
    """

    role: str
    views: tuple[OwnView, ...]
    answered: int
    is_example: bool = False


def tell_feedback(
    report: MaturityReport,
    translations: NullTranslations,
    personal: Personal,
    *,
    brand: Brand | None = None,
) -> Document:
    """Return the two pages that one respondent gets back.

    Args:
        report: as issued, already without what was left out of it; in the language to be read.
        brand: as it was kept with the report; None for our own look.
    """
    tell = Teller(report, translations)
    _ = tell._
    reference, client = tell.typed(report.reference, 40), tell.typed(report.client.name, 120)
    sections = (_own(tell, personal), _doing(tell, personal))
    title = _("What became of your answers: %(client)s", client=client)
    brand = brand or Brand()
    foot = _("%(reference)s · For you alone", reference=reference)
    return number_exhibits(
        Document(
            kind="feedback",
            language=report.language,
            title=title,
            author=tell.typed(report.firm, 100),
            subject=tell.typed(report.assessment.title, 200),
            product=f"Plumbline {report.provenance.product_version}",
            created_on=report.issued_on,
            running=tell.typed(report.client.name, 60),
            foot=f"{brand.footer} · {foot}" if brand.footer else foot,
            cover=_masthead(tell, personal),
            parts=(Part("feedback", _("Your feedback"), sections),),
            brand=brand,
            labels=labels_of(tell),
        )
    )


def _masthead(tell: Teller, personal: Personal) -> Cover:
    _, report = tell._, tell.report
    notice = ""
    if personal.is_example:
        notice = _("A preview: the answers in it are invented. Nobody’s own answers are shown here.")
    elif report.assessment.is_synthetic:
        notice = _("Synthetic data: client, people and figures are invented.")
    return Cover(
        firm=tell.typed(report.firm, 80),
        promise=_("Thank you. This became of your answers."),
        client=tell.typed(report.client.name, 90),
        subject=tell.typed(report.assessment.title, 100),
        scope="",
        notice=notice,
        facts=(
            (_("Report"), tell.typed(report.reference, 40)),
            (_("Issued on"), tell.date(report.issued_on)),
        ),
        note="",
    )


def _own(tell: Teller, personal: Personal) -> Section:
    _ = tell._
    shown = [one for one in personal.views if one.own is not None][:MOST_DIMENSIONS]
    blocks: list[Block] = []
    if shown:
        blocks.append(_beside(tell, shown))
    else:
        blocks.append(
            Paragraph(
                _(
                    "No answers with a level came through this link, so there is nothing of yours to set beside the others. What is done first stands on the next page."
                )
            )
        )
    blocks.append(
        Points(
            (
                Point(
                    _(
                        "Neither is right or wrong. You see other projects than your colleagues do, and both views went into the result with the same care."
                    )
                ),
                Point(
                    _(
                        "Everybody’s figure is shown only where at least %(fewest)s people besides you answered the same question, so that nobody can be worked out from it.",
                        fewest=tell.whole(tell.result.threshold),
                    )
                ),
            ),
            _("How to read it"),
        )
    )
    blocks.append(Callout(_("How your data were used"), _used(tell), "panel"))
    return Section("own", _("Your answers"), _own_title(tell, shown), tuple(blocks), "flow")


def _own_title(tell: Teller, shown: Sequence[OwnView]) -> str:
    _ = tell._
    apart = [
        (one.own - one.everybody, one) for one in shown if one.own is not None and one.everybody is not None
    ]
    if not shown:
        return _("Nothing was answered through this link")
    if not apart:
        return _("What you answered, dimension by dimension")
    distance, widest = max(apart, key=lambda pair: abs(pair[0]))
    if abs(distance) < APART:
        return _("You see the work on projects much as everybody else does")
    words = {"title": tell.say(widest.title), "levels": tell.level(abs(distance))}
    if distance > 0:
        return _("You see more in %(title)s than everybody together, by %(levels)s levels", **words)
    return _("You see less in %(title)s than everybody together, by %(levels)s levels", **words)


def _beside(tell: Teller, shown: Sequence[OwnView]) -> Exhibit:
    _, result = tell._, tell.result
    titles = tuple(tell.say(one.title) for one in shown)
    rows = []
    for one, title in zip(shown, titles, strict=True):
        difference = None if one.everybody is None or one.own is None else one.own - one.everybody
        rows.append(
            Row(
                (
                    Cell(title, tone="strong"),
                    Cell(""),
                    tell.level_cell(one.own, tone="strong"),
                    tell.level_cell(one.everybody),
                    Cell(tell.signed(difference), difference),
                    tell.whole_cell(one.compared, "quiet"),
                )
            )
        )
    drawing = Drawing(
        kind="bars",
        alt=_("Your answers and everybody’s, dimension by dimension"),
        categories=titles,
        series=(
            Series(_("you"), "main", tuple(one.own for one in shown)),
            Series(_("everybody"), "target", tuple(one.everybody for one in shown)),
        ),
        low=result.lowest,
        high=result.highest,
        ticks=tuple(str(step) for step in range(result.lowest, result.highest + 1)),
    )
    return Exhibit(
        "own",
        _("Your answers and everybody’s · level %(low)s to %(high)s", low=result.lowest, high=result.highest),
        (
            Column(_("Dimension"), width=0.3),
            Column(_("Level"), "drawing"),
            Column(_("You"), "level", 0.08),
            Column(_("Everybody"), "level", 0.12),
            Column(_("Apart"), "points", 0.09),
            Column(_("Questions"), "count", 0.11),
        ),
        tuple(rows),
        drawing,
        notes=(
            _(
                "You: the mean of your answers. Everybody: the mean of all people’s middle answers to the same questions. Questions: how many are compared. “Don’t know” is not counted."
            ),
        ),
        source=tell.source(),
    )


def _used(tell: Teller) -> tuple[Point, ...]:
    """Return how the answers were used, true for what was promised when they were given."""
    _, report = tell._, tell.report
    firm = tell.typed(report.firm, 80)
    promises = {
        "anonymous": _(
            "Your answers are kept without your name. This page found them by your link alone; nobody else, %(firm)s included, can open it for you.",
            firm=firm,
        ),
        "confidential": _(
            "Only the consultants of %(firm)s can see who answered what. Your organisation got results, never the answers of a person.",
            firm=firm,
        ),
        "named": _(
            "Your answers carry your name for the consultants of %(firm)s. Your organisation got results in total and by role.",
            firm=firm,
        ),
    }
    texts = (
        promises.get(report.assessment.mode, ""),
        _(
            "They served this assessment and its plan, and nothing else: no appraisal, no comparison of persons."
        ),
        _(
            "This page is made when you open it and is kept nowhere; it shows your answers to whoever has your link."
        ),
    )
    return tuple(Point(text) for text in texts if text)


def _doing(tell: Teller, personal: Personal) -> Section:
    _, story = tell._, tell.story
    blocks: list[Block] = []
    steps = _steps(tell)
    if steps:
        blocks.append(steps)
    blocks.append(Points(_for_role(tell, personal.role), _("What there is to learn for your role")))
    blocks.append(
        Callout(
            _("Thank you"),
            (
                Point(_thanks(tell, personal)),
                Point(
                    _(
                        "Ask the head of the PMO what became of each step; these dates are there to be held to."
                    )
                ),
            ),
            "panel",
        )
    )
    count = min(story.first_count, MOST_STEPS)
    title = (
        tell.ngettext(
            "%(num)s step comes first because of what you and others said",
            "%(num)s steps come first because of what you and others said",
            count,
        )
        if count
        else _("No step is planned yet; the result is with those who decide")
    )
    return Section("first", _("What is done first"), title, tuple(blocks))


def _thanks(tell: Teller, personal: Personal) -> str:
    people = tell.ngettext(
        "The result rests on the answers of %(num)s person.",
        "The result rests on the answers of %(num)s people.",
        tell.result.respondents,
    )
    return people + " " + tell._("Yours are among them.") if personal.answered else people


def _steps(tell: Teller) -> Exhibit | None:
    _, story, plan = tell._, tell.story, tell.report.roadmap
    if not story.first_steps:
        return None
    rows = tuple(
        Row(
            (
                Cell(tell.say(one.title), detail=tell.say(one.purpose), tone="strong"),
                Cell(tell.title(one.dimension)),
                Cell(tell.owner(one.owners[0]) if one.owners else "–"),
                tell.day_cell(week_starts_on(plan.start_on, one.start_week)),
            )
        )
        for one in story.first_steps[:MOST_STEPS]
    )
    return Exhibit(
        "first",
        _("What begins within ninety days of %(start)s", start=tell.date(plan.start_on)),
        (
            Column(_("What is done")),
            Column(_("Dimension"), width=0.2),
            Column(_("Owner"), width=0.18),
            Column(_("Begins"), "day", 0.13),
        ),
        rows,
        notes=(_("As proposed in the report; those who decide may change it."),),
    )


def _for_role(tell: Teller, role: str) -> tuple[Point, ...]:
    """Return the training for a role group, else for the gaps, else that there is none."""
    _, report = tell._, tell.report
    planned = {one.role: one.modules for one in report.rollout.training} if report.rollout else {}
    modules: dict[str, ModuleNeed] = {}
    for key in LEARNS.get(role, ()):
        for one in planned.get(key, ()):
            modules.setdefault(one.key, one)
    if modules:
        wanted = sorted(modules.values(), key=lambda one: (not one.is_available, -one.gap))
        return tuple(
            Point(tell.say(one.title), _module_note(tell, one.hours, one.dimension, one.is_available))
            for one in wanted[:MOST_MODULES]
        )
    courses = {one.course: one for one in reversed(report.training) if one.is_available}
    if courses:
        return tuple(
            Point(tell.say(one.course_title), tell.say(one.why))
            for one in list(courses.values())[:MOST_MODULES]
        )
    return (Point(_("Nothing is planned for your role because of this result.")),)


def _module_note(tell: Teller, hours: float, dimension: str, is_available: bool) -> str:
    _ = tell._
    words = {"hours": tell.number(hours), "dimension": tell.title(dimension)}
    if is_available:
        return _("%(hours)s h · for %(dimension)s · can be taken here today; ask the PMO for access", **words)
    return _("%(hours)s h · for %(dimension)s · in preparation", **words)
