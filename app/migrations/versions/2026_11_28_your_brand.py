"""Reports in a firm's own brand, with a cover for each engagement; an issued report keeps what it had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_your_brand"
down_revision = "2026_11_28_yielded_feedback"
branch_labels = None
depends_on = None


def _shared_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_kind", sa.String(length=3), nullable=True),
        sa.Column("logo_width", sa.Integer(), nullable=True),
        sa.Column("logo_height", sa.Integer(), nullable=True),
        sa.Column("is_logo_on_plate", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
    ]


def _shared_constraints(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f(f"fk_{table}_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "changed_by"],
            ["users.firm_id", "users.id"],
            name=op.f(f"fk_{table}_firm_id_changed_by_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("firm_id", "id", name=f"uq_{table}_firm_id_id"),
        sa.CheckConstraint("(logo IS NULL) = (logo_kind IS NULL)", name=op.f(f"ck_{table}_logo")),
    ]


def upgrade() -> None:
    op.create_table(
        "firm_brands",
        sa.Column("main_colour", sa.String(length=7), nullable=True),
        sa.Column("accent_colour", sa.String(length=7), nullable=True),
        sa.Column("font", sa.String(length=20), nullable=False),
        sa.Column("footer", sa.String(length=80), nullable=False),
        sa.Column("disclaimer", sa.String(length=400), nullable=False),
        *_shared_columns(),
        *_shared_constraints("firm_brands"),
        sa.UniqueConstraint("firm_id", name=op.f("uq_firm_brands_firm_id")),
    )
    op.create_table(
        "engagement_covers",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("subtitle", sa.String(length=160), nullable=False),
        *_shared_columns(),
        *_shared_constraints("engagement_covers"),
        sa.ForeignKeyConstraint(
            ["firm_id", "engagement_id"],
            ["engagements.firm_id", "engagements.id"],
            name=op.f("fk_engagement_covers_firm_id_engagement_id_engagements"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "firm_id", "engagement_id", name=op.f("uq_engagement_covers_firm_id_engagement_id")
        ),
    )
    with op.batch_alter_table("reports") as batch:
        batch.add_column(sa.Column("brand", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reports") as batch:
        batch.drop_column("brand")
    op.drop_table("engagement_covers")
    op.drop_table("firm_brands")
