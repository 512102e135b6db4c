"""The answer of the child: one line of JSON."""

import json
from typing import BinaryIO

from .outcome import Refused
from .recognition import recognise


def answer_about(file: BinaryIO) -> str:
    """The fields of Found, or the code and the details of a refusal."""
    try:
        return json.dumps(recognise(file)._asdict())
    except Refused as refused:
        return json.dumps({"refused": refused.code, **refused.details})
