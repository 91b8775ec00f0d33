"""What the measurement costs: one assessment beside bare numpy, and how it grows to a million answers."""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from assessments.bootstrap import DRAWS, SEED
from assessments.model import ROLES, MaturityModel
from assessments.published import find_model
from assessments.responses import Answer, Evidence, Response
from assessments.scoring import score_assessment
from tests.bench.goals import Figure
from tests.bench.rounds import paired, summary
from tests.bench.stand import CHECKOUT

MODEL = "full-model"
PEOPLE = 200
ANSWERS = (10_000, 100_000, 1_000_000)
EVIDENCE: tuple[Evidence, ...] = ("none", "one", "several")
REPEATS = 5  # measurements of each size, of which the least disturbed counts


def people(model: MaturityModel, count: int) -> list[Response]:
    """Return respondents of every role group who answered all 70 questions: levels, "don't know", evidence."""
    chance = Random(70)
    keys = [question.key for question in model.questions]
    found = []
    for number in range(count):
        centre = chance.gauss(2.8, 0.5)
        answers = {}
        for key in keys:
            level = min(5, max(1, round(chance.gauss(centre, 0.9))))
            is_known = chance.random() >= 0.05
            answers[key] = Answer(level, "level", chance.choice(EVIDENCE)) if is_known else Answer(None, "DK")
        found.append(Response(f"p{number:06}", ROLES[number % len(ROLES)], answers))
    return found


def asked_of_all(model: MaturityModel) -> MaturityModel:
    """Return the model with every question put to every role group, so that 70 questions are 70 answers each."""
    dimensions = tuple(
        replace(one, questions=tuple(replace(question, roles=ROLES) for question in one.questions))
        for one in model.dimensions
    )
    return replace(model, dimensions=dimensions)


def cpu_of(work: Callable[[], object]) -> float:
    """Return the seconds of CPU that a call takes."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def bare_numpy(values: NDArray[np.float64], groups: list[NDArray[np.float64]]) -> None:
    """The yardstick: the means over both axes and the whole, and the bootstrap's draws with the means of each."""
    np.nanmean(values, axis=0)
    np.nanmean(values, axis=1)
    np.nanmean(values)
    bits = np.random.PCG64(SEED)
    for group in groups:
        drawn = len(group) - 1
        raw = bits.random_raw(DRAWS * drawn)
        places = ((raw >> np.uint64(11)) * (2.0**-53) * len(group)).astype(np.int64).reshape(DRAWS, drawn)
        group[places].mean(axis=1)


def one_assessment() -> dict[str, Figure]:
    model = asked_of_all(find_model(MODEL))
    responses = people(model, PEOPLE)
    keys = [question.key for question in model.questions]
    levels = [[one.answers[key].value or np.nan for key in keys] for one in responses]
    values = np.array(levels, dtype=float)
    seats = np.array([ROLES.index(one.role) for one in responses])
    groups = [np.nan_to_num(values[seats == place], nan=3.0) for place in range(len(ROLES))]
    score_assessment(model, responses)  # imports and first use are not scoring
    bare_numpy(values, groups)
    return {
        "S1": paired(
            lambda: cpu_of(lambda: score_assessment(model, responses)),
            lambda: cpu_of(lambda: bare_numpy(values, groups)),
        )
    }


def growing() -> dict[str, Figure]:
    """A process of its own for each size: cost, and the memory that scoring adds and ends with."""
    found = {count: _in_a_process(count) for count in ANSWERS}
    each = {count: one["seconds"] / count * 1e6 for count, one in found.items()}
    small, middle, large = ANSWERS
    notes = ", ".join(f"{each[count]:.2g} µs at {count:,}" for count in ANSWERS)
    most = found[large]
    return {
        "S2": summary([most["seconds"]], f"{most['answers']:,.0f} answers"),
        "S2.memory": summary([most["peak"]], f"{most['added']:.0f} MB of it scoring"),
        "S3": summary([max(each[large] / each[middle], each[middle] / each[small])], f"per answer {notes}"),
    }


def _in_a_process(answers: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.scoring", str(answers)]
    printed = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(printed)
    return found


def _peak() -> float:
    """Return the most memory this process ever had, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 if sys.platform != "darwin" else 1024**2)


def main() -> None:
    model = asked_of_all(find_model(MODEL))
    responses = people(model, -(-int(sys.argv[1]) // len(model.questions)))
    score_assessment(model, responses[:PEOPLE])
    before = _peak()
    gc.freeze()  # what was prepared is not the scoring's to look through
    seconds = min(cpu_of(lambda: score_assessment(model, responses)) for _ in range(REPEATS))
    count = sum(len(one.answers) for one in responses)
    print(json.dumps({"answers": count, "seconds": seconds, "peak": _peak(), "added": _peak() - before}))


if __name__ == "__main__":
    main()
