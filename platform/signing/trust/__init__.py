"""What the platform trusts: roots, accredited authorities, revocation lists, its own seal. All companies share it."""
