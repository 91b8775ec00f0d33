"""A report is kept as a workbook and as slides too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_written_workbooks"
down_revision = "2026_11_28_written_tries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reports") as batch:
        batch.add_column(sa.Column("workbook_hash", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("slides_hash", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reports") as batch:
        batch.drop_column("slides_hash")
        batch.drop_column("workbook_hash")
