"""A body is JSON that can be kept: what the database or an answer could not write is refused at the door."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class KeptJson(JSONParser):
    """Half of a surrogate pair is allowed in JSON and in no UTF-8; a thousand brackets exhaust whoever reads them."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
            json.dumps(data, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError from error
        return data
