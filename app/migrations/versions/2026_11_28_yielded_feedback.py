"""Respondents get back what became of their answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_yielded_feedback"
down_revision = "2026_11_28_written_workbooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_releases",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_feedback_releases_firm_id_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "report_id"],
            ["reports.firm_id", "reports.id"],
            name=op.f("fk_feedback_releases_firm_id_report_id_reports"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_feedback_releases_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_releases")),
        sa.UniqueConstraint("firm_id", "id", name="uq_feedback_releases_firm_id_id"),
        sa.UniqueConstraint(
            "firm_id", "assessment_id", name=op.f("uq_feedback_releases_firm_id_assessment_id")
        ),
    )
    with op.batch_alter_table("invitations") as batch:
        batch.add_column(sa.Column("feedback_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("invitations") as batch:
        batch.drop_column("feedback_at")
    op.drop_table("feedback_releases")
