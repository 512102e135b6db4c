"""Prices and schedules of payments, in pure modules: `price.reckon` and `schedule.parts`. See docs/money.md."""
