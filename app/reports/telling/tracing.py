"""Which rule led to which conclusion, from which figures."""

from __future__ import annotations

from app.reports.telling.teller import CHANGES, KPI, MIX, ROLLOUT, WORDS, Teller
from app.reports.tree import Cell, Column, Exhibit, Row, Section


def tell_rules(tell: Teller) -> Section:
    """Return which rule led to which conclusion, from which figures."""
    _ = tell._
    rows = [*_advice_rules(tell), *_plan_rules(tell)]
    table = Exhibit(
        "rules",
        _("Rules that fired, what they looked at and what they concluded"),
        (Column(_("Rule"), width=0.13), Column(_("Looked at"), width=0.42), Column(_("Concluded"))),
        tuple(rows),
        notes=(
            _(
                "Each rule, with its formula and source, is in the published method; the versions are under “Manifest”."
            ),
        ),
        dense=True,
    )
    fired = sum(row.kind == "row" for row in rows)
    return Section(
        "rules",
        _("Rule trace"),
        tell.ngettext(
            "%(num)s conclusion can be traced to its rule and figures",
            "%(num)s conclusions can be traced to their rules and figures",
            fired,
        ),
        (table,),
        "flow",
    )


def _advice_rules(tell: Teller) -> list[Row]:
    _, advice, mix = tell._, tell.report.recommendation, tell.report.services
    rows = [Row((Cell(_("Kind of PMO"), span=3),), "group")]
    margin = _(
        "margin %(margin)s points, stable in %(share)s",
        margin=tell.level(advice.margin),
        share=tell.word(CHANGES, "share", advice.stability),
    )
    rows.append(
        _fired(
            tell,
            "REC-1 – REC-5",
            margin,
            _(
                "%(type)s, %(standing)s",
                type=tell.type_title(advice.type),
                standing=tell.word(WORDS, "standing", advice),
            ),
        )
    )
    rows += [
        _fired(tell, one.key, _facts(tell, one.facts), tell.word(WORDS, "gate", one, advice))
        for one in advice.gates
    ]
    rows += [
        _fired(
            tell,
            one.rule,
            tell.word(WORDS, "axis_reason", one, tell.story.titles),
            f"{tell.word(WORDS, 'axis', one.axis)}: {tell.word(WORDS, 'axis_choice', one.choice)}",
        )
        for one in advice.axes
    ]
    if mix:
        rows.append(Row((Cell(_("Services"), span=3),), "group"))
        for kind in ("build", "fix", "keep", "retire", "watch", "undecided"):
            for row in mix.rows(kind):
                looked = _(
                    "%(dimension)s: %(facts)s",
                    dimension=tell.title(row[0].dimension),
                    facts=_facts(tell, row[0].inputs),
                )
                verdict = tell.word(MIX, "verdict", kind)
                rows.append(
                    _fired(
                        tell,
                        row[0].rule,
                        looked,
                        f"{verdict}: {', '.join(tell.say(one.title) for one in row)}",
                    )
                )
    return rows


def _plan_rules(tell: Teller) -> list[Row]:
    _, report = tell._, tell.report
    rows: list[Row] = []
    if report.roadmap.initiatives:
        rows.append(Row((Cell(_("Plan"), span=3),), "group"))
    for one in report.roadmap.initiatives:
        chosen = {
            "gap": _("closes a gap"),
            "prerequisite": _("needed by %(other)s", other=one.selection.other),
            "foundation": _("opens every plan"),
            "quick win": _("early result"),
            "wished": _("asked for by the team"),
        }.get(one.selection.kind, one.selection.kind)
        placed = tell.word(WORDS, "placement", one, tell.story.owners)
        rows.append(
            _fired(
                tell,
                one.key,
                _("value %(value)s; %(chosen)s", value=tell.figure("two_decimals", one.value), chosen=chosen),
                _(
                    "weeks %(weeks)s: %(placed)s",
                    weeks=tell.weeks(one.start_week, one.end_week),
                    placed=placed,
                ),
            )
        )
    if report.kpi_set:
        rows.append(Row((Cell(_("Indicators"), span=3),), "group"))
        rows += [
            _fired(
                tell,
                one.rule,
                tell.word(KPI, "because", one, tell.story.titles, tell.typed(report.client.sector or "", 80)),
                f"{one.kpi.key} {tell.say(one.kpi.title)}",
            )
            for one in report.kpi_set.kpis
        ]
    if report.rollout and report.rollout.risks.risks:
        rows.append(Row((Cell(_("Risks"), span=3),), "group"))
        rows += [
            _fired(tell, one.rule, tell.word(ROLLOUT, "risk_facts", one, tell.names), tell.say(one.title))
            for one in report.rollout.risks.risks
        ]
    return rows


def _fired(tell: Teller, rule: str, looked: str, concluded: str) -> Row:
    return Row((Cell(rule), Cell(looked or "–"), Cell(concluded)))


def _facts(tell: Teller, facts: object) -> str:
    """Return the figures that a rule looked at: names as the method calls them, values in one decimal."""
    if not isinstance(facts, dict):
        return str(facts)
    return ", ".join(
        f"{name} {tell.level(value) if isinstance(value, float) else value}" for name, value in facts.items()
    )
