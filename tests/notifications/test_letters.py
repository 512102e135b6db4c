"""Templates of letters."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

LETTERS = Path(__file__).parents[2] / "templates/letters"
NAMES = sorted(path.name.removesuffix(".subject.txt") for path in LETTERS.glob("*.subject.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_has_all_its_parts_and_they_render(name: str) -> None:
    """Also when nothing is known: a letter that cannot be drawn would stop what it tells about."""
    for part in ("subject.txt", "txt", "html"):
        assert render_to_string(f"letters/{name}.{part}", {"subject": "Тема"}).strip()


def test_the_text_part_is_not_escaped() -> None:
    text = render_to_string("letters/invitation.txt", {"accept_url": "http://a.localhost/?a=1&b=2"})

    assert "?a=1&b=2" in text


def test_there_is_nothing_left_over() -> None:
    frames = {
        "base.html", "base.txt", "button.html", "facts.html", "news_items.html", "paragraph.html", "warm.html",
    }  # fmt: skip
    parts = {f"{name}.{part}" for name in NAMES for part in ("subject.txt", "txt", "html")}

    assert {path.name for path in LETTERS.iterdir()} - frames == parts
