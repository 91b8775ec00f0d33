"""Targets that a person has set for a dimension of an assessment, with the reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_target_overrides"
down_revision = "2026_11_28_rollout_figures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "target_overrides",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Double(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_target_overrides_note")),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_target_overrides_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_target_overrides_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_overrides")),
        sa.UniqueConstraint("firm_id", "id", name="uq_target_overrides_firm_id_id"),
        sa.UniqueConstraint(
            "firm_id",
            "assessment_id",
            "dimension",
            name=op.f("uq_target_overrides_firm_id_assessment_id_dimension"),
        ),
    )


def downgrade() -> None:
    op.drop_table("target_overrides")
