"""Time at work on courses: a sum for each part and day, and the last moment that was heard of each person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_hours"
down_revision = "2026_11_29_training_reminders"
branch_labels = None
depends_on = None


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["firm_id", column],
        [f"{target}.firm_id", f"{target}.id"],
        name=op.f(f"fk_{table}_firm_id_{column}_{target}"),
        ondelete="CASCADE",
    )


def _firm(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f(f"fk_{table}_firm_id_firms"))


def upgrade() -> None:
    op.create_table(
        "study_times",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("studied_on", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_study_times_seconds")),
        _link("study_times", "enrolment_id", "enrolments"),
        _firm("study_times"),
        sa.PrimaryKeyConstraint("firm_id", "enrolment_id", "part", "studied_on", name=op.f("pk_study_times")),
    )
    op.create_table(
        "study_clocks",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('arrive', 'work', 'leave')", name=op.f("ck_study_clocks_kind")),
        _link("study_clocks", "user_id", "users"),
        _link("study_clocks", "enrolment_id", "enrolments"),
        _firm("study_clocks"),
        sa.PrimaryKeyConstraint("firm_id", "user_id", name=op.f("pk_study_clocks")),
    )
    op.create_index("ix_study_clocks_firm_id_enrolment_id", "study_clocks", ["firm_id", "enrolment_id"])


def downgrade() -> None:
    op.drop_table("study_clocks")
    op.drop_table("study_times")
