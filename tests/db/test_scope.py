"""The scope of a firm holds for every way in which a statement can be written.

Each probe is a way that slips through one of the three layers when that layer stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, exists, func, insert, select, text, union, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from app.db import db, every_firm, firm_scope
from app.db.engagements import Client, Engagement
from app.db.scope import OutOfScope, enter_firm, leave_firm, mentions_owned, unscoped_names
from app.surroundings import now
from tests.world import World

TABLE = Client.__table__


def add_client(firm_id: UUID, name: str) -> UUID:
    client = Client(
        id=uuid4(),
        firm_id=firm_id,
        name=name,
        sector="other",
        headcount=10,
        languages=["en"],
        project_count=1,
        yearly_value=Decimal(1),
        currency="USD",
        created_at=now(),
    )
    db.session.add(client)
    db.session.flush()
    return client.id


@pytest.fixture
def two(app, world: World) -> World:
    """A client called NORTH and one called SOUTH, each of its own firm."""
    for firm in ("north", "south"):
        with firm_scope(world.ids[firm]):
            world.ids[f"{firm}.probe"] = add_client(world.ids[firm], firm.upper())
    db.session.expunge_all()
    return world


def names(rows) -> set[str]:
    return {str(row) for row in rows} & {"NORTH", "SOUTH"}


# What each way of asking for clients yields in north's scope. Core statements must name the firm themselves.
READS: dict[str, Callable[[World], set[str]]] = {
    "entity": lambda w: names(c.name for c in db.session.scalars(select(Client))),
    "column": lambda w: names(db.session.scalars(select(Client.name))),
    "alias": lambda w: names(c.name for c in db.session.scalars(select(aliased(Client)))),
    "filter by foreign id": lambda w: names(
        c.name for c in db.session.scalars(select(Client).where(Client.id == w.ids["south.probe"]))
    ),
    "subquery": lambda w: names(
        db.session.scalars(select(select(Client.name).where(Client.headcount == 10).subquery().c.name))
    ),
    "in subquery": lambda w: names(
        db.session.scalars(select(Client.name).where(Client.id.in_(select(aliased(Client).id))))
    ),
    "union": lambda w: names(
        db.session.scalars(union(select(Client.name), select(Client.name).where(Client.headcount > 0)))
    ),
    "cte": lambda w: names(db.session.scalars(select(select(Client.name).cte("found").c.name))),
}


@pytest.mark.parametrize("way", READS)
def test_no_way_of_reading_shows_another_firms_rows(two: World, way: str) -> None:
    with firm_scope(two.ids["north"]):
        try:
            seen = READS[way](two)
        except OutOfScope:
            return  # refused whole is as good
    assert seen <= {"NORTH"}


@pytest.mark.parametrize("way", READS)
def test_every_way_of_reading_needs_a_scope(two: World, way: str) -> None:
    with pytest.raises(OutOfScope):
        READS[way](two)


def test_counts_see_the_own_firm_only(two: World) -> None:
    with firm_scope(two.ids["north"]):
        try:
            assert db.session.scalar(select(func.count()).select_from(Client)) == 1
            assert db.session.scalar(select(func.count(Client.id))) == 1
        except OutOfScope:
            pass


def test_existence_of_a_foreign_row_does_not_show(two: World) -> None:
    with firm_scope(two.ids["north"]):
        try:
            found = db.session.scalar(select(exists().where(Client.id == two.ids["south.probe"])))
        except OutOfScope:
            return
    assert not found


def test_getting_by_key_does_not_reach_a_foreign_row_even_when_it_was_loaded_before(two: World) -> None:
    with every_firm("the test loads a foreign row"):
        assert db.session.get(Client, two.ids["south.probe"]) is not None
    with firm_scope(two.ids["north"]):
        assert db.session.scalar(select(Client).where(Client.id == two.ids["south.probe"])) is None


@pytest.mark.parametrize(
    "statement",
    [
        select(TABLE.c.name),
        select(TABLE.c.name).where(TABLE.c.name == "SOUTH"),
        text("SELECT name FROM clients"),
        text("SELECT c.name FROM firms, clients c"),
        update(TABLE).values(name="x"),
        delete(TABLE),
        text("UPDATE clients SET name = 'x'"),
        text("DELETE FROM clients WHERE name = 'SOUTH'"),
    ],
    ids=str,
)
def test_a_core_statement_that_names_no_firm_is_refused(two: World, statement) -> None:
    with firm_scope(two.ids["north"]), pytest.raises(OutOfScope):
        db.session.execute(statement)


@pytest.mark.parametrize(
    "verb", [select(TABLE.c.name), update(TABLE).values(name="x"), delete(TABLE)], ids=str
)
def test_a_core_statement_that_names_another_firm_is_refused(two: World, verb) -> None:
    with firm_scope(two.ids["north"]), pytest.raises(OutOfScope):
        db.session.execute(verb.where(TABLE.c.firm_id == two.ids["south"]))


def test_a_join_needs_the_firm_on_both_sides(two: World) -> None:
    query = select(TABLE.c.name).join(Engagement.__table__, Engagement.__table__.c.client_id == TABLE.c.id)
    with firm_scope(two.ids["north"]), pytest.raises(OutOfScope):
        db.session.execute(query.where(TABLE.c.firm_id == two.ids["north"]))


def test_bulk_changes_stay_within_the_firm(two: World) -> None:
    with firm_scope(two.ids["north"]):
        db.session.execute(update(Client).values(headcount=99))
    with every_firm("the test looks at both"):
        counts = dict(
            db.session.execute(
                select(Client.name, Client.headcount).where(Client.headcount.in_((10, 99)))
            ).all()
        )
    assert counts == {"NORTH": 99, "SOUTH": 10}


def test_a_row_of_another_firm_cannot_be_added_changed_or_removed(two: World) -> None:
    with pytest.raises(OutOfScope), firm_scope(two.ids["north"]):
        add_client(two.ids["south"], "smuggled")
    db.session.rollback()
    with firm_scope(two.ids["north"]), pytest.raises(OutOfScope):
        db.session.execute(insert(Client).values(id=uuid4(), firm_id=two.ids["south"], name="x"))


def test_the_database_itself_refuses_a_link_between_firms(two: World) -> None:
    crossing = Engagement(
        id=uuid4(),
        firm_id=two.ids["north"],
        client_id=two.ids["south.probe"],
        title="x",
        starts_on=now().date(),
        criteria={},
        created_at=now(),
    )
    with firm_scope(two.ids["north"]):
        db.session.add(crossing)
        with pytest.raises(IntegrityError):
            db.session.flush()


def test_one_firms_scope_cannot_be_entered_inside_anothers(two: World) -> None:
    with firm_scope(two.ids["north"]):
        with pytest.raises(OutOfScope), firm_scope(two.ids["south"]):
            pass
        with pytest.raises(OutOfScope):
            enter_firm(two.ids["south"])
    leave_firm()


def test_looking_across_firms_needs_a_reason(app) -> None:
    with pytest.raises(OutOfScope), every_firm(""):
        pass


@pytest.mark.parametrize(
    ("statement", "loose"),
    [
        ("SELECT clients.name FROM clients WHERE clients.firm_id = ?", ()),
        ("SELECT c.name FROM clients AS c WHERE c.firm_id = ?", ()),
        ("SELECT c.name FROM clients AS c WHERE d.firm_id = ?", ("c",)),
        ("SELECT 1 FROM clients, users WHERE clients.firm_id = ?", ("users",)),
        ("INSERT INTO clients (id, name) VALUES (?, ?)", ("clients",)),
        ("INSERT INTO clients (id, firm_id) VALUES (?, ?)", ()),
        ("SELECT firms.name FROM firms", ()),
    ],
)
def test_the_check_of_the_sql_finds_what_is_not_held_to_a_firm(
    app, statement: str, loose: tuple[str, ...]
) -> None:
    assert unscoped_names(statement) == loose
    assert mentions_owned(statement) == ("clients" in statement)


def test_every_exit_from_the_scope_is_listed(repository: Path) -> None:
    """A reviewer sees each new one: `tests/scope_exits.txt` holds file and reason, a line each."""
    found = sorted(
        f"{path.relative_to(repository).as_posix()}: {reason}"
        for path in (repository / "app").rglob("*.py")
        for reason in re.findall(r"every_firm\(\s*\"([^\"]+)\"", path.read_text())
    )
    listed = (repository / "tests" / "scope_exits.txt").read_text().splitlines()
    assert found == sorted(listed)


class TwoFirms(RuleBasedStateMachine):
    """Whatever is done in either scope, each firm sees exactly what it made."""

    ids: dict[str, UUID]
    firms = st.sampled_from(["north", "south"])

    @initialize()
    def begin(self) -> None:
        self.made: list[tuple[str, UUID]] = []

    def of(self, firm: str) -> set[UUID]:
        return {made for owner, made in self.made if owner == firm}

    @rule(firm=firms)
    def create(self, firm: str) -> None:
        with firm_scope(self.ids[firm]):
            self.made.append((firm, add_client(self.ids[firm], "machine")))

    @rule(firm=firms, which=st.integers(0, 50), is_removal=st.booleans())
    def change_or_remove_anything(self, firm: str, which: int, is_removal: bool) -> None:
        if not self.made:
            return
        owner, wanted = self.made[which % len(self.made)]
        with firm_scope(self.ids[firm]):
            row = db.session.scalar(select(Client).where(Client.id == wanted))
            assert (row is not None) == (owner == firm)
            if row is None:
                return
            if is_removal:
                db.session.delete(row)
                self.made.remove((owner, wanted))
            else:
                row.headcount += 1
            db.session.flush()

    @rule(firm=firms, limit=st.integers(1, 3), offset=st.integers(0, 3))
    def paginate(self, firm: str, limit: int, offset: int) -> None:
        query = select(Client.id).where(Client.name == "machine").order_by(Client.id)
        with firm_scope(self.ids[firm]):
            page = db.session.scalars(query.limit(limit).offset(offset)).all()
        assert set(page) <= self.of(firm)

    @invariant()
    def each_sees_its_own(self) -> None:
        for firm in ("north", "south"):
            with firm_scope(self.ids[firm]):
                seen = set(db.session.scalars(select(Client.id).where(Client.name == "machine")))
            assert seen == self.of(firm)

    def teardown(self) -> None:
        with every_firm("the test clears up"):
            db.session.execute(delete(Client).where(Client.name == "machine"))


def test_any_sequence_of_work_in_two_firms_keeps_them_apart(app, world: World) -> None:
    TwoFirms.ids = world.ids
    run_state_machine_as_test(
        TwoFirms,
        settings=settings(
            max_examples=60,
            stateful_step_count=35,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
