"""Exchange files: what the company takes out of its cabinet for a period, for another system or an archive."""
