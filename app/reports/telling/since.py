"""What became of the measurement before, in a few sentences that claim no cause."""

from __future__ import annotations

from app.reports.telling.teller import Teller
from app.reports.tree import Paragraph
from assessments.since_last import PlanKept, SinceLast, TrainingDone

MOST_COURSES = 3


def tell_since(tell: Teller) -> tuple[Paragraph, ...]:
    """Return one paragraph on what moved, what was done and who was trained; nothing after a first measurement."""
    since = tell.report.since
    if since is None:
        return ()
    texts = [_moved(tell, since)]
    if since.plan:
        texts.append(_plan(tell, since.plan))
    texts += _training(tell, since.training)
    if len(texts) > 1:
        texts.append(tell._("These stand side by side; nothing here shows that one caused another."))
    return (Paragraph(" ".join(texts)),)


def _moved(tell: Teller, since: SinceLast) -> str:
    _, whole = tell._, since.overall
    words = {
        "day": tell.date(since.measured_on),
        "before": tell.level(whole.before),
        "after": tell.level(whole.after),
    }
    if whole.direction == "up":
        text = _("The claimed mean has risen from %(before)s on %(day)s to %(after)s.", **words)
    elif whole.direction == "down":
        text = _("The claimed mean has fallen from %(before)s on %(day)s to %(after)s.", **words)
    elif whole.direction == "too few to tell":
        return _(
            "The claimed mean was %(before)s on %(day)s and is %(after)s; too few answered to tell whether it moved.",
            **words,
        )
    else:
        text = _(
            "Since %(day)s the claimed mean shows no detectable change: %(before)s then, %(after)s now.",
            **words,
        )
    return (
        text
        + " "
        + tell.ngettext(
            "Of %(num)s dimension scored both times, %(up)s can be told to have risen and %(down)s to have fallen.",
            "Of %(num)s dimensions scored both times, %(up)s can be told to have risen and %(down)s to have fallen.",
            since.dimensions,
            up=since.up,
            down=since.down,
        )
    )


def _plan(tell: Teller, plan: PlanKept) -> str:
    return tell.ngettext(
        "Of %(num)s initiative of the adopted plan %(done)s was done by then; evidence lies above the plan’s projection in %(above)s dimensions, near it in %(near)s, below it in %(below)s.",
        "Of %(num)s initiatives of the adopted plan %(done)s were done by then; evidence lies above the plan’s projection in %(above)s dimensions, near it in %(near)s, below it in %(below)s.",
        plan.agreed,
        done=plan.done,
        above=plan.above,
        near=plan.near,
        below=plan.below,
    )


def _training(tell: Teller, training: tuple[TrainingDone, ...]) -> list[str]:
    if not training:
        return []
    _ = tell._
    told = []
    for one in training[:MOST_COURSES]:
        words = {
            "course": tell.say(one.course),
            "title": tell.say(one.title),
            "assigned": one.assigned,
            "finished": one.finished,
        }
        told.append(
            _("%(course)s for %(title)s (fewer than five of %(assigned)s people had finished)", **words)
            if one.finished is None
            else _("%(course)s for %(title)s (%(finished)s of %(assigned)s people had finished)", **words)
        )
    text = _(
        "Training for gaps before the questions were put again, in groups of five or more: %(named)s.",
        named="; ".join(told),
    )
    more = len(training) - MOST_COURSES
    if more <= 0:
        return [text]
    return [
        text,
        tell.ngettext(
            "%(num)s more course was taken for a gap.", "%(num)s more courses were taken for gaps.", more
        ),
    ]
