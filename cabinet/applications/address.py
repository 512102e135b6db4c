"""The address of an object: a free line, or the line that its parts make."""

from collections.abc import Mapping
from typing import Any

LINE = "address"
PARTS = ("region", "locality", "street", "house")


def composed(answers: Mapping[str, Any]) -> str:
    """«Оренбургская область, с. Луговое, ул. Мира, 1»; empty without parts."""
    parts = [str(answers.get(part) or "").strip() for part in PARTS]
    return ", ".join(part for part in parts if part)[:300]


def line_of(answers: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """What was typed; the parts, where nothing was or the line was itself made of the parts that stood there before."""
    typed = str(answers.get(LINE) or "")
    return composed(answers) if not typed or typed == composed(before) else typed
