"""What a recommendation costs: scores, both stabilities, both flip sets, gates and axes, as CPU without a server."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from random import Random

from assessments.profile import ProfileFacts, load_profile_model
from assessments.published import find_model
from assessments.recommendations import recommend
from assessments.scoring import score_assessment
from tests.assessments.planning_cases import ARCHETYPES, profile_of
from tests.bench.goals import Figure
from tests.bench.rounds import summary
from tests.bench.scoring import MODEL, PEOPLE, REPEATS, asked_of_all, cpu_of, people
from tests.bench.stand import CHECKOUT

RANDOM = 40  # profiles of random answers beside the archetypes


def profiles() -> list[dict[str, int]]:
    chance = Random(18)
    keys = [criterion.key for criterion in load_profile_model().criteria]
    drawn = [{key: chance.randrange(5) for key in keys} for _ in range(RANDOM)]
    return [*(profile_of(answers) for answers in ARCHETYPES.values()), *drawn]


def recommendations() -> dict[str, Figure]:
    """Every archetype and forty random profiles, each with K04 from an assessment of 200 people; the slowest counts."""
    model, questionnaire = find_model(MODEL), load_profile_model()
    result = score_assessment(model, people(asked_of_all(model), PEOPLE))
    facts = ProfileFacts(project_count=30)
    seconds = []
    for profile in profiles():
        del profile["K04"]
        once = lambda profile=profile: recommend(questionnaire, profile, result, facts)  # noqa: E731 -- a call to time
        once()
        seconds.append(min(cpu_of(once) for _ in range(REPEATS)))
    middle = sorted(seconds)[len(seconds) // 2]
    return {
        "R1": summary([max(seconds)], f"the slowest of {len(seconds)}; half take {middle:.3g} or less"),
        "R1.first": summary([_in_a_process()]),
    }


def _in_a_process() -> float:
    command = [sys.executable, "-m", "tests.bench.advising"]
    printed = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    seconds: float = json.loads(printed)
    return seconds


if __name__ == "__main__":
    recommend(load_profile_model(), profile_of(ARCHETYPES["regional bank"]))
    print(json.dumps(time.process_time()))
