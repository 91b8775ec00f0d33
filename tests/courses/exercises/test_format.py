"""Files of exercises: whole examples of each kind, and every rule that a broken one is refused by."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from content import ContentError, from_plain, to_plain
from courses.exercises.format import (
    KINDS,
    Exercise,
    engine_of,
    misconceptions_in,
    read_exercise,
    read_exercise_text,
)
from tests.courses.exercises.examples import EXAMPLES, FOLDER, example

DOCS = Path(__file__).parents[3] / "docs" / "exercises.md"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_whole_example_that_comes_through_its_plain_form(kind: str) -> None:
    exercise = example(kind)
    assert exercise.kind == kind
    assert exercise.key == EXAMPLES[kind]
    choice: Any = Exercise
    assert from_plain(choice, to_plain(exercise)) == exercise


def test_every_example_is_of_a_kind_that_is_documented_with_its_data_and_its_errors() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(EXAMPLES.values())
    for kind in KINDS:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{kind}` |"))
        for name in (*engine_of(kind).SLIPS, f"{EXAMPLES[kind]}.yaml"):
            assert f"`{name}`" in row
        for part in fields(example(kind).data):
            assert f"`{part.name}`" in row
    assert all(f"| `{part.name}` |" in text for part in fields(KINDS["matrix"]))


@pytest.mark.parametrize("line", ["kind: matrx", "kind: [1]", ""])
def test_a_kind_that_does_not_exist_is_refused_with_those_that_do(line: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_exercise_text(f"key: a\n{line}\n".encode(), "a.yaml")
    (finding,) = refused.value.findings
    assert finding.rule == "exercise-kind"
    assert "critical-path" in finding.allowed
    assert finding.line == (2 if line else 1)


def test_a_file_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(ContentError):
        read_exercise_text(b"- 1\n", "a.yaml")


def test_misconceptions_are_found_wherever_they_are_named() -> None:
    assert list(misconceptions_in(example("matrix"))) == [
        (("traps", "boundary"), "level-bounds"),
        (("traps", "other-impact"), "impact-highest"),
        (("data", "question", "options", 1, "trap"), "matrix-exact"),
    ]
    paths = [path for path, _ in misconceptions_in(example("earned-value"))]
    assert ("data", "dashboards", 1, "diagnosis", "options", 2, "trap") in paths


BROKEN = [
    # kind, what stands there, what is put there, the field, the rule
    ("matrix", "boundary: level-bounds", "bondary: level-bounds", "traps.bondary", "unknown-slip"),
    ("matrix", "  draw: 8", "  draw: 12", None, ""),
    ("matrix", "key: r02", "key: r01", "data.risks[1].key", "repeated-key"),
    ("matrix", "0.60, 1.00]", "0.60, 0.90]", "data.scales.probability_upper_bounds[4]", "bounds"),
    ("matrix", "[0, 36, 72", "[0, 72, 36", "data.scales.cost_lower_bounds", "bounds"),
    ("matrix", "        is_correct: true\n", "", "data.question.options", "right-options"),
    ("matrix", "key: mistake", "key: ranges", "data.question.options[1].key", "repeated-key"),
    ("critique", "key: weather", "key: chillers", "data.lines[1].key", "repeated-key"),
    ("critique", "        issue:\n", "        isue:\n", "data.lines[2].faults.isue", "unknown-fault"),
    ("critique", "        owner:\n", "        boss:\n", "data.lines[0].cells.boss", "unknown-column"),
    ("critique", "  lines:\n", "  draw: 14\n  lines:\n", "data.draw", "draw"),
    ("three-point", "task: e", "task: zz", "data.single.task", "unknown-task"),
    ("three-point", "optimistic: 10\n", "optimistic: 90\n", "data.tasks[0].optimistic", "points"),
    ("three-point", "- key: d", "- key: b", "data.tasks[1].key", "repeated-key"),
    ("decision-tree", "probability: 0.25", "probability: 0.5", "data.states", "probabilities"),
    ("decision-tree", "        good: 0\n", "", "data.acts[0].payoffs", "payoffs"),
    ("decision-tree", "          bad: 1\n", "          bad: 0.5\n", "data.test.outcomes", "probabilities"),
    ("decision-tree", "          bad: 1\n", "          evil: 1\n", "data.test.outcomes[0].likelihoods", "likelihoods"),
    ("decision-tree", "key: redesign", "key: build", "data.acts[1].key", "repeated-key"),
    ("calibration", "draw_statements: 5", "draw_statements: 6", "data.draw_statements", "draw"),
    ("calibration", "key: rail", "key: project", "data.statements[1].key", "repeated-key"),
    ("response-budget", "  reserve: 440", "  draw: 16", "data.draw", "draw"),
    ("response-budget", "  budget: 60", "  budget: 10", "data.budget", "budget"),
    ("response-budget", "key: r02", "key: r01", "data.risks[1].key", "repeated-key"),
    ("triage", "key: badge", "key: crane", "data.messages[2].key", "repeated-key"),
    ("triage", "  draw: 5", "  draw: 9", "data.draw", "draw"),
    ("triage", "        do: 9\n        plan: 1", "        do: 0\n        plan: 0", "data.messages[0].panel", "panel"),
    ("day-plan", "key: risks", "key: report", "data.tasks[1].key", "repeated-key"),
    ("day-plan", "work: routine\n      due", "work: paint\n      due", "data.tasks[2].work", "unknown-work"),
    ("day-plan", "due: 4", "due: 40", "data.tasks[2].due", "slot"),
    ("day-plan", "slot: 9", "slot: 16", "data.meetings[1].slot", "slot"),
    ("day-plan", "[1, 2, 3, 4, 5, 6]", "[0]", "data.high_energy[0]", "slot"),
    ("day-plan", "slot: 3\n      slots: 1", "slot: 1\n      slots: 16", "data.meetings", "meetings"),
    ("day-plan", "  slots: 16\n", "  slots: 16\n  least_buffer: 0.4\n", "data.least_buffer", "buffer"),
    ("reserve", "key: r02", "key: r01", "data.risks[1].key", "repeated-key"),
    ("reserve", "- risk: r02", "- risk: r99", "data.periods[0].events[1].risk", "unknown-risk"),
    ("reserve", "- risk: r02", "- risk: r01", "data.periods[0].events[1].risk", "repeated-event"),
    ("reserve", "  quantile: 0.8", "  call_below: 3", "data.call_below", "rule"),
    ("schedule-risk", "- key: b\n", "- key: a\n", "data.activities[1].key", "repeated-key"),
    ("schedule-risk", "[a, b]", "[a, z]", "data.activities[3].predecessors[1]", "predecessor"),
    ("schedule-risk", "optimistic: 8\n    most", "optimistic: 80\n    most", "data.merge.optimistic", "points"),
    ("schedule-risk", "      optimistic: 8\n", "      optimistic: 80\n", "data.activities[0].optimistic", "points"),
    (
        "schedule-risk",
        "  runs: 10000\n",
        "  risks:\n    - text:\n        en: R\n      probability: 0.5\n      days: 1\n      activity: zz\n",
        "data.risks[0].activity",
        "unknown-activity",
    ),
    ("critical-path", "key: f\n", "key: e\n", "data.activities[1].key", "repeated-key"),
    ("critical-path", "predecessor: e\n", "predecessor: zz\n", "data.links[0].predecessor", "unknown-activity"),
    ("critical-path", "predecessor: e\n", "predecessor: q\n", "data.links[0].successor", "order"),
    ("critical-path", "- activity: e", "- activity: zz", "data.shortening.options[0].activity", "unknown-activity"),
    ("critical-path", "duration: 30\n", "duration: 3\n", "data.shortening.options[0].most", "crash"),
    ("earned-value", "key: month-eleven", "key: month-six", "data.dashboards[1].key", "repeated-key"),
    ("earned-value", "  dashboards:\n", "  draw: 3\n  dashboards:\n", "data.draw", "draw"),
    ("earned-value", "      period: 6\n", "", "data.dashboards[0].planned_curve", "planned-curve"),
    ("earned-value", "[620, 1270", "[1620, 1270", "data.dashboards[0].planned_curve", "planned-curve"),
    ("earned-value", "7084, 7200]", "7084, 7190]", "data.dashboards[0].planned_curve", "planned-curve"),
    ("earned-value", "      forecast: budget-over-index\n", "", "data.dashboards[0]", "forecast"),
    ("earned-value", "asks: [schedule-index", "asks: [to-complete-index", "data.dashboards[1].asks", "to-complete"),
    ("earned-value", "earned: 3562", "earned: 9999", "data.dashboards[0].earned", "earned"),
    (
        "earned-value",
        "            say:\n              en: Each thousand spent has earned less than a thousand.\n",
        "",
        "data.dashboards[0].diagnosis.options[1]",
        "feedback",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "field", "rule"), BROKEN)
def test_a_broken_file_is_refused_with_line_and_field(
    kind: str, old: str, new: str, field: str | None, rule: str, tmp_path: Path
) -> None:
    text = (FOLDER / f"{EXAMPLES[kind]}.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    if field is None:  # as many as there are may be drawn
        read_exercise(path)
        return
    with pytest.raises(ContentError) as refused:
        read_exercise(path)
    assert (field, rule) in [(finding.field, finding.rule) for finding in refused.value.findings]
    assert all(finding.file == str(path) and finding.line for finding in refused.value.findings)
