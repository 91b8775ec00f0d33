"""Who takes part in a journey: a client of its own for each pass, with the respondents of the demonstration case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.demo_case import DemoCase, DemoRespondent, demo_responses, load_demo_case
from assessments.published import find_model
from assessments.responses import Response

MODEL = "quick-scan"
BY_KEYBOARD, ON_TWO_DEVICES, WITHOUT_SCRIPTS = "r10", "r11", "r02"
ASKED = (
    *("r01", WITHOUT_SCRIPTS, "r05", "r06", "r07", "r08", "r09", BY_KEYBOARD, ON_TWO_DEVICES),
    *("r12", "r13", "r14", "r15", "r16", "r17", "r21"),
)
"""Five of the PMO and six project managers, so that these two groups may be shown, and fewer of every other."""
SILENT = "r21"
"""Never answers, so that there is somebody to remind."""
ROLE_WORDS = {
    "executive": "sponsor",
    "pmo": "PMO",
    "project_manager": "project manager",
    "team": "team",
    "assurance": "finance",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """A client, its respondents by key, and what each of them will answer."""

    client: str
    domain: str
    people: Mapping[str, DemoRespondent]
    answers: Mapping[str, Response]
    profile: Mapping[str, int]

    def address(self, key: str) -> str:
        return self.people[key].email.split("@")[0] + "@" + self.domain

    def lines(self) -> str:
        """Return the list as somebody would paste it: names, addresses and roles in changing order."""
        orders = ("{name}, {address}, {role}", "{role}; {address}; {name}", "{role}\t{name}\t{address}")
        return "\n".join(
            orders[number % len(orders)].format(
                name=self.people[key].name, address=self.address(key), role=ROLE_WORDS[self.people[key].role]
            )
            for number, key in enumerate(ASKED)
        )


def cast(client: str) -> Cast:
    case: DemoCase = load_demo_case("qec")
    return Cast(
        client=client,
        domain=client.lower().replace(" ", "-") + ".example",
        people={person.key: person for person in case.respondents if person.key in ASKED},
        answers={
            given.respondent: given
            for given in demo_responses(case, find_model(MODEL))
            if given.respondent in ASKED
        },
        profile=case.profile,
    )
