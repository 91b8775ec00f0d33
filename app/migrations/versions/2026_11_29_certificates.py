"""Certificates of completed courses, each under a code, and drafts of the attempts that earn them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_certificates"
down_revision = "2026_11_28_your_brand"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attempts") as batch:
        batch.add_column(sa.Column("draft", sa.JSON(), nullable=True))
    op.create_table(
        "certificates",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=28), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("course_key", sa.String(length=60), nullable=False),
        sa.Column("achievement", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_shown", sa.String(length=10), nullable=False),
        sa.Column("prints_share", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_for", sa.String(length=20), nullable=True),
        sa.Column("revoked_note", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "name_shown IN ('full', 'initials', 'none')", name=op.f("ck_certificates_name_shown")
        ),
        sa.CheckConstraint(
            "revoked_for IN ('mistake', 'wrong details', 'rules broken', 'asked for')",
            name=op.f("ck_certificates_revoked_for"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "enrolment_id"],
            ["enrolments.firm_id", "enrolments.id"],
            name=op.f("fk_certificates_firm_id_enrolment_id_enrolments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "user_id"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_certificates_firm_id_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_certificates_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
        sa.UniqueConstraint("firm_id", "enrolment_id", name=op.f("uq_certificates_firm_id_enrolment_id")),
        sa.UniqueConstraint("firm_id", "id", name="uq_certificates_firm_id_id"),
    )


def downgrade() -> None:
    op.drop_table("certificates")
    with op.batch_alter_table("attempts") as batch:
        batch.drop_column("draft")
