"""Initiatives of a firm's own, beside the published catalogue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_own_initiatives"
down_revision = "2026_11_28_firm_weights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_initiatives",
        sa.Column("key", sa.String(length=6), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "changed_by"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_own_initiatives_firm_id_changed_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_own_initiatives_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_initiatives")),
        sa.UniqueConstraint("firm_id", "id", name="uq_own_initiatives_firm_id_id"),
        sa.UniqueConstraint("firm_id", "key", name=op.f("uq_own_initiatives_firm_id_key")),
    )


def downgrade() -> None:
    op.drop_table("own_initiatives")
