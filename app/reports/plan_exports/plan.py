"""A plan with its weeks turned into days and its texts said in one language: what every file is written from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from gettext import NullTranslations
from uuid import UUID, uuid5

from app.reports.formats import plain
from app.reports.story import week_ends_on, week_starts_on
from assessments.roadmap import Phase, Roadmap, ScheduledInitiative
from content import Text, say

Span = tuple[date, date]
"""First and last day of something, both included."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase, from its first day to its last; `weeks` is how long it lasts."""

    number: int
    title: str
    goal: str
    exit_test: str
    starts_on: date
    ends_on: date
    weeks: int


@dataclass(frozen=True, slots=True)
class Work:
    """An initiative.

    Attributes:
        first_week, last_week: its first and last week of the plan, counted from 1.
        owners: keys of roles, the one that leads first. after: keys of what must be finished before.
        is_critical, slack_weeks: None where the plan does not know.
        baseline: when it was once agreed to be done.
    """

    key: str
    title: str
    purpose: str
    dimension: str
    stage: int
    starts_on: date
    ends_on: date
    first_week: int
    last_week: int
    effort_days: float
    owners: tuple[str, ...]
    after: tuple[str, ...]
    is_quick_win: bool
    verify_first: bool
    deliverables: tuple[str, ...]
    is_critical: bool | None
    slack_weeks: int | None
    baseline: Span | None

    @property
    def weeks(self) -> int:
        return self.last_week - self.first_week + 1


@dataclass(frozen=True, slots=True)
class ExportedPlan:
    """A plan for other programs.

    Attributes:
        id: of the plan; with a key it makes an identity that later exports of the same plan keep.
        made_at: the instant of the plan, in UTC; nothing here reads the clock.
        owners: key to name of every role the plan needs, in its order.
        works: by start, then key.
    """

    id: UUID
    made_at: datetime
    client: str
    title: str
    starts_on: date
    ends_on: date
    owners: Mapping[str, str]
    stages: tuple[Stage, ...]
    works: tuple[Work, ...]
    translations: NullTranslations

    def identity(self, key: str) -> UUID:
        """Return what a part of this plan is known by, whenever it is exported."""
        return uuid5(self.id, key)

    def names_of(self, work: Work) -> tuple[str, ...]:
        """Return the roles that own an initiative, by name."""
        return tuple(self.owners.get(key, key) for key in work.owners)


def plan_to_export(
    roadmap: Roadmap,
    *,
    plan_id: UUID,
    made_at: datetime,
    client: str,
    title: str,
    language: str,
    translations: NullTranslations,
    critical: Collection[str] | None = None,
    slack_weeks: Mapping[str, int] | None = None,
    baseline: Mapping[str, Span] | None = None,
) -> ExportedPlan:
    """Return a roadmap as its files tell it.

    Args:
        critical: keys of the critical chain. slack_weeks: key to weeks. baseline: key to days. None of the
            three is made up: without it the files say nothing about it.
    """

    def said(text: Text) -> str:
        return str(plain(say(text, language)))

    def work(one: ScheduledInitiative) -> Work:
        return Work(
            key=one.key,
            title=said(one.title),
            purpose=said(one.purpose),
            dimension=one.dimension,
            stage=one.phase,
            starts_on=week_starts_on(roadmap.start_on, one.start_week),
            ends_on=week_ends_on(roadmap.start_on, one.end_week),
            first_week=one.start_week + 1,
            last_week=one.end_week,
            effort_days=one.effort_days,
            owners=one.owners,
            after=one.after,
            is_quick_win=one.is_quick_win,
            verify_first=one.verify_first,
            deliverables=tuple(said(text) for text in one.deliverables),
            is_critical=None if critical is None else one.key in critical,
            slack_weeks=None if slack_weeks is None else slack_weeks.get(one.key),
            baseline=None if baseline is None else baseline.get(one.key),
        )

    def stage(one: Phase) -> Stage:
        return Stage(
            number=one.number,
            title=said(one.title),
            goal=said(one.goal),
            exit_test=said(one.exit_test),
            starts_on=week_starts_on(roadmap.start_on, one.start_week),
            ends_on=week_ends_on(roadmap.start_on, one.end_week),
            weeks=one.end_week - one.start_week,
        )

    return ExportedPlan(
        id=plan_id,
        made_at=made_at,
        client=str(plain(client)),
        title=str(plain(title)),
        starts_on=roadmap.start_on,
        ends_on=week_ends_on(roadmap.start_on, max(1, roadmap.length_weeks)),
        owners={role.key: said(role.title) for role in roadmap.owners},
        stages=tuple(stage(one) for one in roadmap.phases),
        works=tuple(work(one) for one in roadmap.initiatives),
        translations=translations,
    )


def end_of(plan: ExportedPlan, stage: Stage) -> str:
    """Return what the end of a phase is called."""
    _ = plan.translations.gettext
    return _("End of phase %(number)s: %(title)s") % {"number": stage.number, "title": stage.title}


def told(plan: ExportedPlan, work: Work) -> str:
    """Return what a person who opens an initiative in another program should read, one fact a line."""
    _ = plan.translations.gettext
    facts = [
        work.purpose,
        _("Who: %(owners)s") % {"owners": ", ".join(plan.names_of(work))} if work.owners else "",
        _("Effort: %(days)s person-days") % {"days": f"{work.effort_days:.1f}"},
        _("After: %(keys)s") % {"keys": ", ".join(work.after)} if work.after else "",
        _("Leaves behind: %(things)s") % {"things": "; ".join(work.deliverables)}
        if work.deliverables
        else "",
        _("Verify first: confidence in the score behind it is low.") if work.verify_first else "",
    ]
    return "\n".join(fact for fact in facts if fact)
