"""A solver at work on one planning problem, in a process of its own: JSON in, a line of JSON for every answer.

Started as `python -m assessments.planning.solver_child`. HiGHS is imported here and nowhere else, since two
solvers in one process have been seen to clash.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

import numpy as np

from assessments.planning.grid import Starts
from assessments.planning.improving import Answer, Solved, Task, improve
from assessments.planning.problem import PlanningProblem
from assessments.planning.programme import Formulation
from content import from_plain, to_plain

OPTIONS = (
    ("threads", 1),
    ("parallel", "off"),
    ("random_seed", 0),
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 1e-6),
)


def solve(form: Formulation, nodes: int, known: Starts | None = None, *, is_relaxed: bool = False) -> Solved:
    """Solve a programme, or its relaxation by an interior point method."""
    highspy: Any = import_module("highspy")  # it carries no types that could be relied on

    programme = form.programme
    highs = highspy.Highs()
    highs.silent()
    for name, value in (*OPTIONS, ("mip_max_nodes", nodes)):
        highs.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.costs), len(programme.rows)
    model.col_cost_ = np.array(programme.costs)
    model.col_lower_, model.col_upper_ = np.array(programme.lower), np.array(programme.upper)
    model.row_lower_, model.row_upper_ = np.array(programme.row_lower), np.array(programme.row_upper)
    if is_relaxed:
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
    else:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[is_whole] for is_whole in programme.is_whole]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in programme.rows)])
    model.a_matrix_.index_ = np.array([column for row in programme.rows for column in row], dtype=np.int32)
    model.a_matrix_.value_ = np.array([value for row in programme.rows for value in row.values()])
    highs.passModel(model)
    begun = None if known is None or is_relaxed else form.values_of(known)
    if begun:
        columns = np.array(list(begun), dtype=np.int32)
        highs.setSolution(len(columns), columns, np.array(list(begun.values())))
    highs.run()
    info, status = highs.getInfo(), highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved("infeasible", float("inf"), None)
    is_optimal = status == highspy.HighsModelStatus.kOptimal
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = list(highs.getSolution().col_value) if has_values or (is_relaxed and is_optimal) else None
    if is_relaxed:
        return Solved("limit", info.objective_function_value if is_optimal else float("-inf"), values)
    return Solved("optimal" if is_optimal else "limit", info.mip_dual_bound, values)


def tell(answer: Answer) -> None:
    sys.stdout.write(json.dumps(to_plain(answer)) + "\n")
    sys.stdout.flush()


def main() -> None:
    task = json.load(sys.stdin)
    problem = from_plain(PlanningProblem, task["problem"])
    improve(Task(problem, task["objective"], task["starts"], solve, tell, task["nodes"]))


if __name__ == "__main__":
    main()
