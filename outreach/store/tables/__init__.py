"""All tables. Instants are UTC.

A change here needs a migration: ``tests/store/test_migrations.py`` compares the two.
"""

from outreach.store.tables.dialogue import enquiries, enquiry_steps, enquiry_topics
from outreach.store.tables.directory import (
    KEPT,
    addressees,
    audiences,
    consents,
    focal_points,
    organisation_topics,
    organisations,
    suppressions,
)
from outreach.store.tables.inbox import (
    duties,
    evidence,
    evidence_files,
    inbound,
    questions,
    replies,
    rsvps,
    tidyings,
)
from outreach.store.tables.key import secret_key
from outreach.store.tables.kinds import Instant, metadata
from outreach.store.tables.ledger import (
    EARLY,
    chunks,
    deliveries,
    delivery_shares,
    events,
    fanout_shared,
    messages,
    outages,
    senders,
)
from outreach.store.tables.outgoing import (
    alternatives,
    approvals,
    broadcast_bundles,
    broadcasts,
    bundles,
    editions,
    occurrences,
    rendition_files,
    renditions,
    routes,
    schedules,
    series,
)
from outreach.store.tables.people import audit, tokens, users
from outreach.store.tables.subjects import (
    announcement_versions,
    announcements,
    drafts,
    sayings,
)

__all__ = [
    "EARLY",
    "KEPT",
    "Instant",
    "addressees",
    "alternatives",
    "announcement_versions",
    "announcements",
    "approvals",
    "audiences",
    "audit",
    "broadcast_bundles",
    "broadcasts",
    "bundles",
    "chunks",
    "consents",
    "deliveries",
    "delivery_shares",
    "drafts",
    "duties",
    "editions",
    "enquiries",
    "enquiry_steps",
    "enquiry_topics",
    "events",
    "evidence",
    "evidence_files",
    "fanout_shared",
    "focal_points",
    "inbound",
    "messages",
    "metadata",
    "occurrences",
    "organisation_topics",
    "organisations",
    "outages",
    "questions",
    "rendition_files",
    "renditions",
    "replies",
    "routes",
    "rsvps",
    "sayings",
    "schedules",
    "secret_key",
    "senders",
    "series",
    "suppressions",
    "tidyings",
    "tokens",
    "users",
]
