"""Where the link of an invitation leads: to an assessment, in a role, and to the response once one is begun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from app.db import answering as rows
from app.db import every_firm
from app.db.answering import Place, Setting
from app.db.engine import reading
from app.errors import Conflict, Hidden
from app.services.tokens import access_hash, has_token_shape, token_hash
from assessments.instrument import find_instrument, modules_of
from assessments.model import MaturityModel, Question

Found = TypeVar("Found")


def setting_of(token: str) -> tuple[Place, Setting]:
    """Return where a link leads and what stands round it.

    Raises:
        Hidden: the link leads nowhere.
    """
    found = _follow(token, rows.find_setting)
    if found is None or found[0].state == "draft":
        raise Hidden
    return found


@lru_cache(maxsize=2048)
def begun(token: str) -> Place:
    """Return where a link leads, remembered: nothing of it changes once a response is begun, except the two states,
    which must not be read from here.

    Raises:
        Hidden: the link leads nowhere, or nothing was begun with it.
    """
    with reading():
        place = _follow(token, rows.find_place)
    if place is None or place.state == "draft" or place.response_id is None:
        raise Hidden
    return place


def open_place(token: str, *, is_begun: bool = True) -> Place:
    """Return where a link leads as it stands now.

    Raises:
        Hidden: the link leads nowhere, or nothing was begun with it although something must be.
        Conflict: the assessment is closed.
    """
    place = _follow(token, rows.find_place)
    if place is None or place.state == "draft" or (is_begun and place.response_id is None):
        raise Hidden
    if place.state != "open":
        raise Conflict("already_closed")
    return place


def response_of(place: Place) -> UUID:
    """Return the response that was begun at a place.

    Raises:
        Hidden: none was.
    """
    if place.response_id is None:
        raise Hidden
    return place.response_id


def instrument_of(place: Place) -> MaturityModel:
    """Return the maturity model with the questions of the assessment's modules after its own."""
    return find_instrument(place.model_key, place.model_version, modules_of(place.modules))


def asked_of(place: Place) -> Mapping[str, Question]:
    """Return the questions put to the place's role by their keys, in the order in which they are asked."""
    return _asked(place.model_key, place.model_version, place.modules, place.role)


@lru_cache(maxsize=64)
def _asked(model_key: str, model_version: str, modules: str, role: str) -> Mapping[str, Question]:
    questions = find_instrument(model_key, model_version, modules_of(modules)).questions_for(role)
    return MappingProxyType({question.key: question for question in questions})


def _follow(token: str, find: Callable[[bytes, bytes], Found]) -> Found:
    if not has_token_shape(token):
        raise Hidden
    digests = token_hash(token), access_hash(token)
    with every_firm("an answer link tells whose firm's scope to enter"):
        return find(*digests)
