"""Locks of an account: what proves who somebody is, what is remembered of it, and how often anybody may try."""
