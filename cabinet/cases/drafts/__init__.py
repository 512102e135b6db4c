"""The page of a draft, and what is known of its writing. The verbs are in `services.drafts`."""
