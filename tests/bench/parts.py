"""The parts of the measurement by name, known before Django is."""

PARTS = (
    "queries", "metrics", "doors", "applications", "terms", "money", "signatures", "pages", "files", "webhooks",
    "many", "usage",
)  # fmt: skip


def chosen(words: str) -> frozenset[str]:
    """«money,usage»; nothing means all of them. Raises ValueError for a part that does not exist."""
    names = frozenset(words.split(",")) if words else frozenset(PARTS)
    if unknown := names - set(PARTS):
        raise ValueError(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return names
