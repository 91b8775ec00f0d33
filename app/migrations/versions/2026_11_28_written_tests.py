"""Tests of three kinds with a time limit, lessons tested out of, questions that come again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_written_tests"
down_revision = "2026_11_28_written_reports"
branch_labels = None
depends_on = None

_OLD = op.f("uq_attempts_firm_id_enrolment_id_number")
_NEW = op.f("uq_attempts_firm_id_enrolment_id_kind_number")


def upgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.add_column(sa.Column("kind", sa.String(length=10), server_default="quiz", nullable=False))
        table.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_constraint(_OLD, type_="unique")
        table.create_unique_constraint(_NEW, ["firm_id", "enrolment_id", "kind", "number"])
    with op.batch_alter_table("attempts") as table:
        table.alter_column("kind", server_default=None)
    with op.batch_alter_table("lessons_done") as table:
        table.add_column(sa.Column("how", sa.String(length=12), server_default="read", nullable=False))
    with op.batch_alter_table("lessons_done") as table:
        table.alter_column("how", server_default=None)
    op.create_table(
        "review_cards",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "enrolment_id"],
            ["enrolments.firm_id", "enrolments.id"],
            name=op.f("fk_review_cards_firm_id_enrolment_id_enrolments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_review_cards_firm_id_firms")),
        sa.PrimaryKeyConstraint("firm_id", "enrolment_id", "item", name=op.f("pk_review_cards")),
    )
    op.create_table(
        "review_answers",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("course_version", sa.String(length=20), nullable=False),
        sa.Column("drawn_values", sa.JSON(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("traps", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("review_answers"),
        sa.ForeignKeyConstraint(
            ["firm_id", "enrolment_id"],
            ["enrolments.firm_id", "enrolments.id"],
            name=op.f("fk_review_answers_firm_id_enrolment_id_enrolments"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_review_answers_firm_id_enrolment_id_item", "review_answers", ["firm_id", "enrolment_id", "item"]
    )


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f(f"fk_{table}_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("firm_id", "id", name=f"uq_{table}_firm_id_id"),
    )


def downgrade() -> None:
    op.drop_table("review_answers")
    op.drop_table("review_cards")
    # What the older version has no place for goes; quizzes stay as they were.
    op.execute("DELETE FROM attempts WHERE kind <> 'quiz'")
    with op.batch_alter_table("lessons_done") as table:
        table.drop_column("how")
    with op.batch_alter_table("attempts") as table:
        table.drop_constraint(_NEW, type_="unique")
        table.create_unique_constraint(_OLD, ["firm_id", "enrolment_id", "number"])
        table.drop_column("due_at")
        table.drop_column("kind")
