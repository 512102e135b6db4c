"""Protection of accounts: second factor, sessions, devices, tokens of links, rate limits and proof of work."""
