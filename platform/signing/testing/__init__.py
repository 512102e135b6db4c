"""Signatures to try things on, whose keys guard nothing. For tests and the embedded demonstration only."""
