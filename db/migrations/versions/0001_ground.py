"""The ground: all tables of the first release.

Revision 0001_ground, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_ground"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "attachment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner_entity", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('record', 'translation', 'working')", name=op.f("ck_attachment_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_owner_id"), "attachment", ["owner_id"], unique=False)

    op.create_table(
        "attachment_bytes",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment_bytes")),
    )

    op.create_table(
        "backup_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_backup_entry")),
    )

    op.create_table(
        "coordination_body",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("established_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_body")),
    )
    op.create_index(op.f("ix_coordination_body_state"), "coordination_body", ["state"], unique=False)

    op.create_table(
        "draft",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("typed_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_draft")),
    )

    op.create_table(
        "effective_practice",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("paragraph", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("can_publish", sa.Integer(), nullable=True),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effective_practice")),
    )
    op.create_index(op.f("ix_effective_practice_state"), "effective_practice", ["state"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("place_held", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('course', 'workshop', 'exercise', 'outreach', 'peer_review', 'meeting')",
            name=op.f("ck_event_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_state"), "event", ["state"], unique=False)

    op.create_table(
        "file_head",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_head")),
    )

    op.create_table(
        "institution",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("acronym", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("protocol_order", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("web", sa.Text(), nullable=False),
        sa.Column("agreements", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "sector IN ('government', 'private', 'academia', 'civil_society', 'international')",
            name=op.f("ck_institution_sector"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
    )
    op.create_index(op.f("ix_institution_state"), "institution", ["state"], unique=False)

    op.create_table(
        "log_key",
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_log_key")),
    )

    op.create_table(
        "log_name",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_name")),
        sa.UniqueConstraint("name", name=op.f("uq_log_name_name")),
    )

    op.create_table(
        "matrix_version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("report_dates", sa.Text(), nullable=False),
        sa.Column("addenda_dates", sa.Text(), nullable=False),
        sa.Column("approval_date", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('approved', 'committee_draft', 'national_comment')", name=op.f("ck_matrix_version_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_version")),
    )
    op.create_index(op.f("ix_matrix_version_state"), "matrix_version", ["state"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(op.f("ix_offer_state"), "offer", ["state"], unique=False)

    op.create_table(
        "officer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )

    op.create_table(
        "plan",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Text(), nullable=True),
        sa.Column("predecessor_id", sa.Text(), nullable=True),
        sa.Column("is_amending", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'adopted', 'submitted', 'superseded')", name=op.f("ck_plan_status")
        ),
        sa.ForeignKeyConstraint(["predecessor_id"], ["plan.id"], name=op.f("fk_plan_predecessor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_predecessor_id"), "plan", ["predecessor_id"], unique=False)
    op.create_index(op.f("ix_plan_state"), "plan", ["state"], unique=False)

    op.create_table(
        "reference_override",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_override")),
    )
    op.create_index(
        "uq_reference_override_place", "reference_override", ["table_name", "row_key", "field"], unique=True
    )

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )

    op.create_table(
        "site",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_site")),
    )

    op.create_table(
        "treaty_status",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("treaty_key", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("on_date", sa.Text(), nullable=True),
        sa.Column("as_printed", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('signed', 'deposited', 'in_force', 'not_party')", name=op.f("ck_treaty_status_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treaty_status")),
    )
    op.create_index(op.f("ix_treaty_status_state"), "treaty_status", ["state"], unique=False)

    op.create_table(
        "event_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Text(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_session_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_session")),
    )
    op.create_index(op.f("ix_event_session_event_id"), "event_session", ["event_id"], unique=False)

    op.create_table(
        "file_settings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("second_language", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("place_printed", sa.Text(), nullable=False),
        sa.Column("emblem_id", sa.Text(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=True),
        sa.Column("number_pattern", sa.Text(), nullable=False),
        sa.Column("is_exercise", sa.Integer(), nullable=False),
        sa.Column("reference_version", sa.Text(), nullable=False),
        sa.CheckConstraint("paper IN ('A4', 'Letter', 'Legal')", name=op.f("ck_file_settings_paper")),
        sa.ForeignKeyConstraint(["emblem_id"], ["attachment.id"], name=op.f("fk_file_settings_emblem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_settings")),
    )
    op.create_index(op.f("ix_file_settings_emblem_id"), "file_settings", ["emblem_id"], unique=False)
    op.create_index(op.f("ix_file_settings_state"), "file_settings", ["state"], unique=False)

    op.create_table(
        "institution_alias",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_alias_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_alias")),
    )
    op.create_index(
        op.f("ix_institution_alias_institution_id"), "institution_alias", ["institution_id"], unique=False
    )

    op.create_table(
        "law",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("original_title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("web", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('constitution', 'act', 'decree', 'regulation', 'control_list', 'other')",
            name=op.f("ck_law_kind"),
        ),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_law_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law")),
    )
    op.create_index(op.f("ix_law_institution_id"), "law", ["institution_id"], unique=False)
    op.create_index(op.f("ix_law_state"), "law", ["state"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Text(), nullable=True),
        sa.Column("correspondent", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_requested_by", sa.Text(), nullable=True),
        sa.Column("answers_id", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_letter_direction")),
        sa.CheckConstraint(
            "kind IN ('note_verbale', 'official_letter', 'instruction', 'email')", name=op.f("ck_letter_kind")
        ),
        sa.ForeignKeyConstraint(["answers_id"], ["letter.id"], name=op.f("fk_letter_answers_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_letter_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_answers_id"), "letter", ["answers_id"], unique=False)
    op.create_index(op.f("ix_letter_institution_id"), "letter", ["institution_id"], unique=False)
    op.create_index(op.f("ix_letter_state"), "letter", ["state"], unique=False)

    op.create_table(
        "log_heading",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.number"], name=op.f("fk_log_heading_site")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_heading")),
    )

    op.create_table(
        "log_row",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("sets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["log_name.number"], name=op.f("fk_log_row_entity")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_row")),
    )
    op.create_index("uq_log_row_id", "log_row", ["id", "entity"], unique=True)

    op.create_table(
        "matrix_cell",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("weapon", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("side IN ('answer', 'legal', 'enforcement')", name=op.f("ck_matrix_cell_side")),
        sa.CheckConstraint("weapon IN ('NW', 'CW', 'BW')", name=op.f("ck_matrix_cell_weapon")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["matrix_version.id"], name=op.f("fk_matrix_cell_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_cell")),
    )
    op.create_index(op.f("ix_matrix_cell_version_id"), "matrix_cell", ["version_id"], unique=False)

    op.create_table(
        "matrix_row_text",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("legal_source", sa.Text(), nullable=False),
        sa.Column("enforcement_source", sa.Text(), nullable=False),
        sa.Column("information", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["matrix_version.id"], name=op.f("fk_matrix_row_text_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_row_text")),
    )
    op.create_index(op.f("ix_matrix_row_text_version_id"), "matrix_row_text", ["version_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Text(), nullable=False),
        sa.Column("place_held", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["coordination_body.id"], name=op.f("fk_meeting_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_body_id"), "meeting", ["body_id"], unique=False)

    op.create_table(
        "objective",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["objective.id"], name=op.f("fk_objective_parent_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_objective_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    op.create_index(op.f("ix_objective_parent_id"), "objective", ["parent_id"], unique=False)
    op.create_index(op.f("ix_objective_plan_id"), "objective", ["plan_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("surnames", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("salutation", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("private_address", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consent_to", sa.Text(), nullable=False),
        sa.Column("consent_since", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("card_id", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_person_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_institution_id"), "person", ["institution_id"], unique=False)
    op.create_index(op.f("ix_person_state"), "person", ["state"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('main', 'alternate', 'clearance', 'technical')", name=op.f("ck_post_role")
        ),
        sa.CheckConstraint(
            "seat IN ('capital', 'new_york', 'washington', 'geneva', 'vienna', 'the_hague', 'other')",
            name=op.f("ck_post_seat"),
        ),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_post_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_institution_id"), "post", ["institution_id"], unique=False)
    op.create_index(op.f("ix_post_state"), "post", ["state"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=True),
        sa.Column("matrix_version_id", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("can_publish", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('national_report', 'addendum', 'action_plan', 'matrix_comment', 'contact_points', 'other')",
            name=op.f("ck_submission_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'consultation', 'cleared', 'sent', 'submitted', 'acknowledged', 'published')",
            name=op.f("ck_submission_status"),
        ),
        sa.ForeignKeyConstraint(
            ["matrix_version_id"], ["matrix_version.id"], name=op.f("fk_submission_matrix_version_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_submission_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(
        op.f("ix_submission_matrix_version_id"), "submission", ["matrix_version_id"], unique=False
    )
    op.create_index(op.f("ix_submission_plan_id"), "submission", ["plan_id"], unique=False)
    op.create_index(op.f("ix_submission_state"), "submission", ["state"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_agreement_institution_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agreement_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agreement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_institution_id"), "agreement", ["institution_id"], unique=False)
    op.create_index(op.f("ix_agreement_meeting_id"), "agreement", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_agreement_person_id"), "agreement", ["person_id"], unique=False)

    op.create_table(
        "assistance_request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=True),
        sa.Column("letter_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("weapons", sa.Text(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("assistance_kind", sa.Text(), nullable=False),
        sa.Column("beneficiaries", sa.Text(), nullable=False),
        sa.Column("timeframe", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("can_publish", sa.Integer(), nullable=True),
        sa.Column("follow_up_on", sa.Text(), nullable=True),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'in_course', 'met', 'withdrawn')",
            name=op.f("ck_assistance_request_status"),
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_assistance_request_contact_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_assistance_request_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_request")),
    )
    op.create_index(
        op.f("ix_assistance_request_contact_id"), "assistance_request", ["contact_id"], unique=False
    )
    op.create_index(
        op.f("ix_assistance_request_letter_id"), "assistance_request", ["letter_id"], unique=False
    )
    op.create_index(op.f("ix_assistance_request_state"), "assistance_request", ["state"], unique=False)

    op.create_table(
        "body_member",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("from_date", sa.Text(), nullable=True),
        sa.Column("to_date", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('chair', 'main', 'alternate')", name=op.f("ck_body_member_role")),
        sa.ForeignKeyConstraint(["body_id"], ["coordination_body.id"], name=op.f("fk_body_member_body_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_body_member_institution_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_body_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_member")),
    )
    op.create_index(op.f("ix_body_member_body_id"), "body_member", ["body_id"], unique=False)
    op.create_index(op.f("ix_body_member_institution_id"), "body_member", ["institution_id"], unique=False)
    op.create_index(op.f("ix_body_member_person_id"), "body_member", ["person_id"], unique=False)

    op.create_table(
        "change_set",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("summary_values", sa.String(), nullable=True),
        sa.Column("reverts", sa.Integer(), nullable=True),
        sa.Column("lineage", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("operation", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["heading"], ["log_heading.number"], name=op.f("fk_change_set_heading")),
        sa.ForeignKeyConstraint(["row"], ["log_row.number"], name=op.f("fk_change_set_row")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change_set")),
    )

    op.create_table(
        "contact_detail",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Integer(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('phone', 'email')", name=op.f("ck_contact_detail_kind")),
        sa.CheckConstraint(
            "use IN ('work', 'mobile', 'home', 'fax', 'other')", name=op.f("ck_contact_detail_use")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (institution_id IS NULL)", name=op.f("ck_contact_detail_one_owner")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_contact_detail_institution_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_detail_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_detail")),
    )
    op.create_index(
        op.f("ix_contact_detail_institution_id"), "contact_detail", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_contact_detail_person_id"), "contact_detail", ["person_id"], unique=False)

    op.create_table(
        "designation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("from_date", sa.Text(), nullable=True),
        sa.Column("to_date", sa.Text(), nullable=True),
        sa.Column("is_acting", sa.Integer(), nullable=False),
        sa.Column("instrument_state", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("instrument_date", sa.Text(), nullable=True),
        sa.Column("verified_on", sa.Text(), nullable=True),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.Column("verified_how", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "instrument_state IN ('received', 'awaited')", name=op.f("ck_designation_instrument_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_designation_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_designation_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designation")),
    )
    op.create_index(op.f("ix_designation_person_id"), "designation", ["person_id"], unique=False)
    op.create_index(op.f("ix_designation_post_id"), "designation", ["post_id"], unique=False)

    op.create_table(
        "event_participant",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_participant_event_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_event_participant_institution_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_participant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_participant")),
    )
    op.create_index(op.f("ix_event_participant_event_id"), "event_participant", ["event_id"], unique=False)
    op.create_index(
        op.f("ix_event_participant_institution_id"), "event_participant", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_event_participant_person_id"), "event_participant", ["person_id"], unique=False)

    op.create_table(
        "law_stage",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("law_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('idea', 'draft', 'consultation', 'parliament', 'adopted', 'published', 'in_force', 'amended', 'repealed')",
            name=op.f("ck_law_stage_stage"),
        ),
        sa.ForeignKeyConstraint(["law_id"], ["law.id"], name=op.f("fk_law_stage_law_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_stage")),
    )
    op.create_index(op.f("ix_law_stage_law_id"), "law_stage", ["law_id"], unique=False)

    op.create_table(
        "matrix_law",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("law_id", sa.Text(), nullable=False),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["law_id"], ["law.id"], name=op.f("fk_matrix_law_law_id")),
        sa.ForeignKeyConstraint(["version_id"], ["matrix_version.id"], name=op.f("fk_matrix_law_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_law")),
    )
    op.create_index(op.f("ix_matrix_law_law_id"), "matrix_law", ["law_id"], unique=False)
    op.create_index(op.f("ix_matrix_law_version_id"), "matrix_law", ["version_id"], unique=False)

    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("institution_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_meeting_attendance_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendance_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_attendance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
    )
    op.create_index(
        op.f("ix_meeting_attendance_institution_id"), "meeting_attendance", ["institution_id"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_attendance_meeting_id"), "meeting_attendance", ["meeting_id"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_attendance_person_id"), "meeting_attendance", ["person_id"], unique=False
    )

    op.create_table(
        "person_salutation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_salutation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_salutation")),
    )
    op.create_index(op.f("ix_person_salutation_person_id"), "person_salutation", ["person_id"], unique=False)

    op.create_table(
        "plan_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("objective_id", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("predecessor_id", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("due_text", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("progress", sa.Float(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.Column("budget", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("funding", sa.Text(), nullable=False),
        sa.Column("assistance_needed", sa.Text(), nullable=False),
        sa.Column("difficulty_kind", sa.Text(), nullable=True),
        sa.Column("difficulty", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("second_title", sa.Text(), nullable=False),
        sa.Column("second_description", sa.Text(), nullable=False),
        sa.Column("is_translation_outdated", sa.Integer(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "difficulty_kind IN ('legal', 'financial', 'technical', 'staff', 'coordination', 'other')",
            name=op.f("ck_plan_item_difficulty_kind"),
        ),
        sa.CheckConstraint("priority IN ('high', 'medium', 'low')", name=op.f("ck_plan_item_priority")),
        sa.CheckConstraint(
            "status IN ('not_started', 'in_progress', 'completed', 'on_hold', 'cancelled', 'continuous')",
            name=op.f("ck_plan_item_status"),
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_plan_item_parent")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_plan_item_progress")),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"], name=op.f("fk_plan_item_objective_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["plan_item.id"], name=op.f("fk_plan_item_parent_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_plan_id")),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["plan_item.id"], name=op.f("fk_plan_item_predecessor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
    )
    op.create_index(op.f("ix_plan_item_objective_id"), "plan_item", ["objective_id"], unique=False)
    op.create_index("ix_plan_item_order", "plan_item", ["plan_id", "position"], unique=False)
    op.create_index(op.f("ix_plan_item_parent_id"), "plan_item", ["parent_id"], unique=False)
    op.create_index(op.f("ix_plan_item_plan_id"), "plan_item", ["plan_id"], unique=False)
    op.create_index(op.f("ix_plan_item_predecessor_id"), "plan_item", ["predecessor_id"], unique=False)

    op.create_table(
        "submission_step",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'consultation', 'cleared', 'sent', 'submitted', 'acknowledged', 'published')",
            name=op.f("ck_submission_step_status"),
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_submission_step_letter_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_step_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_step")),
    )
    op.create_index(op.f("ix_submission_step_letter_id"), "submission_step", ["letter_id"], unique=False)
    op.create_index(
        op.f("ix_submission_step_submission_id"), "submission_step", ["submission_id"], unique=False
    )

    op.create_table(
        "agreement_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_item_agreement_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_agreement_item_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_item")),
    )
    op.create_index(op.f("ix_agreement_item_agreement_id"), "agreement_item", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_agreement_item_item_id"), "agreement_item", ["item_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("set_number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("operation", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["row"], ["log_row.number"], name=op.f("fk_change_row")),
        sa.ForeignKeyConstraint(["set_number"], ["change_set.number"], name=op.f("fk_change_set_number")),
        sa.PrimaryKeyConstraint("set_number", "row", name=op.f("pk_change")),
    )

    op.create_table(
        "cooperation_activity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("funded_by", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("delivered", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["assistance_request.id"], name=op.f("fk_cooperation_activity_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_activity")),
    )
    op.create_index(
        op.f("ix_cooperation_activity_request_id"), "cooperation_activity", ["request_id"], unique=False
    )
    op.create_index(op.f("ix_cooperation_activity_state"), "cooperation_activity", ["state"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_indicator_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_index(op.f("ix_indicator_item_id"), "indicator", ["item_id"], unique=False)

    op.create_table(
        "item_institution",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('lead', 'co_lead', 'supporting')", name=op.f("ck_item_institution_role")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_item_institution_institution_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_item_institution_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_institution")),
    )
    op.create_index(
        op.f("ix_item_institution_institution_id"), "item_institution", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_item_institution_item_id"), "item_institution", ["item_id"], unique=False)

    op.create_table(
        "item_law",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("law_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_item_law_item_id")),
        sa.ForeignKeyConstraint(["law_id"], ["law.id"], name=op.f("fk_item_law_law_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_law")),
    )
    op.create_index(op.f("ix_item_law_item_id"), "item_law", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_law_law_id"), "item_law", ["law_id"], unique=False)

    op.create_table(
        "item_matrix_row",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("weapon", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "side IN ('answer', 'legal', 'enforcement')", name=op.f("ck_item_matrix_row_side")
        ),
        sa.CheckConstraint("weapon IN ('NW', 'CW', 'BW')", name=op.f("ck_item_matrix_row_weapon")),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_item_matrix_row_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_matrix_row")),
    )
    op.create_index(op.f("ix_item_matrix_row_item_id"), "item_matrix_row", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_matrix_row_row_key"), "item_matrix_row", ["row_key"], unique=False)

    op.create_table(
        "item_person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_item_person_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_person_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_person")),
    )
    op.create_index(op.f("ix_item_person_item_id"), "item_person", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_person_person_id"), "item_person", ["person_id"], unique=False)

    op.create_table(
        "item_treaty",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("treaty_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_item_treaty_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_treaty")),
    )
    op.create_index(op.f("ix_item_treaty_item_id"), "item_treaty", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_treaty_treaty_key"), "item_treaty", ["treaty_key"], unique=False)

    op.create_table(
        "log_seal",
        sa.Column("set_number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["set_number"], ["change_set.number"], name=op.f("fk_log_seal_set_number")),
        sa.PrimaryKeyConstraint("set_number", "row", name=op.f("pk_log_seal")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "progress_note",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('not_started', 'in_progress', 'completed', 'on_hold', 'cancelled', 'continuous')",
            name=op.f("ck_progress_note_status"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_progress_note_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_note")),
    )
    op.create_index(op.f("ix_progress_note_item_id"), "progress_note", ["item_id"], unique=False)

    op.create_table(
        "request_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_request_item_item_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["assistance_request.id"], name=op.f("fk_request_item_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_item")),
    )
    op.create_index(op.f("ix_request_item_item_id"), "request_item", ["item_id"], unique=False)
    op.create_index(op.f("ix_request_item_request_id"), "request_item", ["request_id"], unique=False)

    op.create_table(
        "request_provider",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["assistance_request.id"], name=op.f("fk_request_provider_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_provider")),
    )
    op.create_index(op.f("ix_request_provider_request_id"), "request_provider", ["request_id"], unique=False)

    op.create_table(
        "activity_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["cooperation_activity.id"], name=op.f("fk_activity_item_activity_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_activity_item_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_item")),
    )
    op.create_index(op.f("ix_activity_item_activity_id"), "activity_item", ["activity_id"], unique=False)
    op.create_index(op.f("ix_activity_item_item_id"), "activity_item", ["item_id"], unique=False)

    op.create_table(
        "indicator_value",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_value_indicator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
    )
    op.create_index(
        op.f("ix_indicator_value_indicator_id"), "indicator_value", ["indicator_id"], unique=False
    )


def downgrade() -> None:
    raise NotImplementedError("files are never taken back to an older schema")
