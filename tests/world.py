"""The fixed cast: two firms, each with two clients, and a person in every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from app.db import firm_scope
from app.services import identity
from app.transactions import transaction

PASSWORD = "a long enough password"


@dataclass
class World:
    """Addresses are fixed; ids are those of this run. Keys of `ids` are `firm.noun`, such as "north.client"."""

    ids: dict[str, UUID] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # secrets of links and keys, by the same names

    operator = "operator@platform.example"
    admin = "admin@north.example"
    consultant = "consultant@north.example"  # on the team of north's engagement
    colleague = "colleague@north.example"  # same firm, another team
    sponsor = "sponsor@north-client.example"
    learner = "learner@north-client.example"
    other_admin = "admin@south.example"
    other_consultant = "consultant@south.example"
    other_sponsor = "sponsor@south-client.example"
    other_learner = "learner@south-client.example"


def build_world() -> World:
    """Create the cast through the services and return it."""
    world = World()
    with transaction():
        platform = identity.add_firm("Platform", "platform")
        with firm_scope(platform):
            identity.add_user(platform, World.operator, "Olga Operator", "operator", PASSWORD)
        world.ids["platform"] = platform
    for firm in ("north", "south"):
        with transaction():
            firm_id = identity.add_firm(f"{firm.title()} Consulting")
            world.ids[firm] = firm_id
            with firm_scope(firm_id):
                people(world, firm, firm_id)
    return world


def people(world: World, firm: str, firm_id: UUID) -> None:
    """Add the firm's staff: an administrator, a consultant, and a colleague on another team."""
    marker = "" if firm in ("north", "south") else f"CANARY{firm.upper()} "
    for role, name in (("firm_admin", "admin"), ("consultant", "consultant"), ("consultant", "colleague")):
        world.ids[f"{firm}.{name}"] = identity.add_user(
            firm_id, f"{name}@{firm}.example", f"{marker}{name.title()} of {firm.title()}", role, PASSWORD
        )
