"""Dated readings of the indicators of a plan, and the values they are to reach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_written_readings"
down_revision = "2026_11_28_working_limits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_readings",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("kpi", sa.String(length=6), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_plan_readings_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "entered_by"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_plan_readings_firm_id_entered_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_plan_readings_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_readings")),
        sa.UniqueConstraint("firm_id", "id", name="uq_plan_readings_firm_id_id"),
    )
    op.create_index(
        op.f("ix_plan_readings_firm_id_assessment_id"), "plan_readings", ["firm_id", "assessment_id"]
    )
    op.create_table(
        "plan_aims",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("kpi", sa.String(length=6), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_plan_aims_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "set_by"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_plan_aims_firm_id_set_by_users"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_plan_aims_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_aims")),
        sa.UniqueConstraint("firm_id", "id", name="uq_plan_aims_firm_id_id"),
        sa.UniqueConstraint(
            "firm_id", "assessment_id", "kpi", name=op.f("uq_plan_aims_firm_id_assessment_id_kpi")
        ),
    )


def downgrade() -> None:
    op.drop_table("plan_aims")
    op.drop_table("plan_readings")
