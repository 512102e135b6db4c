"""Requests to addresses that strangers have written: in certificates, in the settings of webhooks."""
