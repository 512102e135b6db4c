"""Webhooks: programs of others are told of events at an address that a person has named."""
