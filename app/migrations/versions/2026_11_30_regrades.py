"""Attempts graded again, each later grade written once; and what was kept of an attempt when its time ran out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_regrades"
down_revision = "2026_11_30_issued_brands"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attempts") as batch:
        batch.add_column(sa.Column("draft_given", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("ran_out", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("grade_number", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("attempts") as batch:
        batch.alter_column("ran_out", server_default=None)
        batch.alter_column("grade_number", server_default=None)
    _create_regrades()
    _create_attempt_grades()


def _create_regrades() -> None:
    op.create_table(
        "regrades",
        sa.Column("course_key", sa.String(length=60), nullable=False),
        sa.Column("content_version", sa.String(length=20), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("from_version", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("takes_passes", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('looking', 'looked', 'applying', 'applied')", name=op.f("ck_regrades_state")
        ),
        sa.CheckConstraint(
            "reason IS NOT NULL OR state IN ('looking', 'looked')", name=op.f("ck_regrades_reason")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_regrades_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
        sa.UniqueConstraint("firm_id", "id", name="uq_regrades_firm_id_id"),
    )
    op.create_index("ix_regrades_firm_id_created_at", "regrades", ["firm_id", "created_at"])


def _create_attempt_grades() -> None:
    op.create_table(
        "attempt_grades",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("regrade_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_version", sa.String(length=20), nullable=False),
        sa.Column("to_version", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("was_points", sa.Integer(), nullable=False),
        sa.Column("was_asked", sa.Integer(), nullable=False),
        sa.Column("was_passed", sa.Boolean(), nullable=False),
        sa.Column("crossing", sa.String(length=5), nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "crossing IN ('none', 'gains', 'keeps', 'loses')", name=op.f("ck_attempt_grades_crossing")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "attempt_id"],
            ["attempts.firm_id", "attempts.id"],
            name=op.f("fk_attempt_grades_firm_id_attempt_id_attempts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "regrade_id"],
            ["regrades.firm_id", "regrades.id"],
            name=op.f("fk_attempt_grades_firm_id_regrade_id_regrades"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_attempt_grades_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_grades")),
        sa.UniqueConstraint(
            "firm_id", "attempt_id", "number", name=op.f("uq_attempt_grades_firm_id_attempt_id_number")
        ),
        sa.UniqueConstraint("firm_id", "id", name="uq_attempt_grades_firm_id_id"),
    )
    op.create_index("ix_attempt_grades_firm_id_regrade_id", "attempt_grades", ["firm_id", "regrade_id"])


def downgrade() -> None:
    op.drop_table("attempt_grades")
    op.drop_table("regrades")
    with op.batch_alter_table("attempts") as batch:
        batch.drop_column("grade_number")
        batch.drop_column("ran_out")
        batch.drop_column("draft_given")
