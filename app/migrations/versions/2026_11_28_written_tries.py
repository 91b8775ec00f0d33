"""Tries at the exercises of a course, each written once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_written_tries"
down_revision = "2026_11_28_written_tests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exercise_tries",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.String(length=60), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("course_version", sa.String(length=20), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("understood", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "enrolment_id"],
            ["enrolments.firm_id", "enrolments.id"],
            name=op.f("fk_exercise_tries_firm_id_enrolment_id_enrolments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_exercise_tries_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_tries")),
        sa.UniqueConstraint("firm_id", "id", name="uq_exercise_tries_firm_id_id"),
    )
    op.create_index(
        "ix_exercise_tries_firm_id_enrolment_id_exercise",
        "exercise_tries",
        ["firm_id", "enrolment_id", "exercise"],
    )


def downgrade() -> None:
    op.drop_table("exercise_tries")
