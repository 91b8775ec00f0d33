"""Reminders of courses that were assigned, each written once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_training_reminders"
down_revision = "2026_11_29_certificates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_reminders",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "enrolment_id"],
            ["enrolments.firm_id", "enrolments.id"],
            name=op.f("fk_training_reminders_firm_id_enrolment_id_enrolments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_training_reminders_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_reminders")),
        sa.UniqueConstraint("firm_id", "id", name="uq_training_reminders_firm_id_id"),
    )
    op.create_index(
        "ix_training_reminders_firm_id_enrolment_id", "training_reminders", ["firm_id", "enrolment_id"]
    )


def downgrade() -> None:
    op.drop_table("training_reminders")
