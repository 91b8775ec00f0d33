"""What advice would see of the scores had other people of the same role groups answered.

The resamples are those of the intervals. An evidenced score is no mean of people, so it is worked out anew for each of
them, but only for the dimensions that advice looks at. docs/methods-planning.md, section 1.4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from assessments.bootstrap import Counts
from assessments.model import Dimension, MaturityModel
from assessments.panel import Floats, Panel, shown_choices
from assessments.profile import answer_at
from assessments.results import DimensionScore, RedrawnCase
from assessments.rules import apply_rule

DELIVERY = ("MTH", "CTL")
"""The dimensions from which criterion K04 follows."""

SERVICES = "SVC"
_HALF = 0.5
_EXACT = 1e-9
_ROUNDING = 9


def mark_people(panel: Panel) -> Counts:
    """Return people × marks, 0 or 1: for each question looked at, the option chosen, then those shown beyond the first.

    An option counts as shown by everybody who shows it or a higher one.
    """
    marks = [np.empty((panel.size, 0), dtype=bool)]
    for column in _columns(panel):
        places = np.arange(len(panel.options[column]))
        marks.append(panel.choices[:, column, None] == places)
        marks.append(shown_choices(panel, column)[:, None] >= places[1:])
    return np.concatenate(marks, axis=1).astype(np.float32)


def redraw(
    panel: Panel, draws: Floats | None, counts: Sequence[Counts], scored: Sequence[DimensionScore]
) -> tuple[RedrawnCase, ...]:
    """Return what came out of the resamples, sorted; empty without any, or without the dimensions looked at.

    Args:
        draws: resamples × nodes of the model and more: the claimed scores.
        counts: for each role group, resamples × marks: how many of those drawn bear each mark of `mark_people`.
        scored: the dimensions' scores over the people themselves.
    """
    known = {one.key for one in scored if one.evidenced is not None}
    has_delivery = known.issuperset(DELIVERY)
    if draws is None or not (has_delivery or SERVICES in known):
        return ()
    evidenced = evidenced_draws(panel, draws, counts)
    count = len(draws)
    delivery: Sequence[int | None] = [None] * count
    services: Sequence[int | None] = [None] * count
    model = panel.model
    if has_delivery:
        means = (evidenced[DELIVERY[0]] + evidenced[DELIVERY[1]]) / 2
        delivery = [
            None if np.isnan(one) else answer_at(float(one), model.lowest, model.highest) for one in means
        ]
    if SERVICES in known:
        levels = np.floor(np.round(evidenced[SERVICES], _ROUNDING))
        services = [None if np.isnan(one) else int(one) for one in levels]
    found = Counter(zip(delivery, services, strict=True))
    order = sorted(found, key=lambda case: [-1 if one is None else one for one in case])
    return tuple(RedrawnCase(found[case], *case) for case in order)


def evidenced_draws(panel: Panel, draws: Floats, counts: Sequence[Counts]) -> dict[str, Floats]:
    """Return the evidenced score of each dimension looked at, for each resample; NaN where it cannot be scored."""
    model = panel.model
    items = _items(panel, counts)
    places = {node.key: place for place, node in enumerate(model.nodes)}
    found = {}
    for dimension in _watched(model):
        claimed = draws[:, places[dimension.key]]
        found[dimension.key] = np.minimum(claimed, np.fmin(_by_rule(model, dimension, items), claimed))
    return found


def _watched(model: MaturityModel) -> list[Dimension]:
    return [one for one in model.dimensions if one.key in (*DELIVERY, SERVICES)]


def _columns(panel: Panel) -> list[int]:
    return panel.columns([question for one in _watched(panel.model) for question in one.all_questions])


def _by_rule(model: MaturityModel, node: Dimension, items: Mapping[str, Floats]) -> Floats:
    parts = [_by_rule(model, part, items) for part in node.parts]
    return apply_rule(
        model, node, np.column_stack(parts or [items[question.key] for question in node.questions])
    )


def _items(panel: Panel, counts: Sequence[Counts]) -> dict[str, Floats]:
    """Return what the evidence supports of each question looked at, for each resample; NaN without a level."""
    found = {}
    start = 0
    for column in _columns(panel):
        values = np.array([option.value for option in panel.options[column]])
        middle, end = start + len(values), start + 2 * len(values) - 1
        shown = np.sum([group[:, middle:end] for group in counts], axis=0)
        support = values[(shown > 0).sum(axis=1)]  # whoever shows an option shows those below it
        medians = _balanced_medians(values, [group[:, start:middle] for group in counts])
        found[panel.questions[column].key] = np.minimum(medians, support)
        start = end
    return found


def _balanced_medians(values: Floats, groups: Sequence[Counts]) -> Floats:
    """Return the medians with every role group counted equally, for each resample; NaN without a level.

    Args:
        groups: for each role group, resamples × options: how many chose it.
    """
    sizes = [group.sum(axis=1, keepdims=True, dtype=float) for group in groups]
    present = np.sum([size > 0 for size in sizes], axis=0)
    shares = np.sum(
        [group / np.where(size > 0, size, 1.0) for group, size in zip(groups, sizes, strict=True)], axis=0
    )
    order = np.argsort(values, kind="stable")
    with np.errstate(invalid="ignore"):
        reached = np.cumsum(shares[:, order], axis=1) / present
    # The value at which half is reached, and the one at which more than half is: where half falls between two
    # values these are its neighbours, else they are the same.
    low = values[order][(reached >= _HALF - _EXACT).argmax(axis=1)]
    high = values[order][(reached > _HALF + _EXACT).argmax(axis=1)]
    medians: Floats = np.where(present[:, 0] > 0, (low + high) / 2, np.nan)
    return medians
