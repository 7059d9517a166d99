"""The tables. Every key and index is led by ``installation_id``.

Ids are int32 from the counter on the installation's row and unique within it, so
that one table of texts serves owners and licences.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    false,
)

from solicense_plugin.store.columns import exact, file_bytes, long_text, moment


class _Maker:
    """Makes tables and indexes whose names begin with the prefix."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.metadata = MetaData()

    def table(self, name: str, *parts: Column[Any] | Index) -> Table:
        installation = Column("installation_id", Integer, primary_key=True, autoincrement=False)
        return Table(f"{self.prefix}{name}", self.metadata, installation, *parts)

    def index(self, name: str, *columns: str, unique: bool = False) -> Index:
        return Index(f"{self.prefix}ix_{name}", "installation_id", *columns, unique=unique)


def _id(name: str = "id") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _text(name: str, length: int) -> Column[str]:
    return Column(name, exact(length), nullable=False, default="")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)


def _yes(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False)


class Tables:
    """The tables of one prefix."""

    def __init__(self, prefix: str) -> None:
        make = _Maker(prefix)
        self.prefix = prefix
        self.metadata = make.metadata
        #: The customer's database. Its row is the lock of every writing transaction.
        self.installation = make.table(
            "installation",
            _text("key", 239),
            Column("company_name", exact(254)),
            Column("serial_number", exact(254)),
            Column("revision", BigInteger, nullable=False, default=0),
            Column("next_id", Integer, nullable=False, default=1),
            #: The hash of the newest ledger entry, so that one that is cut off is missed.
            _text("ledger_head", 64),
            #: The newest time that a writer's clock has shown.
            Column("newest_seen", moment()),
            #: The host's name for the database that this is, and for one that an
            #: administrator has called a copy of it.
            Column("database_identity", exact(254)),
            Column("copy_identity", exact(254)),
            #: SHA-256 of the list of revocations that holds, so that every worker
            #: notices a new one by the row that it reads anyway.
            Column("revocations", exact(64)),
            Index(f"{prefix}ix_installation_key", "key", unique=True),
        )
        #: The newest list of revocations that a licence server sent.
        self.revocations = make.table(
            "revocations",
            _number("number"),
            Column("content", file_bytes(), nullable=False),
            Column("received_at", moment(), nullable=False),
        )
        #: A module owner. Without an active package it has only something waiting.
        self.owner = make.table(
            "owner",
            _id(),
            _text("name", 239),
            _text("description", 254),
            _text("language", 8),
            Column("admin_warning", moment()),
            Column("expiry", moment()),
            Column("grace", moment()),
            Column("maintenance", moment()),
            Column("next_check", moment()),
            _text("licence_url", 1000),
            _text("shop_url", 1000),
            _text("support_text", 254),
            _text("support_url", 1000),
            _text("licence_version", 254),
            _number("deployment_type"),
            _text("product_type", 254),
            _text("product_description", 254),
            _number("extra_flags"),
            Column("extra_info", long_text(), nullable=False, default=""),
            Column("active_package_id", Integer),
            Column("waiting_package_id", Integer),
            #: Of the active package, and whether the system activated it by itself.
            _number("issue_number"),
            _yes("automatic"),
            make.index("owner_name", "name", unique=True),
        )
        #: How asking the licence server for an owner's licences stands.
        self.check = make.table(
            "check",
            _id("owner_id"),
            Column("due", moment()),
            _number("failures"),
            _text("result", 16),
            Column("attempted", moment()),
            _text("reason", 64),
            _text("detail", 1000),
            _text("url", 2000),
            #: Whose installation it is by now, where its owner says so.
            Column("company_name", exact(254)),
            Column("serial_number", exact(254)),
        )
        #: A module licence. Quantity 0 is one that is no longer owned; it keeps its id.
        self.licence = make.table(
            "licence",
            _id(),
            Column("owner_id", Integer, nullable=False),
            _text("name", 239),
            _text("name_key", 239),
            _text("description", 254),
            _text("tooltip", 1000),
            _text("version", 254),
            Column("kind", SmallInteger, nullable=False),
            _number("quantity"),
            _yes("unrestricted"),
            _yes("hidden"),
            _text("user_types", 254),
            _number("extra_flags"),
            Column("extra_info", long_text(), nullable=False, default=""),
            _text("prerequisite", 239),
            _number("sort_order"),
            #: Assignments of its own.
            _number("assigned"),
            #: Those and the holders of plans that imply it, each once.
            _number("in_use"),
            make.index("licence_name", "owner_id", "name_key", unique=True),
        )
        #: The name and tooltip of an owner or licence in one more language.
        self.text = make.table(
            "text",
            _id("subject_id"),
            Column("language", exact(8), primary_key=True),
            _text("description", 254),
            _text("tooltip", 1000),
        )
        #: A verified package: the file itself, and where it came from.
        self.package = make.table(
            "package",
            _id(),
            _text("owner_name", 239),
            _number("issue_number"),
            _text("hash", 64),
            _text("document_hash", 64),
            Column("content", file_bytes(), nullable=False),
            _text("source", 16),
            Column("received_at", moment(), nullable=False),
            _text("received_by", 254),
            #: From when it can be activated, where that lay ahead when it came; ``NULL``
            #: once it waits for somebody, or is active.
            Column("begins", moment()),
            #: Whether it waited for that when its owner was removed, and does not any more.
            Column("withdrawn", Boolean, nullable=False, server_default=false()),
            make.index("package_issue", "owner_name", "issue_number", unique=True),
        )
        #: A package that became current, what it changed, and why if it was restored.
        self.activation = make.table(
            "activation",
            _id(),
            Column("owner_id", Integer, nullable=False),
            Column("package_id", Integer, nullable=False),
            _number("issue_number"),
            Column("at", moment(), nullable=False),
            _text("by", 254),
            _text("source", 16),
            _yes("automatic"),
            Column("changes", long_text(), nullable=False),
            Column("reason", exact(254)),
            make.index("activation_owner", "owner_id", "issue_number"),
        )
        #: The newest activation that somebody has looked at.
        self.seen = make.table(
            "seen",
            Column("viewer", exact(239), primary_key=True),
            _id("owner_id"),
            _number("issue_number"),
        )
        #: Our projection of the host's users.
        self.associate = make.table(
            "associate",
            _id(),
            _text("host_id", 239),
            _text("login", 239),
            _text("name", 254),
            _text("sort_key", 239),
            _text("group_key", 239),
            _text("user_type", 24),
            _text("first_name", 254),
            _text("last_name", 254),
            _text("email", 254),
            _text("primary_group", 254),
            Column("groups", long_text(), nullable=False, default="[]"),
            _text("role", 254),
            _text("owning_company", 254),
            _yes("can_log_in"),
            #: 0 is never, so that it comes before every date.
            Column("last_login", moment(), nullable=False, default=0),
            _yes("former_employee"),
            _yes("waiting_for_approval"),
            _text("portrait_url", 1000),
            make.index("associate_host", "host_id", unique=True),
        )
        #: The words by whose beginnings an associate is found.
        self.word = make.table(
            "word",
            _id("associate_id"),
            Column("word", exact(120), primary_key=True),
            make.index("word", "word", "associate_id"),
        )
        #: A licence given to an associate. What a list of holders is sorted by is
        #: copied here, so that a page of a million costs what a page of ten costs.
        self.assignment = make.table(
            "assignment",
            _id("licence_id"),
            _id("associate_id"),
            Column("since", moment(), nullable=False),
            _text("given_by", 254),
            _text("sort_key", 239),
            _text("group_key", 239),
            Column("last_login", moment(), nullable=False, default=0),
            make.index("assignment_associate", "associate_id", "licence_id"),
            make.index("assignment_name", "licence_id", "sort_key", "associate_id"),
            make.index("assignment_group", "licence_id", "group_key", "associate_id"),
            make.index("assignment_login", "licence_id", "last_login", "associate_id"),
            make.index("assignment_since", "licence_id", "since", "associate_id"),
        )
        #: Who is chosen in a form of many pages, and what shall become of him.
        self.choice = make.table(
            "choice",
            Column("token", exact(64), primary_key=True),
            _id("associate_id"),
            #: The licence to give instead, or ``NULL`` to take it away.
            Column("target_id", Integer),
        )
        #: One entry a use case, chained by its hash. The sequence is the revision.
        self.ledger = make.table(
            "ledger",
            Column("sequence", BigInteger, primary_key=True, autoincrement=False),
            Column("at", moment(), nullable=False),
            _text("actor", 254),
            _text("action", 64),
            _text("owner", 239),
            Column("text", long_text(), nullable=False),
            _text("hash", 64),
        )
        #: One person or licence that an entry changed.
        self.line = make.table(
            "ledger_line",
            Column("sequence", BigInteger, primary_key=True, autoincrement=False),
            _id("line"),
            Column("licence_id", Integer, nullable=False),
            Column("associate_id", Integer),
            _number("before"),
            _number("after"),
            Column("since", moment()),
            Column("given_by", exact(254)),
            make.index("line_licence", "licence_id", "sequence", "line"),
            make.index("line_associate", "associate_id", "sequence", "line"),
        )
        #: An event that somebody is still to be told of, made with the ledger entry.
        self.delivery = make.table(
            "delivery",
            Column("sequence", BigInteger, primary_key=True, autoincrement=False),
            Column("event", exact(32), primary_key=True),
            Column("kind", exact(16), primary_key=True),
            Column("recipient", exact(250), primary_key=True),
            Column("at", moment(), nullable=False),
            Column("due", moment(), nullable=False),
            #: Of the worker that is at it; empty for none.
            _text("claim", 32),
            _number("parts"),
            #: The ledger line with which the last part ended.
            _number("last_line"),
            _number("failures"),
            _text("error", 254),
            make.index("delivery_due", "kind", "recipient", "due"),
            make.index("delivery_at", "at"),
        )
        #: A form that has had its effect, and where its result is.
        self.token = make.table(
            "token",
            Column("token", exact(64), primary_key=True),
            Column("at", moment(), nullable=False),
            _text("location", 1000),
        )
        #: Something that an add-on contributes and that has failed, with its last fault.
        self.add_on_fault = make.table(
            "add_on_fault",
            Column("add_on", exact(250), primary_key=True),
            Column("contribution", exact(400), primary_key=True),
            #: Since it last answered.
            _number("faults"),
            Column("paused_since", moment()),
            Column("at", moment(), nullable=False),
            _text("reference", 16),
            _text("kind", 16),
            _text("message", 1000),
            Column("details", long_text(), nullable=False, default=""),
        )
