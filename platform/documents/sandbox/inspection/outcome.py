"""The outcome of an inspection: a kind of file, or a refusal."""

from typing import NamedTuple


class Found(NamedTuple):
    """`kind` is a code of documents.kinds, also of kinds that are not accepted, or "unknown"."""

    kind: str
    has_macros: bool = False


class Refused(Exception):
    """The kind is accepted, but this file is not. `code` is one of those in documents.sandbox.inspector."""

    def __init__(self, code: str, **details: int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
