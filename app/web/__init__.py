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
    breakdown,
    engagements,
    health,
    home,
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
    plans,
    preferences,
    recommendations,
    reports,
    results,
    roadmaps,
    rollouts,
    shared,
    sign_in,
    style,
    targets,
    training,
    voices,
    weights,
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
    installation.installation,
    outbox.outbox,
    preferences.preferences,
    style.style,
    answering.answering,
    learning.learning,
    training.training,
    results.results,
    voices.voices,
    breakdown.breakdown,
    offerings.offerings,
    recommendations.recommendations,
    methods.methods,
    roadmaps.roadmaps,
    plans.plans,
    targets.targets,
    kpi_sets.kpi_sets,
    kpis.kpis,
    rollouts.rollouts,
    reports.reports,
    shared.shared,
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
