"""Letters and SMS: a row first, a nudge of the queue second, a sweeper for what no nudge took."""
