"""What there is to carry plans out, and what was asked of a plan and could not be kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_working_limits"
down_revision = "2026_11_28_target_overrides"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_limits",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_plan_limits_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "changed_by"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_plan_limits_firm_id_changed_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_plan_limits_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_limits")),
        sa.UniqueConstraint("firm_id", "id", name="uq_plan_limits_firm_id_id"),
        sa.UniqueConstraint("firm_id", "assessment_id", name=op.f("uq_plan_limits_firm_id_assessment_id")),
    )
    op.add_column("plan_scenarios", sa.Column("refused", sa.JSON(), nullable=True))
    op.add_column("plan_scenarios", sa.Column("due", sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column("plan_scenarios", "due")
    op.drop_column("plan_scenarios", "refused")
    op.drop_table("plan_limits")
