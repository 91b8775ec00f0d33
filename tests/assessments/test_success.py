"""By what each phase is judged."""

from dataclasses import replace

from assessments.milestones import milestones_of
from assessments.success import load_success, measure_success
from tests.assessments.rollout_cases import BANK, advised, laid_out, small_plan, work

LIBRARY = load_success()


def judged(plan, gaps=()):
    return measure_success(plan, milestones_of(plan), gaps)


def test_the_example_of_measures():
    _, gaps = advised(BANK, RSK=2.0)
    phases = judged(small_plan(), gaps)
    assert [(one.phase, str(one.judged_on)) for one in phases] == [
        (0, "2026-03-12"),
        (1, "2026-04-09"),
        (2, "2026-06-04"),
        (4, "2027-02-25"),
    ]
    assert [one.key for one in phases[2].measures] == ["artefacts-used", "pilot-satisfaction", "pulse-heard"]
    levels = [[(one.dimension, one.today, one.expected) for one in phase.levels] for phase in phases]
    assert levels == [[], [], [("RSK", 2.0, 2.25)], [("RSK", 2.0, 3.0)]]


def test_a_measure_of_an_initiative_needs_that_initiative():
    def keys(plan) -> set[str]:
        return {one.key for phase in judged(plan) for one in phase.measures}

    assert "register-complete" not in keys(laid_out(work("GOV-1", 0, 2)))
    assert "register-complete" in keys(laid_out(work("SVC-2", 0, 2)))
    assert "trained" in keys(laid_out(work("PPL-4", 0, 4)))


def test_only_three_open_gaps_with_a_projection_are_expected_to_move():
    _, gaps = advised(BANK, RSK=2.0, GOV=2.0, CTL=2.0, MTH=2.0, STR=None)
    projected = replace(small_plan().projections[0], levels=(2.1, 2.2, 2.3, 2.4))
    names = [gap.dimension for gap in gaps if gap.gap][:4]
    plan = replace(small_plan(), projections=tuple(replace(projected, dimension=name) for name in names[1:]))
    last = judged(plan, gaps)[-1]
    assert [one.dimension for one in last.levels] == names[1:]
    plan = replace(plan, projections=tuple(replace(projected, dimension=name) for name in names))
    assert [one.dimension for one in judged(plan, gaps)[-1].levels] == names[:3]


def test_every_phase_has_a_measure_that_always_applies():
    assert list(LIBRARY.problems()) == []
    assert all(phase.measures for phase in judged(laid_out(work("GOV-2", 0, 3))))


def test_a_key_twice_and_a_phase_without_measures_are_problems():
    twice = replace(LIBRARY, measures=(LIBRARY.measures[0],) * 2)
    found = [(problem.rule, problem.found) for problem in twice.problems()]
    assert found[0] == ("unique-key", "mandate-signed")
    assert found[1:] == [("every-phase", f"none for phase {phase}") for phase in (1, 2, 3, 4)]
