"""The catalogue that a firm plans from: the published initiatives and its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.db import db
from app.db import initiatives as rows
from app.db.initiatives import OwnInitiative
from app.errors import Conflict, Hidden, Invalid
from app.policy import Action, Actor, may, require_role
from app.services import trail
from app.surroundings import now
from assessments.catalogue import Catalogue, Initiative, OwnerRole, PlanType, load_catalogue
from assessments.own_initiatives import extend, find_dependants, find_problems, next_key
from assessments.published import find_model
from content import Text, from_plain, to_plain

HIGHEST_START = 4
"""The level from which the last step leads to the top of the scale."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An initiative as its author describes it; the key and the level it leads to follow."""

    dimension: str
    title: str
    purpose: str
    lift_from: int
    effort_days: float
    weeks: int
    needs: tuple[str, ...]
    owners: tuple[str, ...]
    deliverables: tuple[str, ...]
    types: tuple[PlanType, ...]
    sector: str | None
    is_quick_win: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One initiative of the catalogue with what its keys stand for. `id` is None for a published one."""

    initiative: Initiative
    owners: tuple[Text, ...]
    needs: tuple[tuple[str, Text], ...]
    id: UUID | None
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The initiatives that lift one dimension, published ones first."""

    dimension: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """The initiatives by dimension; `count` are all in use, `own_count` the firm's among them."""

    dimensions: Mapping[str, Text]
    groups: tuple[Group, ...]
    count: int
    retired: tuple[Entry, ...]
    version: str
    own_count: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What the form for one of the firm's own shows; `draft` is None for a new one."""

    key: str | None
    draft: Draft | None
    owners: tuple[OwnerRole, ...]
    dimensions: Mapping[str, Text]


def catalogue_of_firm() -> Catalogue:
    """Return the catalogue from which the firm in whose scope this runs draws its plans."""
    return extend(load_catalogue(), [_initiative(row) for row in rows.list_own() if not row.is_retired])


def catalogue_page(actor: Actor, dimension: str | None = None) -> CataloguePage:
    """Return the catalogue, of one dimension if one is named.

    Raises:
        Refused: not the firm's staff.
    """
    require_role(actor, Action.READ_CATALOGUE)
    own = rows.list_own()
    in_use = {row.key: row for row in own if not row.is_retired}
    catalogue = extend(load_catalogue(), [_initiative(row) for row in in_use.values()])
    titles = {one.key: one.title for one in catalogue.initiatives}
    owners = {role.key: role.title for role in catalogue.owners}

    def entry(one: Initiative, row: OwnInitiative | None) -> Entry:
        needs = tuple((need, titles[need]) for need in one.needs if need in titles)
        named = tuple(owners[owner] for owner in one.owners)
        return Entry(one, named, needs, row.id if row else None, row.is_retired if row else False)

    dimensions = _dimensions(catalogue)
    return CataloguePage(
        dimensions=dimensions,
        groups=tuple(
            Group(
                key,
                tuple(
                    entry(one, in_use.get(one.key))
                    for one in sorted(catalogue.initiatives, key=_number)
                    if one.dimension == key
                ),
            )
            for key in dimensions
            if not dimension or dimension == key
        ),
        count=len(catalogue.initiatives),
        retired=tuple(entry(_initiative(row), row) for row in own if row.is_retired),
        version=catalogue.version,
        own_count=len(in_use),
        may_edit=may(actor, Action.KEEP_INITIATIVES),
    )


def own_page(actor: Actor, initiative_id: UUID | None = None) -> OwnPage:
    """Return what the form shows, for a new initiative or one of the firm's own.

    Raises:
        Refused: not the firm's administrator.
        Hidden: no such initiative.
    """
    require_role(actor, Action.KEEP_INITIATIVES)
    catalogue = load_catalogue()
    row = None if initiative_id is None else _find(initiative_id)
    draft = None if row is None else _draft(_initiative(row))
    return OwnPage(row.key if row else None, draft, catalogue.owners, _dimensions(catalogue))


def add(actor: Actor, draft: Draft) -> str:
    """Add an initiative to the firm's catalogue; return its key.

    Raises:
        Refused: not the firm's administrator.
        Invalid: it does not fit the catalogue; `field` says where.
    """
    require_role(actor, Action.KEEP_INITIATIVES)
    own = rows.list_own()
    key = next_key(draft.dimension, [row.key for row in own])
    if key is None:
        raise Invalid("dimension", "no_number_left")
    made = _checked(key, draft, [_initiative(row) for row in own if not row.is_retired])
    row = OwnInitiative(
        firm_id=actor.firm_id, key=key, content=to_plain(made), changed_by=actor.id, changed_at=now()
    )
    db.session.add(row)
    db.session.flush()
    trail.note(actor.id, "initiative added", "own_initiative", row.id, key=key)
    return key


def change(actor: Actor, initiative_id: UUID, draft: Draft) -> str:
    """Replace what one of the firm's own initiatives says; its key and dimension stay. Return the key.

    Raises:
        Refused: not the firm's administrator.
        Hidden: no such initiative.
        Invalid: it does not fit the catalogue any more, or one that needs it would not.
    """
    require_role(actor, Action.KEEP_INITIATIVES)
    row = _find(initiative_id)
    others = [_initiative(one) for one in rows.list_own() if not one.is_retired and one.key != row.key]
    row.content = to_plain(_checked(row.key, draft, others))
    row.changed_by, row.changed_at = actor.id, now()
    db.session.flush()
    trail.note(actor.id, "initiative changed", "own_initiative", row.id, key=row.key)
    return row.key


def retire(actor: Actor, initiative_id: UUID) -> str:
    """Take one of the firm's own initiatives out of every plan to come; return its key. `restore` undoes it.

    Raises:
        Refused: not the firm's administrator.
        Hidden: no such initiative.
        Conflict: another one needs it first.
    """
    require_role(actor, Action.KEEP_INITIATIVES)
    row = _find(initiative_id)
    in_use = [_initiative(one) for one in rows.list_own() if not one.is_retired]
    if dependants := find_dependants(in_use, row.key):
        raise Conflict("initiative_needed", by=", ".join(dependants))
    return _set_retired(actor, row, is_retired=True)


def restore(actor: Actor, initiative_id: UUID) -> str:
    """Offer a retired initiative to plans again; return its key.

    Raises:
        Refused: not the firm's administrator.
        Hidden: no such initiative.
        Conflict: what it needs first is retired.
    """
    require_role(actor, Action.KEEP_INITIATIVES)
    row = _find(initiative_id)
    in_use = [_initiative(one) for one in rows.list_own() if not one.is_retired and one.key != row.key]
    if find_problems(load_catalogue(), [*in_use, _initiative(row)]):
        raise Conflict("initiative_unfit")
    return _set_retired(actor, row, is_retired=False)


def _set_retired(actor: Actor, row: OwnInitiative, *, is_retired: bool) -> str:
    if row.is_retired != is_retired:
        row.is_retired = is_retired
        row.changed_by, row.changed_at = actor.id, now()
        db.session.flush()
        deed = "initiative retired" if is_retired else "initiative restored"
        trail.note(actor.id, deed, "own_initiative", row.id, key=row.key)
    return row.key


def _find(initiative_id: UUID) -> OwnInitiative:
    row = rows.find_own(initiative_id)
    if row is None:
        raise Hidden
    return row


def _checked(key: str, draft: Draft, others: list[Initiative]) -> Initiative:
    catalogue = load_catalogue()
    if not key.startswith(f"{draft.dimension}-") or draft.dimension not in _dimensions(catalogue):
        raise Invalid("dimension", "unknown_choice")
    made = Initiative(
        key=key,
        title={"en": draft.title},
        purpose={"en": draft.purpose},
        dimension=draft.dimension,
        lift_from=draft.lift_from,
        lift_to=draft.lift_from + 1,
        needs=draft.needs,
        effort_days=draft.effort_days,
        weeks=draft.weeks,
        owners=draft.owners,
        deliverables=tuple({"en": line} for line in draft.deliverables),
        types=draft.types,
        is_quick_win=draft.is_quick_win,
        sector=draft.sector,
    )
    for about, problem in find_problems(catalogue, [*others, made]):
        if about != key:
            raise Invalid("lift_from", "initiative_breaks", other=about)
        raise Invalid(
            str(problem.path[0]), f"initiative_{problem.rule.replace('-', '_')}", found=problem.found
        )
    return made


def _initiative(row: OwnInitiative) -> Initiative:
    return from_plain(Initiative, row.content)


def _draft(one: Initiative) -> Draft:
    return Draft(
        dimension=one.dimension,
        title=one.title["en"],
        purpose=one.purpose["en"],
        lift_from=one.lift_from,
        effort_days=one.effort_days,
        weeks=one.weeks,
        needs=one.needs,
        owners=one.owners,
        deliverables=tuple(line["en"] for line in one.deliverables),
        types=one.types,
        sector=one.sector,
        is_quick_win=one.is_quick_win,
    )


def _dimensions(catalogue: Catalogue) -> dict[str, Text]:
    """The dimensions that have initiatives, in the catalogue's order, with the full model's titles."""
    titles = {one.key: one.title for one in find_model("full-model").dimensions}
    return {one.dimension: titles[one.dimension] for one in catalogue.initiatives}


def _number(one: Initiative) -> int:
    return int(one.key.partition("-")[2])
