"""Money in JSON: a string with a decimal point, because a number of JSON is read as a binary fraction."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": "string", "format": "decimal"})
class Roubles(serializers.Field):
    """Kopecks of ours as roubles: «12500.00». Only read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: int) -> str:
        return f"{Decimal(value) / 100:.2f}"


def kopecks(roubles: Decimal) -> int:
    """Of a sum that a serializer has read with two places."""
    return int(roubles * 100)
