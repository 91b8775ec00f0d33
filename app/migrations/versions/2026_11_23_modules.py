"""Optional modules beside the maturity model, what follows from the answers to them, and a benchmark."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_modules"
down_revision = "2026_11_22_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("modules", sa.String(length=100), server_default="", nullable=False))
        table.add_column(sa.Column("module_results", sa.JSON(), nullable=True))
        table.add_column(sa.Column("benchmark", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("assessments") as table:
        table.drop_column("benchmark")
        table.drop_column("module_results")
        table.drop_column("modules")
