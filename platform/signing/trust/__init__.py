"""Whom the platform trusts: roots, accredited authorities, revocation lists, its own seal. Shared, public schema."""
