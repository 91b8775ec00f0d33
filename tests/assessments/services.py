"""Services of a PMO as tests put them to people."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.model import ROLES
from assessments.responses import Response
from assessments.service_map import map_services
from assessments.service_needs import load_service_module
from tests.assessments.questionnaires import Given, response

MODULE = load_service_module()
EXECUTIVE, PMO, MANAGER, TEAM, ASSURANCE = ROLES


def people(*said: tuple[str, Given | None, Given | None], service: str = "V01") -> list[Response]:
    """Return responses about one service: role, need and quality of each person; None is not answered."""
    return [
        response(f"p{number}", role, _given(service, need, quality))
        for number, (role, need, quality) in enumerate(said)
    ]


def _given(service: str, need: Given | None, quality: Given | None) -> Mapping[str, Given]:
    pairs = {f"{service}.need": need, f"{service}.quality": quality}
    return {key: value for key, value in pairs.items() if value is not None}


def mapped(*said: tuple[str, Given | None, Given | None], service: str = "V01", **how):
    """Return what follows for one service from what people said of it; `how` goes to `map_services`."""
    return map_services(MODULE, people(*said, service=service), **how).service(service)
