"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_ins")),
    )
    op.create_index(
        op.f("ix_failed_sign_ins_subject_failed_at"),
        "failed_sign_ins",
        ["subject", "failed_at"],
        unique=False,
    )

    op.create_table(
        "firms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firms")),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_audit_events_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index(
        op.f("ix_audit_events_firm_id_done_at"), "audit_events", ["firm_id", "done_at"], unique=False
    )
    op.create_index(
        op.f("ix_audit_events_firm_id_subject_id"), "audit_events", ["firm_id", "subject_id"], unique=False
    )

    op.create_table(
        "clients",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("project_count", sa.Integer(), nullable=False),
        sa.Column("yearly_value", sa.Numeric(precision=16, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_clients_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
        sa.UniqueConstraint("firm_id", "id", name="uq_clients_firm_id_id"),
    )
    op.create_index(op.f("ix_clients_firm_id_name"), "clients", ["firm_id", "name"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("dedupe", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_jobs_state")),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_jobs_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("firm_id", "dedupe", name=op.f("uq_jobs_firm_id_dedupe")),
        sa.UniqueConstraint("firm_id", "id", name="uq_jobs_firm_id_id"),
    )
    op.create_index(op.f("ix_jobs_state_run_after"), "jobs", ["state", "run_after"], unique=False)

    op.create_table(
        "mails",
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("in_reply_to", sa.String(length=200), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f("ck_mails_state")),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_mails_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("firm_id", "id", name="uq_mails_firm_id_id"),
    )
    op.create_index(op.f("ix_mails_firm_id_created_at"), "mails", ["firm_id", "created_at"], unique=False)

    op.create_table(
        "engagements",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("criteria_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capacity_days", sa.Integer(), nullable=True),
        sa.Column("pmo_staff", sa.Double(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "client_id"],
            ["clients.firm_id", "clients.id"],
            name=op.f("fk_engagements_firm_id_client_id_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_engagements_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
        sa.UniqueConstraint("firm_id", "id", name="uq_engagements_firm_id_id"),
    )
    op.create_index(
        op.f("ix_engagements_firm_id_client_id"), "engagements", ["firm_id", "client_id"], unique=False
    )

    op.create_table(
        "users",
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "role IN ('operator', 'firm_admin', 'consultant', 'sponsor', 'learner')",
            name=op.f("ck_users_role"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "client_id"],
            ["clients.firm_id", "clients.id"],
            name=op.f("fk_users_firm_id_client_id_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_users_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("firm_id", "id", name="uq_users_firm_id_id"),
    )
    op.create_index(op.f("ix_users_firm_id_client_id"), "users", ["firm_id", "client_id"], unique=False)

    op.create_table(
        "assessments",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("scope_note", sa.Text(), nullable=False),
        sa.Column("model_key", sa.String(length=60), nullable=False),
        sa.Column("model_version", sa.String(length=20), nullable=False),
        sa.Column("model_hash", sa.String(length=64), nullable=False),
        sa.Column("target_level", sa.Double(), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_hash", sa.String(length=64), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("conclusion", sa.JSON(), nullable=True),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('named', 'confidential', 'anonymous')", name=op.f("ck_assessments_mode")
        ),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f("ck_assessments_state")),
        sa.ForeignKeyConstraint(
            ["firm_id", "engagement_id"],
            ["engagements.firm_id", "engagements.id"],
            name=op.f("fk_assessments_firm_id_engagement_id_engagements"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_assessments_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("firm_id", "id", name="uq_assessments_firm_id_id"),
    )
    op.create_index(
        op.f("ix_assessments_firm_id_engagement_id"),
        "assessments",
        ["firm_id", "engagement_id"],
        unique=False,
    )

    op.create_table(
        "engagement_members",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "engagement_id"],
            ["engagements.firm_id", "engagements.id"],
            name=op.f("fk_engagement_members_firm_id_engagement_id_engagements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "user_id"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_engagement_members_firm_id_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_engagement_members_firm_id_firms")),
        sa.PrimaryKeyConstraint("firm_id", "engagement_id", "user_id", name=op.f("pk_engagement_members")),
    )
    op.create_index(
        op.f("ix_engagement_members_firm_id_user_id"),
        "engagement_members",
        ["firm_id", "user_id"],
        unique=False,
    )

    op.create_table(
        "sign_ins",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "user_id"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_sign_ins_firm_id_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_sign_ins_firm_id_firms")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_firm_id_user_id"), "sign_ins", ["firm_id", "user_id"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_key", sa.String(length=60), nullable=False),
        sa.Column("course_version", sa.String(length=20), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("because_assessment_id", sa.Uuid(), nullable=True),
        sa.Column("because_dimension", sa.String(length=20), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "because_assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_enrolments_firm_id_because_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "user_id"],
            ["users.firm_id", "users.id"],
            name=op.f("fk_enrolments_firm_id_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_enrolments_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("firm_id", "id", name="uq_enrolments_firm_id_id"),
        sa.UniqueConstraint(
            "firm_id", "user_id", "course_key", name=op.f("uq_enrolments_firm_id_user_id_course_key")
        ),
    )
    op.create_table(
        "invitations",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("first_message_id", sa.String(length=200), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_invitations_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_invitations_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint(
            "firm_id", "assessment_id", "email", name=op.f("uq_invitations_firm_id_assessment_id_email")
        ),
        sa.UniqueConstraint("firm_id", "id", name="uq_invitations_firm_id_id"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_table(
        "reports",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'ready', 'failed')", name=op.f("ck_reports_state")),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_reports_firm_id_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_reports_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("firm_id", "id", name="uq_reports_firm_id_id"),
        sa.UniqueConstraint("firm_id", "reference", name=op.f("uq_reports_firm_id_reference")),
    )
    op.create_index(
        op.f("ix_reports_firm_id_assessment_id"), "reports", ["firm_id", "assessment_id"], unique=False
    )

    op.create_table(
        "attempts",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("course_version", sa.String(length=20), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given", sa.JSON(), nullable=True),
        sa.Column("grade", sa.JSON(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "enrolment_id"],
            ["enrolments.firm_id", "enrolments.id"],
            name=op.f("fk_attempts_firm_id_enrolment_id_enrolments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_attempts_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint(
            "firm_id", "enrolment_id", "number", name=op.f("uq_attempts_firm_id_enrolment_id_number")
        ),
        sa.UniqueConstraint("firm_id", "id", name="uq_attempts_firm_id_id"),
    )
    op.create_table(
        "lessons_done",
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "enrolment_id"],
            ["enrolments.firm_id", "enrolments.id"],
            name=op.f("fk_lessons_done_firm_id_enrolment_id_enrolments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_lessons_done_firm_id_firms")),
        sa.PrimaryKeyConstraint("firm_id", "enrolment_id", "lesson", name=op.f("pk_lessons_done")),
    )
    op.create_table(
        "responses",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("access_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'submitted')", name=op.f("ck_responses_state")),
        sa.ForeignKeyConstraint(
            ["firm_id", "assessment_id"],
            ["assessments.firm_id", "assessments.id"],
            name=op.f("fk_responses_firm_id_assessment_id_assessments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id", "invitation_id"],
            ["invitations.firm_id", "invitations.id"],
            name=op.f("fk_responses_firm_id_invitation_id_invitations"),
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_responses_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("access_hash", name=op.f("uq_responses_access_hash")),
        sa.UniqueConstraint("firm_id", "id", name="uq_responses_firm_id_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_responses_firm_id_assessment_id"), "responses", ["firm_id", "assessment_id"], unique=False
    )

    op.create_table(
        "share_links",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id", "report_id"],
            ["reports.firm_id", "reports.id"],
            name=op.f("fk_share_links_firm_id_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_share_links_firm_id_firms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_links")),
        sa.UniqueConstraint("firm_id", "id", name="uq_share_links_firm_id_id"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_share_links_token_hash")),
    )
    op.create_index(
        op.f("ix_share_links_firm_id_report_id"), "share_links", ["firm_id", "report_id"], unique=False
    )

    op.create_table(
        "answers",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=10), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'level') = (value IS NOT NULL)", name=op.f("ck_answers_value_fits_kind")),
        sa.CheckConstraint("kind IN ('level', 'DK', 'NA')", name=op.f("ck_answers_kind")),
        sa.ForeignKeyConstraint(
            ["firm_id", "response_id"],
            ["responses.firm_id", "responses.id"],
            name=op.f("fk_answers_firm_id_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_answers_firm_id_firms")),
        sa.PrimaryKeyConstraint("response_id", "question", name=op.f("pk_answers")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_answers_firm_id_response_id"), "answers", ["firm_id", "response_id"], unique=False
    )

    _forbid_changes_to_the_trail()


def _forbid_changes_to_the_trail() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_events_no_{verb.lower()} BEFORE {verb} ON audit_events "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is only ever added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_events_only_added BEFORE UPDATE OR DELETE ON audit_events "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER audit_events_only_added ON audit_events")
        op.execute("DROP FUNCTION refuse_audit_change()")
    op.drop_index(op.f("ix_answers_firm_id_response_id"), table_name="answers")

    op.drop_table("answers")
    op.drop_index(op.f("ix_share_links_firm_id_report_id"), table_name="share_links")

    op.drop_table("share_links")
    op.drop_index(op.f("ix_responses_firm_id_assessment_id"), table_name="responses")

    op.drop_table("responses")
    op.drop_table("lessons_done")
    op.drop_table("attempts")
    op.drop_index(op.f("ix_reports_firm_id_assessment_id"), table_name="reports")

    op.drop_table("reports")
    op.drop_table("invitations")
    op.drop_table("enrolments")
    op.drop_index(op.f("ix_sign_ins_firm_id_user_id"), table_name="sign_ins")

    op.drop_table("sign_ins")
    op.drop_index(op.f("ix_engagement_members_firm_id_user_id"), table_name="engagement_members")

    op.drop_table("engagement_members")
    op.drop_index(op.f("ix_assessments_firm_id_engagement_id"), table_name="assessments")

    op.drop_table("assessments")
    op.drop_index(op.f("ix_users_firm_id_client_id"), table_name="users")

    op.drop_table("users")
    op.drop_index(op.f("ix_engagements_firm_id_client_id"), table_name="engagements")

    op.drop_table("engagements")
    op.drop_index(op.f("ix_mails_firm_id_created_at"), table_name="mails")

    op.drop_table("mails")
    op.drop_index(op.f("ix_jobs_state_run_after"), table_name="jobs")

    op.drop_table("jobs")
    op.drop_index(op.f("ix_clients_firm_id_name"), table_name="clients")

    op.drop_table("clients")
    op.drop_index(op.f("ix_audit_events_firm_id_subject_id"), table_name="audit_events")
    op.drop_index(op.f("ix_audit_events_firm_id_done_at"), table_name="audit_events")

    op.drop_table("audit_events")
    op.drop_table("firms")
    op.drop_index(op.f("ix_failed_sign_ins_subject_failed_at"), table_name="failed_sign_ins")

    op.drop_table("failed_sign_ins")
