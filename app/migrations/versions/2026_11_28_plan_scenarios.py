"""Plans that people shape, and how far the adopted one has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_plan_scenarios"
down_revision = "2026_11_28_own_initiatives"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_scenarios",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("comparison", sa.JSON(), nullable=True),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("baseline", sa.JSON(), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_plan_scenarios_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "changed_by"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_plan_scenarios_firm_id_changed_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_plan_scenarios_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_scenarios")),
        sa.UniqueConstraint("firm_id", "id", name="uq_plan_scenarios_firm_id_id"),
        sa.UniqueConstraint(
            "firm_id", "assessment_id", "name", name=op.f("uq_plan_scenarios_firm_id_assessment_id_name")
        ),
    )
    op.create_table(
        "plan_statuses",
        sa.Column("scenario_id", sa.Uuid(), nullable=False),
        sa.Column("initiative", sa.String(length=6), nullable=False),
        sa.Column("progress", sa.String(length=20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "progress IN ('planned', 'under way', 'done', 'given up')", name=op.f("ck_plan_statuses_progress")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "scenario_id"],
            ["plan_scenarios.firm_id", "plan_scenarios.id"],
            name=op.f("fk_plan_statuses_firm_id_scenario_id_plan_scenarios"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "changed_by"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_plan_statuses_firm_id_changed_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_plan_statuses_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_statuses")),
        sa.UniqueConstraint("firm_id", "id", name="uq_plan_statuses_firm_id_id"),
        sa.UniqueConstraint(
            "firm_id",
            "scenario_id",
            "initiative",
            name=op.f("uq_plan_statuses_firm_id_scenario_id_initiative"),
        ),
    )


def downgrade() -> None:
    op.drop_table("plan_statuses")
    op.drop_table("plan_scenarios")
