"""Two figures that the rollout of a plan rests on: people in projects, and what a person-day costs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_rollout_figures"
down_revision = "2026_11_28_plan_scenarios"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("engagements") as table:
        table.add_column(sa.Column("project_people", sa.Integer(), nullable=True))
        table.add_column(sa.Column("day_rate", sa.Numeric(precision=12, scale=2), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("engagements") as table:
        table.drop_column("day_rate")
        table.drop_column("project_people")
