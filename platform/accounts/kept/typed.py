"""The data of a submitted form without secrets, which must never be stored."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

from django.http import HttpRequest

from tenancy.idempotency import FIELD as KEY_FIELD
from tenancy.marker import FIELD as MARKER_FIELD
from tenancy.marker import KEPT, Marker

# Passwords, codes, keys of devices, answers to puzzles. A test looks for fields of these kinds with other names.
SECRET = re.compile(r"(^|[-_])((old)?password\d?|code|credential|secret|signature|proof|csrfmiddlewaretoken)$")
OURS = {MARKER_FIELD, KEPT}
UNSEEN = {*OURS, KEY_FIELD, "next", "version", "shown", "upload", "do"}  # no text of a person


@dataclass(frozen=True)
class Typed:
    page: str  # where the form stood
    action: str  # the path to which it was sent
    acts_for: int | None
    values: dict[str, list[str]]
    files: dict[str, list[str]] = field(default_factory=dict)  # their names only

    @classmethod
    def of(cls, request: HttpRequest, marker: Marker) -> Self:
        values = {name: all_ for name, all_ in _lists(request.POST) if name not in OURS and not SECRET.search(name)}
        files = {name: [file.name or "" for file in sent] for name, sent in request.FILES.lists()}
        return cls(marker.page, request.path, marker.acts_for, values, files)

    @classmethod
    def loads(cls, raw: bytes) -> Self:
        return cls(**json.loads(raw))

    def dumps(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @property
    def texts(self) -> dict[str, list[str]]:
        """The values that a person typed and would have to type again."""
        seen = {name: [text for text in all_ if text.strip()] for name, all_ in self.values.items()}
        return {name: all_ for name, all_ in seen.items() if all_ and name not in UNSEEN}


def _lists(data: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    return [(name, data.getlist(name)) for name in data]  # type: ignore[attr-defined]
