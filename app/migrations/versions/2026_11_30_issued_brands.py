"""Brands as they were when a certificate was issued; those from before keep our own look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_issued_brands"
down_revision = "2026_11_30_hours"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issued_brands",
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_issued_brands_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_brands")),
        sa.UniqueConstraint("firm_id", "content_hash", name=op.f("uq_issued_brands_firm_id_content_hash")),
        sa.UniqueConstraint("firm_id", "id", name="uq_issued_brands_firm_id_id"),
    )
    with op.batch_alter_table("certificates") as batch:
        batch.add_column(sa.Column("brand_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_certificates_firm_id_brand_id_issued_brands"),
            "issued_brands",
            ["firm_id", "brand_id"],
            ["firm_id", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("certificates") as batch:
        batch.drop_constraint(op.f("fk_certificates_firm_id_brand_id_issued_brands"), type_="foreignkey")
        batch.drop_column("brand_id")
    op.drop_table("issued_brands")
