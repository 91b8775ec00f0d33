"""What lies behind the report: statistics, answers, method, items, rules, terms and fingerprints."""

from __future__ import annotations

from app.reports.telling.teller import WORDS, Teller
from app.reports.tree import Cell, Column, Exhibit, Point, Points, Row, Section, Terms


def tell_statistics(tell: Teller) -> Section | None:
    """Return every published figure that the report quotes, with source, sample and caveat."""
    _, citations = tell._, tell.report.citations
    if not citations:
        return None
    rows = []
    for one in citations:
        sample = tell.say(one.sample)
        if one.n and tell.number(one.n) not in sample:
            sample += f" (n\u00a0=\u00a0{tell.number(one.n)})"
        source = one.source if str(one.year) in one.source else f"{one.source}, {one.year}"
        rows.append(Row((Cell(tell.say(one.text)), Cell(source), Cell(sample), Cell(tell.say(one.caveat)))))
    table = Exhibit(
        "statistics",
        _("Statistics with source, sample and caveat"),
        (
            Column(_("What was found")),
            Column(_("Source"), width=0.21),
            Column(_("Sample"), width=0.19),
            Column(_("Caveat"), width=0.25),
        ),
        tuple(rows),
        dense=True,
    )
    title = tell.ngettext(
        "%(num)s published figure puts the result in context; it is an association, not a promise",
        "%(num)s published figures put the result in context; they are associations, not promises",
        len(citations),
    )
    return Section("statistics", _("Statistics used"), title, (table,), "flow")


def tell_answers(tell: Teller) -> Section:
    """Return how often each answer was given, where showing it exposes nobody."""
    _, result = tell._, tell.result
    table = Exhibit(
        "answers",
        _(
            "Answers per level, people who did not know or to whom it did not apply, and what follows; a dash where showing it could expose somebody"
        ),
        (
            Column(_("No."), width=0.09),
            Column(_("Question")),
            *(Column(str(answer), "count", 0.045) for answer in tell.story.answers),
            Column(_("Don't know"), "count", 0.08),
            Column(_("Not applicable"), "count", 0.1),
            Column(_("Median"), "level", 0.085),
            Column(_("With evidence"), "level", 0.1),
            Column(_("Distance"), "points", 0.095),
        ),
        _answer_rows(tell),
        notes=_answer_notes(tell),
        source=tell.source(),
        dense=True,
    )
    title = tell.ngettext(
        "How %(num)s person answered %(count)s questions",
        "How %(num)s people answered %(count)s questions",
        result.respondents,
        count=len(result.questions),
    )
    return Section("answers", _("Answers"), title, (table,))


def _answer_rows(tell: Teller) -> tuple[Row, ...]:
    story = tell.story
    rows: list[Row] = []
    width = len(story.answers) + 7
    for dimension in tell.report.model.dimensions:
        rows.append(Row((Cell(tell.say(dimension.title), span=width),), "group"))
        for question in dimension.all_questions:
            score = story.questions.get(question.key)
            head = (Cell(question.key), Cell(tell.say(question.facet)))
            if score is None:
                rows.append(Row((*head, Cell(tell._("not asked"), tone="quiet", span=width - 2))))
                continue
            rows.append(
                Row(
                    (
                        *head,
                        *_given(tell, question.key),
                        Cell(str(score.dont_know), float(score.dont_know)),
                        Cell(str(score.not_applicable), float(score.not_applicable)),
                        tell.level_cell(score.median),
                        tell.level_cell(score.evidenced),
                        Cell(tell.figure("two_decimals", score.ad), score.ad),
                    )
                )
            )
    return tuple(rows)


def _given(tell: Teller, question: str) -> list[Cell]:
    """Return how often each answer was given to a question; dashes where that could expose somebody."""
    counts = tell.story.counts.get(question)
    places = range(len(tell.story.answers))
    if counts is None:
        return [Cell("–") for _ in places]
    return [
        Cell("") if counts[place] is None else Cell(str(counts[place] or "·"), float(counts[place] or 0))
        for place in places
    ]


def _answer_notes(tell: Teller) -> tuple[str, ...]:
    _, story = tell._, tell.story
    notes = [
        _(
            "Median: role groups counted equally. Distance: mean absolute deviation from the mean. A point stands for no answer."
        )
    ]
    if story.values:
        told = "; ".join(
            f"{answer}: {_(' or ').join(tell.figure('two_decimals', value) for value in values)}"
            for answer, values in story.values.items()
        )
        notes.append(_("What answers count: %(told)s.", told=told))
    return tuple(notes)


def method_rules(tell: Teller) -> tuple[Point, ...]:
    """Return the method in brief, a rule a point."""
    _, report = tell._, tell.report
    share = tell.share(0.6)
    if any(one.rule.name != "weighted_mean" for one in report.model.dimensions):
        first = _(
            "A person's score in a dimension follows from the answers by the rule that the model names for it, if at least %(share)s of the applicable questions were answered.",
            share=share,
        )
    else:
        first = _(
            "A person's score in a dimension is the weighted mean of the levels given, if at least %(share)s of the applicable questions were answered.",
            share=share,
        )
    if report.roadmap.critical_chain:
        last = (
            _(
                "The plan was chosen among many that were searched, and shaped by hand where people asked for it. It keeps prerequisites and capacity, and gives no owner more than three tasks at a time."
            )
            + " "
            + (
                _("It is proven to be the best possible for its objective.")
                if report.roadmap.standing == "optimal"
                else _("It is a good plan, not a proven optimum.")
            )
        )
    else:
        last = _(
            "The plan takes the best value per person-day first, keeps prerequisites and capacity, and gives no owner more than three tasks at a time. It is a good plan, not a proven optimum."
        )
    return tuple(
        Point(text)
        for text in (
            first,
            _("A dimension's claim is the mean of the role groups' means, each group counted equally."),
            _(
                "Evidence caps each question's median: none named, the second answer; one example, the third; several or an audit, no cap."
            ),
            _("“Don't know” is never scored; “not applicable” leaves the question out and needs a reason."),
            _(
                "Intervals: below 4 people only the range, from 4 to 14, or with a group of fewer than 3, Student's t, from 15 a seeded bootstrap over people; none where everybody invited has answered."
            ),
            _(
                "Confidence: 0 to 2 points each for people, roles, agreement, visibility and evidence; 9 or more is A, 7 B, 5 C, less is D."
            ),
            _("Priority is weight times gap times confidence (A 1, B 0.9, C 0.75, D 0.5)."),
            last,
        )
    )


def tell_method(tell: Teller) -> Section:
    """Return the method in brief and how each target came about."""
    _, report = tell._, tell.report
    rows = []
    for target in report.targets:
        parts = []
        for rule, amount in target.reasons:
            criterion = tell.story.criteria.get(rule)
            parts.append(
                tell.word(
                    WORDS, "target_reason", rule, amount, tell.say(criterion.title) if criterion else rule
                )
            )
        why = ", ".join(parts) + (f" ({tell.typed(target.note, 500)})" if target.note else "")
        rows.append(
            Row((Cell(tell.title(target.dimension), tone="strong"), tell.level_cell(target.level), Cell(why)))
        )
    table = Exhibit(
        "targets",
        _("How each target came about"),
        (Column(_("Dimension"), width=0.3), Column(_("Target"), "level", 0.09), Column(_("Sum of"))),
        tuple(rows),
    )
    rules = method_rules(tell)
    return Section(
        "method",
        _("Method"),
        _("The method in %(count)s rules, and how each target came about", count=len(rules)),
        (Points(rules, _("Method in brief"), "numbered"), table),
        "flow",
    )


def tell_items(tell: Teller) -> Section:
    """Return every question in the words in which it was asked."""
    _, model = tell._, tell.report.model
    rows: list[Row] = []
    for dimension in model.dimensions:
        rows.append(Row((Cell(tell.say(dimension.title), span=2),), "group"))
        rows += [Row((Cell(one.key), Cell(tell.say(one.stem)))) for one in dimension.all_questions]
    table = Exhibit(
        "items",
        _("%(title)s, version %(version)s", title=tell.say(model.title), version=model.version),
        (Column(_("No."), width=0.09), Column(_("Question as asked"))),
        tuple(rows),
        dense=True,
    )
    title = tell.ngettext(
        "%(num)s question was asked, in these words",
        "%(num)s questions were asked, in these words",
        len(model.questions),
    )
    return Section("items", _("Item list"), title, (table,), "flow")


def tell_glossary(tell: Teller) -> Section:
    """Return the words that have a meaning of their own here."""
    _ = tell._
    terms = (
        (
            _("Agreement"),
            _("How close together the answers lie, measured as mean absolute deviation from the mean."),
        ),
        (_("Claimed"), _("What people say, each role group counted equally.")),
        (
            _("Core question"),
            _(
                "A question of governance, method, control or risk; a very low answer holds the staged level down."
            ),
        ),
        (
            _("Evidenced"),
            _(
                "What the named evidence supports: without any, the second answer at most; with one example, the third at most."
            ),
        ),
        (_("Gap"), _("Target minus evidenced score; never below zero.")),
        (
            _("Grade A to D"),
            _(
                "Confidence in the score: points for number of answers, roles, agreement, visibility and evidence. Advice on a D must be verified first."
            ),
        ),
        (_("Initiative"), _("A piece of work that lifts one dimension by one level, with owner and effort.")),
        (_("Interval"), _("Where the claimed score would probably lie if others like these had answered.")),
        (_("Person-day"), _("One working day of one person.")),
        (
            _("PMO"),
            _("Project management office: the people who set up, check or run the way projects are led."),
        ),
        (_("Quick win"), _("An initiative of a few days that shows a result within weeks.")),
        (
            _("Redrawn weightings"),
            _("A test of stability: the weights are changed at random and the types scored again."),
        ),
        (
            _("Target"),
            _(
                "The level the profile of the organisation calls for, set by rule; it is not level 5 by default."
            ),
        ),
        (_("Visibility gap"), _("A question that more than a quarter of those who saw it could not judge.")),
    )
    return Section(
        "glossary",
        _("Glossary"),
        tell.ngettext(
            "%(num)s word is used in a sense of its own",
            "%(num)s words are used in a sense of their own",
            len(terms),
        ),
        (Terms(terms),),
        "flow",
    )


def fingerprints(tell: Teller) -> Exhibit:
    """Return the versions and hashes from which the same report can be made again."""
    _, origin = tell._, tell.report.provenance
    facts = (
        (_("Maturity model"), f"{origin.model_key} {origin.model_version}", origin.model_hash),
        (
            _("Answers"),
            tell.ngettext("%(num)s person", "%(num)s people", tell.result.respondents),
            origin.answers_hash,
        ),
        (_("Scoring method"), origin.method_version, ""),
        (_("Planning method"), origin.planning_method_version, ""),
        (_("Profile"), origin.profile_version, ""),
        (_("Catalogue of initiatives"), origin.catalogue_version, ""),
        (_("Catalogue of indicators"), origin.kpi_version or "–", ""),
        (_("Product"), f"Plumbline {origin.product_version}", ""),
    )
    return Exhibit(
        "fingerprints",
        _("Versions and fingerprints: from these the same report can be made again"),
        (Column(_("What"), width=0.28), Column(_("Version and SHA-256"))),
        tuple(Row((Cell(name, tone="strong"), Cell(version, detail=mark))) for name, version, mark in facts),
        dense=True,
    )


def tell_ladder(tell: Teller) -> Exhibit:
    """Return the levels of the model and what each means for the organisation."""
    _, model = tell._, tell.report.model
    return Exhibit(
        "ladder",
        _(
            "The ladder of levels: %(title)s, version %(version)s",
            title=tell.say(model.title),
            version=model.version,
        ),
        (
            Column(_("Level"), "level", 0.08),
            Column(_("Name"), width=0.18),
            Column(_("What it means for the organisation")),
        ),
        tuple(
            Row(
                (
                    Cell(
                        str(one.level),
                        float(one.level),
                        shade=tell.level_cell(float(one.level), shaded=True).shade,
                    ),
                    Cell(tell.say(one.name), tone="strong"),
                    Cell(tell.say(one.meaning)),
                )
            )
            for one in model.levels
        ),
    )


def coverage(tell: Teller) -> Exhibit | None:
    """Return who answered, by role group; None where role groups are not shown."""
    _, result = tell._, tell.result
    if not result.roles:
        return None
    is_counted = any(one.invited is not None for one in result.roles)
    invited = (Column(_("Invited"), "count", 0.2),) if is_counted else ()
    return Exhibit(
        "coverage",
        _("Who answered"),
        (Column(_("Role group")), Column(_("Answers"), "count", 0.2), *invited),
        tuple(
            Row(
                (
                    Cell(tell.role(one.role), tone="strong"),
                    tell.whole_cell(one.respondents),
                    *((tell.whole_cell(one.invited),) if is_counted else ()),
                )
            )
            for one in result.roles
        ),
    )
