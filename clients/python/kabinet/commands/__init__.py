"""The command `kabinet`: `main` gives its exit code."""

from .program import main

__all__ = ["main"]
