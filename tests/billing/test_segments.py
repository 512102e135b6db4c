"""What an SMS costs is counted in segments, as networks count them."""

import pytest

from notifications.sms.segments import segments_of


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("Code 123456", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the sign of two places is not cut in two
        ("Код 123456", 1),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("я" * 134, 2),
        ("я" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_of_a_text(text: str, segments: int) -> None:
    assert segments_of(text) == segments
