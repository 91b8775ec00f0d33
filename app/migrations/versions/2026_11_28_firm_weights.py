"""A firm's own weights for the criteria of the PMO profile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_firm_weights"
down_revision = "2026_11_23_modules"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "firm_weights",
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_firm_weights_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "changed_by"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_firm_weights_firm_id_changed_by_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_weights")),
        sa.UniqueConstraint("firm_id", "id", name="uq_firm_weights_firm_id_id"),
        sa.UniqueConstraint("firm_id", name=op.f("uq_firm_weights_firm_id")),
    )


def downgrade() -> None:
    op.drop_table("firm_weights")
