"""When the tests happen: a Friday, 14:05 in Moscow."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 13, 11, 5, tzinfo=UTC)
