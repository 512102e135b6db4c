"""When the tests of this folder happen."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 13, 11, 5, tzinfo=UTC)
