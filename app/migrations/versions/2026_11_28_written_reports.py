"""What was chosen when a report was issued, and findings that a person wrote anew before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_written_reports"
down_revision = "2026_11_28_written_readings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reports") as batch:
        batch.add_column(sa.Column("choice", sa.JSON(), nullable=True))
    op.create_table(
        "reworded_findings",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("computed", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_reworded_findings_text")),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_reworded_findings_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_reworded_findings_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reworded_findings")),
        sa.UniqueConstraint("firm_id", "id", name="uq_reworded_findings_firm_id_id"),
        sa.UniqueConstraint(
            "firm_id",
            "assessment_id",
            "language",
            "key",
            name=op.f("uq_reworded_findings_firm_id_assessment_id_language_key"),
        ),
    )


def downgrade() -> None:
    op.drop_table("reworded_findings")
    with op.batch_alter_table("reports") as batch:
        batch.drop_column("choice")
