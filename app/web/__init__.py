"""The site: one thin blueprint per noun, and what happens around every request."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import security
from app.config import Settings
from app.web import (
    answering,
    assessments,
    assets,
    brands,
    breakdown,
    calculators,
    certificate_checks,
    certificates,
    cohorts,
    composing,
    engagements,
    exercises,
    feedback,
    health,
    home,
    hours,
    initiatives,
    installation,
    invitations,
    kpi_sets,
    kpis,
    learning,
    lifecycle,
    methods,
    navigation,
    offerings,
    outbox,
    people,
    plan_comparisons,
    plan_limits,
    plan_readings,
    plans,
    preferences,
    recommendations,
    regrades,
    reports,
    results,
    review_mail,
    revocations,
    roadmaps,
    rollouts,
    shared,
    sign_in,
    style,
    targets,
    training,
    voices,
    weights,
    what_if,
)
from app.web.access import check_routes

BLUEPRINTS = (
    assets.assets,
    health.health,
    home.home,
    sign_in.sign_in,
    engagements.engagements,
    assessments.assessments,
    invitations.invitations,
    people.people,
    initiatives.initiatives,
    weights.weights,
    brands.brands,
    installation.installation,
    outbox.outbox,
    preferences.preferences,
    style.style,
    answering.answering,
    learning.learning,
    hours.hours,
    certificates.certificates,
    review_mail.review_mail,
    revocations.revocations,
    certificate_checks.certificate_checks,
    exercises.exercises,
    calculators.calculators,
    training.training,
    cohorts.cohorts,
    regrades.regrades,
    results.results,
    voices.voices,
    breakdown.breakdown,
    offerings.offerings,
    recommendations.recommendations,
    methods.methods,
    plan_comparisons.plan_comparisons,
    roadmaps.roadmaps,
    plans.plans,
    what_if.what_if,
    plan_readings.plan_readings,
    plan_limits.plan_limits,
    targets.targets,
    kpi_sets.kpi_sets,
    kpis.kpis,
    rollouts.rollouts,
    reports.reports,
    composing.composing,
    shared.shared,
    feedback.feedback,
)


def init_app(app: Flask, settings: Settings) -> None:
    """Register the blueprints and refuse to go on if one of their routes declares no access policy."""
    lifecycle.init_app(app)
    security.init_app(app)
    navigation.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    check_routes(app)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
