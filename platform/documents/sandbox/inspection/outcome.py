"""What an inspection may come to."""

from typing import NamedTuple


class Found(NamedTuple):
    """`kind` is a code of documents.kinds, also of those that are not taken; "unknown" for what is none of them."""

    kind: str
    has_macros: bool = False


class Refused(Exception):
    """A file of a kind that is taken, but not this one. `code` is one of documents.sandbox.inspector."""

    def __init__(self, code: str, **details: int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
