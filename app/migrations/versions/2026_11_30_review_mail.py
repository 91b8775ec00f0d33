"""Mail about reviews that are due: who wants it, when the last was sent, and the address that stops it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_review_mail"
down_revision = "2026_11_30_regrades"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mails") as batch:
        batch.add_column(sa.Column("unsubscribe", sa.String(length=300), nullable=True))
    op.create_table(
        "review_mails",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["firm_id", "user_id"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_review_mails_firm_id_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_review_mails_firm_id_firms")),
        sa.PrimaryKeyConstraint("firm_id", "user_id", name=op.f("pk_review_mails")),
    )


def downgrade() -> None:
    op.drop_table("review_mails")
    with op.batch_alter_table("mails") as batch:
        batch.drop_column("unsubscribe")
