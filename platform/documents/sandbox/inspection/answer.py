"""What the child says to whoever started it: one line of JSON."""

import json
from typing import BinaryIO

from .outcome import Refused
from .recognition import recognise


def answer_about(file: BinaryIO) -> str:
    """The fields of Found; of a refusal its code and details."""
    try:
        return json.dumps(recognise(file)._asdict())
    except Refused as refused:
        return json.dumps({"refused": refused.code, **refused.details})
