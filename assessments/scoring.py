"""Answers to scores: per question, per dimension and whole. The method is in docs/methods.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from assessments.contested import contested_questions
from assessments.model import MaturityModel
from assessments.privacy import THRESHOLD
from assessments.responses import Response
from assessments.results import FEWEST_RESPONDENTS, FEWEST_ROLES, MaturityResult, Mode, RoleCoverage

if TYPE_CHECKING:
    from assessments.measurement import Measurement

METHOD_VERSION = "2.0.0"
"""Version of the method in docs/methods.md; it changes whenever a figure could."""


def score_assessment(
    model: MaturityModel,
    responses: Sequence[Response],
    *,
    threshold: int = THRESHOLD,
    mode: Mode = "named",
    invited: Mapping[str, int] | None = None,
    profile: Mapping[str, int] | None = None,
    also_asked: Collection[str] = (),
    seconds: Mapping[str, float] | None = None,
) -> MaturityResult:
    """Return everything that follows from the answers to one assessment.

    Respondents who answered nothing, and answers to questions that are not put to a respondent's role or do not
    apply to them, are left out. Neither the order of responses nor that of answers matters.

    Args:
        threshold: fewest people of whom anything is shown, unless the mode is "named".
        invited: people invited by role group, where that is known; it decides whether this is a census.
        profile: criterion to answer, 0–4; decides about questions that apply only to some organisations.
        also_asked: keys of questions that were asked beside the model's; answers to them are passed over.
        seconds: respondent to the time spent answering, where it is known.

    Raises:
        ValueError: a respondent twice, an unknown role or question, or an answer off the scale.

    Source: docs/methods.md, sections 1 to 5.
    """
    # numpy, which commands that score nothing start without; `_concluded` goes on from here
    from assessments.measurement import Measurement, Setting, coverage
    from assessments.panel import read_panel

    panel = read_panel(model, responses, also_asked=also_asked, profile=profile)
    roles = coverage(panel, invited)
    # With more than were invited, nobody knows of how many these are.
    is_census = bool(roles) and all(role.respondents == role.invited for role in roles)
    return _concluded(Measurement(panel, Setting(mode, threshold, is_census)), roles, seconds)


def _concluded(
    measurement: Measurement, roles: tuple[RoleCoverage, ...], seconds: Mapping[str, float] | None
) -> MaturityResult:
    """Return a measurement's figures and everything that is read from them."""
    from assessments.lenses import score_lenses
    from assessments.people import score_people, summarise_careless
    from assessments.redrawn import redraw

    panel, setting, model = measurement.panel, measurement.setting, measurement.model
    measured = measurement.measure()
    careless = summarise_careless(measurement, seconds)
    return MaturityResult(
        model_key=model.key,
        model_version=model.version,
        model_hash=model.hash,
        method_version=METHOD_VERSION,
        mode=setting.mode,
        threshold=setting.threshold,
        lowest=model.lowest,
        highest=model.highest,
        respondents=panel.size,
        is_organisation_result=panel.size >= FEWEST_RESPONDENTS and len(measurement.present) >= FEWEST_ROLES,
        is_census=setting.is_census,
        is_below_threshold=setting.mode != "named" and panel.size < setting.threshold,
        uniform_respondents=careless.counts.get("same answer", 0),
        dimensions=measured.dimensions,
        overall=measured.overall,
        roles=roles,
        questions=measured.questions,
        parts=measured.parts,
        lenses=score_lenses(measurement),
        contested=contested_questions(model, measured.questions),
        careless=careless,
        people=score_people(measurement, careless.respondents),
        redrawn=redraw(panel, measurement.draws, measurement.counts, measured.dimensions),
    )
