"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact, file_bytes, long_text

revision = "0001"
down_revision = None


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    op.create_table(
        f"{prefix}installation",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("key", exact(239), nullable=False),
        sa.Column("company_name", exact(254)),
        sa.Column("serial_number", exact(254)),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("next_id", sa.Integer(), nullable=False),
        sa.Column("ledger_head", exact(64), nullable=False),
    )
    op.create_index(f"{prefix}ix_installation_key", f"{prefix}installation", ["key"], unique=True)
    op.create_table(
        f"{prefix}owner",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", exact(239), nullable=False),
        sa.Column("description", exact(254), nullable=False),
        sa.Column("language", exact(8), nullable=False),
        sa.Column("admin_warning", sa.BigInteger()),
        sa.Column("expiry", sa.BigInteger()),
        sa.Column("grace", sa.BigInteger()),
        sa.Column("maintenance", sa.BigInteger()),
        sa.Column("next_check", sa.BigInteger()),
        sa.Column("licence_url", exact(1000), nullable=False),
        sa.Column("shop_url", exact(1000), nullable=False),
        sa.Column("support_text", exact(254), nullable=False),
        sa.Column("support_url", exact(1000), nullable=False),
        sa.Column("licence_version", exact(254), nullable=False),
        sa.Column("deployment_type", sa.Integer(), nullable=False),
        sa.Column("product_type", exact(254), nullable=False),
        sa.Column("product_description", exact(254), nullable=False),
        sa.Column("extra_flags", sa.Integer(), nullable=False),
        sa.Column("extra_info", long_text(), nullable=False),
        sa.Column("active_package_id", sa.Integer()),
        sa.Column("waiting_package_id", sa.Integer()),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
    )
    op.create_index(
        f"{prefix}ix_owner_name", f"{prefix}owner", ["installation_id", "name"], unique=True
    )
    op.create_table(
        f"{prefix}licence",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", exact(239), nullable=False),
        sa.Column("name_key", exact(239), nullable=False),
        sa.Column("description", exact(254), nullable=False),
        sa.Column("tooltip", exact(1000), nullable=False),
        sa.Column("version", exact(254), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unrestricted", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("user_types", exact(254), nullable=False),
        sa.Column("extra_flags", sa.Integer(), nullable=False),
        sa.Column("extra_info", long_text(), nullable=False),
        sa.Column("prerequisite", exact(239), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Integer(), nullable=False),
    )
    op.create_index(
        f"{prefix}ix_licence_name",
        f"{prefix}licence",
        ["installation_id", "owner_id", "name_key"],
        unique=True,
    )
    op.create_table(
        f"{prefix}text",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("subject_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("language", exact(8), primary_key=True),
        sa.Column("description", exact(254), nullable=False),
        sa.Column("tooltip", exact(1000), nullable=False),
    )
    op.create_table(
        f"{prefix}package",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("owner_name", exact(239), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("hash", exact(64), nullable=False),
        sa.Column("document_hash", exact(64), nullable=False),
        sa.Column("content", file_bytes(), nullable=False),
        sa.Column("source", exact(16), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("received_by", exact(254), nullable=False),
    )
    op.create_index(
        f"{prefix}ix_package_issue",
        f"{prefix}package",
        ["installation_id", "owner_name", "issue_number"],
        unique=True,
    )
    op.create_table(
        f"{prefix}activation",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", exact(254), nullable=False),
        sa.Column("source", exact(16), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("changes", long_text(), nullable=False),
    )
    op.create_index(
        f"{prefix}ix_activation_owner",
        f"{prefix}activation",
        ["installation_id", "owner_id", "issue_number"],
    )
    op.create_table(
        f"{prefix}seen",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("viewer", exact(239), primary_key=True),
        sa.Column("owner_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
    )
    op.create_table(
        f"{prefix}associate",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("host_id", exact(239), nullable=False),
        sa.Column("login", exact(239), nullable=False),
        sa.Column("name", exact(254), nullable=False),
        sa.Column("sort_key", exact(239), nullable=False),
        sa.Column("group_key", exact(239), nullable=False),
        sa.Column("user_type", exact(24), nullable=False),
        sa.Column("first_name", exact(254), nullable=False),
        sa.Column("last_name", exact(254), nullable=False),
        sa.Column("email", exact(254), nullable=False),
        sa.Column("primary_group", exact(254), nullable=False),
        sa.Column("groups", long_text(), nullable=False),
        sa.Column("role", exact(254), nullable=False),
        sa.Column("owning_company", exact(254), nullable=False),
        sa.Column("can_log_in", sa.Boolean(), nullable=False),
        sa.Column("last_login", sa.BigInteger(), nullable=False),
        sa.Column("former_employee", sa.Boolean(), nullable=False),
        sa.Column("waiting_for_approval", sa.Boolean(), nullable=False),
        sa.Column("portrait_url", exact(1000), nullable=False),
    )
    op.create_index(
        f"{prefix}ix_associate_host",
        f"{prefix}associate",
        ["installation_id", "host_id"],
        unique=True,
    )
    op.create_table(
        f"{prefix}word",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("associate_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("word", exact(120), primary_key=True),
    )
    op.create_index(
        f"{prefix}ix_word", f"{prefix}word", ["installation_id", "word", "associate_id"]
    )
    op.create_table(
        f"{prefix}assignment",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("licence_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("associate_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("given_by", exact(254), nullable=False),
        sa.Column("sort_key", exact(239), nullable=False),
        sa.Column("group_key", exact(239), nullable=False),
        sa.Column("last_login", sa.BigInteger(), nullable=False),
    )
    op.create_index(
        f"{prefix}ix_assignment_associate",
        f"{prefix}assignment",
        ["installation_id", "associate_id", "licence_id"],
    )
    op.create_index(
        f"{prefix}ix_assignment_group",
        f"{prefix}assignment",
        ["installation_id", "licence_id", "group_key", "associate_id"],
    )
    op.create_index(
        f"{prefix}ix_assignment_login",
        f"{prefix}assignment",
        ["installation_id", "licence_id", "last_login", "associate_id"],
    )
    op.create_index(
        f"{prefix}ix_assignment_name",
        f"{prefix}assignment",
        ["installation_id", "licence_id", "sort_key", "associate_id"],
    )
    op.create_index(
        f"{prefix}ix_assignment_since",
        f"{prefix}assignment",
        ["installation_id", "licence_id", "since", "associate_id"],
    )
    op.create_table(
        f"{prefix}choice",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("token", exact(64), primary_key=True),
        sa.Column("associate_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("target_id", sa.Integer()),
    )
    op.create_table(
        f"{prefix}ledger",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", exact(254), nullable=False),
        sa.Column("action", exact(64), nullable=False),
        sa.Column("owner", exact(239), nullable=False),
        sa.Column("text", long_text(), nullable=False),
        sa.Column("hash", exact(64), nullable=False),
    )
    op.create_table(
        f"{prefix}ledger_line",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("licence_id", sa.Integer(), nullable=False),
        sa.Column("associate_id", sa.Integer()),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger()),
        sa.Column("given_by", exact(254)),
    )
    op.create_index(
        f"{prefix}ix_line_associate",
        f"{prefix}ledger_line",
        ["installation_id", "associate_id", "sequence", "line"],
    )
    op.create_index(
        f"{prefix}ix_line_licence",
        f"{prefix}ledger_line",
        ["installation_id", "licence_id", "sequence", "line"],
    )
    op.create_table(
        f"{prefix}token",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("token", exact(64), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("location", exact(1000), nullable=False),
    )
